"""/calls/new: what helps beside the call — who rang before, the third call, the script, guidance, and parked calls."""

from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from audit.models import Event
from core import clock
from core.actions import discard_draft
from core.models import Draft
from core.words import long_date
from referrals.actions import advise_contact, make_promise, route_contact, withdraw_contact
from referrals.enums import Need
from referrals.guidance import BY_SLUG
from referrals.models import CallBack, Contact, Promise
from referrals.parking import FORM, NEW
from residents.models import Resident
from tests.factories.field import make_session
from tests.factories.people import make_resident
from tests.factories.referrals import STORY, told
from tests.pages.referrals.test_call_new import HEARD, PAGE, press, soup, words_in
from tests.rows import rows

MARIA = "07700900456"


@pytest.fixture
def console(client: Client, asha: User) -> Client:
    """Asha, signed in."""
    client.force_login(asha)
    return client


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """A Sunday in November."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 10, 0, tzinfo=clock.LONDON))
    return clock.now()


def rang(by: User, about: Resident | None, now: datetime, days_ago: int, patch: pytest.MonkeyPatch) -> Contact:
    """A call so many days ago, from Maria's telephone."""
    with patch.context() as then:
        then.setattr(clock, "now", lambda: now - timedelta(days=days_ago))
        heard = told(caller_phone=MARIA)
        return advise_contact(resident=about, told=heard, advice=f"Told {days_ago} days ago", by=by).contact


def line(found: object) -> str:
    return " ".join(getattr(found, "text", "").split())


