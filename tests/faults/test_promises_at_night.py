"""G6 for promises: the night that ran twice, two at once, or not for three days breaks each promise once."""

from datetime import timedelta

import pytest

from accounts.roles import Role
from audit.models import Event
from core import clock
from outbox.models import Job
from referrals.actions import book_call_back, break_promises_due, claim_next, keep_promise
from referrals.enums import PromiseStatus
from referrals.models import CallBack, Promise
from residents.models import TimelineEntry
from tests.committed import at_once
from tests.factories.people import make_resident, make_user
from tests.factories.promises import make_call_back, make_promise_to, overdue_promise, ring_at

OVER = 9


def promise_to_people() -> None:
    """Nine promises of earlier days, one of today, and one that was kept in time."""
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    jean = make_resident(asha)
    for days in range(1, OVER + 1):
        overdue_promise(jean, asha, days=days)
    make_promise_to(jean, asha, due_on=clock.today())
    keep_promise(promise=make_promise_to(jean, asha), by=asha)


def assert_each_was_broken_once() -> None:
    assert Promise.objects.filter(status=PromiseStatus.BROKEN).count() == OVER
    broken = Event.objects.filter(verb="promise.broken").values_list("subject_id", flat=True)
    assert len(broken) == len(set(broken)) == OVER
    assert TimelineEntry.objects.filter(title__startswith="Not kept by its day").count() == OVER
    assert Job.objects.filter(kind="notice.deliver").count() == OVER


@pytest.mark.django_db
def test_a_night_that_runs_twice_breaks_each_promise_once() -> None:
    promise_to_people()
    assert break_promises_due() == OVER
    assert break_promises_due() == 0
    assert_each_was_broken_once()


@pytest.mark.django_db
def test_one_night_after_three_missed_ones_does_what_four_do() -> None:
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    jean = make_resident(asha)
    today = clock.today()
    for days in range(4):
        make_promise_to(jean, asha, due_on=today + timedelta(days=days))
    assert break_promises_due(today) == 0
    assert break_promises_due(today + timedelta(days=4)) == 4
    assert [break_promises_due(today + timedelta(days=days)) for days in range(6)] == [0] * 6
    assert Event.objects.filter(verb="promise.broken").count() == 4


def test_four_nights_at_one_moment_break_each_promise_once(committed: str) -> None:
    promise_to_people()
    counts = at_once(4, lambda _: break_promises_due())
    assert sum(counts) == OVER  # type: ignore[arg-type]
    assert_each_was_broken_once()


def test_a_promise_that_is_kept_at_that_moment_is_broken_once_and_ends_as_kept(committed: str) -> None:
    promise_to_people()
    oldest = Promise.objects.filter(status=PromiseStatus.OPEN).earliest("due_on")

    def act(number: int) -> object:
        return keep_promise(promise=oldest, by=oldest.owner) if number == 0 else break_promises_due()

    at_once(3, act)
    break_promises_due()
    oldest.refresh_from_db()
    assert oldest.status == PromiseStatus.KEPT
    assert oldest.broken_at is not None
    assert Event.objects.filter(verb="promise.broken", subject_id=oldest.pk).count() == 1


def test_no_hour_is_filled_twice_when_several_book_at_one_moment(committed: str) -> None:
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    day = clock.today() + timedelta(days=1)

    def book(_: int) -> object:
        return book_call_back(by=asha, phone="07700 900123", day=day, hour=7)

    results = at_once(5, book)
    assert CallBack.objects.count() == 2
    assert len([one for one in results if isinstance(one, Exception)]) == 3


def test_two_who_take_the_next_at_one_moment_get_two_different_ones(committed: str) -> None:
    workers = [make_user(name, Role.TRIAGE, "thurrock-first") for name in ("Asha Patel", "Sam Reid")]
    for _ in workers:
        ring_at(make_call_back(None, workers[0]), clock.days_ago(1), 12)
    taken = at_once(2, lambda number: claim_next(by=workers[number]))
    assert {one.pk for one in taken} == set(CallBack.objects.values_list("pk", flat=True))  # type: ignore[union-attr]
