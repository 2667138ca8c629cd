"""The needs that a full assessment found, as rows of its form."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from assessments.actions import FoundNeed
from assessments.models import Assessment
from core.layout import Columns, Field, form_helper
from residents.enums import SaidBy

MOST_ROWS = 30
BLANK_ROWS = 2
NEED_PARTS = ("need", "said_by", "helps", "met_by")


class NeedForm(forms.Form):
    """One need. A row in which nothing is written is left out."""

    need = forms.CharField(
        label="What they need or want help with",
        max_length=500,
        error_messages={
            "required": "Enter what they need or want help with",
            "max_length": "What they need must be 500 characters or fewer",
        },
    )
    said_by = forms.ChoiceField(
        label="Whose words",
        choices=[("", "Select"), *SaidBy.choices],
        error_messages={"required": "Select whose words they are"},
    )
    helps = forms.CharField(
        label="What would help (optional)", required=False, max_length=500,
        error_messages={"max_length": "What would help must be 500 characters or fewer"},
    )  # fmt: skip
    met_by = forms.CharField(
        label="Who meets it now (optional)", required=False, max_length=200,
        error_messages={"max_length": "Who meets it must be 200 characters or fewer"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Columns(Field.text("need"), Field.select("said_by")),
            Columns(Field.text("helps"), Field.text("met_by")),
            form_tag=False,
        )

    def told(self) -> FoundNeed:
        """The row as the action takes it."""
        return FoundNeed(**{name: self.cleaned_data[name] for name in NEED_PARTS})


NeedFormSet = forms.formset_factory(NeedForm, extra=BLANK_ROWS, max_num=MOST_ROWS)


def needs_of(assessment: Assessment) -> list[FoundNeed]:
    """The needs that are saved now, in their order: one query."""
    return [FoundNeed(*row) for row in assessment.needs.order_by("number").values_list(*NEED_PARTS)]


def rows_of(assessment: Assessment) -> dict[str, str]:
    """The saved needs as the fields of a draft, with blank rows after them."""
    kept = needs_of(assessment)
    rows = {f"needs-{row}-{name}": getattr(one, name) for row, one in enumerate(kept) for name in NEED_PARTS}
    return rows | {"needs-TOTAL_FORMS": str(len(kept) + BLANK_ROWS)}


def in_lines(needs: Iterable[FoundNeed]) -> list[str]:
    """Each need in one line: what it is, what would help, who meets it."""
    return [", ".join(filter(None, (one.need, one.helps, one.met_by))) for one in needs]


def typed_rows(sent: Mapping[str, Any]) -> str:
    """The rows that were typed, in one line; "" for none."""
    rows = [[str(sent.get(f"needs-{row}-{part}") or "") for part in NEED_PARTS] for row in range(MOST_ROWS)]
    return "; ".join(", ".join(filter(None, parts)) for parts in rows if any(parts))