def test_the_number_of_a_telephone_link_is_the_callers_and_says_about_whom_it_rang(
    console: Client, jean: Resident, asha: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    rang(asha, jean, now, 10, monkeypatch)
    before = rows(without="audit.event")
    page = soup(console.get(f"{PAGE}?tel=%2B44%207700%20900456"))
    said = line(page.select_one(".tc-call__rang"))
    assert words_in(page)["caller_phone"] == MARIA
    assert f"This number rang on {long_date(clock.days_ago(10))} about Jean Smith (Maria Hughes called)" in said
    assert "It does not say who is calling now." in said
    assert page.select_one(f'.tc-call__rang button[name=resident][value="{jean.reference}"]') is not None
    assert page.select_one("#chosen") is None
    assert page.select_one("[autofocus]")["id"] == "id_q"
    assert rows(without="audit.event") == before
    shown = Event.objects.filter(verb="list.viewed", subject_type="referrals.call_new").latest("id")
    assert shown.detail["residents"] == [str(jean.pk)]


def test_says_whose_number_it_is(console: Client, asha: User) -> None:
    make_resident(asha, phone="01375511000")
    said = line(soup(console.get(f"{PAGE}?tel=01375511000")).select_one(".tc-call__rang"))
    assert "Jean Smith has this number." in said


@pytest.mark.parametrize("tel", ["07700900999", "withheld", "", "<b>", "12"])
def test_opens_whatever_a_telephone_link_says(console: Client, tel: str) -> None:
    page = soup(console.get(PAGE, {"tel": tel}))
    assert words_in(page)["caller_phone"] in {tel, ""}
    if tel.startswith("0"):
        assert "Nobody we know has this number" in line(page.select_one(".tc-call__rang"))


def test_a_call_that_rings_meanwhile_parks_the_one_that_is_being_written(console: Client, asha: User) -> None:
    press(console, "find", **HEARD)
    page = soup(console.get(f"{PAGE}?tel=01375511000"))
    assert words_in(page)["caller_phone"] == HEARD["caller_phone"]
    assert "01375511000 is ringing" in line(page.select_one(".tc-alert--warning"))
    answer = press(console, "park", "01375511000", **HEARD)
    assert answer.url == f"{PAGE}?tel=01375511000"
    assert words_in(soup(console.get(answer.url)))["caller_phone"] == "01375511000"
    assert Draft.objects.get(subject="parked-1").fields["story"] == STORY


def test_call_1_says_the_third_call_before_the_hello_with_what_was_promised(
    console: Client, jean: Resident, asha: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days_ago in (8, 3):
        contact = rang(asha, jean, now, days_ago, monkeypatch)
    make_promise(resident=jean, words="Ben rings on Friday", due_on=clock.today(), by=asha, contact=contact)
    page = soup(console.get(f"{PAGE}?person={jean.reference}"))
    said = line(page.select_one(".tc-alert--warning"))
    about = "getting about at home, falls, rails and equipment"
    assert f"If this is about {about} again, it is the 3rd call in nine days." in said
    assert "on 14 November and 19 November" in said
    assert "“Ben rings on Friday” by 22 November 2026: Asha Patel, to be kept" in said
    assert "Told 3 days ago" in said
    assert str(page).index("Before you say hello") < str(page).index("id_story")
    press(console, "resident", jean.reference, **HEARD)
    assert f"This is the 3rd call in nine days about {about}." in line(soup(console.get(PAGE)).select_one(".tc-alert"))


def test_call_1_says_what_the_caller_was_told_to_expect_and_counts_what_was_taken_back_once(
    console: Client, jean: Resident, asha: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    rang(asha, jean, now, 3, monkeypatch)
    withdraw_contact(contact=route_contact(resident=jean, told=told(), by=asha).contact, by=asha)
    discard_draft(owner_id=asha.pk, form=FORM, subject=NEW)
    assert "Before you say hello" not in console.get(f"{PAGE}?person={jean.reference}").content.decode()
    expects = "The team rings on Monday from 9am."
    route_contact(resident=jean, told=told(expects=expects), by=asha)
    said = line(soup(console.get(f"{PAGE}?person={jean.reference}")).select_one(".tc-alert--warning"))
    assert "it is the 3rd call in nine days" in said
    assert f"They were told last time: {expects}" in said


def test_a_promise_in_a_call_takes_the_name_of_a_day(console: Client, jean: Resident, now: datetime) -> None:
    words = HEARD | {"promise": "ring", "promise_by": "Friday", "advice": "Ring us if nobody has rung by then"}
    press(console, "next", "advise", person=jean.reference, **words)
    assert Promise.objects.get().due_on == now.date() + timedelta(days=5)


def test_call_1_says_nothing_of_another_need(
    console: Client, jean: Resident, asha: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days_ago in (8, 3):
        rang(asha, jean, now, days_ago, monkeypatch)
    press(console, "resident", jean.reference, **HEARD | {"need": Need.MONEY_HOUSING})
    assert "Before you say hello" not in console.get(PAGE).content.decode()


def test_call_1_goes_by_the_number_while_nobody_knows_about_whom_it_is(
    console: Client, asha: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days_ago in (2, 1):
        rang(asha, None, now, days_ago, monkeypatch)
    said = line(soup(console.get(f"{PAGE}?tel={MARIA}")).select_one(".tc-alert--warning"))
    assert "This is the 3rd call in nine days from this number." in said
    assert "No promise was made in those calls." in said


def test_the_script_is_hidden_and_shown_and_that_is_remembered(console: Client, asha: User) -> None:
    def script() -> str:
        return line(soup(console.get(PAGE)).select_one("[data-script]"))

    assert "Hide the script" in script()
    press(console, "script", "hide", **HEARD)
    assert script() == "Script Show the script"
    asha.refresh_from_db()
    assert asha.hides_script
    press(console, "script", "show", **HEARD)
    assert "“When did you last fall?" in script()
    assert words_in(soup(console.get(PAGE)))["story"] == STORY


def test_guidance_is_looked_up_and_what_is_ticked_is_kept_as_advice(console: Client) -> None:
    press(console, "keep", **HEARD, guide="stairlift")
    page = soup(console.get(PAGE))
    assert page.select_one("#guidance-found input")["value"] == "adaptations"
    words = HEARD | {"advised": "person", "guidance": "adaptations"}
    press(console, "keep", **words, guide="meals")
    page = soup(console.get(PAGE))
    assert [tick["value"] for tick in page.select("#guidance-told input[checked]")] == ["adaptations"]
    assert page.select_one("#guidance-found input")["value"] == "meals"
    press(console, "next", "advise", **words)
    assert Contact.objects.get().advice.endswith(f"Said to the person: {BY_SLUG['adaptations'].advice}")


def test_guidance_fits_what_the_call_is_about(console: Client) -> None:
    press(console, "keep", **HEARD | {"need": "memory"})
    found = {tick["value"] for tick in soup(console.get(PAGE)).select("#guidance-found input")}
    assert "memory" in found


def test_answers_the_script_with_guidance_that_is_not_ticked_yet(console: Client) -> None:
    before = rows()
    answer = console.get(f"{PAGE}/guidance", {"guide": "falls", "need": "", "guidance": "falls"})
    assert [tick["value"] for tick in BeautifulSoup(answer.content, "html.parser").select("input")] == ["alarm"]
    assert "No guidance found" in console.get(f"{PAGE}/guidance", {"guide": "zzzz"}).content.decode()
    assert rows() == before


def test_parks_a_call_and_takes_it_up_again_after_signing_out(console: Client, asha: User, jean: Resident) -> None:
    press(console, "park", person=jean.reference, **HEARD)
    assert words_in(soup(console.get(PAGE)))["story"] == ""
    console.logout()
    console.force_login(asha)
    parked = line(soup(console.get(PAGE)).select_one(".tc-parked"))
    assert "1 parked call" in parked
    assert f"Jean Smith: {STORY[:20]}" in parked
    assert "parked for under a minute" in parked
    press(console, "take", "parked-1")
    page = soup(console.get(PAGE))
    assert (words_in(page)["story"], words_in(page)["person"]) == (STORY, jean.reference)
    assert page.select_one(".tc-parked") is None


def test_taking_up_a_call_parks_the_present_one_and_says_so(console: Client) -> None:
    press(console, "park", **HEARD)
    press(console, "take", "parked-1", **HEARD | {"story": "Another call"})
    page = soup(console.get(PAGE))
    assert words_in(page)["story"] == STORY
    assert "Another call" in line(page.select_one(".tc-parked"))
    assert "The call that you were writing is parked instead." in line(page.select_one(".tc-alerts"))


def test_refuses_a_fourth_parked_call_with_a_sentence_and_keeps_it(console: Client, asha: User) -> None:
    for number in (1, 2, 3):
        press(console, "park", **HEARD | {"story": f"Call {number}"})
    answer = press(console, "park", **HEARD | {"story": "Call 4"})
    page = soup(answer)
    assert answer.status_code == 422
    assert "Three calls are parked already." in line(page.select_one(".govuk-error-summary"))
    assert words_in(page)["story"] == "Call 4"
    assert len(page.select(".tc-parked li")) == 3
    assert Draft.objects.get(subject="new", owner_id=asha.pk).fields["story"] == "Call 4"


def test_refuses_to_take_up_what_another_tab_has_taken_up(console: Client) -> None:
    answer = press(console, "take", "parked-2", **HEARD)
    assert answer.status_code == 422
    assert "taken up already, in another tab" in line(soup(answer).select_one(".govuk-error-summary"))
    assert words_in(soup(answer))["story"] == STORY


def answered(answer: HttpResponse) -> list[str]:
    return [link.text for link in soup(answer).select(".govuk-error-summary a")]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"promise": "Ring on Friday"}, "Enter by when you promised it"),
        ({"promise_by": "tomorrow"}, "Enter what you promised"),
        ({"promise": "Ring", "promise_by": "yesterday"}, "By when must be today or in the future"),
        ({"promise": "Ring", "promise_by": "Whitsun"}, "By when must be a real date, like 27 November 2026"),
        ({"call_back": "2001-01-01 9"}, "That hour cannot be booked any more. Choose another"),
    ],
)
def test_a_promise_and_a_call_back_are_whole(
    console: Client, jean: Resident, words: dict[str, str], sentence: str
) -> None:
    answer = press(console, "next", "check", person=jean.reference, **HEARD | words)
    assert answer.status_code == 422
    assert answered(answer) == [sentence]
    assert soup(answer).select_one("details[open]") is not None


def test_a_promise_needs_somebody_for_whom_it_is_kept(console: Client) -> None:
    words = HEARD | {"advice": "999", "promise": "Ring", "promise_by": "tomorrow"}
    assert answered(press(console, "next", "advise", **words)) == [
        "A promise is kept for a person: find them first, or book a call-back"
    ]


def test_shows_what_was_promised_beside_the_call(console: Client, jean: Resident, asha: User) -> None:
    make_promise(resident=jean, words="Ben rings on Friday", due_on=clock.today(), by=asha)
    page = soup(console.get(f"{PAGE}?person={jean.reference}"))
    assert "Ben rings on Friday" in line(page.select_one(".tc-call__beside"))


def test_a_promise_is_marked_as_kept_without_leaving_the_call(console: Client, jean: Resident, asha: User) -> None:
    promise = make_promise(resident=jean, words="Ben rings on Friday", due_on=clock.today(), by=asha)
    press(console, "kept_promise", str(promise.pk), person=jean.reference, **HEARD)
    promise.refresh_from_db()
    page = soup(console.get(PAGE))
    assert promise.status == "kept"
    assert "Kept: Ben rings on Friday" in line(page.select_one(".tc-alerts"))
    assert (words_in(page)["story"], words_in(page)["person"]) == (STORY, jean.reference)


def test_a_key_that_is_none_names_no_promise(console: Client, jean: Resident) -> None:
    assert console.post(PAGE, {"kept_promise": "no key", **HEARD}).status_code == 404


def test_says_when_the_next_talking_shops_are_near_the_person(console: Client, jean: Resident) -> None:
    make_session(on=clock.today() + timedelta(days=1))
    make_session("grays", venue="Grays Hub", on=clock.today() + timedelta(days=1))
    page = soup(console.get(f"{PAGE}?person={jean.reference}"))
    shops = line(page.select_one("[aria-labelledby=shops]"))
    assert "Tilbury Hub, Tilbury and Chadwell" in shops
    assert "10am to midday. 16 Civic Square, Tilbury" in shops
    assert "Grays" not in shops
    assert "Grays Hub" in line(soup(console.get(PAGE)).select_one("[aria-labelledby=shops]"))


def test_shows_no_silent_end_of_the_people_found(console: Client, asha: User) -> None:
    for number in range(12):
        make_resident(asha, given_name=f"Ann{chr(97 + number)}", known_as="", born_on=None)
    page = soup(console.get(press(console, "find", q="smith").url))
    assert len(page.select("#near [name=resident]")) == 10
    assert "Showing 10. 12 people found: see more of them" in line(page.select_one("#near"))
    page = soup(console.get(press(console, "find", "all", q="smith").url))
    assert len(page.select("#near [name=resident]")) == 12
    assert page.select("[autofocus]") == [page.select_one("#near [name=resident]")]


@pytest.mark.parametrize(
    ("caret", "box"), [("story", "id_story"), ("advice", "id_advice"), ("guide", "id_guide"), ("nonsense", "id_q")]
)
def test_comes_back_to_the_box_in_which_one_wrote(console: Client, caret: str, box: str) -> None:
    press(console, "keep", **HEARD, caret=caret)
    assert [held["id"] for held in soup(console.get(PAGE)).select("[autofocus]")] == [box]


def test_promises_and_books_a_call_back_from_the_call(console: Client, jean: Resident, asha: User) -> None:
    page = soup(console.get(PAGE))
    slot = page.select("#id_call_back option[value]:not([value=''])")[-1]["value"]
    said = HEARD | {"advice": "999", "promise": "Ring on Friday", "promise_by": "tomorrow", "call_back": slot}
    press(console, "next", "advise", person=jean.reference, **said)
    promise, call_back = Promise.objects.get(), CallBack.objects.get()
    assert (promise.words, promise.due_on) == ("Ring on Friday", clock.today() + timedelta(days=1))
    assert (promise.owner, promise.resident, promise.told) == (asha, jean, "Maria Hughes")
    assert (f"{call_back.day} {call_back.hour}", call_back.phone) == (slot, MARIA)
