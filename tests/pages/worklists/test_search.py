"""Page 9: people who may be meant, each with the reason and what is open now."""

from datetime import date
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import Event
from localities.models import Team
from referrals.actions import Told, allocate, route_contact
from referrals.enums import Need, Relation, Urgency
from residents.actions import share
from residents.models import Resident
from residents.search import add_person_link
from tests.factories.answers import give_back
from tests.factories.people import make_resident

SEARCH, NEAR = "/people/search", "/people/near"
TOLD = Told(story="She fell.", need=Need.GETTING_ABOUT, urgency=Urgency.THIS_WEEK, relation=Relation.SELF)


def html_of(client: Client, query: str, **more: str) -> str:
    response = client.get(SEARCH, {"q": query, **more})
    assert response.status_code == 200
    return response.content.decode()


def test_shows_who_where_and_why(client: Client, asha: User, jean: Resident) -> None:
    client.force_login(asha)
    html = html_of(client, "smtih 14/7/45 rm18")
    for words in (
        jean.get_absolute_url(), "Jean Smith", "SMITH, Jean", "14 July 1945 (81)", "RM18 8EB", "Tilbury and Chadwell",
        "Name: smtih", "Born 14 July 1945", "Postcode beginning RM18",
        "Family name close to ‘smtih’: Smith", "Born on the day", "Nothing open", "None yet", "1 person found",
    ):  # fmt: skip
        assert words in html


def test_takes_the_number_of_who_rings_from_a_telephone_link(client: Client, asha: User) -> None:
    make_resident(asha, phone="07700900982")
    client.force_login(asha)
    html = client.get(SEARCH, {"tel": "+447700900982"}).content.decode()
    assert "1 person found" in html
    assert "Telephone number" in html


def test_says_of_what_was_returned_that_it_was(client: Client, asha: User, dee: User, jean: Resident) -> None:
    sent = route_contact(resident=jean, told=TOLD, by=asha)
    assert sent.referral is not None
    give_back(sent.referral, dee)
    client.force_login(asha)
    assert "Tilbury and Chadwell CLS team, returned to whoever sent it" in html_of(client, "smith")


def test_shows_open_work_with_team_and_worker_and_the_last_contact(
    client: Client, asha: User, dee: User, ben: User, jean: Resident
) -> None:
    sent = route_contact(resident=jean, told=TOLD, by=asha)
    client.force_login(asha)
    assert "Tilbury and Chadwell CLS team, not allocated yet" in html_of(client, "smith")
    assert sent.referral is not None
    allocate(referral=sent.referral, worker=ben, by=dee, version=sent.referral.version)
    html = html_of(client, "smith")
    assert "Tilbury and Chadwell CLS team, Ben Okafor" in html
    assert "None yet" not in html


def test_marks_somebody_who_has_died(client: Client, asha: User, jean: Resident) -> None:
    Resident.objects.filter(pk=jean.pk).update(died_on=date(2026, 1, 1))
    client.force_login(asha)
    assert "Died" in html_of(client, "smith")


def test_says_which_rows_of_how_many_are_shown_and_links_the_next_page(client: Client, asha: User) -> None:
    for day in range(1, 24):
        make_resident(asha, born_on=date(1945, 1, day))
    client.force_login(asha)
    first, second = html_of(client, "smith"), html_of(client, "smith", page="2")
    assert "23 people found" in first
    assert (first.count('data-label="Born"'), second.count('data-label="Born"')) == (10, 10)
    assert "page=2" in first
    assert html_of(client, "smith", page="3").count('data-label="Born"') == 3


@pytest.mark.parametrize(("asked", "goes_to"), [("9", "3"), ("99999", "3")])
def test_goes_to_the_last_page_when_a_later_one_is_asked_for(
    client: Client, asha: User, asked: str, goes_to: str
) -> None:
    for day in range(1, 24):
        make_resident(asha, born_on=date(1945, 1, day))
    client.force_login(asha)
    response = client.get(SEARCH, {"q": "smith", "page": asked})
    assert response["Location"].endswith(f"?q=smith&page={goes_to}")


@pytest.mark.parametrize("asked", ["0", "-1", "x", "²", "", "1e9"])
def test_shows_the_first_page_when_the_number_is_none(client: Client, asha: User, jean: Resident, asked: str) -> None:
    client.force_login(asha)
    assert "1 person found" in html_of(client, "smith", page=asked)


