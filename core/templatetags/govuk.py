"""Tags of the GOV.UK form pack: a field on its own, and the errors of a page's forms."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.template import Context
from django.template.loader import render_to_string

from core.components import Look, describe, error_target
from core.fields import what_is_wrong

register = template.Library()

# The names under which a view hands its forms to the template.
FORM_NAMES = ("form", "formset", "forms")


@dataclass(frozen=True)
class Error:
    """One line of the error summary; without `href` where no single control is at fault."""

    text: str
    href: str = ""


@register.simple_tag
def govuk_field(bound: BoundField, label_size: str = "") -> str:
    """One field with label, hint and error, outside of `{% crispy %}`: `{% govuk_field form.story %}`."""
    component = describe(bound, Look(label_size=label_size), {})
    return render_to_string(f"govuk/{component.template}.html", {"c": component})


@register.inclusion_tag("govuk/error_summary.html", takes_context=True)
def error_summary(context: Context, *forms: Any) -> dict[str, list[Error]]:
    """What is wrong with the page's forms, each line a link to its control.

    Without arguments it looks at `form`, `formset` and `forms` in the context.
    """
    return {"errors": [error for form in _forms(context, forms) for error in _errors(form)]}


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """ "Error: " before the page's title when a form of the page was refused."""
    return "Error: " if any(form.errors for form in _forms(context, ())) else ""


def _forms(context: Context, given: tuple[Any, ...]) -> Iterator[BaseForm]:
    for found in given or [context.get(name) for name in FORM_NAMES]:
        if isinstance(found, BaseForm):
            yield found
        elif isinstance(found, BaseFormSet | list | tuple):
            yield from (form for form in found if isinstance(form, BaseForm))


def _errors(form: BaseForm) -> Iterator[Error]:
    for text in form.non_field_errors():
        yield Error(str(text))
    for bound in form:
        if bound.errors:
            yield Error(what_is_wrong(bound), f"#{error_target(bound)}")
