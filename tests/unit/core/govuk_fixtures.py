"""GOV.UK's own examples of its components, and the Django form that should print the same."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from crispy_forms.utils import render_crispy_form
from django import forms
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from core.components import Look
from core.fields import DateBoxes
from core.layout import Field, form_helper

COMPONENTS = Path(settings.BASE_DIR) / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"
# What only our pages need: the hook of Ctrl+Enter, and the way to an extra form.
OUR_OWN_ATTRIBUTES = {"data-main-button"}


class Ready:
    """A part of a layout that is HTML already."""

    def __init__(self, html: str) -> None:
        self.html = html

    def render(self, form: Any, context: Any, **kwargs: Any) -> SafeString:
        return mark_safe(self.html)


def fixture(component: str, name: str) -> dict[str, Any]:
    """The example `name` of a component: its `options` and the `html` that GOV.UK prints for them."""
    path = COMPONENTS / component / "fixtures.json"
    assert path.exists(), "The npm packages are missing: run `make frontend`."
    examples = {example["name"]: example for example in json.loads(path.read_text())["fixtures"]}
    return examples[name]


def printed(component: str, options: Mapping[str, Any]) -> str:
    """What our form pack prints for the field that `options` describe."""
    name = options.get("namePrefix") or options.get("name") or options["id"]
    error = options.get("errorMessage", {}).get("text", "")
    form_class = type("Example", (forms.Form,), {name: _field(component, options)})
    value = _value(component, options, name)
    form = form_class(data=value if error else None, initial={} if error else value)
    if error:
        form.add_error(name, forms.ValidationError(error, params={"boxes": _faulty(options)}))
    layout_field = Field(name, *_look_and_reveals(component, options))
    return render_crispy_form(form, form_helper(layout_field, form_tag=False))


def same(ours: str, theirs: str) -> None:
    """Fail unless both are the same tree, apart from white space and the order of attributes and classes."""
    assert _tree(ours) == _tree(theirs)


def _field(component: str, options: Mapping[str, Any]) -> forms.Field:
    label = (options.get("label") or options.get("fieldset", {}).get("legend") or {}).get("text", "")
    shared = {"label": label, "help_text": options.get("hint", {}).get("text", ""), "required": False}
    target = options.get("id") or options.get("idPrefix") or options["name"]
    attrs = {"id": target}
    items = [(str(item["value"]), item["text"]) for item in options.get("items", []) if "text" in item]
    if component == "checkboxes":
        return forms.MultipleChoiceField(choices=items, widget=forms.CheckboxSelectMultiple(attrs=attrs), **shared)
    if component == "radios":
        return forms.ChoiceField(choices=items, widget=forms.RadioSelect(attrs=attrs), **shared)
    if component == "select":
        return forms.ChoiceField(choices=items, widget=forms.Select(attrs=attrs), **shared)
    widgets = {
        "input": forms.TextInput(attrs=attrs | {"type": "text"}),
        "password-input": forms.PasswordInput(attrs=attrs),
        "date-input": DateBoxes(attrs=attrs),
    }
    return forms.Field(widget=widgets.get(component, forms.Textarea(attrs=attrs)), **shared)


def _value(component: str, options: Mapping[str, Any], name: str) -> dict[str, Any]:
    if component == "date-input":
        typed = {key.split("-")[-1]: str(part) for key, part in options.get("values", {}).items()}
        return (
            {f"{name}-{part}": value for part, value in typed.items()} if "errorMessage" in options else {name: typed}
        )
    checked = [str(item["value"]) for item in options.get("items", []) if item.get("checked") or item.get("selected")]
    checked += [str(value) for value in options.get("values", [])]
    if component == "checkboxes":
        return {name: checked}
    return {name: str(options.get("value", checked[0] if checked else ""))}


def _faulty(options: Mapping[str, Any]) -> list[str]:
    return [part for part in ("day", "month", "year") if options.get(part, {}).get("error")]


def _look_and_reveals(component: str, options: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
    heading = options.get("label") or options.get("fieldset", {}).get("legend") or {}
    size = heading.get("classes", "").rpartition("--")[2]
    items = options.get("items", [])
    dividers = [items[index + 1]["value"] for index, item in enumerate(items) if "divider" in item]
    look = {
        "label_size": size,
        "page_heading": heading.get("isPageHeading", False),
        "classes": options.get("classes", ""),
        "group_classes": options.get("formGroup", {}).get("classes", ""),
        "prefix": options.get("prefix", {}).get("text", ""),
        "suffix": options.get("suffix", {}).get("text", ""),
        "inputmode": options.get("inputmode", ""),
        "autocomplete": options.get("autocomplete", ""),
        "rows": options.get("rows", 5),
        "characters": options.get("maxlength", 0),
        "words": options.get("maxwords", 0),
        "hints": {item["value"]: item["hint"]["text"] for item in items if "hint" in item},
        "divider_before": dividers[0] if dividers else "",
        "exclusive": next((item["value"] for item in items if item.get("behaviour") == "exclusive"), ""),
    }
    reveals = {item["value"]: (Ready(item["conditional"]["html"]),) for item in items if "conditional" in item}
    return Look(**look), reveals


def _tree(html: str) -> list[Any]:
    return _children(BeautifulSoup(html, "html.parser"))


def _children(parent: Tag) -> list[Any]:
    found: list[Any] = []
    for child in parent.children:
        if isinstance(child, Tag):
            found.append((child.name, _attributes(child), _children(child)))
        elif text := " ".join(str(child).split()):
            found.append(text)
    return found


def _attributes(tag: Tag) -> dict[str, Any]:
    kept = {name: value for name, value in tag.attrs.items() if name not in OUR_OWN_ATTRIBUTES}
    if "class" in kept:
        kept["class"] = sorted(kept["class"])
    return kept
