"""/calls/: what to decide, whom to ring back, what was sent today, what came back, and mine."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from core import clock
from referrals.actions import advise_contact
from referrals.enums import ReferralStatus
from referrals.models import Referral
from residents.models import Resident
from tests.factories.people import make_resident, make_user
from tests.factories.promises import WORDS, make_call_back, make_promise_to, ring_at
from tests.factories.referrals import STORY, make_contact, make_referral, told
from tests.rows import rows

TABS = ["", "call-backs", "sent", "came-back", "mine"]


@pytest.fixture(autouse=True)
def _wednesday_at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 25, 10, 15, tzinfo=clock.LONDON))


def opened(client: Client, user: User, tab: str = "") -> Tag:
    client.force_login(user)
    answer = client.get("/calls/", {"show": tab} if tab else {})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").select_one("main")


def nowhere(asha: User, **known: Any) -> Resident:
    """Somebody whose locality no rule finds."""
    return make_resident(asha, practice=None, postcode="", **known)


def counts(page: Tag) -> list[str]:
    return [count.text for count in page.select(".tc-tabs__count")]


def test_shows_what_waits_until_somebody_decides_with_the_first_line_of_the_story(client: Client, asha: User) -> None:
    make_referral(nowhere(asha), asha)
    make_referral(make_resident(asha, known_as="Arthur"), asha)
    page = opened(client, asha)
    words = page.select_one("table").text
    assert "Jean Smith" in words
    assert "Arthur" not in words, "what went to a team is not to be decided here"
    assert STORY[:40] in words
    assert "under a minute" in words
    assert "This week" in words
    assert counts(page) == ["1", "0", "0"]
    assert "Open the first: Jean Smith" in page.text


def test_shows_call_backs_overdue_first_and_the_hours_of_each_day(client: Client, jean: Resident, asha: User) -> None:
    make_call_back(make_resident(asha, known_as="Arthur"), asha)
    ring_at(make_call_back(jean, asha), clock.today(), 9)
    page = opened(client, asha, "call-backs")
    (listed,) = page.select("table")
    assert [row.select_one("th a").text for row in listed.select("tbody tr")] == ["Jean Smith", "Arthur Smith"]
    assert "Overdue" in listed.select_one("tbody tr").text
    today, *later = page.select("details.tc-day")
    assert today.has_attr("open")
    assert len(later) == 6
    assert not any(day.has_attr("open") for day in later)
    assert today.select_one("summary").text.strip() == "Wednesday 25 November: room for 32"
    assert today.select_one("li a")["href"] == "/call-backs/new?day=2026-11-25&hour=10"
    assert [len(day.select("li")) for day in (today, *later)] == [9, *[12] * 6]


def test_cbk_1_says_which_hours_are_full(client: Client, asha: User) -> None:
    for _ in range(4):
        make_call_back(None, asha, day=clock.today(), hour=10)
    (first, *_) = opened(client, asha, "call-backs").select("details.tc-day li")
    assert " ".join(first.text.split()) == "10am to 11am: full"
    assert first.select_one("a") is None


def test_says_not_safe_to_ring_of_that_number_alone(client: Client, asha: User) -> None:
    person = make_resident(asha, phone="07700900321", safe_to_call=False)
    make_call_back(person, asha, phone="07700900321")
    make_call_back(person, asha, phone="07700900654")
    listed = opened(client, asha, "call-backs").select("table tbody tr th")
    said = {" ".join(row.select_one(".tc-table__under").text.split()) for row in listed if row.select_one("a")}
    assert said == {"07700900321: not safe to ring", "07700900654"}


def test_shows_what_anybody_sent_today_and_not_the_advice(client: Client, jean: Resident, asha: User) -> None:
    sam = make_user("Sam Reid", Role.TRIAGE, "thurrock-first")
    make_contact(jean, sam)
    arthur = make_resident(asha, known_as="Arthur")
    advise_contact(resident=arthur, told=told(), advice="Gave the number", by=asha)
    words = opened(client, asha, "sent").select_one("table").text
    assert "Sam Reid" in words
    assert "Tilbury and Chadwell" in words
    assert "Arthur" not in words


def test_shows_what_came_back_to_me_and_why(client: Client, jean: Resident, asha: User) -> None:
    sam = make_user("Sam Reid", Role.TRIAGE, "thurrock-first")
    returned, silent = make_referral(jean, asha), make_referral(make_resident(asha, known_as="Arthur"), asha)
    others = make_referral(make_resident(asha, known_as="Winifred"), sam)
    Referral.objects.filter(pk__in=[returned.pk, others.pk]).update(status=ReferralStatus.RETURNED)
    Referral.objects.filter(pk=silent.pk).update(answer_by=clock.today() - timedelta(days=1), answered_at=None)
    page = opened(client, asha, "came-back")
    words = " ".join(page.select_one("table").text.split())
    assert "CLS team returned it" in words
    assert "has not answered: it should have by Tuesday 24 November" in words
    assert "Winifred" not in words
    assert counts(page)[-1] == "2"


def test_shows_what_is_mine(client: Client, jean: Resident, asha: User) -> None:
    sam = make_user("Sam Reid", Role.TRIAGE, "thurrock-first")
    make_call_back(jean, asha, about="About my rail")
    make_call_back(jean, sam, about="About the bath")
    make_promise_to(jean, asha)
    make_contact(jean, asha)
    words = opened(client, asha, "mine").text
    assert "About my rail" in words
    assert WORDS in words
    assert "Getting about" in words
    assert "About the bath" not in words


@pytest.mark.parametrize("tab", TABS)
def test_says_what_would_be_there_and_the_next_step_when_nothing_is(client: Client, asha: User, tab: str) -> None:
    before = rows()
    page = opened(client, asha, tab)
    assert page.select_one(".tc-empty") or tab == "mine"
    assert page.select_one("a[href='/calls/new']")
    assert rows() == before


@pytest.mark.parametrize("tab", TABS)
def test_writes_one_audit_row_that_names_everybody_shown(client: Client, jean: Resident, asha: User, tab: str) -> None:
    fill(asha, 1)
    opened(client, asha, tab)
    event = Event.objects.get(verb="list.viewed")
    assert event.subject_type == "worklists.calls"
    assert len(event.detail["residents"]) >= 1


@pytest.mark.parametrize("name", ["ben", "dee", "olu", "gwen", "hal", "ines", "eve", "ada"])
def test_is_closed_to_who_answers_no_calls(client: Client, name: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(name))
    assert client.get("/calls/").status_code == 403


@pytest.mark.parametrize("tab", TABS)
def test_asks_as_often_for_one_as_for_six(client: Client, asha: User, tab: str) -> None:
    counted = []
    for people in (1, 5):
        fill(asha, people)
        client.force_login(asha)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/calls/", {"show": tab})
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 18


def fill(asha: User, people: int) -> None:
    """So many people on every list."""
    for number in range(people):
        make_referral(nowhere(asha, known_as=f"Nobody {people} {number}"), asha)
        person = make_resident(asha, known_as=f"Person {people} {number}")
        make_call_back(person, asha)
        make_promise_to(person, asha)
        referral = make_referral(person, asha)
        Referral.objects.filter(pk=referral.pk).update(status=ReferralStatus.RETURNED)


def test_navigation_and_my_day_lead_here(client: Client, asha: User) -> None:
    client.force_login(asha)
    page = BeautifulSoup(client.get("/").content, "html.parser")
    assert page.select_one("nav a[href='/calls/']").text.strip() == "Calls"
    assert page.select_one("main a[href='/calls/?show=call-backs']")


def test_hand_4_shows_who_decides_and_takes_it(client: Client, asha: User) -> None:
    referral, tom = make_referral(nowhere(asha), asha), make_user("Tom Reed", Role.TRIAGE, "thurrock-first")
    page = f"{referral.get_absolute_url()}claim"
    assert "I decide this" in opened(client, asha).text
    assert client.post(page).url == referral.get_absolute_url()
    assert "You, since 25 November 2026 at 10:15am" in " ".join(opened(client, asha).text.split())
    theirs = opened(client, tom)
    assert "Asha Patel is on this." in theirs.text
    refused = client.post(page, follow=True)
    assert "Asha Patel is on this since 10:15." in refused.content.decode()
    assert client.post(page, {"shown": theirs.select_one("[name=shown]")["value"]}).status_code == 302
    assert Referral.objects.get().claimed_by == tom
