"""What a person has told us already, topic by topic, beside the questions of a form: nothing is asked twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Max
from django.template import Context
from django.template.loader import render_to_string

from accounts.models import User
from core.layout import Field
from residents.enums import Topic
from residents.models import Resident, Statement

SHOWN_AT_ONCE = 2
TICKS = ("still_true", "replaces")
SAY_WHAT_CHANGED = "Write what has changed, or untick “Has changed”"
ONE_AT_A_TIME = "Tick “Has changed” for one statement only: new words replace one"
NOT_BOTH = "Tick either “Still true” or “Has changed” for a statement"
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


def named(resident: Resident, keys: Iterable[str]) -> list[Statement]:
    """The person's statements that hold now, of those with these ids as text; what is no id names nothing.

    For a draft, whose ticks may be of somebody whom the call turned out not to be about.
    """
    ids = [key for key in keys if is_uuid(key)]
    return list(Statement.objects.current().filter(resident=resident, pk__in=ids)) if ids else []


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class KnownForm(forms.Form):
    """A form beside whose questions stands what is known already.

    Ticking "still true" confirms a statement; ticking "has changed" lets the new words under its topic, in the field
    with the topic's name, replace it.
    """

    still_true = forms.TypedMultipleChoiceField(
        required=False, error_messages={"invalid_choice": CHANGED, "invalid_list": CHANGED}
    )
    replaces = forms.TypedMultipleChoiceField(
        required=False, error_messages={"invalid_choice": CHANGED, "invalid_list": CHANGED}
    )

    def __init__(self, *args: Any, known: Known, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        for name in TICKS:
            ticks: Any = self.fields[name]
            ticks.choices = [(one.key, one.key) for one in known.said]
            ticks.coerce = known.statement

    def clean(self) -> dict[str, Any]:
        """A statement is replaced by words; not confirmed and replaced at once, and not two by one."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if "replaces" in self.errors:  # both ticks stand in one place of the page
            del self.errors["replaces"]
            self.add_error("still_true", CHANGED)
        for topic, earlier in self._replaced(given).items():
            where = topic if topic in self.fields else "still_true"
            if len(earlier) > 1:
                self.add_error(where, ONE_AT_A_TIME)
            elif earlier[0] in given.get("still_true", []):
                self.add_error(where, NOT_BOTH)
            elif not given.get(topic) and where not in self.errors:
                self.add_error(where, SAY_WHAT_CHANGED)
        return given

    @staticmethod
    def _replaced(given: dict[str, Any]) -> dict[str, list[Statement]]:
        by_topic: dict[str, list[Statement]] = {}
        for statement in given.get("replaces") or []:
            by_topic.setdefault(statement.topic, []).append(statement)
        return by_topic

    def replaced(self) -> dict[str, Statement]:
        """By topic, the statement that the new words replace; of a form that is valid."""
        return {topic: earlier[0] for topic, earlier in self._replaced(self.cleaned_data).items()}

    @property
    def ticked(self) -> list[str]:
        """The ids of the statements that are ticked as still true now."""
        return self["still_true"].value() or []

    @property
    def changed(self) -> list[str]:
        """The ids of the statements that are ticked as changed now."""
        return self["replaces"].value() or []


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
            form.rendered_fields.update(TICKS)
        return render_to_string(
            "residents/already_told.html",
            {
                "topic": self.topic,
                "title": self.title or self.topic.label,
                "latest": said[:SHOWN_AT_ONCE],
                "earlier": said[SHOWN_AT_ONCE:],
                "ticked": form.ticked,
                "changed": form.changed,
                "may_change": self.topic.value in {field.name for field in self.fields},
                "inside": [field.render(form, context) for field in self.fields],
            },
        )
