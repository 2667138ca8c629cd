"""Twelve venues of the kinds that Talking Shops are held in, and their sessions: two years back, eight weeks ahead."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from random import Random

from talking_shops.enums import VenueKind
from talking_shops.models import Session, Venue
from thurrock_care.demo.almanac import Almanac
from thurrock_care.demo.ledger import Ledger, Row

WEEKS_AHEAD = 8
SATURDAY = 5


@dataclass(frozen=True)
class Shop:
    """One Talking Shop that was held: its key, its venue's name and its day."""

    key: str
    venue: str
    day: date
    opens: int
    minutes: int


class TalkingShops:
    """The venues and sessions of a borough, written once; finds the session that a person went to."""

    def __init__(self, ledger: Ledger, almanac: Almanac, localities: Mapping[str, object]) -> None:
        self._held: dict[str, list[Shop]] = {}
        for listed in listed_venues():
            venue = ledger.add(
                Venue, almanac.at(almanac.first_day, 0), slug=listed["slug"], name=listed["name"],
                kind=VenueKind(listed["kind"]), locality_id=localities[listed["locality"]], address=listed["address"],
                postcode=listed["postcode"],
            )  # fmt: skip
            for day in _days(almanac, int(listed["days_after_today"]), int(listed["weeks_between"])):
                shop = _session(ledger, almanac, venue, day, listed)
                if almanac.is_past(day):
                    self._held.setdefault(listed["locality"], []).append(shop)
        for held in self._held.values():
            held.sort(key=lambda shop: shop.day)

    def near(self, locality: str, day: date, rng: Random) -> Shop | None:
        """One of the next sessions held in a locality from `day` on; None when there was none before today."""
        held = self._held.get(locality, [])
        first = next((place for place, shop in enumerate(held) if shop.day >= day), None)
        if first is None:
            return None
        return rng.choice(held[first : first + 3])


def _days(almanac: Almanac, after: int, weeks: int) -> Iterator[date]:
    """The days of a venue's sessions, Monday to Friday but for bank holidays; `after` 0 has one today in any case."""
    first = almanac.today - timedelta(weeks=104) + timedelta(days=after)
    first += timedelta(days=max(0, 7 - first.weekday())) if first.weekday() >= SATURDAY else timedelta()
    days = {first + timedelta(weeks=week) for week in range(0, 104 + WEEKS_AHEAD, weeks)} - almanac.holidays
    yield from sorted(days | {almanac.today} if after == 0 else days)


def _session(ledger: Ledger, almanac: Almanac, venue: Row, day: date, listed: Mapping[str, str]) -> Shop:
    hour, minute = map(int, listed["opens"].split(":"))
    opens, minutes = hour * 60 + minute, int(listed["minutes"])
    starts_at = almanac.at(day, opens)
    row = ledger.add(
        Session,
        min(starts_at, almanac.at(almanac.today, 0)),
        venue_id=venue["id"],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
    )
    return Shop(row["id"], venue["name"], day, opens, minutes)


def listed_venues() -> list[dict[str, str]]:
    """The venues of words/venues.csv. A session falls on the weekday of the demo's today, or some days after it."""
    text = resources.files("thurrock_care.demo.words").joinpath("venues.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
