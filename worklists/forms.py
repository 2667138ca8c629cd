"""The filter of the audit log."""

from typing import Any

from django import forms

from core.fields import DateTextField
from core.layout import Button, Buttons, Field, form_helper
from worklists.history import Asked, verbs_to_choose


class AuditFilter(forms.Form):
    """Who, what, and on which day; each may be left out."""

    who = forms.CharField(label="Who", required=False, help_text="Part of a name")
    verb = forms.ChoiceField(label="What", required=False)
    day = DateTextField(label="Day", required=False, latest="today", help_text="For example, 22/11/2026")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = verbs_to_choose()  # type: ignore[attr-defined]
        self.helper = form_helper(
            Field.text("who", width=20),
            Field.select("verb"),
            Field.text("day", width=10),
            Buttons(Button.primary("Show")),
            method="get",
            form_id="audit-filter",
        )

    def asked(self) -> Asked:
        """What is looked for; anything, while the form is empty or wrong."""
        if not self.is_valid():
            return Asked()
        said = self.cleaned_data
        return Asked(who=said["who"].strip(), verb=said["verb"], day=said["day"])
