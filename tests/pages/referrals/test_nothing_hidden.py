"""What stands beside a call, and before the next hello, says how much more there is than it shows."""

from datetime import date, datetime

import pytest
from django.test import Client

from accounts.models import User
from core import clock
from referrals import console as console_rows
from referrals import earlier_calls
from referrals.actions import advise_contact
from referrals.guidance import guidance_for
from residents.actions import hear
from residents.enums import Topic
from residents.models import Resident
from tests.factories.people import make_resident
from tests.factories.promises import make_promise_to
from tests.factories.referrals import told
from tests.pages.referrals.test_call_helps import MARIA, line, rang
from tests.pages.referrals.test_call_new import PAGE, soup

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=clock.LONDON)


@pytest.fixture(autouse=True)
def _sunday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_every_promise_that_waits_is_there_and_on_paper_too(client: Client, jean: Resident, asha: User) -> None:
    for number in range(14):
        make_promise_to(jean, asha, words=f"Promise {number}.", due_on=date(2026, 11, 23))
    client.force_login(asha)
    section = soup(client.get(jean.get_absolute_url())).select_one(".tc-promises")
    assert not section.select("details"), "what is folded is not printed"
    assert all(f"Promise {number}." in section.text for number in range(14))


def test_says_how_often_a_number_rang_before_that_and_that_more_people_have_it(
    client: Client, jean: Resident, asha: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(earlier_calls, "MOST_SHOWN", 2)
    for days_ago in (12, 11, 10, 9, 8):
        rang(asha, jean, NOW, days_ago, monkeypatch)
    for number in range(3):
        make_resident(asha, known_as=f"Holder{number}", phone=MARIA)
    client.force_login(asha)
    beside = soup(client.get(f"{PAGE}?tel={MARIA}")).select_one(".tc-call__rang")
    assert "It rang 3 more times before that." in line(beside)
    assert beside.select_one("a")["href"] == f"/people/search?q={MARIA}"


def test_call_1_counts_every_call_of_the_nine_days_and_the_promises_that_it_leaves_out(
    client: Client, jean: Resident, asha: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(earlier_calls, "MOST_SHOWN", 2)
    for _ in range(55):
        advise_contact(resident=jean, told=told(caller_phone=MARIA), advice="Told", by=asha)
    for number in range(5):
        make_promise_to(jean, asha, words=f"Promise {number}.", due_on=date(2026, 11, 23))
    client.force_login(asha)
    said = line(soup(client.get(f"{PAGE}?person={jean.reference}")).select_one(".tc-alert--warning"))
    assert "it is the 56th call in nine days" in said
    assert "3 more promises: see “What we promised”" in said


def test_counts_what_they_told_us_beside_the_call_and_leads_to_the_whole_timeline(
    client: Client, jean: Resident, asha: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console_rows, "SAID", 1)
    for words in ("The stairs", "The garden", "The bus"):
        hear(resident=jean, topic=Topic.MATTERS, words=words, by=asha, source=jean)
    client.force_login(asha)
    page = soup(client.get(f"{PAGE}?person={jean.reference}"))
    assert "2 more things that they told us: see their page." in line(page)
    assert page.select_one(f"a[href='/people/{jean.reference}/timeline']")


def test_leaves_out_no_guidance_that_fits() -> None:
    assert len(guidance_for("", "getting_about")) == len(set(guidance_for("", "getting_about")))
    everything = guidance_for("the")
    assert len(everything) > 6
