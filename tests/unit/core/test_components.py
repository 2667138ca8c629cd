"""The form pack prints what GOV.UK Frontend's own examples print; see docs/adr/0007."""

import re
from types import SimpleNamespace

import pytest
from django import forms
from django.template.loader import render_to_string

from core.components import error_target
from core.fields import DateInputField
from core.layout import Button
from core.templatetags.govuk import error_summary
from tests.unit.core.govuk_fixtures import fixture, printed, same

FIELDS = [
    ("input", "default"),
    ("input", "with hint text"),
    ("input", "with error message"),
    ("input", "with error and hint"),
    ("input", "with width-10 class"),
    ("input", "with label as page heading"),
    ("input", "with prefix and suffix"),
    ("input", "with prefix and suffix and error"),
    ("input", "with extra letter spacing"),
    ("input", "value"),
    ("input", "inputmode"),
    ("input", "with autocomplete attribute"),
    ("textarea", "default"),
    ("textarea", "with hint"),
    ("textarea", "with hint and error message"),
    ("textarea", "with default value"),
    ("textarea", "with custom rows"),
    ("textarea", "with label as page heading"),
    ("character-count", "default"),
    ("character-count", "with hint"),
    ("character-count", "with hint and error"),
    ("character-count", "with default value"),
    ("character-count", "with maxwords"),
    ("select", "hint"),
    ("select", "error"),
    ("select", "with hint text and error message"),
    ("select", "id"),
    ("radios", "default"),
    ("radios", "with hint"),
    ("radios", "inline"),
    ("radios", "with a divider"),
    ("radios", "with conditional items"),
    ("radios", "with conditional item checked"),
    ("radios", "with fieldset and error message"),
    ("radios", "small with hint"),
    ("radios", "small inline"),
    ("checkboxes", "with hint"),
    ("checkboxes", "with divider and None"),
    ("checkboxes", "with legend as a page heading"),
    ("checkboxes", "with error message and hint"),
    ("checkboxes", "with conditional items"),
    ("checkboxes", "with pre-checked values"),
    ("checkboxes", "small with error"),
    ("password-input", "default"),
    ("password-input", "with hint text"),
    ("password-input", "with error message"),
    ("date-input", "with values and name prefix"),
]
# GOV.UK's examples without a prefix call the boxes "day", "month" and "year"; ours carry the field's name.
DATES = [
    "default",
    "with values",
    "with error message and hint",
    "with error on day input",
    "with error on year input",
]


@pytest.mark.parametrize(("component", "name"), FIELDS)
def test_prints_the_same_as_govuk_when_given_the_same_options(component: str, name: str) -> None:
    example = fixture(component, name)
    same(printed(component, example["options"]), example["html"])


@pytest.mark.parametrize("name", DATES)
def test_prints_the_same_date_boxes_but_for_the_fields_name_in_front(name: str) -> None:
    example = fixture("date-input", name)
    named = re.sub(r'name="(day|month|year)"', rf'name="{example["options"]["id"]}-\1"', example["html"])
    same(printed("date-input", example["options"]), named)


@pytest.mark.parametrize("name", ["default", "disabled", "secondary", "warning", "name", "value"])
def test_prints_the_same_button(name: str) -> None:
    example = fixture("button", name)
    button = Button(**example["options"])
    same(render_to_string("govuk/button.html", {"button": button}), example["html"])


@pytest.mark.parametrize("name", ["default", "styled as large text", "as page heading l"])
def test_prints_the_same_fieldset(name: str) -> None:
    example = fixture("fieldset", name)
    legend = example["options"]["legend"]
    wrapper = {
        "legend": legend["text"],
        "legend_classes": legend.get("classes", ""),
        "page_heading": legend.get("isPageHeading", False),
    }
    same(render_to_string("govuk/fieldset.html", {"wrapper": wrapper, "inside": ""}), example["html"])


def test_prints_the_same_error_message() -> None:
    example = fixture("error-message", "id")
    same(render_to_string("govuk/error_message.html", example["options"]), example["html"])


def test_prints_the_same_hint() -> None:
    example = fixture("hint", "id")
    component = SimpleNamespace(id=example["options"]["id"].removesuffix("-hint"), hint=example["options"]["text"])
    same(render_to_string("govuk/hint_and_error.html", {"c": component}), example["html"])


@pytest.mark.parametrize("name", ["default", "mixed with and without links"])
def test_prints_the_same_error_summary(name: str) -> None:
    example = fixture("error-summary", name)
    same(render_to_string("govuk/error_summary.html", {"errors": example["options"]["errorList"]}), example["html"])


class Visit(forms.Form):
    story = forms.CharField(label="Story", error_messages={"required": "Enter what they said"})
    born_on = DateInputField(label="Date of birth")
    urgency = forms.ChoiceField(label="Urgency", choices=[("a", "A")], widget=forms.RadioSelect)


def summary_of(form: forms.Form) -> list[tuple[str, str]]:
    return [(error.text, error.href) for error in error_summary({"form": form})["errors"]]


def test_error_summary_links_to_the_first_control_at_fault_in_the_order_of_the_form() -> None:
    form = Visit({"born_on-day": "4", "born_on-month": "6", "born_on-year": ""})
    assert summary_of(form) == [
        ("Enter what they said", "#id_story"),
        ("Date of birth must include a year", "#id_born_on-year"),
        ("This field is required.", "#id_urgency"),
    ]


def test_every_link_of_the_error_summary_has_a_control_on_the_page() -> None:
    form = Visit({})
    html = "".join(render_to_string("govuk/field.html", {"field": bound}) for bound in form)
    for _, href in summary_of(form):
        assert f'id="{href[1:]}"' in html


def test_error_summary_is_silent_when_the_form_was_not_sent() -> None:
    assert summary_of(Visit()) == []


def test_error_target_is_the_day_when_the_whole_date_is_missing() -> None:
    form = Visit({})
    assert not form.is_valid()
    assert error_target(form["born_on"]) == "id_born_on-day"


def test_words_typed_by_people_are_escaped_everywhere() -> None:
    evil = '"><script>alert(1)</script>'
    form = Visit({"story": evil, "born_on-day": evil})
    form.fields["story"].label = evil
    form.fields["story"].help_text = evil
    html = "".join(render_to_string("govuk/field.html", {"field": bound}) for bound in form)
    assert "<script>" not in html
