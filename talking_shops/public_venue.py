"""What everybody may know of one venue: its dates, what it has, who comes; and where we are instead, once we left."""

from dataclasses import dataclass
from uuid import UUID

from core import clock
from core.words import long_date, lower_first
from talking_shops.enums import Has, Service, SessionKind, SessionStatus
from talking_shops.models import Attending, Series, Session, Venue
from talking_shops.nearness import Sought, how_near
from talking_shops.planned import words_of
from talking_shops.public_dates import PublicDate, all_in_words, until_the_sixth
from talking_shops.public_finder import FACTS, spot_of

LOOKED_THROUGH = 60  # sessions: six that go ahead are among them, unless nearly all are cancelled


@dataclass(frozen=True)
class Fact:
    """Whether a place has something: "Yes", "No" or "Not known", and the words for it."""

    words: str
    answer: str

    @property
    def is_known(self) -> bool:
        return self.answer != Has.UNKNOWN.label


@dataclass(frozen=True)
class Pattern:
    """A series in words, and its key."""

    words: str
    key: UUID


@dataclass(frozen=True)
class VenuePage:
    """All that its page and its poster show. `instead_of` is the venue that this one stands in for."""

    venue: Venue
    dates: list[PublicDate]
    facts: list[Fact]
    series: list[Pattern]
    services: list[str]
    instead_of: Venue | None = None

    @property
    def going_ahead(self) -> list[PublicDate]:
        return [date for date in self.dates if not date.is_cancelled]

    @property
    def cancelled(self) -> list[PublicDate]:
        return [date for date in self.dates if date.is_cancelled]

    @property
    def title(self) -> str:
        """What every date that goes ahead is called; a Talking Shop, when they differ."""
        titles = {date.title for date in self.going_ahead}
        return titles.pop() if len(titles) == 1 else SessionKind.TALKING_SHOP.label

    @property
    def is_booked(self) -> bool:
        """Whether a place is booked for every date that goes ahead."""
        return all(date.is_booked for date in self.going_ahead)

    @property
    def unknown(self) -> bool:
        """Whether something is not known of it."""
        return not all(fact.is_known for fact in self.facts)


def venue_named(slug: str) -> Venue | None:
    """The venue with this name in its address, however it was typed from a poster; None when there is none."""
    return Venue.objects.select_related("locality").filter(slug=slug.lower()).first()


def page_of(venue: Venue, instead_of: str = "") -> VenuePage:
    """What is told of a venue; `instead_of` names a closed one from which somebody was led here."""
    coming = list(Session.objects.upcoming().filter(venue=venue)[:LOOKED_THROUGH])
    left = venue_named(instead_of) if instead_of else None
    return VenuePage(
        venue=venue,
        dates=all_in_words(until_the_sixth(coming)),
        facts=[Fact(words, Has(getattr(venue, fact)).label) for fact, words in FACTS.items()],
        series=[_pattern(series) for series in venue.series.going_on().order_by("kind", "from_on", "pk")],
        services=_who_comes(coming),
        instead_of=left if left and left.is_closed else None,
    )


def nearest_to(closed: Venue) -> Venue | None:
    """Where to go instead of a venue that we left: the nearest with a date; of equally near ones the soonest."""
    sought = Sought(closed.name, closed.postcode, locality=closed.locality.slug)
    coming = Session.objects.upcoming().filter(status=SessionStatus.PLANNED, venue__in=Venue.objects.open())
    first = coming.exclude(venue=closed).order_by("venue_id", "starts_at", "pk").distinct("venue_id")
    soonest = sorted(first, key=lambda session: session.starts_at)
    return min((session.venue for session in soonest), key=lambda venue: how_near(spot_of(venue), sought), default=None)


def _pattern(series: Series) -> Pattern:
    """ "Every Tuesday, 10am to midday"; an event by its name: "Community Tuesday: first Tuesday of every month …"."""
    words = words_of(series)
    if series.from_on > clock.today():
        words = f"From {long_date(series.from_on)}: {lower_first(words)}"
    return Pattern(f"{series.title}: {lower_first(words)}" if series.title else words, series.pk)


def _who_comes(coming: list[Session]) -> list[str]:
    """The services that are in the rota of the next date that goes ahead, without anybody's name."""
    held = next((session for session in coming if not session.is_cancelled), None)
    if held is None:
        return []
    rota = Attending.objects.filter(session=held, removed_at__isnull=True).values_list("service", flat=True)
    return [Service(service).label for service in Service.values if service in set(rota)]
