"""What the pages of a full assessment say: beside the form, and once it is there to read."""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from assessments.clock_met import met_in_words
from assessments.enums import Answer, AssessmentStatus
from assessments.full_forms import FullForm
from assessments.models import Assessment
from assessments.need_forms import needs_of
from assessments.policies import can_undo, can_void
from assessments.since_ward import FACTS, WayHome, compared, happened_since, in_words, way_home_of
from assessments.summary import how_it_ended, said_in, typed_in
from core import clock
from core.drafts import DraftSlot
from core.words import long_date, moment
from discharges.enums import ClockStatus
from referrals.holders import banner_with_holder
from residents.enums import SaidBy

NOT_WRITTEN = "Not written down"
HELD = (("Did you see them?", "seen"), ("Where", "seen_at"), ("Who else was there", "with_whom"))
RESULT = (("What happens next", "next_steps"), ("What was decided", "decision"), ("Do they have a copy?", "copy_given"))


def way_home(assessment: Assessment) -> WayHome | None:
    """The last way home before the assessment was held, or before today while it is open."""
    return way_home_of(assessment.resident, assessment.completed_on or clock.today())


def around(assessment: Assessment, home: WayHome | None, viewer: User) -> dict[str, Any]:
    """What stands above the form and above a finished assessment: the ward's facts, and what has changed since."""
    until = assessment.completed_on or clock.today()
    return {
        "person": banner_with_holder(assessment.resident, viewer),
        "assessment": assessment,
        "home": home,
        "ward_ended": how_it_ended(home.ward) if home else "",
        "due": due_in_words(home),
        "compared": compared(home, getattr(assessment, "findings", None)),
        "since": happened_since(assessment.resident, home, until, viewer),
        "may_void": can_void(viewer, assessment),
    }


def due_in_words(home: WayHome | None) -> str:
    """By when the review is due while its clock runs; "" when none does."""
    running = getattr(home.discharge, "clock", None) if home else None
    if running is None or running.status != ClockStatus.OPEN:
        return ""
    return f"The six-week review is due by {long_date(running.due_on)}."


def finished(assessment: Assessment, draft: DraftSlot, viewer: User) -> dict[str, Any]:
    """What the page of an assessment says that the viewer reads and does not write."""
    found = getattr(assessment, "findings", None)
    return {
        "standing": standing_in_words(assessment),
        "met": met_in_words(assessment) if assessment.status == AssessmentStatus.COMPLETED else "",
        "held": _rows(found, HELD, NOT_WRITTEN),
        "facts": _rows(found, [(fact.question, fact.now) for fact in FACTS], Answer.NOT_ASKED.label),
        "view": found.view if found else "",
        "needs": [[one.need, SaidBy(one.said_by).label, one.helps, one.met_by] for one in needs_of(assessment)],
        "need_columns": [{"text": text} for text in ("Need", "Whose words", "What would help", "Who meets it")],
        "result": _rows(found, RESULT, NOT_WRITTEN),
        "said": said_in(assessment),
        "typed": typed_in(draft.fields, FullForm),
        "saved_at": draft.saved_at,
        "may_undo": can_undo(viewer, assessment, clock.now()),
    }


def standing_in_words(assessment: Assessment) -> str:
    """Who completed it or holds it, and since when; or that it was entered in error, by whom, and why."""
    if assessment.status == AssessmentStatus.VOIDED and assessment.voided_by and assessment.voided_at:
        by, at = assessment.voided_by.name, moment(assessment.voided_at)
        return f"Entered in error. {by} said so on {at}: {assessment.voided_because}"
    if assessment.completed_on is None:
        return f"Not completed yet. {held_by(assessment)}"
    return f"Held on {long_date(assessment.completed_on)}. {_completed_by(assessment)}"


def held_by(assessment: Assessment) -> str:
    """Who holds an open assessment, as a sentence."""
    return f"{assessment.assessor.name} has held this assessment since {moment(assessment.started_at)}."


def _completed_by(assessment: Assessment) -> str:
    if assessment.completed_by is None or assessment.completed_at is None:
        return ""
    return f"{assessment.completed_by.name} completed it on {moment(assessment.completed_at)}."


def _rows(found: Any, columns: Iterable[tuple[str, str]], empty: str) -> list[dict[str, str]]:
    """Rows of a summary list; none of an assessment in which nothing was saved."""
    return [{"key": key, "value": in_words(found, name, empty)} for key, name in columns] if found else []
