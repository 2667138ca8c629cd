"""The life of a stay and of a six-week clock: which verbs lead where, and which are refused."""

import pytest

from core.errors import WrongState
from discharges.enums import ClockStatus, StayStatus
from discharges.states import CLOCK, STAY

VERBS = {"meet": ClockStatus.MET, "end": ClockStatus.ENDED, "void": ClockStatus.VOIDED}


def test_every_status_has_an_owner() -> None:
    assert set(STAY.owners) == set(StayStatus)
    assert set(CLOCK.owners) == set(ClockStatus)


def test_a_stay_ends_with_its_discharge_and_only_once() -> None:
    step = STAY.transition("discharge", StayStatus.IN_HOSPITAL)
    assert (step.target, step.event) == (StayStatus.DISCHARGED, "discharge.recorded")
    with pytest.raises(WrongState, match="the stay has ended"):
        STAY.transition("discharge", StayStatus.DISCHARGED)


@pytest.mark.parametrize(("verb", "target"), VERBS.items())
def test_an_open_clock_is_met_ended_or_voided(verb: str, target: ClockStatus) -> None:
    step = CLOCK.transition(verb, ClockStatus.OPEN)
    assert (step.target, step.event) == (target, f"six_weeks.{target}")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", [ClockStatus.MET, ClockStatus.ENDED, ClockStatus.VOIDED])
def test_a_clock_that_has_stopped_stays_stopped(verb: str, status: ClockStatus) -> None:
    with pytest.raises(WrongState, match="cannot be done now"):
        CLOCK.transition(verb, status)


def test_only_what_a_life_event_ended_in_error_moves_again() -> None:
    assert CLOCK.final_statuses() == {ClockStatus.MET, ClockStatus.VOIDED}
    assert CLOCK.transition("reopen", ClockStatus.ENDED).target == ClockStatus.OPEN
    assert STAY.final_statuses() == {StayStatus.DISCHARGED}
    assert STAY.transition("reopen", StayStatus.ENDED).target == StayStatus.IN_HOSPITAL
