"""/six-weeks/<key>/: the visit of a review, a refusal after a conversation, why it is late."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from core import clock
from core.rulebook import sentence_of
from discharges.actions import hold_visit
from discharges.enums import Answered, BreachCause, ClockStatus, VisitStatus
from discharges.models import BreachReason, Refusal, ReviewVisit, SixWeekClock
from discharges.rules import refusal_ends
from residents.models import Resident
from tests.factories.field import make_clock
from tests.factories.referrals import give
from tests.factories.reviews import make_refusal, make_visit

WEDNESDAY = datetime(2026, 11, 25, 10, 15, tzinfo=clock.LONDON)
REFUSED = {"talked_on": "today", "words": "No more people, thank you", "at_risk_of_abuse": "no", "has_capacity": "yes"}


@pytest.fixture(autouse=True)
def _wednesday_at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: WEDNESDAY)


@pytest.fixture
def running(jean: Resident, gwen: User) -> SixWeekClock:
    return make_clock(jean, gwen, days_ago=10)


def words_of(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").text.split())


def test_plans_a_visit_with_the_day_in_words_and_the_holder_filled_in(
    client: Client, running: SixWeekClock, ben: User, dee: User
) -> None:
    give(running.referral, ben, dee)
    client.force_login(dee)
    page = client.get(f"/six-weeks/{running.pk}/visit")
    assert "Plan it by Thursday 24 December. The review itself is due on Sunday 27 December." in words_of(page)
    chosen = BeautifulSoup(page.content, "html.parser").select("select[name=worker] option")
    assert chosen[0].text.strip() == "Ben Okafor"
    sent = {"planned_for": "next tue", "at_time": "10.30", "worker": str(ben.pk), "note": "", "version": "0"}
    after = client.post(f"/six-weeks/{running.pk}/visit", sent, follow=True)
    visit = ReviewVisit.objects.get()
    assert (visit.planned_for, visit.at_time, visit.worker) == (date(2026, 12, 1), time(10, 30), ben)
    assert "Ben Okafor visits Jean Smith on Tuesday 1 December at 10:30am." in words_of(after)


@pytest.mark.parametrize(
    ("typed", "day"), [("tomorrow", 26), ("fri", 27), ("next friday", 27), ("27 nov", 27), ("today", 25)]
)
def test_reads_the_day_as_people_write_it(
    client: Client, running: SixWeekClock, ben: User, typed: str, day: int
) -> None:
    client.force_login(ben)
    sent = {"planned_for": typed, "worker": str(ben.pk), "version": "0"}
    client.post(f"/six-weeks/{running.pk}/visit", sent)
    assert ReviewVisit.objects.get().planned_for == date(2026, 11, day)


def test_says_what_is_missing_and_keeps_what_was_typed(client: Client, running: SixWeekClock, ben: User) -> None:
    client.force_login(ben)
    answer = client.post(f"/six-weeks/{running.pk}/visit", {"planned_for": "yesterday", "note": "Ring", "version": "0"})
    assert answer.status_code == 422
    assert "must be today or in the future" in words_of(answer)
    assert "Select who visits" in words_of(answer)
    assert 'value="Ring"' in answer.content.decode()


def test_shows_both_versions_when_somebody_moved_it_meanwhile(
    client: Client, running: SixWeekClock, ben: User, dee: User
) -> None:
    visit = make_visit(running, ben)
    client.force_login(dee)
    ReviewVisit.objects.filter(pk=visit.pk).update(version=2, planned_for=date(2026, 12, 3))
    sent = {"planned_for": "fri", "worker": str(dee.pk), "version": "1"}
    answer = client.post(f"/six-weeks/{running.pk}/visit", sent)
    assert answer.status_code == 409
    assert "Where the two versions differ" in words_of(answer)
    assert "Planned: Thursday 3 December" in words_of(answer)


def test_holds_and_calls_off_from_the_page(client: Client, running: SixWeekClock, ben: User) -> None:
    visit = make_visit(running, ben)
    client.force_login(ben)
    path = f"/six-weeks/visits/{visit.pk}/call-off"
    assert client.post(path, {"because": "", "version": "1"}).status_code == 422
    after = client.post(path, {"because": "Jean is away", "version": "1"}, follow=True)
    assert "Called off: Thursday 26 November, Ben Okafor. Jean is away" in words_of(after)
    today = make_visit(running, ben, days=0)
    client.post(f"/six-weeks/visits/{today.pk}/held")
    today.refresh_from_db()
    assert today.status == VisitStatus.HELD


def test_my_day_shows_my_visits_and_says_that_one_was_held(client: Client, running: SixWeekClock, ben: User) -> None:
    visit = make_visit(running, ben, days=0)
    client.force_login(ben)
    page = words_of(client.get("/"))
    assert "Your visits" in page
    assert "Wednesday 25 November" in page
    after = client.post(f"/six-weeks/visits/{visit.pk}/held", {"next": "/"}, follow=True)
    assert after.redirect_chain[-1][0] == "/"
    assert "Your visits" not in words_of(after)


def test_six_6_a_refusal_says_what_follows_before_it_is_sent_and_ends_the_clock(
    client: Client, running: SixWeekClock, ben: User
) -> None:
    client.force_login(ben)
    assert sentence_of(refusal_ends) in words_of(client.get(f"/six-weeks/{running.pk}/refusal"))
    after = client.post(f"/six-weeks/{running.pk}/refusal", REFUSED, follow=True)
    running.refresh_from_db()
    assert (running.status, running.end_reason) == (ClockStatus.ENDED, "refused")
    assert "it ends the six-week clock" in words_of(after)


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"at_risk_of_abuse": "yes"}, "Raise a safeguarding concern"),
        ({"has_capacity": "no", "in_best_interests": "yes"}, "Arrange an advocate"),
    ],
)
def test_ref_1_says_why_a_refusal_does_not_end_the_clock_and_what_to_do(
    client: Client, running: SixWeekClock, ben: User, answers: dict[str, str], why: str
) -> None:
    client.force_login(ben)
    after = client.post(f"/six-weeks/{running.pk}/refusal", REFUSED | answers, follow=True)
    running.refresh_from_db()
    assert running.status == ClockStatus.OPEN
    assert "it does not end the clock" in words_of(after)
    assert words_of(client.get(f"/six-weeks/{running.pk}/")).count(why) == 1


def test_six_6_asks_capacity_and_risk_first_and_best_interests_only_without_capacity(
    client: Client, running: SixWeekClock, ben: User
) -> None:
    client.force_login(ben)
    path = f"/six-weeks/{running.pk}/refusal"
    said = words_of(client.post(path, {"talked_on": "today", "words": "No"}))
    assert "Select whether they can decide about this" in said
    assert "Select whether they are at risk of abuse or neglect" in said
    assert "Select whether an assessment is in their best interests" not in said
    assert "in their best interests" in words_of(client.post(path, REFUSED | {"has_capacity": "no"}))
    assert "when they went home" in words_of(client.post(path, REFUSED | {"talked_on": "14 November"}))
    assert not Refusal.objects.exists()
    client.post(path, REFUSED | {"in_best_interests": "yes"})  # hidden again: not an answer
    assert Refusal.objects.get().in_best_interests == Answered.NOT_ASKED


def test_six_6_a_refusal_is_withdrawn_and_the_clock_runs_again(
    client: Client, running: SixWeekClock, ben: User
) -> None:
    refusal = make_refusal(running, ben)
    client.force_login(ben)
    path = f"/six-weeks/refusals/{refusal.pk}/withdraw"
    assert client.post(path, {"because": " "}).status_code == 422
    after = client.post(path, {"because": "She wants one after all"}, follow=True)
    running.refresh_from_db()
    assert running.status == ClockStatus.OPEN
    assert "She wants one after all (Ben Okafor" in words_of(after)


def test_a_late_review_asks_why_and_nobody_has_to_answer(
    client: Client, jean: Resident, running: SixWeekClock, ben: User
) -> None:
    client.force_login(ben)
    assert client.get(f"/six-weeks/{running.pk}/late")["Location"] == f"/six-weeks/{running.pk}/"
    SixWeekClock.objects.filter(pk=running.pk).update(due_on=clock.today() - timedelta(days=1))
    assert "Nobody has said why yet" in words_of(client.get(f"/six-weeks/{running.pk}/"))
    path = f"/six-weeks/{running.pk}/late"
    assert "Enter what the reason was" in words_of(client.post(path, {"cause": "other"}))
    client.post(path, {"cause": "no_worker", "words": "Two were off sick"})
    assert BreachReason.objects.get().cause == BreachCause.NO_WORKER
    assert "No worker was free: Two were off sick" in words_of(client.get(f"/six-weeks/{running.pk}/"))


def test_six_3_says_that_it_was_born_overdue(client: Client, jean: Resident, ben: User, gwen: User) -> None:
    late = make_clock(jean, gwen, days_ago=50)
    client.force_login(ben)
    page = words_of(client.get(f"/six-weeks/{late.pk}/"))
    assert "8 days overdue" in page
    assert "overdue when it is born" in page


def test_an_overdue_review_is_not_told_to_be_planned_by_a_day_that_has_passed(
    client: Client, jean: Resident, ben: User, gwen: User
) -> None:
    late = make_clock(jean, gwen, days_ago=50)
    client.force_login(ben)
    assert "plan it as soon as you can" in words_of(client.get(f"/six-weeks/{late.pk}/"))
    page = words_of(client.get(f"/six-weeks/{late.pk}/visit"))
    assert "go as soon as you can" in page
    assert "Plan it by" not in page


def test_a_social_worker_holds_the_review_from_here(
    client: Client, running: SixWeekClock, ben: User, gwen: User
) -> None:
    client.force_login(ben)
    assert "Hold the review" in words_of(client.get(f"/six-weeks/{running.pk}/"))
    client.force_login(gwen)
    assert "Hold the review" not in words_of(client.get(f"/six-weeks/{running.pk}/"))


def test_offers_nothing_to_whoever_holds_no_reviews(client: Client, running: SixWeekClock, gwen: User) -> None:
    client.force_login(gwen)
    page = words_of(client.get(f"/six-weeks/{running.pk}/"))
    assert "Plan a visit" not in page
    assert client.get(f"/six-weeks/{running.pk}/visit").status_code == 403


def test_offers_no_visit_once_the_clock_has_ended(client: Client, running: SixWeekClock, ben: User) -> None:
    visit = make_visit(running, ben, days=0)
    hold_visit(visit=visit, by=ben)
    make_refusal(running, ben)
    client.force_login(ben)
    page = words_of(client.get(f"/six-weeks/{running.pk}/"))
    assert "Plan a visit" not in page
    assert "Held: Wednesday 25 November, Ben Okafor." in page
    assert client.get(f"/six-weeks/{running.pk}/visit").status_code == 302
