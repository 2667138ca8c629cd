"""The form of the gallery: one field of every kind, and what is typed into it."""

from typing import Any

from django import forms

from core.fields import DateInputField, DateTextField, TimeTextField
from core.layout import Button, Buttons, Columns, Details, Field, Fieldset, form_helper

URGENCY = [("now", "Now"), ("today", "Today"), ("week", "This week"), ("calm", "No rush")]
CALLERS = [("person", "The person"), ("family", "Family or friend"), ("other", "Someone else")]
NEEDS = [("bsl", "BSL interpreter"), ("large", "Large print"), ("none", "None of these")]
TEAMS = [("", "Choose a team"), ("gra", "Grays"), ("til", "Tilbury and Chadwell"), ("pur", "Purfleet")]

ABOUT = Fieldset(
    "About the person",
    Field.text("known_as", width=20),
    Columns(Field.nhs_number("nhs"), Field.text("rate", width=3, suffix="hours")),
    Field.date("born_on", label_size="s"),
    Field.text("password", width=20),
    size="l",
)
CALLER = Field.radios(
    "caller",
    label_size="m",
    hints={"family": "Ask whether we may speak for them"},
    reveals={"other": Field.text("caller_name", width=20)},
)


class SampleForm(forms.Form):
    """One field of every kind."""

    known_as = forms.CharField(
        label="Known as",
        help_text="What they like to be called",
        error_messages={"required": "Enter what they like to be called"},
    )
    nhs = forms.CharField(label="NHS number", required=False, help_text="10 numbers, like 999 123 4567")
    rate = forms.IntegerField(
        label="Hours a week", error_messages={"invalid": "Hours a week must be a number, like 12"}
    )
    password = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    born_on = DateInputField(label="Date of birth", help_text="For example, 27 3 1945", latest="yesterday")
    visit_on = DateTextField(
        label="Visit on",
        help_text="For example, 27 November or tomorrow",
        error_messages={"required": "Enter the day of the visit"},
    )
    visit_at = TimeTextField(label="Visit at", required=False, help_text="For example, 9:30am")
    team = forms.ChoiceField(label="Team", choices=TEAMS, error_messages={"required": "Select a team"})
    urgency = forms.ChoiceField(
        label="How urgent is it?",
        choices=URGENCY,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how urgent it is"},
    )
    caller = forms.ChoiceField(
        label="Who is calling?",
        choices=CALLERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who is calling"},
    )
    caller_name = forms.CharField(label="Their name", required=False)
    needs = forms.MultipleChoiceField(
        label="How to communicate",
        choices=NEEDS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select how to communicate, or none of these"},
    )
    checked = forms.BooleanField(
        label="I checked date of birth and address", error_messages={"required": "Check date of birth and address"}
    )
    story = forms.CharField(
        label="What they said", widget=forms.Textarea, error_messages={"required": "Enter what they said"}
    )
    note = forms.CharField(label="Note for the worker", widget=forms.Textarea, required=False)
    cost = forms.CharField(label="Cost", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            ABOUT,
            Columns(Field.text("visit_on", width=10), Field.text("visit_at", width=5)),
            Field.select("team"),
            Field.radios("urgency", inline=True, small=True, label_size="m"),
            CALLER,
            Field.checkboxes("needs", label_size="m", exclusive="none", divider_before="none"),
            Field.checkboxes("checked", small=True),
            Field.textarea("story", rows=6, label_size="m"),
            Field.textarea("note", rows=3, characters=200),
            Details("More about money", Field.text("cost", width=5, prefix="£", inputmode="decimal")),
            Buttons(
                Button.primary("Save"),
                Button.secondary("Save and come back later", name="later", value="yes"),
                Button.link("Cancel", "#cancel"),
            ),
            form_id=f"sample-{self.prefix}",
        )


FILLED = {
    "known_as": "Jeannie", "nhs": "999 123 4567", "rate": "12", "born_on-day": "14", "born_on-month": "July",
    "born_on-year": "1945", "visit_on": "tomorrow", "visit_at": "9.30", "team": "til", "urgency": "today",
    "caller": "other", "caller_name": "Carol <the daughter>", "needs": ["bsl", "large"], "checked": "true",
    "story": "She fell in the kitchen.\nShe wants to go on cooking.", "note": "Ring the bell twice.", "cost": "0",
}  # fmt: skip
WRONG = {"rate": "twelve", "born_on-day": "31", "born_on-month": "2", "visit_on": "soon", "note": "a long note " * 20}
