"""/calls/new: the console. Words first, the person meanwhile, and nothing typed is ever lost."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core.actions import save_draft
from core.models import Draft
from referrals.enums import ContactOutcome, Relation
from referrals.models import Contact, Referral
from residents.models import Resident, Statement
from tests.factories.people import make_resident
from tests.factories.referrals import STORY, give, make_referral
from tests.rows import rows

PAGE = "/calls/new"
HEARD = {
    "story": STORY,
    "matters": "To stay in her own home",
    "relation": "child",
    "caller_name": "Maria Hughes",
    "caller_phone": "07700 900456",
    "may_speak_for": "yes",
    "need": "getting_about",
    "urgency": "this_week",
    "advice": "",
}


@pytest.fixture
def console(client: Client, asha: User) -> Client:
    """Asha, signed in."""
    client.force_login(asha)
    return client


def press(client: Client, button: str, value: str = "yes", **words: str) -> HttpResponse:
    """Press a button of the console as its page stands, with these words in the boxes."""
    version = BeautifulSoup(client.get(PAGE).content, "html.parser").select_one("[name=draft_version]")["value"]
    return client.post(PAGE, {"draft_version": version, **words, button: value})


def beside(client: Client, resident: Resident) -> str:
    """What the console says of a person beside the story, in one line."""
    page = soup(client.get(f"{PAGE}?person={resident.reference}"))
    return " ".join(page.select_one(".tc-call__beside").text.split())


def soup(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def words_in(page: BeautifulSoup) -> dict[str, str]:
    """What stands in the boxes and choices of the console."""
    boxes = {box["name"]: box.text.strip() for box in page.select("#call textarea")}
    boxes |= {box["name"]: box.get("value", "") for box in page.select("#call input[type=text], #id_person")}
    boxes |= {box["name"]: box["value"] for box in page.select("#call input[checked]")}
    chosen = page.select("#call option[selected]")
    return boxes | {option.find_parent("select")["name"]: option["value"] for option in chosen}


@pytest.mark.parametrize("role", ["ben", "dee", "olu", "gwen", "ines", "hal", "eve", "ada"])
def test_is_closed_to_who_takes_no_calls(client: Client, role: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, HEARD | {"next": "check"}).status_code == 403


def test_sends_a_stranger_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE).url == f"/sign-in?next={PAGE}"


def test_opens_with_the_caret_in_the_search_box_and_the_story_open(console: Client) -> None:
    page = soup(console.get(PAGE))
    assert page.select_one("[autofocus]")["id"] == "id_q"
    assert page.select_one("#id_story") is not None


def test_writes_nothing_when_it_opens_empty(console: Client) -> None:
    before = rows()
    console.get(PAGE)
    assert rows() == before


def test_keeps_the_words_when_the_search_button_is_pressed(console: Client, jean: Resident) -> None:
    response = press(console, "find", q="jean smith", **HEARD)
    assert response.url == f"{PAGE}?show=10"
    page = soup(console.get(response.url))
    assert words_in(page) | HEARD | {"q": "jean smith"} == words_in(page)
    assert page.select_one(f'button[name=resident][value="{jean.reference}"]') is not None


def test_audits_whom_the_search_showed(console: Client, jean: Resident, asha: User) -> None:
    press(console, "find", q="jean smith")
    before = rows(without="audit.event")
    console.get(PAGE)
    assert rows(without="audit.event") == before
    shown = Event.objects.filter(verb="list.viewed", subject_type="referrals.call_new").latest("id")
    assert shown.detail["residents"] == [str(jean.pk)]


def test_the_words_follow_the_person_who_is_chosen(console: Client, jean: Resident) -> None:
    press(console, "resident", jean.reference, q="jean", **HEARD)
    page = soup(console.get(PAGE))
    assert words_in(page)["story"] == STORY
    assert words_in(page)["person"] == jean.reference
    assert "Jean Smith" in page.select_one("#chosen").text
    assert page.select_one("[autofocus]")["id"] == "id_story"


def test_opening_with_a_person_writes_only_who_looked(console: Client, jean: Resident, asha: User) -> None:
    before = rows(without="audit.event")
    console.get(f"{PAGE}?person={jean.reference}")
    assert rows(without="audit.event") == before
    seen = Event.objects.get(verb="resident.viewed", resident_id=jean.pk)
    assert (seen.actor_id, seen.detail) == (asha.pk, {"page": "referrals.call_new"})


def test_shows_what_is_known_beside_the_story(
    console: Client, jean: Resident, asha: User, ben: User, dee: User
) -> None:
    referral = give(make_referral(jean, asha, matters="My garden"), ben, dee).referral
    known = beside(console, jean)
    assert STORY in known
    assert "My garden" in known
    assert "Already open with the Tilbury and Chadwell CLS team" in known
    assert "held by Ben Okafor" in known
    assert referral.reference in known
    assert "Maria Hughes rang Thurrock First" in known


def test_rou_9_is_suggested_with_its_reason_and_its_queue(console: Client, jean: Resident, asha: User) -> None:
    make_referral(make_resident(asha, known_as="Other"), asha)
    known = beside(console, jean)
    assert "Tilbury Health Centre" in known
    assert "Rule ROU-9. 1 referral waits there now." in known


def test_rou_5_is_suggested_once_the_need_is_support_for_a_carer(console: Client, jean: Resident) -> None:
    press(console, "resident", jean.reference, **HEARD | {"need": "carer"})
    assert "Rule ROU-5" in soup(console.get(PAGE)).select_one(".tc-call__beside").text


def test_choosing_somebody_else_keeps_the_words(console: Client, jean: Resident) -> None:
    press(console, "resident", jean.reference, **HEARD)
    press(console, "change", person=jean.reference, **HEARD)
    page = soup(console.get(PAGE))
    assert words_in(page)["story"] == STORY
    assert words_in(page)["person"] == ""
    assert page.select_one("#id_q") is not None


def test_saves_the_words_before_it_goes_to_add_a_person(console: Client, asha: User) -> None:
    response = press(console, "add", q="maria hughes 1/2/70", **HEARD)
    assert response.url.startswith("/people/new?")
    assert "for=call" in response.url
    assert Draft.objects.get(owner_id=asha.pk, form="call").fields["story"] == STORY


def test_comes_back_from_adding_a_person_with_the_words(console: Client, jean: Resident) -> None:
    press(console, "add", q="nobody", **HEARD)
    page = soup(console.get(f"{PAGE}?person={jean.reference}"))
    assert words_in(page)["story"] == STORY
    assert words_in(page)["person"] == jean.reference


def test_warns_when_the_words_were_typed_for_somebody_else(console: Client, jean: Resident, asha: User) -> None:
    other = make_resident(asha, known_as="Arthur")
    press(console, "resident", jean.reference, **HEARD)
    assert f"typed while somebody else was chosen ({jean.reference})" in str(
        soup(console.get(f"{PAGE}?person={other.reference}"))
    )


def test_opens_all_the_same_when_the_draft_names_somebody_who_is_not_there(console: Client, asha: User) -> None:
    words = HEARD | {"person": "P-000-0000"}
    save_draft(owner_id=asha.pk, form="call", subject="new", fields=words, version=None)
    assert words_in(soup(console.get(PAGE)))["story"] == STORY


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("story", "Enter what is happening"),
        ("relation", "Select who is calling"),
        ("need", "Select what it is about"),
        ("urgency", "Select how urgent it is"),
    ],
)
def test_asks_for_what_a_team_needs_and_keeps_the_rest(
    console: Client, jean: Resident, missing: str, sentence: str
) -> None:
    words = {name: said for name, said in HEARD.items() if name != missing}
    response = press(console, "next", "check", person=jean.reference, **words)
    page = soup(response)
    assert response.status_code == 422
    assert [link.text for link in page.select(".govuk-error-summary a")] == [sentence]
    assert page.select_one(".govuk-error-summary a")["href"] == f"#id_{missing}"
    assert page.title.text.strip().startswith("Error: ")
    assert words_in(page) | words == words_in(page)


def test_asks_for_the_person_beside_the_search_box(console: Client) -> None:
    page = soup(press(console, "next", "check", **HEARD))
    assert page.select_one(".govuk-error-summary a")["href"] == "#id_q"
    assert words_in(page)["story"] == STORY
    assert not Contact.objects.exists()


def test_refuses_what_is_no_telephone_number_and_keeps_it(console: Client, jean: Resident) -> None:
    page = soup(press(console, "next", "check", person=jean.reference, **HEARD | {"caller_phone": "ask Maria"}))
    assert "Enter a telephone number" in page.select_one(".govuk-error-summary").text
    assert words_in(page)["caller_phone"] == "ask Maria"


def test_refuses_a_choice_that_is_none_without_losing_the_words(console: Client, jean: Resident) -> None:
    response = press(console, "next", "check", person=jean.reference, **HEARD | {"need": "nonsense"})
    assert response.status_code == 422
    assert words_in(soup(response))["story"] == STORY


def test_goes_on_to_the_check_page_with_the_words_kept(console: Client, jean: Resident, asha: User) -> None:
    response = press(console, "next", "check", person=jean.reference, **HEARD)
    assert response.url == f"{PAGE}/check"
    kept = Draft.objects.get(owner_id=asha.pk, form="call").fields
    assert kept | HEARD == kept


def test_shows_both_versions_when_another_tab_wrote_something_else(console: Client, asha: User) -> None:
    save_draft(owner_id=asha.pk, form="call", subject="new", fields={"story": "From the other tab"}, version=None)
    response = console.post(PAGE, HEARD | {"draft_version": "", "find": "yes"})
    page = soup(response)
    assert response.status_code == 409
    assert words_in(page)["story"] == STORY
    assert "From the other tab" in page.select_one(".tc-alert--warning").text
    assert Draft.objects.get(owner_id=asha.pk, form="call").fields == {"story": "From the other tab"}


def test_keeps_the_words_of_this_tab_when_the_button_is_pressed_again(console: Client, asha: User) -> None:
    save_draft(owner_id=asha.pk, form="call", subject="new", fields={"story": "From the other tab"}, version=None)
    page = soup(console.post(PAGE, HEARD | {"draft_version": "", "find": "yes"}))
    seen = page.select_one("[name=draft_version]")["value"]
    assert console.post(PAGE, HEARD | {"draft_version": seen, "find": "yes"}).status_code == 302
    assert Draft.objects.get(owner_id=asha.pk, form="call").fields["story"] == STORY


def test_starts_again_with_an_empty_form(console: Client) -> None:
    press(console, "find", **HEARD)
    console.post(PAGE, {"again": "yes"})
    assert words_in(soup(console.get(PAGE)))["story"] == ""
    assert not Draft.objects.exists()


def test_closes_with_advice_about_nobody_whom_we_know(console: Client, asha: User) -> None:
    words = HEARD | {"advice": "Rang the library with him", "urgency": "", "story": "Where is the library?"}
    words["matters"] = "His books"
    response = press(console, "next", "advise", **words)
    contact = Contact.objects.get()
    assert response.url == contact.get_absolute_url()
    assert (contact.outcome, contact.resident, contact.taken_by) == (ContactOutcome.ADVICE, None, asha)
    assert contact.advice == "Where is the library?\n\nHis books\n\nRang the library with him"
    assert not Draft.objects.exists()


def test_closes_with_advice_for_somebody_whom_we_know(console: Client, jean: Resident) -> None:
    press(console, "next", "advise", person=jean.reference, **HEARD | {"advice": "Gave the number of the lunch club"})
    contact = Contact.objects.get(resident=jean)
    assert contact.advice == "Gave the number of the lunch club"
    assert Statement.objects.filter(resident=jean, words=STORY).exists()
    assert not Referral.objects.exists()


def test_asks_for_the_advice_when_there_is_nothing_else(console: Client) -> None:
    page = soup(press(console, "next", "advise", **HEARD))
    assert "Enter the advice that you gave" in page.select_one(".govuk-error-summary").text
    assert words_in(page)["story"] == STORY


def test_makes_one_contact_when_advice_is_sent_twice(console: Client) -> None:
    sent: dict[str, Any] = HEARD | {"advice": "999", "relation": Relation.ANONYMOUS, "next": "advise"}
    sent |= {"form_token": "one form", "draft_version": ""}
    first, second = console.post(PAGE, sent), console.post(PAGE, sent)
    assert first.url == second.url
    assert Contact.objects.count() == 1


def test_keeps_one_contact_and_all_words_when_advice_is_sent_from_two_tabs(console: Client) -> None:
    press(console, "find", **HEARD)
    seen = soup(console.get(PAGE)).select_one("[name=draft_version]")["value"]
    advised = HEARD | {"advice": "999", "relation": "anonymous", "next": "advise", "draft_version": seen}
    console.post(PAGE, advised | {"form_token": "one tab"})
    second = console.post(PAGE, advised | {"form_token": "the other"})
    page = soup(second)
    assert (second.status_code, Contact.objects.count()) == (422, 1)
    assert "sent or discarded in another window" in page.select_one(".govuk-error-summary").text
    assert (words_in(page)["story"], page.select_one("[name=draft_version]")["value"]) == (STORY, "")
    assert not Draft.objects.exists()


def test_a_fixed_number_of_queries_when_it_opens_empty(
    console: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(10):
        console.get(PAGE)


def test_a_fixed_number_of_queries_with_a_person_however_much_is_known(
    console: Client, jean: Resident, asha: User, ben: User, dee: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        give(make_referral(jean, asha), ben, dee)
    with django_assert_num_queries(29):  # one counts what they told us beyond the first three
        console.get(f"{PAGE}?person={jean.reference}")


def test_a_fixed_number_of_queries_for_keeping_the_words(
    console: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(17):  # one counts the unfinished forms
        console.post(PAGE, HEARD | {"form_token": "a", "draft_version": "", "find": "yes"})
