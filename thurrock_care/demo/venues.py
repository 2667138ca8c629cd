"""Twelve venues of the kinds that Talking Shops are held in, their series, and the dates of these: two years back and
as far ahead as the planner writes them out.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from importlib import resources
from random import Random
from typing import Any

from core.clock import london_date
from talking_shops.enums import Every, Has, SessionKind, VenueKind
from talking_shops.planned import DAYS_AHEAD
from thurrock_care.demo.almanac import Almanac
from thurrock_care.demo.ledger import Ledger, Row
from thurrock_care.demo.records import planning
from thurrock_care.demo.staff import Staff, Worker

SATURDAY = 5
TODAY = "today"
EVENT = "grays-morrisons"
SINCE = date(2021, 7, 6)  # the first Community Tuesday
OF_EVENT = {
    "kind": SessionKind.COMMUNITY_EVENT,
    "title": "Community Tuesday",
    "about": "A two-course meal, bingo, help with your shopping, and people from many services at one table.",
    "places": 12,
    "from_on": SINCE,
}
SAID = ("name", "address", "town", "postcode", "phone", "about", "how_to_get_there", "access_words")
ACCESS = ("step_free", "parking", "bus", "toilets", "quiet_space", "bsl")


@dataclass(frozen=True)
class Shop:
    """One Talking Shop that was held, or will be: its key, its venue's name, its locality and its day."""

    key: str
    venue: str
    locality: str
    day: date
    opens: int
    minutes: int


class TalkingShops:
    """The venues and sessions of a borough, written once; finds the session that a person went to."""

    def __init__(self, ledger: Ledger, almanac: Almanac, localities: Mapping[str, object], staff: Staff) -> None:
        self._ledger, self._almanac = ledger, almanac
        self._held: dict[str, list[Shop]] = {slug: [] for slug in localities}
        self.coming: list[Shop] = []
        self.conversations: Counter[str] = Counter()  # by the key of the session
        for listed in listed_venues():
            by = staff.allocator(f"cls-{listed['locality']}")
            venue = _venue(ledger, almanac, listed, localities, by)
            for row in _dates(ledger, almanac, listed, venue, by):
                self._sort_in(_shop(row, listed))
        for held in (*self._held.values(), self.coming):
            held.sort(key=lambda shop: (shop.day, shop.key))

    @property
    def held(self) -> Iterator[Shop]:
        """Every session that was held, by locality."""
        return (shop for shops in self._held.values() for shop in shops)

    def near(self, locality: str, day: date, rng: Random) -> Shop | None:
        """One of the next sessions held in a locality from `day` on; None when there was none before today."""
        held = self._held.get(locality, [])
        first = next((place for place, shop in enumerate(held) if shop.day >= day), None)
        if first is None:
            return None
        return rng.choice(held[first : first + 3])

    def _sort_in(self, shop: Shop) -> None:
        (self._held[shop.locality] if self._almanac.is_past(shop.day) else self.coming).append(shop)


def _venue(
    ledger: Ledger, almanac: Almanac, listed: Mapping[str, str], localities: Mapping[str, object], by: Worker
) -> Row:
    """One venue, with what is known of its access; of some nobody has looked."""
    checked_on = almanac.today - timedelta(days=int(listed["checked"])) if listed["checked"] else None
    return planning.make_venue(
        ledger, by=by, at=almanac.at(almanac.first_day, 9 * 60), slug=listed["slug"], kind=VenueKind(listed["kind"]),
        locality_id=localities[listed["locality"]], checked_on=checked_on,
        **{name: listed[name] for name in SAID}, **{name: Has(listed[name]) for name in ACCESS},
    )  # fmt: skip


def _dates(ledger: Ledger, almanac: Almanac, listed: Mapping[str, str], venue: Row, by: Worker) -> Iterator[Row]:
    """The rows of those dates of a venue's series that go ahead. Where its series falls on the weekday of the demo's
    today, one is held today in any case.
    """
    made_at = almanac.at(almanac.first_day, 9 * 60 + 30)
    series = _series(almanac, listed)
    last = almanac.today + DAYS_AHEAD
    dates = planning.make_series(
        ledger, venue=venue, by=by, at=made_at, first=almanac.first_day, last=last, **series
    )  # fmt: skip
    yield from (row for row, dated in dates if dated.is_held)
    held_on = {dated.on for _, dated in dates if dated.is_held}
    if listed["weekday"] == TODAY and almanac.today not in held_on:
        yesterday = almanac.at(almanac.today - timedelta(days=1), 9 * 60)
        yield planning.plan_session(
            ledger, venue=venue, by=by, at=yesterday, on=almanac.today, starts=series["starts"], ends=series["ends"]
        )


def _series(almanac: Almanac, listed: Mapping[str, str]) -> dict[str, Any]:
    hour, minute = map(int, listed["opens"].split(":"))
    ends = hour * 60 + minute + int(listed["minutes"])
    weekday = min(almanac.today.weekday(), SATURDAY - 1) if listed["weekday"] == TODAY else int(listed["weekday"])
    return {
        "every": Every(listed["every"]), "weekday": weekday, "nth": int(listed["nth"]) if listed["nth"] else None,
        "starts": time(hour, minute), "ends": time(ends // 60, ends % 60), "from_on": almanac.first_day,
        **(OF_EVENT if listed["slug"] == EVENT else {}),
    }  # fmt: skip


def _shop(row: Row, listed: Mapping[str, str]) -> Shop:
    hour, minute = map(int, listed["opens"].split(":"))
    day, opens, minutes = london_date(row["starts_at"]), hour * 60 + minute, int(listed["minutes"])
    return Shop(row["id"], listed["name"], listed["locality"], day, opens, minutes)


def listed_venues() -> list[dict[str, str]]:
    """The venues of words/venues.csv. The weekday of some is that of the demo's today."""
    text = resources.files("thurrock_care.demo.words").joinpath("venues.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
