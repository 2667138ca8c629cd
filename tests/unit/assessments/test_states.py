"""The life of an assessment."""

import pytest

from assessments.enums import AssessmentStatus
from assessments.states import ASSESSMENT
from core.errors import WrongState


def test_every_status_has_an_owner() -> None:
    assert set(ASSESSMENT.owners) == set(AssessmentStatus)


def test_an_assessment_in_progress_is_completed() -> None:
    step = ASSESSMENT.transition("complete", AssessmentStatus.IN_PROGRESS)
    assert (step.target, step.event) == (AssessmentStatus.COMPLETED, "assessment.completed")


def test_a_completed_assessment_is_not_completed_again() -> None:
    with pytest.raises(WrongState, match="it is completed"):
        ASSESSMENT.transition("complete", AssessmentStatus.COMPLETED)


def test_a_completed_assessment_is_opened_again_or_voided_and_a_voided_one_stays_so() -> None:
    assert ASSESSMENT.transition("undo", AssessmentStatus.COMPLETED).target == AssessmentStatus.IN_PROGRESS
    for status in (AssessmentStatus.IN_PROGRESS, AssessmentStatus.COMPLETED):
        assert ASSESSMENT.transition("void", status).target == AssessmentStatus.VOIDED
    assert ASSESSMENT.final_statuses() == {AssessmentStatus.VOIDED}
