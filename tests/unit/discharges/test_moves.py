"""SIX-6 for somebody who moved out of the borough and came back: only a move of the stay or after it ends the clock."""

from datetime import date

import pytest

from accounts.models import User
from core import clock
from discharges.actions import add_stay, record_discharge
from discharges.enums import ClockStatus, EndReason, Pathway
from discharges.models import SixWeekClock
from residents.actions import correct_life_event, record_move
from residents.models import LifeEvent, Resident
from tests.factories.field import make_clock


def moves(resident: Resident, by: User, left_on: date, *, council_told: bool = True) -> LifeEvent:
    return record_move(
        resident=resident, left_on=left_on, to="Leeds", by=by, how_known="A letter", council_told=council_told
    )


def goes_home(resident: Resident, by: User, *, admitted_on: date | None, discharged_on: date) -> SixWeekClock:
    stay = add_stay(resident=resident, hospital="basildon", admitted_on=admitted_on, by=by)
    return record_discharge(stay=stay, discharged_on=discharged_on, pathway=Pathway.P1, by=by)


@pytest.mark.parametrize(
    ("admitted_days_ago", "is_open"),
    [
        (19, True),  # the day after the move
        (20, False),  # the day of the move
        (21, False),  # they moved out of the borough while they were in hospital
        (None, True),  # heard of today, and home three days ago: the first day that we know of the stay
    ],
)
def test_six_6_is_ended_by_a_move_of_the_stay_and_not_by_one_before_it(
    jean: Resident, gwen: User, dee: User, admitted_days_ago: int | None, is_open: bool
) -> None:
    moves(jean, dee, clock.days_ago(20))
    admitted_on = None if admitted_days_ago is None else clock.days_ago(admitted_days_ago)
    running = goes_home(jean, gwen, admitted_on=admitted_on, discharged_on=clock.days_ago(3))
    if is_open:
        assert (running.status, running.end_reason) == (ClockStatus.OPEN, "")
    else:
        assert (running.status, running.end_reason) == (ClockStatus.ENDED, EndReason.MOVED)
        assert running.ended_on == clock.days_ago(3)


def test_six_6_runs_again_when_a_move_of_the_stay_is_corrected(jean: Resident, gwen: User, dee: User) -> None:
    moved = moves(jean, dee, clock.days_ago(5))
    running = goes_home(jean, gwen, admitted_on=clock.days_ago(9), discharged_on=clock.days_ago(3))
    assert running.status == ClockStatus.ENDED
    correct_life_event(event=moved, because="Another person", by=dee)
    running.refresh_from_db()
    assert (running.status, running.ended_on) == (ClockStatus.OPEN, None)
    assert running.referral.is_open


@pytest.mark.parametrize("council_told", [True, False])
def test_six_6_says_of_no_review_that_a_move_before_the_admission_ended_it(
    jean: Resident, gwen: User, dee: User, council_told: bool
) -> None:
    running = make_clock(jean, gwen, days_ago=3)
    moved = moves(jean, dee, clock.days_ago(30), council_told=council_told)
    running.refresh_from_db()
    assert running.status == ClockStatus.OPEN
    assert not any(row.words.startswith("Six-week review") for row in moved.ended.all())
