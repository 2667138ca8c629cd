"""How a form says in a few lines what it looks like.

    self.helper = form_helper(
        Field.text("known_as", width=20),
        Field.radios("urgency", inline=True, small=True, label_size="m"),
        Field.textarea("story", rows=6, label_size="m"),
        Buttons(Button.primary("Save"), Button.link("Cancel", reverse("worklists:my_day"))),
    )

`{% crispy form %}` prints it through the templates under `templates/govuk/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from crispy_forms.utils import render_field
from django import forms
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from core.components import Look, describe

Width = int | str


class LayoutPart(Protocol):
    """Anything that crispy-forms can lay out: it renders itself for one form."""

    def render(self, form: forms.BaseForm, context: Context, **kwargs: Any) -> str: ...


Part = LayoutPart | str


def form_helper(
    *parts: Part,
    action: str = "",
    method: str = "post",
    form_id: str = "",
    form_tag: bool = True,
    autocomplete: str = "off",
    attrs: Mapping[str, str] | None = None,
) -> FormHelper:
    """The crispy helper of a form that consists of `parts`, in this order.

    The browser neither checks the form (`novalidate`: the server does, in our words) nor fills
    it in (`autocomplete="off"`: it would offer the worker's own details for the person's).
    With `form_tag=False` the page writes `<form>` itself, around several forms.
    """
    helper = FormHelper()
    helper.layout = Layout(*parts)
    helper.form_method, helper.form_id, helper.form_tag = method, form_id, form_tag
    helper.form_action = action
    helper.attrs = {"novalidate": True, "autocomplete": autocomplete} | dict(attrs or {})
    helper.render_hidden_fields = True
    return helper


@dataclass(frozen=True)
class Field:
    """One field of the form with its label, hint and error.

    `label_size` is "", "s", "m", "l" or "xl"; `width` is a number of characters (2, 3, 4, 5, 10,
    20, 30) or a fraction such as "one-half". `page_heading=True` makes the label the page's h1.
    """

    name: str
    look: Look = field(default_factory=Look)
    reveals: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)

    @classmethod
    def text(cls, name: str, *, width: Width = "", **look: Any) -> "Field":
        """A text, e-mail, password, number or file input; `prefix`, `suffix`, `inputmode` as GOV.UK's."""
        return cls(name, Look(classes=_input_width(width), **look))

    @classmethod
    def nhs_number(cls, name: str, **look: Any) -> "Field":
        """One box for an NHS number, wide enough and with spaced digits."""
        return cls(
            name, Look(classes="govuk-input--width-10 govuk-input--extra-letter-spacing", inputmode="numeric", **look)
        )

    @classmethod
    def textarea(cls, name: str, *, rows: int = 5, **look: Any) -> "Field":
        """A box for words; with `characters` or `words` it counts down to that limit."""
        return cls(name, Look(rows=rows, **look))

    @classmethod
    def select(cls, name: str, *, width: Width = "", **look: Any) -> "Field":
        """A list to choose one from; only where radios would be too many."""
        return cls(name, Look(classes=_width(width), **look))

    @classmethod
    def radios(
        cls,
        name: str,
        *,
        inline: bool = False,
        small: bool = False,
        reveals: Mapping[str, Part | tuple[Part, ...]] | None = None,
        **look: Any,
    ) -> "Field":
        """Choose one. `hints` by value stand under the choices; `reveals` by value are fields that a choice
        uncovers.
        """
        return cls(name, Look(classes=_choices("radios", inline, small), **look), _tuples(reveals))

    @classmethod
    def checkboxes(
        cls,
        name: str,
        *,
        small: bool = False,
        reveals: Mapping[str, Part | tuple[Part, ...]] | None = None,
        **look: Any,
    ) -> "Field":
        """Choose any. `exclusive` is the value of "None of these"; `divider_before` puts "or" above a value."""
        return cls(name, Look(classes=_choices("checkboxes", False, small), **look), _tuples(reveals))

    @classmethod
    def date(cls, name: str, **look: Any) -> "Field":
        """The three boxes of a `core.fields.DateInputField`."""
        return cls(name, Look(**look))

    def render(self, form: forms.BaseForm, context: Context, **kwargs: Any) -> str:
        """The HTML of the field; called by crispy-forms."""
        if hasattr(form, "rendered_fields"):  # set by crispy-forms; hidden fields that are left get printed too
            form.rendered_fields.add(self.name)
        uncovered = {value: _together(parts, form, context) for value, parts in self.reveals.items()}
        component = describe(form[self.name], self.look, uncovered)
        return render_to_string(f"govuk/{component.template}.html", {"c": component})


