"""The rides to a community event: by pick-up area for who finds them, by driver and hour for who drives."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from core.words import plural
from talking_shops.enums import BookingStatus, Mobility, RideStatus
from talking_shops.models import Ride, Session
from talking_shops.pick_up import phone_of, warnings_before_ringing
from talking_shops.rules.events import load_of, riders


@dataclass(frozen=True)
class Fetched:
    """One ride: who, from where, what the driver has to know."""

    ride: Ride
    riders: int
    phone: str
    warnings: Sequence[str] = ()

    @property
    def to_know(self) -> list[str]:
        """What the driver has to know."""
        ride = self.ride
        said = [Mobility(ride.mobility).label]
        said += ["Somebody rides along to help"] if ride.with_escort else []
        said += [] if ride.goes_back else ["Not brought home"]
        return said + ([ride.booking.needs] if ride.booking.needs else [])


@dataclass(frozen=True)
class Run:
    """Rides that go together: of one area, or of one driver."""

    name: str
    fetched: list[Fetched]

    @property
    def load(self) -> str:
        """EVE-5 in words: "5 seats, room for 1 wheelchair, 1 wheelchair to fold"."""
        load = load_of((Mobility(one.ride.mobility), one.riders) for one in self.fetched)
        said = [plural(load.seats, "seat")] if load.seats else []
        said += [f"room for {plural(load.wheelchairs, 'wheelchair')} with a ramp"] if load.wheelchairs else []
        said += [f"{plural(load.folded, 'wheelchair')} to fold and carry"] if load.folded else []
        return ", ".join(said)


def by_area(session: Session, viewer: User) -> list[Run]:
    """The rides of those who have a place, by pick-up area; what is to find stands first in each."""
    rides = _rides(session, viewer)
    order = {RideStatus.ASKED: 0, RideStatus.CANNOT: 1, RideStatus.BOOKED: 2}
    rides.sort(key=lambda ride: (ride.area.casefold(), order[RideStatus(ride.status)], ride.booking.who.casefold()))
    return _together(rides, lambda ride: ride.area)


def by_driver(session: Session, viewer: User, driver: str = "") -> list[Run]:
    """The rides that are booked, by driver, in the order in which people are picked up; of one driver or of all."""
    booked = [ride for ride in _rides(session, viewer) if ride.status == RideStatus.BOOKED and ride.pick_up_at]
    booked = [ride for ride in booked if not driver or ride.driver == driver]
    booked.sort(key=lambda ride: (ride.driver.casefold(), str(ride.pick_up_at), ride.area.casefold()))
    return _together(booked, lambda ride: ride.driver)


def shown_in(runs: Iterable[Run]) -> list[UUID]:
    """The people of the record whom the runs show."""
    rides = [one.ride for run in runs for one in run.fetched]
    return [ride.booking.resident_id for ride in rides if ride.booking.resident_id]


def _rides(session: Session, viewer: User) -> list[Ride]:
    wanted = Ride.objects.visible_to(viewer).filter(booking__session=session, booking__status=BookingStatus.BOOKED)
    return list(wanted.exclude(status=RideStatus.CANCELLED).select_related("booking__resident"))


def _together(rides: list[Ride], name_of: Callable[[Ride], str]) -> list[Run]:
    warnings = warnings_before_ringing(ride.booking for ride in rides)
    runs: dict[str, Run] = {}
    for ride in rides:
        name = name_of(ride)
        of_name = runs.setdefault(name.casefold(), Run(name, []))
        number = riders(ride.booking.places, with_escort=ride.with_escort)
        of_name.fetched.append(Fetched(ride, number, phone_of(ride.booking), warnings.get(ride.booking_id, [])))
    return list(runs.values())
