"""The page on which everybody finds a Talking Shop: what is asked, which places are near, when each is next."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.http import QueryDict

from core import clock
from localities.places import localities_by_slug, postcode_areas
from talking_shops.enums import Has, SessionStatus
from talking_shops.gazetteer import BEGINNINGS
from talking_shops.models import Session, Venue
from talking_shops.nearness import ELSEWHERE, LONGEST, Known, Sought, Spot, how_near, level_in_words, understand
from talking_shops.public_dates import PublicDate, all_in_words, day_in_words

DAYS_OF_A_WEEK = 7
EVERYWHERE = "All our Talking Shops"
NEVER = datetime.max.replace(tzinfo=UTC)
# What a place may have, in the order in which people ask for it: the field and its words.
FACTS = {
    "step_free": "Step-free access",
    "toilets": "Accessible toilet",
    "parking": "Parking",
    "bus": "Bus stop near by",
    "quiet_space": "Quiet space",
    "bsl": "British Sign Language",
}


@dataclass(frozen=True)
class Asked:
    """What somebody asked for. `day` is 1 for Monday to 7, 0 for any; `needs` are keys of FACTS."""

    typed: str = ""
    day: int = 0
    locality: str = ""
    needs: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        return bool(self.day or self.locality or self.needs)

    @property
    def is_anything(self) -> bool:
        return bool(self.typed or self.is_narrowed)


@dataclass(frozen=True)
class Card:
    """A place, its next date, what it has, and what of what was asked for is not known of it."""

    venue: Venue
    next: PublicDate | None
    has: list[str]
    unsure: list[str]

    @property
    def starts(self) -> datetime:
        """When its next date starts; those without one come last."""
        return self.next.session.starts_at if self.next else NEVER


@dataclass(frozen=True)
class Group:
    """Places that are equally near."""

    heading: str
    cards: list[Card]
    level: int


@dataclass(frozen=True)
class Day:
    """The sessions of one of the next seven days."""

    words: str
    dates: list[PublicDate]


@dataclass(frozen=True)
class Finder:
    """All that the page shows. `left_out` counts the places that have not what was asked for."""

    asked: Asked
    sought: Sought
    groups: list[Group]
    left_out: int
    days: list[Day]

    @property
    def nothing_near(self) -> bool:
        """Whether somebody named where they are, and no place is near it."""
        return self.sought.is_known and all(group.level == ELSEWHERE for group in self.groups)

    @property
    def near(self) -> str:
        """The town or postcode that was named, as it is spelled; "" when none was."""
        return self.sought.name if self.sought.is_town else self.sought.postcode

    @property
    def count(self) -> int:
        return sum(len(group.cards) for group in self.groups)


def asked_in(query: QueryDict) -> Asked:
    """What the address of the page asks for; what makes no sense asks for nothing."""
    day = query.get("day", "")
    locality = query.get("locality", "")
    return Asked(
        typed=" ".join(query.get("q", "").split())[:LONGEST],
        day=int(day) if day in {str(number) for number in range(1, DAYS_OF_A_WEEK + 1)} else 0,
        locality=locality if locality in localities_by_slug() else "",
        needs=tuple(need for need in FACTS if need in query.getlist("need")),
    )


def find(asked: Asked) -> Finder:
    """The places that fit, the nearest first; what is on in the next seven days, when nothing was asked."""
    venues = list(Venue.objects.open().select_related("locality"))
    known = known_of_thurrock()
    sought = understand(asked.typed, spots=[spot_of(venue) for venue in venues], known=known)
    fitting = [venue for venue in venues if _fits(venue, asked)]
    dates = _next_dates(fitting, asked.day)
    cards = [_card(venue, dates.get(venue.pk), asked) for venue in fitting if venue.pk in dates or not asked.day]
    days = [] if asked.is_anything else _this_week()
    return Finder(asked, sought, _grouped(cards, sought, known), len(venues) - len(cards), days)


def known_of_thurrock() -> Known:
    """Towns, localities and postcode areas, as they are understood."""
    named = {slug: locality.name for slug, locality in localities_by_slug().items()}
    return Known(beginnings=BEGINNINGS, localities=named, areas=postcode_areas())


def spot_of(venue: Venue) -> Spot:
    """Where a venue is; without a town of its own it is in what its address ends with."""
    return Spot(
        words=f"{venue.name} {venue.address} {venue.town} {venue.postcode}",
        town=venue.town or venue.address.rpartition(",")[2].strip(),
        postcode=venue.postcode,
        locality=venue.locality.slug,
    )


def _grouped(cards: list[Card], sought: Sought, known: Known) -> list[Group]:
    """The cards under headings that say how near they are; under each, those with the soonest date first."""
    levels = {card.venue.pk: how_near(spot_of(card.venue), sought) for card in cards}
    cards.sort(key=lambda card: (levels[card.venue.pk], card.next is None, card.starts, card.venue.name))
    locality = known.localities.get(sought.locality, "")
    return [
        Group(level_in_words(level, sought, locality) if sought.is_known else EVERYWHERE, list(near), level)
        for level, near in groupby(cards, key=lambda card: levels[card.venue.pk])
    ]


def _fits(venue: Venue, asked: Asked) -> bool:
    """Whether a place has all that is needed, as far as we know: "not known" is never "no"."""
    lacks = any(getattr(venue, need) == Has.NO for need in asked.needs)
    return not lacks and asked.locality in ("", venue.locality.slug)


def _next_dates(venues: list[Venue], day: int) -> dict[UUID, PublicDate]:
    """The next date of each venue that goes ahead; on this day of the week, when one is asked for (1 is Monday)."""
    coming = Session.objects.upcoming().filter(venue__in=venues, status=SessionStatus.PLANNED)
    if day:
        coming = coming.filter(starts_at__iso_week_day=day)
    first = coming.order_by("venue_id", "starts_at", "pk").distinct("venue_id")
    return {date.session.venue_id: date for date in all_in_words(first)}


def _card(venue: Venue, date: PublicDate | None, asked: Asked) -> Card:
    return Card(
        venue=venue,
        next=date,
        has=[words for fact, words in FACTS.items() if getattr(venue, fact) == Has.YES],
        unsure=[FACTS[need] for need in asked.needs if getattr(venue, need) == Has.UNKNOWN],
    )


def _this_week() -> list[Day]:
    """Today, also when nothing is on, and each of the six days after it on which something is."""
    today = clock.today()
    last = clock.start_of(today + timedelta(days=DAYS_OF_A_WEEK))
    coming = groupby(Session.objects.upcoming().filter(starts_at__lt=last), key=lambda session: session.held_on)
    held = {max(day, today): list(sessions) for day, sessions in coming}
    return [Day(day_in_words(day, today), all_in_words(held.get(day, []))) for day in sorted({today, *held})]
