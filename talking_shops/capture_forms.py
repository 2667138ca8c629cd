"""The empty form of a conversation in the capture shell. The device seals what is typed; the server never gets it as
a form, so nothing is checked here: what cannot be taken up comes back to its writer.
"""

from typing import Any

from django import forms

from core.layout import Button, Buttons, Columns, Field, Include, form_helper
from residents.enums import Topic
from talking_shops.enums import Effect, Place
from talking_shops.forms import AgreedForm, box

TOPICS = (Topic.MATTERS, Topic.STRENGTHS, Topic.PEOPLE, Topic.WORRIES, Topic.GOOD_LIFE)
BLANK_ROWS, MOST_ROWS = 2, 30


class DayInput(forms.DateInput):
    """A browser's own box for a day: without a server nobody reads "next Friday"."""

    input_type = "date"


class CapturedLine(AgreedForm):
    """One row of "who does what by when"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].widget = DayInput()


CapturedLines = forms.formset_factory(CapturedLine, extra=BLANK_ROWS, max_num=MOST_ROWS)


class CaptureForm(forms.Form):
    """A conversation as on its own page, with somebody whose name need not be known."""

    called = forms.CharField(
        label="Who it is with (optional)",
        help_text="Initials, or something that you will know again: “Mrs B, red scarf”",
        required=False,
    )
    held_on = forms.DateField(label="Date", widget=DayInput)
    session = forms.ChoiceField(label="Talking Shop", required=False, choices=[("", "Not at one of these")])
    place = forms.ChoiceField(label="Where", choices=Place.choices, widget=forms.RadioSelect)
    with_whom = forms.CharField(label="Who else was there (optional)", required=False)
    matters = box(Topic.MATTERS)
    strengths = box(Topic.STRENGTHS)
    people = box(Topic.PEOPLE)
    worries = box(Topic.WORRIES)
    good_life = box(Topic.GOOD_LIFE)
    effect = forms.ChoiceField(
        label="Did it prevent, reduce or delay a need for care?",
        choices=Effect.choices,
        initial=Effect.NOT_SAID,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Columns(Field.text("called", label_size="s"), Field.text("held_on", width=10, label_size="s")),
            Field.select("session", label_size="s"),
            Field.radios("place", small=True, label_size="s"),
            *[Field.textarea(topic.value, rows=4, label_size="m") for topic in TOPICS],
            Include("talking_shops/_agreed_rows.html"),
            Field.text("with_whom", label_size="s"),
            Field.radios("effect", small=True, label_size="m"),
            Buttons(Button.primary("Finish conversation")),
            form_tag=False,
        )
