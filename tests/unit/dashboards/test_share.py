"""FIG-1: which reviews count as held in time, which as not, and in which week."""

from datetime import date, timedelta
from itertools import product

import pytest

from accounts.models import User
from core import clock
from dashboards.figures import in_time, monday, not_in_time
from dashboards.six_weeks import fell_due, weeks_of
from discharges.enums import ClockStatus, EndReason
from discharges.models import SixWeekClock
from discharges.rules import Standing, was_in_time
from tests.factories.field import make_clock
from tests.factories.people import make_resident

DUE = date(2026, 3, 30)
EARLIER, ON_THE_DAY, LATER = DUE - timedelta(days=1), DUE, DUE + timedelta(days=1)
EVERY_END = [(reason, on) for reason, on in product(EndReason, (EARLIER, ON_THE_DAY, LATER))]


@pytest.mark.parametrize(
    ("held_on", "expected"), [(EARLIER, True), (ON_THE_DAY, True), (LATER, False), (DUE + timedelta(days=99), False)]
)
@pytest.mark.parametrize("today", [ON_THE_DAY, LATER])
def test_fig_1_held_by_day_42_is_in_time_and_held_later_is_not(held_on: date, expected: bool, today: date) -> None:
    assert was_in_time(DUE, Standing(ClockStatus.MET, on=held_on), today) is expected


@pytest.mark.parametrize(("today", "expected"), [(EARLIER, None), (ON_THE_DAY, None), (LATER, False)])
def test_fig_1_what_is_not_held_counts_from_the_day_after_day_42(today: date, expected: bool | None) -> None:
    assert was_in_time(DUE, Standing(ClockStatus.OPEN), today) is expected


@pytest.mark.parametrize(("reason", "on"), EVERY_END)
def test_fig_1_what_ended_after_day_42_is_not_in_time_and_what_ended_by_then_counts_neither_way(
    reason: EndReason, on: date
) -> None:
    expected = False if on > DUE else None
    assert was_in_time(DUE, Standing(ClockStatus.ENDED, reason, on), LATER) is expected


def test_fig_1_what_was_entered_in_error_counts_neither_way() -> None:
    assert was_in_time(DUE, Standing(ClockStatus.VOIDED, on=LATER), LATER) is None


def test_fig_1_refuses_an_end_without_a_day() -> None:
    with pytest.raises(ValueError, match="day"):
        was_in_time(DUE, Standing(ClockStatus.MET), LATER)


def put(running: SixWeekClock, status: ClockStatus, due_on: date, on: date) -> None:
    """Let a clock be due on a day, and stand so since another."""
    SixWeekClock.objects.filter(pk=running.pk).update(
        status=status,
        due_on=due_on,
        met_on=on if status == ClockStatus.MET else None,
        ended_on=on if status in (ClockStatus.ENDED, ClockStatus.VOIDED) else None,
        end_reason=EndReason.DIED if status == ClockStatus.ENDED else "",
    )


def test_fig_1_the_sets_of_the_figures_hold_what_the_rule_says_and_each_review_falls_in_one_week(
    asha: User, gwen: User
) -> None:
    today = clock.today()
    person = make_resident(asha)
    cases = list(product(ClockStatus, (-15, -7, -1, 0, 1), (-1, 0, 1)))
    for number, (status, due_in, after) in enumerate(cases):
        due_on = today + timedelta(days=due_in)
        put(make_clock(person, gwen, days_ago=number + 1), status, due_on, due_on + timedelta(days=after))
    rows = list(SixWeekClock.objects.all())
    assert len(rows) == len(cases)
    held, not_held = (set(SixWeekClock.objects.filter(which)) for which in (in_time(), not_in_time()))
    for row in rows:
        said = was_in_time(row.due_on, Standing(ClockStatus(row.status), on=row.met_on or row.ended_on), today)
        assert (row in held, row in not_held) == (said is True, said is False), row
        assert row.is_late == (row in not_held)
    first = monday(today) - timedelta(weeks=4)
    weeks = [fell_due(None, first + timedelta(weeks=n), first + timedelta(weeks=n + 1)) for n in range(8)]
    assert sorted(row.pk for week in weeks for row in week) == sorted(row.pk for row in held | not_held)
    past = {week.begins: week for week in weeks_of(None)}
    for number, rows_of_week in enumerate(weeks[:4]):
        begins = first + timedelta(weeks=number)
        counted = past[begins].due if begins in past else 0
        assert counted == rows_of_week.count()
