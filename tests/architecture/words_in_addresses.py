"""What goes into an address that names no row, but a place, a day or a kind: the same whoever asks."""

from collections.abc import Mapping
from typing import Any

from core.shortcuts import PLACEHOLDER
from dashboards.measures import MEASURES

TILBURY = {"slug": "tilbury-chadwell"}
A_WEEK = {"year": 2026, "month": 3, "day": 2}

WORDS: Mapping[str, dict[str, Any]] = {
    "discharges:forecast_span": {**TILBURY, **A_WEEK, "what": "due", "days": 7},
    "discharges:forecast_people": {**TILBURY, "what": "past"},
    "talking_shops:public_venue": {"slug": "tilbury-hub"},
    "talking_shops:poster": {"slug": "tilbury-hub"},
    "talking_shops:poster_sized": {"slug": "tilbury-hub", "size": "large"},
    "talking_shops:feed_of_locality": TILBURY,
    "talking_shops:feed_of_venue": {"slug": "tilbury-hub"},
    "talking_shops:feed_of_series": {"pk": PLACEHOLDER},
    "talking_shops:public_missing": {"rest": "tilbury-hub/nothing"},
    "dashboards:locality": TILBURY,
    "dashboards:due": {**TILBURY, **A_WEEK},
    "dashboards:days_left": {**TILBURY, "band": "overdue"},
    "dashboards:late_because": {**TILBURY, "cause": "not-said"},
    "dashboards:people_behind": {**TILBURY, "measure": MEASURES[0].slug},
}
