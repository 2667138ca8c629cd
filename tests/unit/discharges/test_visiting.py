"""Visits for a six-week review are planned, moved, held and called off; why a review is late is said."""

from datetime import time, timedelta

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused, WrongState
from discharges.actions import (
    Going,
    call_off_visit,
    give_breach_reason,
    hold_visit,
    move_visit,
    plan_visit,
    void_discharge,
)
from discharges.enums import BreachCause, ClockStatus, VisitStatus
from discharges.models import BreachReason, ReviewVisit, SixWeekClock
from outbox.models import Job
from residents.models import Resident, TimelineEntry
from tests.factories.field import make_clock

TOMORROW = timedelta(days=1)


@pytest.fixture
def running(jean: Resident, gwen: User) -> SixWeekClock:
    return make_clock(jean, gwen, days_ago=10)


def going(worker: User, days: int = 1) -> Going:
    return Going(clock.today() + timedelta(days=days), worker, time(10, 30))


def told(user: User) -> list[str]:
    jobs = Job.objects.filter(kind="notice.deliver", payload__user=str(user.pk)).order_by("id")
    return [job.payload["words"] for job in jobs if "visit for" in job.payload["words"]]


def test_plans_a_visit_and_writes_it_into_timeline_and_audit_log(running: SixWeekClock, ben: User) -> None:
    visit = plan_visit(running=running, going=going(ben), by=ben)
    assert (visit.status, visit.worker, visit.at_time) == (VisitStatus.PLANNED, ben, time(10, 30))
    assert SixWeekClock.objects.with_facts().get(pk=running.pk).has_visit
    event = TimelineEntry.objects.get(source_id=visit.pk)
    assert event.title.startswith("Visit planned for ")
    assert event.title.endswith(" at 10:30am")
    assert Event.objects.get(verb="visit.planned").resident_id == running.resident_id
    assert told(ben) == []  # they planned it themselves


def test_tells_the_worker_for_whom_somebody_else_plans_moves_or_calls_off(
    running: SixWeekClock, ben: User, dee: User
) -> None:
    visit = plan_visit(running=running, going=going(ben), by=dee)
    moved = move_visit(visit=visit, going=going(dee, 2), by=dee, version=1)
    back = move_visit(visit=moved, going=going(ben, 3), by=dee, version=2)
    call_off_visit(visit=back, because="Jean asked for another day", by=dee, version=3)
    ends = ("is planned for you", "is no longer with you", "is now with you", "is called off")
    assert [next(end for end in ends if end in words) for words in told(ben)] == list(ends)
    assert all(running.resident.family_name not in words for words in told(ben))


def test_allows_one_planned_visit_and_another_once_it_is_called_off(running: SixWeekClock, ben: User) -> None:
    first = plan_visit(running=running, going=going(ben), by=ben)
    with pytest.raises(Refused, match="planned already"):
        plan_visit(running=running, going=going(ben), by=ben)
    call_off_visit(visit=first, because="Ill", by=ben, version=1)
    assert not SixWeekClock.objects.with_facts().get(pk=running.pk).has_visit
    plan_visit(running=running, going=going(ben), by=ben)
    assert ReviewVisit.objects.planned().count() == 1


def test_a_visit_that_was_held_leaves_the_clock_running(running: SixWeekClock, ben: User) -> None:
    visit = plan_visit(running=running, going=going(ben, 0), by=ben)
    hold_visit(visit=visit, by=ben)
    hold_visit(visit=visit, by=ben)
    running.refresh_from_db()
    assert running.status == ClockStatus.OPEN
    assert Event.objects.filter(verb="visit.held").count() == 1


def test_refuses_what_cannot_be(running: SixWeekClock, ben: User, gwen: User, asha: User) -> None:
    with pytest.raises(Refused, match="today or later"):
        plan_visit(running=running, going=going(ben, -1), by=ben)
    with pytest.raises(Refused, match="does not hold reviews"):
        plan_visit(running=running, going=going(gwen), by=ben)
    with pytest.raises(NotPermitted):
        plan_visit(running=running, going=going(ben), by=asha)
    visit = plan_visit(running=running, going=going(ben), by=ben)
    with pytest.raises(Refused, match="has not come"):
        hold_visit(visit=visit, by=ben)
    with pytest.raises(Refused, match="Say why"):
        call_off_visit(visit=visit, because=" ", by=ben, version=1)
    with pytest.raises(ChangedMeanwhile):
        move_visit(visit=visit, going=going(ben, 4), by=ben, version=7)
    call_off_visit(visit=visit, because="Ill", by=ben, version=1)
    with pytest.raises(WrongState):
        move_visit(visit=visit, going=going(ben, 4), by=ben, version=2)


def test_plans_nothing_for_a_clock_that_does_not_run(running: SixWeekClock, ben: User, gwen: User) -> None:
    void_discharge(discharge=running.discharge, reason="Entered twice", by=gwen)
    with pytest.raises(Refused, match="does not run"):
        plan_visit(running=running, going=going(ben), by=ben)


def test_a_reason_is_given_of_a_late_review_only_and_the_latest_counts(
    jean: Resident, running: SixWeekClock, asha: User, ben: User, gwen: User
) -> None:
    with pytest.raises(Refused, match="not late"):
        give_breach_reason(running=running, cause=BreachCause.UNWELL, by=ben)
    SixWeekClock.objects.filter(pk=running.pk).update(due_on=clock.today() - TOMORROW)
    with pytest.raises(Refused, match="in words"):
        give_breach_reason(running=running, cause=BreachCause.OTHER, by=ben, words=" ")
    with pytest.raises(NotPermitted):
        give_breach_reason(running=running, cause=BreachCause.UNWELL, by=asha)
    give_breach_reason(running=running, cause=BreachCause.UNWELL, by=ben)
    give_breach_reason(running=running, cause=BreachCause.NO_WORKER, by=ben, words="Two were off sick")
    found = SixWeekClock.objects.with_cause().get(pk=running.pk)
    assert found.cause == BreachCause.NO_WORKER
    assert BreachReason.objects.count() == 2
