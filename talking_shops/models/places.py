"""Where and when: venues, series of dates, and the sessions themselves."""

from datetime import date

from django.db import models
from django.urls import reverse

from accounts.models import User
from core import clock
from core.clock import LONDON, london_date
from core.models import Record
from core.words import clock_time, long_date
from localities.models import Locality
from talking_shops.enums import Every, Has, OnBankHoliday, SessionKind, SessionStatus, VenueKind
from talking_shops.querysets import SeriesQuerySet, SessionQuerySet, VenueQuerySet


def _has(what: str) -> "models.CharField[str, str]":
    return models.CharField(what, max_length=8, choices=Has, default=Has.UNKNOWN, db_default=Has.UNKNOWN)


class Venue(Record):
    """A library, hub, surgery, food bank, church hall, garden centre or supermarket that we meet people in."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=VenueKind)
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="venues")
    address = models.CharField(max_length=200)
    town = models.CharField(max_length=80, blank=True, db_default="", help_text="Grays, Tilbury, South Ockendon")
    postcode = models.CharField(max_length=8)
    phone = models.CharField(max_length=20, blank=True, db_default="")
    about = models.CharField(max_length=500, blank=True, db_default="", help_text="where in the building we sit")
    how_to_get_there = models.CharField(max_length=500, blank=True, db_default="", help_text="bus, train, on foot")
    step_free = _has("step-free access")
    parking = _has("parking")
    bus = _has("bus stop near by")
    toilets = _has("accessible toilet")
    quiet_space = _has("quiet space")
    bsl = _has("British Sign Language")
    access_words = models.CharField(max_length=500, blank=True, db_default="", help_text="what the six do not say")
    checked_on = models.DateField(null=True, help_text="when somebody last looked whether all this is right")
    closed_on = models.DateField(null=True, help_text="from when on we are not there any more")
    closed_because = models.CharField(max_length=200, blank=True, db_default="")
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None and self.closed_on <= clock.today()


class Series(Record):
    """Dates that come again: "first Tuesday of every month, 10am to midday".

    A week's series is on its `weekday` every `interval` weeks from the week of `from_on`; a month's on the `nth`
    weekday (1 to 4, or -1 for the last) every `interval` months from the month of `from_on`. `rules.series` writes
    out its dates, and each date is a row of Session.
    """

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="series")
    kind = models.CharField(max_length=20, choices=SessionKind, default=SessionKind.TALKING_SHOP)
    title = models.CharField(max_length=120, blank=True, help_text="for an event: Community Tuesday")
    about = models.CharField(max_length=500, blank=True)
    every = models.CharField(max_length=10, choices=Every)
    interval = models.PositiveSmallIntegerField(default=1)
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday")
    nth = models.SmallIntegerField(null=True, help_text="of a month's series: 1 to 4, or -1 for the last")
    starts = models.TimeField(help_text="in London")
    ends = models.TimeField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    bank_holidays = models.CharField(max_length=10, choices=OnBankHoliday, default=OnBankHoliday.NOT_HELD)
    places = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of an event; null: nobody books")
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="followed_by",
        help_text="what it was until it changed",
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="series_ends_after_it_starts"),
            models.CheckConstraint(
                condition=models.Q(every=Every.WEEK, nth__isnull=True)
                | models.Q(every=Every.MONTH, nth__in=(1, 2, 3, 4, -1)),
                name="series_of_a_month_says_which_week",
            ),
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6, interval__gte=1, interval__lte=12), name="series_is_possible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.get_kind_display()}, {self.venue}"


class Session(Record):
    """One Talking Shop or community event: a venue, on a day, from an hour to an hour.

    A cancelled one stays, with the reason, so that feed, poster and page can say so. `series_on` is the date of
    the series that it stands for, also when it was moved to another day.
    """

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="sessions")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, related_name="sessions")
    series_on = models.DateField(null=True)
    kind = models.CharField(
        max_length=20, choices=SessionKind, default=SessionKind.TALKING_SHOP, db_default=SessionKind.TALKING_SHOP
    )
    title = models.CharField(max_length=120, blank=True, db_default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(
        max_length=10, choices=SessionStatus, default=SessionStatus.PLANNED, db_default=SessionStatus.PLANNED
    )
    because = models.CharField(
        max_length=200, blank=True, db_default="", help_text="why it was cancelled or moved, in words for the public"
    )
    moved_from = models.DateTimeField(null=True, help_text="when it was to start, if it was moved")
    changed_at = models.DateTimeField(null=True, help_text="LAST-MODIFIED of the feed; null: never changed")
    sequence = models.PositiveIntegerField(default=0, db_default=0, help_text="SEQUENCE of the feed")
    places = models.PositiveSmallIntegerField(null=True, help_text="of an event; null: nobody books")
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message="The session must end after it starts.",
            ),
            models.UniqueConstraint(
                fields=["venue", "starts_at"],
                condition=models.Q(status=SessionStatus.PLANNED),
                name="one_planned_session_at_a_time_in_a_venue",
            ),
            models.UniqueConstraint(fields=["series", "series_on"], name="each_date_of_a_series_once"),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="session_starts_at"),
            models.Index(fields=["venue", "starts_at"], name="session_of_venue"),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.venue}, {long_date(self.held_on)}"

    def get_absolute_url(self) -> str:
        return reverse("talking_shops:session", kwargs={"pk": self.pk})

    @property
    def held_on(self) -> date:
        """The London day on which it is held."""
        return london_date(self.starts_at)

    @property
    def hours(self) -> str:
        """ "10am to midday", in London."""
        starts, ends = (clock_time(at.astimezone(LONDON).time()) for at in (self.starts_at, self.ends_at))
        return f"{starts} to {ends}"

    @property
    def called(self) -> str:
        """An event by its own name, any other session by its venue."""
        return self.title or self.venue.name

    @property
    def cancelled_in_words(self) -> str:
        """ "This is cancelled: the hall is flooded." """
        return f"This is cancelled: {self.because}" if self.because else "This is cancelled."

    @property
    def lies_ahead(self) -> bool:
        """On a day to come: nobody is counted and nobody is there yet."""
        return self.held_on > clock.today()

    @property
    def day_is_over(self) -> bool:
        """On a day gone by: it stays as it was."""
        return self.held_on < clock.today()

    @property
    def is_cancelled(self) -> bool:
        return self.status == SessionStatus.CANCELLED
