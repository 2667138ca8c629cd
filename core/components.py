"""What each GOV.UK form component prints, worked out from one bound form field.

The templates under `templates/govuk/` only print what stands here: ids, which texts describe
the control, which box is at fault. `core.layout` is how a form says what it wants.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

from core.fields import DateBoxes, faulty_boxes, what_is_wrong

# Attributes that Django puts on a widget and GOV.UK advises against: a browser must not cut
# words short or stop the form with its own message; the server answers in our words.
UNWANTED = frozenset({"id", "class", "rows", "cols", "required", "maxlength", "minlength", "min", "max", "step"})
BLANK_CHOICE = "---"
# A browser takes no file back, and a page must not carry a password.
NEVER_SHOWN_AGAIN = frozenset({"file", "password"})


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a form wants one of its fields shown. Sizes are GOV.UK's: "", "s", "m", "l" or "xl"."""

    classes: str = ""
    group_classes: str = ""
    label_size: str = ""
    label_hidden: bool = False
    page_heading: bool = False
    prefix: str = ""
    suffix: str = ""
    inputmode: str = ""
    autocomplete: str = ""
    rows: int = 5
    characters: int = 0
    words: int = 0
    hints: Mapping[str, str] = field(default_factory=dict)
    divider_before: str = ""
    exclusive: str = ""
    attrs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One radio button, checkbox, option of a select or box of a date."""

    id: str
    name: str
    value: str
    text: str
    hint: str = ""
    checked: bool = False
    disabled: bool = False
    classes: str = ""
    attributes: str = ""
    reveals: str = ""
    divider: bool = False
    exclusive: bool = False
    described_by: str = ""

    @property
    def hint_id(self) -> str:
        """The id of the hint under this one choice."""
        return f"{self.id}-item-hint" if self.hint else ""


@dataclass(frozen=True, kw_only=True)
class Component:
    """Everything that a template of the pack needs for one field."""

    template: str
    id: str
    name: str
    label: str
    label_classes: str
    page_heading: bool
    hint: str
    error: str
    described_by: str
    group_classes: str
    classes: str = ""
    attributes: str = ""
    value: str = ""
    rows: int = 5
    prefix: str = ""
    suffix: str = ""
    characters: int = 0
    words: int = 0
    items: tuple[Item, ...] = ()
    groups: tuple[tuple[str, tuple[Item, ...]], ...] = ()
    has_fieldset: bool = False


def describe(bound: BoundField, look: Look, reveals: Mapping[str, SafeString]) -> Component:
    """The component for `bound`, chosen by its widget.

    `reveals` holds, by the value of a choice, the rendered fields that choosing it uncovers.
    """
    widget = bound.field.widget
    plain = _plain(bound, look)
    if isinstance(widget, DateBoxes):
        return _date(bound, look, plain)
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return _choices(bound, look, plain, reveals)
    if isinstance(widget, forms.CheckboxInput):
        return _single_checkbox(bound, look, plain)
    if isinstance(widget, forms.Select):
        return _select(bound, look, plain)
    if isinstance(widget, forms.Textarea):
        return _textarea(bound, look, plain)
    return _input(bound, look, plain)


def control_id(bound: BoundField) -> str:
    """The id on which a label, a hint and an error message of this field are built."""
    return str(bound.field.widget.attrs.get("id") or bound.auto_id or bound.html_name)


def error_target(bound: BoundField) -> str:
    """The id of the control that a link in the error summary goes to: the first box at fault."""
    target = control_id(bound)
    if isinstance(bound.field.widget, DateBoxes):
        return f"{target}-{faulty_boxes(bound)[0]}"
    return target


def _plain(bound: BoundField, look: Look) -> Component:
    """What all components have in common."""
    target = control_id(bound)
    hint, error = str(bound.help_text or ""), what_is_wrong(bound)
    described = [f"{target}-hint"] if hint else []
    described += [f"{target}-error"] if error else []
    sizes = [f"govuk-label--{look.label_size}"] if look.label_size else []
    hidden = ["govuk-visually-hidden"] if look.label_hidden else []
    return Component(
        template="",
        id=target,
        name=bound.html_name,
        label=str(bound.label or ""),
        label_classes=" ".join(sizes + hidden),
        page_heading=look.page_heading,
        hint=hint,
        error=error,
        described_by=" ".join(described),
        group_classes=_joined("govuk-form-group--error" if error else "", look.group_classes),
        classes=look.classes,
    )


def _input(bound: BoundField, look: Look, plain: Component) -> Component:
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "text")
    value = None if kind in NEVER_SHOWN_AGAIN else widget.format_value(bound.value())
    attrs = _attrs(bound, look, plain)
    base = {"file": "govuk-file-upload", "hidden": ""}.get(kind, "govuk-input")
    if kind == "number":
        kind, attrs["inputmode"] = "text", look.inputmode or "numeric"
    if kind == "email":
        attrs.setdefault("spellcheck", "false")
    if kind == "password":
        attrs = {"autocomplete": "current-password", "spellcheck": "false", "autocapitalize": "none"} | attrs
    attrs["type"] = kind
    if value not in (None, ""):
        attrs["value"] = str(value)
    return replace(
        plain,
        template={"password": "password", "hidden": "hidden"}.get(kind, "input"),
        classes=_joined(base, look.classes, f"{base}--error" if plain.error else ""),
        attributes=flatatt(attrs),
        prefix=look.prefix,
        suffix=look.suffix,
    )


def _textarea(bound: BoundField, look: Look, plain: Component) -> Component:
    counted = look.characters or look.words
    described = _joined(f"{plain.id}-info" if counted else "", plain.described_by)
    return replace(
        plain,
        template="textarea",
        classes=_joined("govuk-textarea", look.classes, "govuk-textarea--error" if plain.error else ""),
        attributes=flatatt(_attrs(bound, look, replace(plain, described_by=described))),
        value=str(bound.value() or ""),
        rows=look.rows,
        characters=look.characters,
        words=look.words,
    )


def _select(bound: BoundField, look: Look, plain: Component) -> Component:
    return replace(
        plain,
        template="select",
        classes=_joined("govuk-select", look.classes, "govuk-select--error" if plain.error else ""),
        attributes=flatatt(_attrs(bound, look, plain)),
        groups=tuple((str(group or ""), tuple(items)) for group, items in _option_groups(bound, look, {})),
    )


def _choices(bound: BoundField, look: Look, plain: Component, reveals: Mapping[str, SafeString]) -> Component:
    many = isinstance(bound.field.widget, forms.CheckboxSelectMultiple)
    items: list[Item] = []
    number = 0
    for _, group in _option_groups(bound, look, reveals):
        for item in group:
            if item.value or not item.text.startswith(BLANK_CHOICE):
                number += 2 if item.divider else 1  # GOV.UK counts the "or" as well
                items.append(replace(item, id=plain.id if number == 1 else f"{plain.id}-{number}"))
    return replace(
        plain,
        template="checkboxes" if many else "radios",
        label_classes=plain.label_classes.replace("govuk-label--", "govuk-fieldset__legend--"),
        items=tuple(items),
        has_fieldset=True,
        attributes=flatatt(dict(look.attrs)),
    )


def _single_checkbox(bound: BoundField, look: Look, plain: Component) -> Component:
    widget = bound.field.widget
    tick = Item(
        id=plain.id,
        name=plain.name,
        value="true",
        text=plain.label,
        checked=bool(bound.value()),
        disabled=bool(bound.field.disabled),
        attributes=flatatt(_wanted(widget.attrs) | dict(look.attrs)),
        described_by=plain.described_by,
    )
    return replace(plain, template="checkboxes", items=(tick,))


def _date(bound: BoundField, look: Look, plain: Component) -> Component:
    wrong = faulty_boxes(bound) if plain.error else ()
    values = bound.field.widget.format_value(bound.value())
    boxes = tuple(
        Item(
            id=f"{plain.id}-{part}",
            name=f"{plain.name}-{part}",
            value=values[part],
            text=part.capitalize(),
            classes=_joined("govuk-input--error" if part in wrong else "", f"govuk-input--width-{width}"),
            attributes=flatatt({"autocomplete": f"bday-{part}"} if look.autocomplete == "bday" else {}),
        )
        for part, width in (("day", 2), ("month", 2), ("year", 4))
    )
    legend = plain.label_classes.replace("govuk-label--", "govuk-fieldset__legend--")
    attributes = flatatt(dict(look.attrs))
    return replace(plain, template="date", label_classes=legend, items=boxes, has_fieldset=True, attributes=attributes)


def _option_groups(
    bound: BoundField, look: Look, reveals: Mapping[str, SafeString]
) -> Iterator[tuple[str | None, list[Item]]]:
    widget = bound.field.widget
    chosen = widget.format_value(bound.value())
    for group, options, _ in widget.optgroups(bound.html_name, chosen, {}):
        yield group, [_option(option, bound, look, reveals) for option in options]


def _option(option: dict[str, Any], bound: BoundField, look: Look, reveals: Mapping[str, SafeString]) -> Item:
    value = str(option["value"])
    return Item(
        id="",
        name=bound.html_name,
        value=value,
        text=str(option["label"]),
        hint=look.hints.get(value, ""),
        checked=bool(option["selected"]),
        disabled=bool(bound.field.disabled or option["attrs"].get("disabled")),
        reveals=reveals.get(value, ""),
        divider=bool(look.divider_before) and value == look.divider_before,
        exclusive=bool(look.exclusive) and value == look.exclusive,
    )


def _attrs(bound: BoundField, look: Look, plain: Component) -> dict[str, Any]:
    attrs = _wanted(bound.field.widget.attrs) | dict(look.attrs)
    named = {
        "inputmode": look.inputmode,
        "autocomplete": look.autocomplete,
        "aria-describedby": plain.described_by,
        "disabled": bool(bound.field.disabled),
    }
    return attrs | {name: value for name, value in named.items() if value}


def _wanted(attrs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attrs.items() if name not in UNWANTED}


def _joined(*words: str) -> str:
    return " ".join(word for word in words if word)