def test_offers_tips_and_to_add_the_person_when_nobody_is_found(client: Client, asha: User) -> None:
    client.force_login(asha)
    html = html_of(client, "pettigrew")
    assert "No people found for ‘pettigrew’" in " ".join(html.split())  # the title
    assert "pettigrew</span>’" in html  # the heading
    assert "Try the date of birth alone" in html
    assert "/people/new?after=" in html


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("a", "Enter at least 2 letters of the name."),
        ("smith 31/2/45", "31/2/45 is not a date of birth."),
        ("943 476 5918", "943 476 5918 is not a valid NHS number: a digit may be wrong."),
    ],
)
def test_says_what_was_not_understood(client: Client, asha: User, query: str, sentence: str) -> None:
    client.force_login(asha)
    assert sentence in html_of(client, query)


@pytest.mark.parametrize(
    "query", ["", "\x01", "' OR 1=1 --", "<script>alert(1)</script>", "x" * 300, "王", "👵🏽 %_\\"]
)
def test_answers_any_text_with_a_page(client: Client, asha: User, jean: Resident, query: str) -> None:
    client.force_login(asha)
    assert "<script>alert" not in html_of(client, query)
    assert client.get(NEAR, {"q": query}).status_code == 200


def test_gives_only_the_rows_to_a_script(client: Client, asha: User, jean: Resident) -> None:
    client.force_login(asha)
    for how in ({"headers": {"X-Requested-With": "fetch"}}, {"headers": {"HX-Request": "true"}}, {}):
        query = {"q": "smith"} if how else {"q": "smith", "rows": "1"}
        rows = client.get(SEARCH, query, **how).content.decode()
        assert "<html" not in rows
        assert 'data-count="1 person found"' in rows
        assert f'href="{jean.get_absolute_url()}"' in " ".join(rows.split())


def test_gives_buttons_that_send_the_form_when_one_searches_within_it(
    client: Client, asha: User, jean: Resident
) -> None:
    client.force_login(asha)
    rows = " ".join(client.get(NEAR, {"q": "smith"}).content.decode().split())
    assert f'<button type="submit" name="resident" value="{jean.reference}"' in rows
    assert 'name="add" value="yes"' in rows


def test_writes_who_was_shown_and_nothing_else(client: Client, asha: User, jean: Resident) -> None:
    client.force_login(asha)
    before = Event.objects.count()
    html_of(client, "smith")
    shown = Event.objects.get(verb="list.viewed")
    assert (shown.subject_type, shown.detail) == ("worklists.search", {"residents": [str(jean.pk)]})
    assert "smith" not in str(shown.detail)
    html_of(client, "nobody at all")
    assert Event.objects.count() == before + 1


def test_a_partner_finds_only_those_shared_with_it(client: Client, asha: User, hal: User, jean: Resident) -> None:
    shared = make_resident(asha, known_as="", given_name="Joan")
    share(resident=shared, team=Team.objects.get(slug="estuary-homecare"), by=asha, reason="care at home")
    client.force_login(hal)
    html = html_of(client, "smith")
    assert "1 person found" in html
    assert "Joan Smith" in html
    assert jean.reference not in html
    assert "/people/new" not in html
    assert "New contact" not in html


@pytest.mark.parametrize("persona", ["eve", "ada"])
@pytest.mark.parametrize("address", [SEARCH, NEAR])
def test_is_forbidden_for_a_role_that_finds_nobody(
    client: Client, request: pytest.FixtureRequest, persona: str, address: str
) -> None:
    client.force_login(request.getfixturevalue(persona))
    assert client.get(address, {"q": "smith"}).status_code == 403


@pytest.mark.parametrize("address", [SEARCH, NEAR])
def test_sends_strangers_to_sign_in(client: Client, db: None, address: str) -> None:
    response = client.get(address, {"q": "smith"})
    assert urlsplit(response["Location"]).path == reverse("accounts:sign_in")


def test_hands_the_search_on_to_the_form(client: Client, asha: User) -> None:
    client.force_login(asha)
    assert add_person_link("pettigrew", asha).split(":")[0] in html_of(client, "pettigrew")


def test_answers_with_a_sentence_when_the_text_has_a_nul(client: Client, asha: User) -> None:
    client.force_login(asha)
    response = client.get(SEARCH, {"q": "smi\x00th"})
    assert response.status_code == 400
    assert "<h1" in response.content.decode()
