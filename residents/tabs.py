"""The parts of a person's record as links: what a page about the person shows above its own words."""

from typing import Any

from django.urls import reverse

from residents.models import Resident

PARTS = (
    ("worklists:resident", "Overview"),
    ("worklists:timeline", "Timeline"),
    ("residents:details", "Details and circle"),
    ("residents:alerts", "Alerts and access"),
)


def tabs_of(resident: Resident, current: str) -> list[dict[str, Any]]:
    """For components/tabs_as_links.html; `current` is the name of the page's address."""
    here = {"reference": resident.reference}
    return [{"text": text, "href": reverse(name, kwargs=here), "current": name == current} for name, text in PARTS]
