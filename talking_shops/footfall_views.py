"""How many came, for those who manage: by session, by venue, by month."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core import clock
from localities.models import Locality
from talking_shops import footfall
from talking_shops.enums import TapKind

ON_A_PAGE = 25
BY = {"venue": "By venue", "month": "By month", "session": "By session"}
MONTHS = {"1": "This month", "3": "3 months", "12": "12 months", "24": "24 months"}
USUAL = "12"
A_YEAR = 12


@requires(Permission.SEE_DASHBOARD)
@require_safe
def footfall_report(request: StaffRequest) -> HttpResponse:
    """How many came in, talked, got information or came with a carer; it names nobody."""
    asked = request.GET
    by = asked["by"] if asked.get("by") in BY else "venue"
    months = asked["months"] if asked.get("months") in MONTHS else USUAL
    localities = {one.slug: one for one in Locality.objects.order_by("name")}
    locality = localities.get(asked.get("locality", ""))
    held = footfall.held_between(_first_day(int(months)), clock.today(), locality.pk if locality else None)
    page = Paginator(held.order_by("-starts_at", "venue__name"), ON_A_PAGE).get_page(asked.get("page"))
    context = {
        "by": by,
        "page": page,
        "rows": _rows(by, held, page),
        "total": footfall.total_of(held),
        "columns": TapKind.labels,
        "tabs": _tabs(by, months, locality.slug if locality else ""),
        "months": MONTHS,
        "months_chosen": months,
        "localities": localities.values(),
        "locality": locality,
    }
    return render(request, "talking_shops/session_footfall_report.html", context)


def _rows(by: str, held: Any, page: Any) -> list[footfall.Footfall]:
    if by == "session":
        return footfall.by_session(list(page))
    return footfall.by_venue(held) if by == "venue" else footfall.by_month(held)


def _first_day(months: int) -> date:
    """The first of the month that begins a period of so many months, this one among them."""
    today = clock.today()
    count = today.year * A_YEAR + today.month - months
    return date(count // A_YEAR, count % A_YEAR + 1, 1)


def _tabs(by: str, months: str, locality: str) -> list[dict[str, Any]]:
    kept = {"months": months} | ({"locality": locality} if locality else {})
    return [
        {"text": text, "href": reverse("talking_shops:footfall", query={"by": one} | kept), "current": one == by}
        for one, text in BY.items()
    ]