@dataclass(frozen=True)
class Button:
    """A button of the form, or a link that stands among them."""

    text: str
    classes: str = ""
    name: str = ""
    value: str = ""
    href: str = ""
    disabled: bool = False
    main: bool = False
    formaction: str = ""
    shortcut: str = ""  # one key, pressed with Alt and Shift

    @classmethod
    def primary(cls, text: str, **more: Any) -> "Button":
        """What the form is for; Ctrl+Enter presses it. One for each form."""
        return cls(text, main=True, **more)

    @classmethod
    def secondary(cls, text: str, **more: Any) -> "Button":
        """Another way to send the form, such as "Save and come back later"."""
        return cls(text, classes="govuk-button--secondary", **more)

    @classmethod
    def warning(cls, text: str, **more: Any) -> "Button":
        """Does something serious that cannot be undone."""
        return cls(text, classes="govuk-button--warning", main=True, **more)

    @classmethod
    def link(cls, text: str, href: str) -> "Button":
        """A plain link beside the buttons, such as "Cancel"."""
        return cls(text, href=href)

    def render(self, form: forms.BaseForm, context: Context, **kwargs: Any) -> str:
        """The HTML of the button; called by crispy-forms."""
        return render_to_string("govuk/button.html", {"button": self})


class _Wrapper:
    """Parts inside a template that prints `{{ inside }}`."""

    template = ""

    def __init__(self, *parts: Part) -> None:
        self.parts = parts

    def render(self, form: forms.BaseForm, context: Context, **kwargs: Any) -> str:
        """The HTML of the parts in their frame; called by crispy-forms."""
        inside = _together(self.parts, form, context)
        return render_to_string(self.template, {"wrapper": self, "inside": inside})


class Buttons(_Wrapper):
    """Buttons and links in one row."""

    template = "govuk/button_group.html"


class Columns(_Wrapper):
    """Fields side by side where there is room, one under the other where there is not."""

    template = "govuk/columns.html"


class Fieldset(_Wrapper):
    """A group of fields under one legend."""

    template = "govuk/fieldset.html"

    def __init__(self, legend: str, *parts: Part, size: str = "m", page_heading: bool = False, hint: str = "") -> None:
        super().__init__(*parts)
        self.legend, self.page_heading, self.hint = legend, page_heading, hint
        self.legend_classes = f"govuk-fieldset__legend--{size}" if size else ""


class Details(_Wrapper):
    """Fields or text folded away under one line."""

    template = "govuk/details.html"

    def __init__(self, summary: str, *parts: Part, open: bool = False) -> None:
        super().__init__(*parts)
        self.summary, self.open = summary, open


@dataclass(frozen=True)
class Include:
    """Another template in the midst of a form; it sees the page's context and the form."""

    template: str

    def render(self, form: forms.BaseForm, context: Context, **kwargs: Any) -> str:
        """The HTML of the template; called by crispy-forms."""
        seen: dict[Any, Any] = context.flatten()
        return render_to_string(self.template, seen | {"form": form})


def _together(parts: tuple[Part, ...], form: forms.BaseForm, context: Context) -> SafeString:
    return mark_safe("".join(render_field(part, form, context) for part in parts))


def _tuples(reveals: Mapping[str, Part | tuple[Part, ...]] | None) -> dict[str, tuple[Part, ...]]:
    return {value: part if isinstance(part, tuple) else (part,) for value, part in (reveals or {}).items()}


def _choices(kind: str, inline: bool, small: bool) -> str:
    return " ".join(f"govuk-{kind}--{word}" for word, wanted in (("inline", inline), ("small", small)) if wanted)


def _input_width(width: Width) -> str:
    return f"govuk-input--width-{width}" if isinstance(width, int) else _width(width)


def _width(width: Width) -> str:
    return f"govuk-!-width-{width}" if width else ""
