"""SIX-8's days are a table that a manager can read and, with a reason, change from a date on."""

from datetime import timedelta

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import NotPermitted, Refused
from discharges.actions import change_step
from discharges.enums import Step
from discharges.models import SixWeekClock, StepDay
from discharges.step_table import rows_on, table_of, urgent_on
from residents.models import Resident
from tests.factories.field import make_clock

BECAUSE = "Allocation meetings are on Mondays"


def test_six_8_a_manager_changes_a_day_from_a_date_on(dee: User) -> None:
    from_on = clock.today() + timedelta(days=7)
    change_step(step=Step.NOT_ALLOCATED, day=5, from_on=from_on, because=BECAUSE, by=dee)
    assert table_of(from_on)[Step.NOT_ALLOCATED] == 5
    assert table_of(from_on - timedelta(days=1))[Step.NOT_ALLOCATED] == 3
    first = rows_on(clock.today())[0]
    assert (first.day, first.coming) == (3, ((5, from_on),))
    assert Event.objects.get(verb="steps.changed").detail["day"] == 5


def test_six_8_refuses_a_table_whose_steps_do_not_come_one_after_another(dee: User) -> None:
    today = clock.today()
    for step, day in ((Step.NOT_ALLOCATED, 0), (Step.NOT_ALLOCATED, 14), (Step.NO_VISIT, 3), (Step.DUE_SOON, 43)):
        with pytest.raises(Refused, match="one after another"):
            change_step(step=step, day=day, from_on=today, because=BECAUSE, by=dee)
    assert not StepDay.objects.exists()


def test_six_8_refuses_a_change_with_which_a_later_one_would_not_fit(dee: User) -> None:
    today = clock.today()
    later = today + timedelta(days=10)
    change_step(step=Step.NO_VISIT, day=8, from_on=later, because=BECAUSE, by=dee)
    with pytest.raises(Refused, match="no visit planned, day 8"):
        change_step(step=Step.NOT_ALLOCATED, day=9, from_on=today, because=BECAUSE, by=dee)


@pytest.mark.parametrize(
    ("step", "day", "days", "because", "said"),
    [
        (Step.BREACH, 50, 0, BECAUSE, "Day 42 is the rule itself"),
        (Step.WEEKLY, 60, 0, BECAUSE, "Day 42 is the rule itself"),
        (Step.NO_VISIT, 15, -1, BECAUSE, "today or a later day"),
        (Step.NO_VISIT, 15, 0, " ", "Say why"),
        (Step.NO_VISIT, 14, 0, BECAUSE, "already"),
    ],
)
def test_six_8_refuses(dee: User, step: Step, day: int, days: int, because: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        change_step(step=step, day=day, from_on=clock.today() + timedelta(days=days), because=because, by=dee)


@pytest.mark.parametrize("name", ["asha", "ben", "gwen"])
def test_six_8_only_a_manager_changes_it(name: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotPermitted):
        change_step(
            step=Step.NO_VISIT, day=15, from_on=clock.today(), because=BECAUSE, by=request.getfixturevalue(name)
        )


def test_six_8_urgent_is_what_the_table_of_each_discharge_says(jean: Resident, dee: User, gwen: User) -> None:
    running = make_clock(jean, gwen)
    gone_home = running.discharged_on
    change_step(step=Step.DUE_SOON, day=30, from_on=gone_home, because=BECAUSE, by=dee)

    def is_urgent(day: int) -> bool:
        return SixWeekClock.objects.filter(urgent_on(gone_home + timedelta(days=day))).exists()

    assert (is_urgent(29), is_urgent(30)) == (False, True)
    SixWeekClock.objects.update(discharged_on=gone_home - timedelta(days=1))
    assert (is_urgent(33), is_urgent(34)) == (False, True)  # the table before the change: day 35
