"""What drivers of a community event are told: not to come, that the event is another, whether they still can."""

from core import clock
from talking_shops import event_messages
from talking_shops.enums import NewsKind, RideStatus
from talking_shops.models import News, Ride

Driver = tuple[str, str]  # their name, and their telephone number or ""


def is_driver(row: Ride | News, driver: str, phone: str) -> bool:
    """Whether this is of a driver called so or with that number: a name that is put right is nobody else’s."""
    return _tidied(row.driver) == _tidied(driver) or (bool(phone) and row.driver_phone == phone)


def tell_driver(ride: Ride, words: str, kind: NewsKind = NewsKind.DRIVER) -> News:
    """The driver of a ride that is booked has to be told this, or is asked."""
    _drop_of(ride)
    return _put(ride, (ride.driver, ride.driver_phone), words, kind)


def call_off(ride: Ride, why: str, besides: Driver = ("", "")) -> list[News]:
    """The driver of a ride that is booked has to be told not to come, and whoever was asked to drive, except `besides`,
    who drives now: what they have to be told.
    """
    told = withdraw_requests(ride, why, besides)
    if ride.status == RideStatus.BOOKED and not is_driver(ride, *besides):
        told.append(tell_driver(ride, event_messages.of_no_ride(ride, why)))
    return told


def withdraw_requests(ride: Ride, why: str, besides: Driver = ("", "")) -> list[News]:
    """Nobody is asked any more whether they can drive. Whoever may still come, for they were asked, or never heard that
    the event had been cancelled, has to be told not to, except `besides`, who drives: what they have to be told.
    """
    asked = News.objects.filter(booking=ride.booking, kind=NewsKind.ASKED, replaced_at__isnull=True)
    rows = list(asked.select_for_update(of=("self",)).order_by("at", "pk"))
    News.objects.filter(pk__in=[row.pk for row in rows]).update(replaced_at=clock.now())
    may_come = [row for row in rows if not is_driver(row, *besides) and not _knows(row)]
    words = event_messages.of_no_ride(ride, why)
    return [_put(ride, (row.driver, row.driver_phone), words, NewsKind.DRIVER) for row in may_come]


def renew_driver(ride: Ride) -> None:
    """Whoever drives now has been spoken with: what they were to be told of this ride is true no longer. What they are
    to be told of others at this event stands under the name that they have now.
    """
    _drop_of(ride)
    if ride.driver_phone:
        theirs = News.objects.to_tell().filter(booking__session=ride.booking.session, driver_phone=ride.driver_phone)
        theirs.update(driver=ride.driver)


def _knows(asked: News) -> bool:
    """Whether somebody who was asked knows that they do not drive: they were told so, and then not asked any more."""
    before = News.objects.filter(booking=asked.booking_id, kind=NewsKind.DRIVER, at__lte=asked.at)
    theirs = [row for row in before.order_by("-at") if is_driver(row, asked.driver, asked.driver_phone)]
    called_off = theirs[0] if theirs else None
    return asked.told_at is None and called_off is not None and called_off.told_at is not None


def _drop_of(ride: Ride) -> None:
    """What the driver of a ride was to be told of it, or was told, is true no longer."""
    stood = News.objects.filter(booking=ride.booking, replaced_at__isnull=True).exclude(driver="")
    theirs = [row.pk for row in stood if is_driver(row, ride.driver, ride.driver_phone)]
    News.objects.filter(pk__in=theirs).update(replaced_at=clock.now())


def _put(ride: Ride, driver: Driver, words: str, kind: NewsKind) -> News:
    name, phone = driver
    return News.objects.create(
        booking=ride.booking, kind=kind, words=words[:300], driver=name, driver_phone=phone, at=clock.now()
    )


def _tidied(name: str) -> str:
    return " ".join(name.split()).casefold()
