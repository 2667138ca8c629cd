"""Page 15: add a person."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core import clock
from localities.enums import LocalityBasis
from residents.enums import BornPrecision
from residents.forms import ONE_MORE_DETAIL
from residents.models import Resident, TimelineEntry
from residents.search import add_person_link

QUERIES = 10


@pytest.fixture
def page(client: Client, asha: User) -> str:
    """The address of the form, after Asha searched for Maud Pettigrew and found nobody."""
    client.force_login(asha)
    return add_person_link("Maud Pettigrew 3/4/1941 RM18 8EB", asha)


DETAILS = {
    "known_as": "Maudie",
    "given_name": "Maud",
    "family_name": "Pettigrew",
    "born_on-day": "3",
    "born_on-month": "4",
    "born_on-year": "1941",
    "postcode": "rm188eb",
    "practice": "F81110",
    "phone": "07700 900 982",
    "safe_to_call": "no",
    "nhs_number": "943 476 5919",
    "gender": "female",
    "language": "Polish",
    "communication": "Large print",
}


def test_carries_the_search_over_when_nobody_was_found(client: Client, page: str) -> None:
    html = client.get(page).content.decode()
    for typed in ('value="Maud"', 'value="Pettigrew"', 'value="3"', 'value="1941"', 'value="RM18 8EB"'):
        assert typed in html


def test_adds_the_person_and_says_where_they_belong_and_why(client: Client, page: str) -> None:
    response = client.post(page, DETAILS, follow=True)
    maud = Resident.objects.get(family_name="Pettigrew")
    assert response.redirect_chain == [(maud.get_absolute_url(), 302)]
    assert (maud.known_as, maud.born_on, maud.postcode, maud.phone) == (
        "Maudie", date(1941, 4, 3), "RM18 8EB", "07700900982",
    )  # fmt: skip
    assert (maud.nhs_number, maud.safe_to_call, maud.language) == ("9434765919", False, "Polish")
    assert maud.locality_basis == LocalityBasis.PRACTICE
    told = " ".join(str(message) for message in response.context["messages"])
    assert "Maudie Pettigrew was added. They belong to Tilbury and Chadwell: the practice" in told


def test_writes_audit_and_timeline_once_when_a_person_is_added(client: Client, page: str) -> None:
    client.post(page, DETAILS)
    maud = Resident.objects.get(family_name="Pettigrew")
    assert Event.objects.filter(verb="resident.added", resident_id=maud.pk).count() == 1
    assert TimelineEntry.objects.filter(resident=maud).count() == 1


def test_adds_one_person_when_the_form_is_sent_twice(client: Client, page: str) -> None:
    sent = DETAILS | {"form_token": "one token"}
    first, second = client.post(page, sent), client.post(page, sent)
    assert first["Location"] == second["Location"]
    assert Resident.objects.filter(family_name="Pettigrew").count() == 1


def test_goes_back_to_the_call_when_it_came_from_there(client: Client, asha: User) -> None:
    client.force_login(asha)
    response = client.post(add_person_link("maud", asha, for_call=True), DETAILS)
    maud = Resident.objects.get(family_name="Pettigrew")
    assert response["Location"] == f"/calls/new?person={maud.reference}"


def test_needs_only_a_name_and_one_other_detail(client: Client, page: str) -> None:
    client.post(page, {"known_as": "Maudie", "born_about": "80"})
    maud = Resident.objects.get(known_as="Maudie")
    assert maud.born_precision == BornPrecision.ABOUT
    assert maud.age in {80, 81}
    assert maud.locality is None


@pytest.mark.parametrize(
    ("searched", "box", "kept"),
    [
        ("maud march 1945", "March 1945", "March 1945"),
        ("maud 1945", "1945", "1945"),
        ("maud about 80", "about 80", f"About {clock.today().year - 80}"),
    ],
)
def test_what_was_searched_for_stands_in_the_box_and_is_kept_as_exactly(
    client: Client, asha: User, searched: str, box: str, kept: str
) -> None:
    client.force_login(asha)
    page = add_person_link(searched, asha)
    shown = BeautifulSoup(client.get(page).content, "html.parser")
    assert shown.select_one("#id_born_about")["value"] == box
    client.post(page, {"known_as": "Maudie", "born_about": box})
    assert Resident.objects.get(known_as="Maudie").born_text.startswith(f"{kept} (about")


@pytest.mark.parametrize(
    ("answered", "kept"),
    [
        ({"practice": ""}, "Not asked"),
        ({"practice": "none"}, "Registered with no practice"),
        ({"practice": "outside"}, "A practice outside Thurrock"),
        (
            {"practice": "outside", "practice_elsewhere": "Hawthorn Surgery, Laindon"},
            "A practice outside Thurrock: Hawthorn Surgery, Laindon",
        ),
        ({"practice_elsewhere": "Hawthorn Surgery"}, "A practice outside Thurrock: Hawthorn Surgery"),
    ],
)
def test_keeps_what_was_answered_of_the_practice_and_places_by_postcode(
    client: Client, page: str, answered: dict[str, str], kept: str
) -> None:
    client.post(page, {"given_name": "Maud", "postcode": "RM17 6AA", **answered})
    maud = Resident.objects.get(given_name="Maud")
    assert maud.practice is None
    assert maud.practice_text == kept
    assert maud.locality_basis == LocalityBasis.POSTCODE
    overview = " ".join(client.get(maud.get_absolute_url()).content.decode().split())
    assert f"GP practice: {kept}" in overview


def test_refuses_a_practice_here_and_one_elsewhere_at_once(client: Client, page: str) -> None:
    response = client.post(page, DETAILS | {"practice_elsewhere": "Hawthorn Surgery"})
    assert response.status_code == 422
    assert "Choose a practice outside Thurrock above, or leave this empty" in response.content.decode()
    assert not Resident.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"known_as": "", "given_name": "", "family_name": ""}, "Enter at least one name"),
        ({"born_on-day": "31", "born_on-month": "2"}, "Date of birth must be a real date"),
        ({"born_on-year": ""}, "Date of birth must include a year"),
        ({"born_on-year": "2999"}, "Date of birth must be today or in the past"),
        ({"born_about": "old"}, "Enter a month and year, a year, or an age, like March 1945, 1945 or about 80"),
        ({"born_about": "1950"}, "This says something else than the date of birth. Leave one of the two empty"),
        ({"postcode": "nowhere"}, "Enter a full UK postcode, like RM18 8EB"),
        ({"phone": "12"}, "Enter a telephone number, like 01375 511000 or 07700 900 982"),
        ({"nhs_number": "943 476 59"}, "NHS number must have 10 numbers, like 999 123 4567"),
        ({"nhs_number": "943 476 5918"}, "Check the NHS number: one of its numbers is wrong"),
    ],
)
def test_keeps_the_words_and_says_what_to_do_when_something_is_wrong(
    client: Client, page: str, wrong: dict[str, str], sentence: str
) -> None:
    response = client.post(page, DETAILS | wrong)
    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert "There is a problem" in html
    assert "Large print" in html
    assert not Resident.objects.exists()


def test_asks_for_one_more_detail_when_there_is_only_a_name(client: Client, page: str) -> None:
    response = client.post(page, {"given_name": "Maud", "family_name": "Pettigrew", "practice": "none"})
    assert response.status_code == 422
    assert ONE_MORE_DETAIL in response.content.decode()


@pytest.mark.parametrize("is_age_known", [True, False])
def test_res_1_says_whom_to_ring_and_saves_nothing_when_the_person_is_under_18(
    client: Client, page: str, is_age_known: bool
) -> None:
    no_date = {"born_on-day": "", "born_on-month": "", "born_on-year": "", "born_about": "12"}
    too_late = {"born_on-year": str(clock.today().year - 17)}
    response = client.post(page, DETAILS | (no_date if is_age_known else too_late))
    assert response.status_code == 422
    assert "01375 652 802" in response.content.decode()
    assert not Resident.objects.exists()


def test_says_so_beside_the_field_when_somebody_has_that_nhs_number(client: Client, page: str, jean: Resident) -> None:
    Resident.objects.filter(pk=jean.pk).update(nhs_number="9434765919")
    response = client.post(page, DETAILS | {"seen": jean.reference})
    assert response.status_code == 422
    assert "Somebody with this NHS number is known already" in response.content.decode()
    assert Resident.objects.count() == 1


def test_shows_near_matches_before_somebody_is_added_a_second_time(client: Client, page: str, jean: Resident) -> None:
    twin = {"given_name": "Jean", "family_name": "Smyth", "postcode": "RM18 8EB"}
    first = client.post(page, twin)
    html = first.content.decode()
    assert first.status_code == 422
    assert "Somebody here may be the same person" in html
    assert "This is them" in html
    assert jean.get_absolute_url() in html
    client.post(page, twin | {"seen": jean.reference})
    assert Resident.objects.filter(family_name="Smyth").count() == 1


def test_lists_who_was_shown_as_a_near_match_in_the_audit_log(client: Client, asha: User, jean: Resident) -> None:
    client.force_login(asha)
    client.get(add_person_link("jean smith", asha))
    shown = Event.objects.get(verb="list.viewed")
    assert (shown.subject_type, shown.detail["residents"]) == ("residents.new", [str(jean.pk)])


def test_matches_lists_people_like_the_one_being_typed(client: Client, asha: User, jean: Resident) -> None:
    client.force_login(asha)
    html = client.get(reverse("residents:matches"), {"given_name": "jean", "family_name": "smit"}).content.decode()
    assert 'data-count="1 person may be the same"' in html
    assert jean.get_absolute_url() in html
    html = client.get(reverse("residents:matches_for_call"), {"given_name": "jean", "family_name": "smit"})
    assert f"/calls/new?person={jean.reference}" in html.content.decode()


def test_marks_a_near_match_who_has_died(client: Client, asha: User, jean: Resident) -> None:
    Resident.objects.filter(pk=jean.pk).update(died_on=date(2026, 1, 1))
    client.force_login(asha)
    assert "Died" in client.get(add_person_link("jean smith", asha)).content.decode()


@pytest.mark.parametrize("proof", ["", "?after=", "?after=forged:word", "?after=%C3%A9"])
def test_asks_to_search_first_when_nobody_searched(client: Client, asha: User, proof: str) -> None:
    client.force_login(asha)
    response = client.get(reverse("residents:new") + proof)
    assert response.status_code == 302
    assert urlsplit(response["Location"]).path == reverse("worklists:search")


def test_asks_to_search_first_when_somebody_else_searched(client: Client, asha: User, ben: User) -> None:
    client.force_login(asha)
    assert client.get(add_person_link("maud", ben)).status_code == 302


def test_keeps_the_words_when_they_are_sent_without_a_search(client: Client, asha: User) -> None:
    client.force_login(asha)
    response = client.post(reverse("residents:new"), DETAILS)
    assert response.status_code == 422
    assert "This page is too old to be sent" in response.content.decode()
    assert "Large print" in response.content.decode()
    assert not Resident.objects.exists()


@pytest.mark.parametrize("persona", ["hal", "ines", "eve", "ada", "olu"])
def test_is_forbidden_for_a_role_that_adds_nobody(client: Client, request: pytest.FixtureRequest, persona: str) -> None:
    user: User = request.getfixturevalue(persona)
    client.force_login(user)
    assert client.get(add_person_link("maud", user)).status_code == 403
    assert client.post(add_person_link("maud", user), DETAILS).status_code == 403
    assert not Resident.objects.exists()


def test_sends_strangers_to_sign_in(client: Client, db: None) -> None:
    response = client.get(reverse("residents:new"))
    assert urlsplit(response["Location"]).path == reverse("accounts:sign_in")
    assert parse_qs(urlsplit(response["Location"]).query)["next"] == [reverse("residents:new")]


def test_opening_the_page_writes_nothing_when_nobody_is_near(client: Client, page: str) -> None:
    before = Event.objects.count()
    client.get(page)
    assert Event.objects.count() == before
    assert not Resident.objects.exists()


def test_costs_the_same_queries_however_many_people_are_near(
    client: Client, asha: User, jean: Resident, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(asha)
    link = add_person_link("jean smith", asha)
    client.get(link)
    with django_assert_num_queries(QUERIES):
        client.get(link)


@pytest.mark.parametrize(("access", "asked", "needs"), [("bsl", True, ["bsl"]), ("none", True, []), ("", False, [])])
def test_keeps_what_they_need_and_tells_not_asked_from_none(
    client: Client, page: str, access: str, asked: bool, needs: list[str]
) -> None:
    client.post(page, DETAILS | {"access": access, "safe_to_text": "yes"})
    maud = Resident.objects.get(family_name="Pettigrew")
    assert (maud.access_asked_on is not None, maud.safe_to_text) == (asked, True)
    assert [need.kind for need in maud.access_needs.all()] == needs
    assert maud.phone_numbers.get().safe_to_text is True


def test_no_fixed_address_is_detail_enough(client: Client, page: str) -> None:
    client.post(page, {"given_name": "Maud", "no_fixed_address": "on"})
    assert Resident.objects.get(given_name="Maud").address_lines == ["No fixed address"]
