"""What the page of a completed light-touch assessment says."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django import forms

from assessments.actions import Facts
from assessments.enums import Answer
from assessments.forms import LightTouchForm
from assessments.models import Assessment
from core.words import long_date
from residents.heard import Heard, heard
from residents.models import Statement

NO_ANSWERS = ("version", "still_true", "replaces")


def facts_told(assessment: Assessment | None) -> list[dict[str, Any]]:
    """Rows of the summary list: every question with its answer; what was not asked says so."""
    if assessment is None:
        return []
    kept, rows = assessment.safe_discharge, []
    for column in fields(Facts):
        said = getattr(kept, f"get_{column.name}_display", lambda name=column.name: getattr(kept, name))()
        question = str(LightTouchForm.base_fields[column.name].label).removesuffix(" (optional)")
        rows.append({"key": question, "value": str(said) or Answer.NOT_ASKED.label})
    return rows


def how_it_ended(assessment: Assessment | None) -> str:
    """Who completed it and when, or that nobody did before the person went home, as a sentence."""
    if assessment is None or assessment.completed_on is None:
        return "It was not completed before they left hospital."
    by = assessment.completed_by.name if assessment.completed_by else ""
    return f"Completed by {by} on {long_date(assessment.completed_on)}."


def typed_in(draft: Mapping[str, Any], form: type[forms.Form] = LightTouchForm) -> list[dict[str, str]]:
    """Rows of the summary list: the answers and words of a draft, without the questions that it left alone."""
    fields = form.base_fields.items()
    return [
        {"key": str(field.label).removesuffix(" (optional)"), "value": _shown(field, str(draft[name]))}
        for name, field in fields
        if name not in NO_ANSWERS and draft.get(name) and draft[name] != Answer.NOT_ASKED
    ]


def _shown(field: Any, value: str) -> str:
    return str(dict(getattr(field, "choices", ())).get(value, value))


def said_in(assessment: Assessment | None) -> list[Heard]:
    """What the person said in it, in the order in which it was written down."""
    if assessment is None:
        return []
    said = Statement.objects.filter(
        resident_id=assessment.resident_id, source_type=assessment._meta.label_lower, source_id=assessment.pk
    )
    return heard(said.select_related("heard_by").order_by("id"))
