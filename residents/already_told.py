"""What a person has told us already, topic by topic, beside the questions of a form: nothing is asked twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Max
from django.template import Context
from django.template.loader import render_to_string

from accounts.models import User
from core.layout import Field
from residents.enums import Topic
from residents.models import Resident, Statement

SHOWN_AT_ONCE = 2
CHANGED = "One of the things you ticked was changed while this page was open. Look at what is known now."


@dataclass(frozen=True)
class Said:
    """One statement as it is shown: words, who said it, who heard it and when, and when it was last confirmed."""

    statement: Statement
    confirmed_at: datetime | None

    @property
    def key(self) -> str:
        return str(self.statement.pk)


class Known:
    """All that holds now of what a person said, newest first under each topic."""

    def __init__(self, said: Iterable[Said]) -> None:
        self.said = list(said)

    def about(self, topic: str) -> list[Said]:
        """What is known under one topic."""
        return [one for one in self.said if one.statement.topic == topic]

    def statement(self, key: str) -> Statement:
        """The statement with this id as text; ValueError when it is not among those that hold now."""
        for one in self.said:
            if one.key == key:
                return one.statement
        raise ValueError(key)


def known_of(resident: Resident, viewer: User) -> Known:
    """What the person has told us so far and the viewer may read, in one query."""
    statements = Statement.objects.visible_to(viewer).current().filter(resident=resident)
    confirmed = statements.annotate(confirmed_at=Max("confirmations__heard_at"))
    return Known(Said(statement, statement.confirmed_at) for statement in confirmed)


class KnownForm(forms.Form):
    """A form beside whose questions stands what is known already; ticking it says that it is still true."""

    still_true = forms.TypedMultipleChoiceField(
        required=False, error_messages={"invalid_choice": CHANGED, "invalid_list": CHANGED}
    )

    def __init__(self, *args: Any, known: Known, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        ticks: Any = self.fields["still_true"]
        ticks.choices = [(one.key, one.key) for one in known.said]
        ticks.coerce = known.statement

    @property
    def ticked(self) -> list[str]:
        """The ids of the statements that are ticked now."""
        return self["still_true"].value() or []


@dataclass(frozen=True)
class Beside:
    """Part of a KnownForm's layout: the fields about a topic, and to their left what is known under it.

    Without fields it shows only what is known, and nothing at all where nothing is.
    """

    topic: Topic
    fields: tuple[Field, ...] = ()
    title: str = ""

    def render(self, form: Any, context: Context, **kwargs: Any) -> str:
        """The HTML of the topic; called by crispy-forms."""
        said = form.known.about(self.topic)
        if hasattr(form, "rendered_fields"):
            form.rendered_fields.add("still_true")
        return render_to_string(
            "residents/already_told.html",
            {
                "topic": self.topic,
                "title": self.title or self.topic.label,
                "latest": said[:SHOWN_AT_ONCE],
                "earlier": said[SHOWN_AT_ONCE:],
                "ticked": form.ticked,
                "inside": [field.render(form, context) for field in self.fields],
            },
        )
