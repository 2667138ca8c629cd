"""The life of a stay and of a six-week clock: which verbs lead where, and which are refused."""

import pytest

from core.errors import WrongState
from discharges.enums import ClockStatus, FileStatus, NoticeStatus, StayStatus, VisitStatus
from discharges.states import CLOCK, NOTICE, NOTICE_FILE, STAY, VISIT

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


@pytest.mark.parametrize(("verb", "target"), (VERBS | {"reopen": ClockStatus.OPEN}).items())
@pytest.mark.parametrize("status", ClockStatus)
def test_what_is_learned_later_moves_a_clock_from_any_state_to_any_other(
    verb: str, target: ClockStatus, status: ClockStatus
) -> None:
    if status == target:
        with pytest.raises(WrongState, match="cannot be done now"):
            CLOCK.transition(verb, status)
    else:
        assert CLOCK.transition(verb, status).target == target


def test_a_stay_that_ended_in_error_moves_again() -> None:
    assert CLOCK.final_statuses() == frozenset()
    assert STAY.final_statuses() == {StayStatus.DISCHARGED, StayStatus.VOIDED}
    assert STAY.transition("reopen", StayStatus.ENDED).target == StayStatus.IN_HOSPITAL
    assert STAY.transition("void", StayStatus.IN_HOSPITAL).event == "stay.voided"


def test_a_planned_visit_is_held_or_called_off_and_a_notice_taken_up_replaced_or_set_aside() -> None:
    assert VISIT.final_statuses() == {VisitStatus.CALLED_OFF}
    assert NOTICE.final_statuses() == {NoticeStatus.REPLACED}
    assert NOTICE_FILE.final_statuses() == {FileStatus.DONE, FileStatus.DROPPED, FileStatus.LEFT}
    assert [table.owners.keys() for table in (VISIT, NOTICE, NOTICE_FILE)] == [
        dict.fromkeys(statuses).keys() for statuses in (VisitStatus, NoticeStatus, FileStatus)
    ]
