"""A box that was filled too full says so in a sentence that names it, on every form of the application."""

from collections.abc import Iterator
from importlib import import_module
from inspect import getmembers, isclass
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from core.components import Look, describe
from core.templatetags.govuk import error_summary

APPS = ("core", "accounts", "residents", "talking_shops", "referrals", "discharges", "assessments", "worklists")


def boxes() -> Iterator[tuple[type[forms.Form], str]]:
    """Every box for text of every form, with what limits it."""
    for path in sorted(path for app in APPS for path in Path(settings.BASE_DIR, app).glob("*form*.py")):
        module = import_module(f"{path.parent.name}.{path.stem}")
        for _, form in getmembers(module, isclass):
            if issubclass(form, forms.Form) and form.__module__ == module.__name__:
                yield from ((form, name) for name, box in form.base_fields.items() if _is_text(box))


def _is_text(box: forms.Field) -> bool:
    return isinstance(box, forms.CharField) and box.max_length is not None and not box.widget.is_hidden


class OneBox(forms.Form):
    """A form that holds one box of another form, so that nothing else is wrong with it."""

    def __init__(self, box: forms.Field, typed: str) -> None:
        super().__init__({"box": typed})
        self.fields["box"] = box


@pytest.mark.parametrize(("form", "name"), [pytest.param(*one, id=f"{one[0].__name__}.{one[1]}") for one in boxes()])
def test_names_the_box_and_says_how_much_it_takes(form: type[forms.Form], name: str) -> None:
    box = form.base_fields[name]
    assert isinstance(box, forms.CharField)
    assert box.max_length is not None
    sent = OneBox(box, "x" * (box.max_length + 1))
    told = describe(sent["box"], Look(), {}).error
    assert told, "nothing is said"
    assert "Ensure" not in told
    if not told.startswith("Enter a month and year") and "must be a real" not in told:
        assert f"must be {box.max_length:,} characters or fewer" in told
        assert not told.startswith(("Must", "This must"))
    assert [error.text for error in error_summary({"form": sent})["errors"]] == [told]  # type: ignore[arg-type]


def test_names_the_box_that_holds_a_nul() -> None:
    sent = OneBox(forms.CharField(label="What they said (optional)"), "a\0b")
    assert describe(sent["box"], Look(), {}).error.startswith("What they said holds a character that cannot be kept")


def test_says_what_the_form_says_where_it_says_something() -> None:
    def refuse(_: str) -> None:
        raise ValidationError("Say it in English", code="max_length")

    own = {"max_length": "The ward must be 80 characters or fewer"}
    assert describe(OneBox(forms.CharField(max_length=1, error_messages=own), "ab")["box"], Look(), {}).error == (
        "The ward must be 80 characters or fewer"
    )
    assert describe(OneBox(forms.CharField(validators=[refuse]), "ab")["box"], Look(), {}).error == "Say it in English"
