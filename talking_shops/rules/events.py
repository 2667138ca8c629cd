"""EVE: who gets a place at a community event, until when it is booked, who is in a ride and what vehicle it takes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.rulebook import rule
from talking_shops.enums import Mobility


@dataclass(frozen=True)
class Load:
    """What a driver takes: people on seats, people who stay in a wheelchair, and wheelchairs to fold and carry."""

    seats: int = 0
    wheelchairs: int = 0
    folded: int = 0


@rule("EVE-1", source="R16: bookable events with places; a proposal: no place stays empty while somebody waits")
def who_gets_a_place(free: int, parties: Sequence[int]) -> list[int]:
    """A place that comes free goes to whoever has waited longest. A party that is larger than what is free waits on,
    and the next that fits gets it.

    `parties` are the numbers of places that those who wait asked for, in their order. Gives their positions.
    """
    got = []
    for position, places in enumerate(parties):
        if places <= free:
            got.append(position)
            free -= places
    return got


@rule("EVE-2", source="R16; a proposal: somebody who comes late may still sit down")
def may_book(ends_at: datetime, now: datetime, *, is_cancelled: bool) -> bool:
    """A place is booked, changed and given up until the event is over, and none is booked while it is cancelled."""
    return not is_cancelled and now < ends_at


@rule("EVE-3", source="R16: attendance")
def may_say_who_came(held_on: date, today: date, *, is_cancelled: bool) -> bool:
    """Who came is said from the day of the event on, of those who have a place, unless the event was cancelled."""
    return today >= held_on and not is_cancelled


@rule("EVE-4", source="R16: transport list; a proposal")
def riders(places: int, *, with_escort: bool) -> int:
    """Everybody of a booking is in its ride. An escort is one of them, or one more for somebody who booked alone."""
    return max(places, 2 if with_escort else 1)


@rule("EVE-5", source="R16: transport list with mobility needs; ux.md §6")
def load_of(rides: Iterable[tuple[Mobility, int]]) -> Load:
    """Somebody who stays in a wheelchair needs a vehicle with a ramp and takes a wheelchair’s room and no seat; the
    wheelchair of somebody who moves to a seat is folded and carried.

    `rides` are what each can do and how many are in it.
    """
    listed = list(rides)
    staying = sum(mobility == Mobility.IN_WHEELCHAIR for mobility, _ in listed)
    return Load(
        seats=sum(number for _, number in listed) - staying,
        wheelchairs=staying,
        folded=sum(mobility == Mobility.TRANSFERS for mobility, _ in listed),
    )


@rule("EVE-6", source="a proposal: a promise of a place is kept")
def free_places(places: int, taken: int) -> int:
    """Free are the places that there are, less those that were given away. Where there are fewer places than before,
    nobody loses theirs: nobody is given one until enough are given up.
    """
    return max(0, places - taken)
