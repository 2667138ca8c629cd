"""What the page of a completed light-touch assessment says."""

from dataclasses import fields
from typing import Any

from assessments.actions import Facts
from assessments.enums import Answer
from assessments.forms import LightTouchForm
from assessments.models import Assessment
from core.words import long_date
from residents.heard import Heard, heard
from residents.models import Statement


def facts_told(assessment: Assessment) -> list[dict[str, Any]]:
    """Rows of the summary list: every question with its answer; what was not asked says so."""
    kept, rows = assessment.safe_discharge, []
    for column in fields(Facts):
        said = getattr(kept, f"get_{column.name}_display", lambda name=column.name: getattr(kept, name))()
        question = str(LightTouchForm.base_fields[column.name].label).removesuffix(" (optional)")
        rows.append({"key": question, "value": str(said) or Answer.NOT_ASKED.label})
    return rows


def completed_in_words(assessment: Assessment) -> str:
    """Who completed it and when, as a sentence."""
    by = assessment.completed_by.name if assessment.completed_by else ""
    return f"Completed by {by} on {long_date(assessment.completed_on)}." if assessment.completed_on else ""


def said_in(assessment: Assessment) -> list[Heard]:
    """What the person said in it, in the order in which it was written down."""
    said = Statement.objects.filter(
        resident_id=assessment.resident_id, source_type=assessment._meta.label_lower, source_id=assessment.pk
    )
    return heard(said.select_related("heard_by").order_by("id"))
