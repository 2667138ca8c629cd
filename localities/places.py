"""Reads over reference data that every save needs: small tables, read whole, kept for the life of the process.

Reference data changes only by `manage.py reference`, after which processes are restarted.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache

from core import clock
from core.working_days import last_working_day_by
from localities.models import BankHoliday, Locality, PostcodeArea, Practice
from localities.rules import PlaceFacts, Placement, place


@cache
def postcode_areas() -> Mapping[str, str]:
    """Postcode beginnings to slugs of localities."""
    return dict(PostcodeArea.objects.values_list("prefix", "locality__slug"))


@cache
def localities_by_slug() -> Mapping[str, Locality]:
    """Every locality by its slug."""
    return {locality.slug: locality for locality in Locality.objects.all()}


@cache
def bank_holidays() -> frozenset[date]:
    """Every known bank holiday in England."""
    return frozenset(BankHoliday.objects.values_list("day", flat=True))


@cache
def named_bank_holidays() -> Mapping[date, str]:
    """Every known bank holiday in England with its name."""
    return dict(BankHoliday.objects.values_list("day", "name"))


def forget() -> None:
    """Read the reference data anew at the next question; called after it was loaded."""
    for remembered in (postcode_areas, localities_by_slug, bank_holidays, named_bank_holidays):
        remembered.cache_clear()


def place_of(
    *,
    practice: Practice | None,
    postcode: str,
    without_practice: str = "",
    chosen: Locality | None = None,
    chosen_reason: str = "",
) -> tuple[Locality | None, Placement]:
    """The locality that LOC-1 to LOC-4 give, and how they came to it; `without_practice` as in PlaceFacts."""
    facts = PlaceFacts(
        practice_name=practice.name if practice else "",
        practice_locality=practice.locality.slug if practice else "",
        without_practice="" if practice else without_practice,
        postcode=postcode,
        chosen_locality=chosen.slug if chosen else "",
        chosen_reason=chosen_reason,
    )
    placement = place(facts, postcode_areas())
    return localities_by_slug().get(placement.locality), placement


def plan_by(day: date) -> date:
    """The last working day on or before `day`, by England's bank holidays."""
    return last_working_day_by(day, bank_holidays())


def holidays_known_until() -> date | None:
    """The last bank holiday in the table; None when it is empty."""
    last = BankHoliday.objects.order_by("-day").first()
    return last.day if last else None


def days_of_holidays_left() -> int:
    """Days from today to the last known bank holiday; the alarm rings below 120."""
    until = holidays_known_until()
    return (until - clock.today()).days if until else 0
