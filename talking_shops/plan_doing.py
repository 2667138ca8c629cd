"""What the pages of the planner have in common: do what a form says, show its form again with what is wrong."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts.policies import StaffRequest
from core.errors import ChangedMeanwhile, Refused
from talking_shops.models import Series, Session, Venue

FINE, CHANGED, REFUSED = 200, 409, 422


def done(form: Any, beside: Any, action: Any, **said: Any) -> Any:
    """What the action gave; None when it was refused: then the form says why, with both versions where there are two.

    `beside` gives what stands now as the form's own initial, so that the two can stand side by side.
    """
    try:
        return action(**said)
    except ChangedMeanwhile as changed:
        now: Any = changed.current
        form.unlike = form.differences(beside(now))
        form.stands_now = stands_now(now)
        form.take_version(now.version)
        form.add_error(None, str(changed))
        form.changed = True
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return None


def stands_now(now: Series | Session | Venue) -> str:
    """What somebody else has made of it, in a sentence."""
    if isinstance(now, Session):
        because = f": {now.because}" if now.because else ""
        return f"It stands now as: {now.get_status_display().lower()}{because}"
    return ""


def show_form(request: StaffRequest, form: Any, template: str, **context: Any) -> HttpResponse:
    """The page of a form: 409 beside another version, 422 with errors."""
    status = CHANGED if getattr(form, "changed", False) else REFUSED if form.errors else FINE
    return render(request, f"talking_shops/{template}", {"form": form} | context, status=status)


def nothing_beside(now: Any) -> Mapping[str, Any]:
    """For forms that change what no other form shows."""
    return {}
