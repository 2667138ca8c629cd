"""Reablement and bridging: programmes with their goals, and the places that a team says it has."""

from django.db import models

from accounts.models import User
from core import clock
from core.models import AppendOnly, Record
from core.shortcuts import address_of
from core.words import long_date
from discharges.models import HospitalStay
from localities.models import Team
from residents.models import Resident
from services.enums import FreePeriod, HowFar, Outcome, ProgrammeKind, ProgrammeStatus
from services.querysets import LIVE, PlacesQuerySet, ProgrammeQuerySet
from services.rules import free_period, is_late_to_start


class Programme(Record):
    """Short-term support at home for a specified period. `free_until` is stored when it starts (REAB-1)."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="programmes")
    kind = models.CharField(max_length=12, choices=ProgrammeKind)
    status = models.CharField(max_length=12, choices=ProgrammeStatus, default=ProgrammeStatus.PLANNED)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="programmes")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="programmes")
    planned_hours = models.DecimalField(max_digits=4, decimal_places=1, help_text="hours of support a week")
    starts_on = models.DateField(help_text="the day on which it is planned to start, or did")
    from_stay = models.ForeignKey(
        HospitalStay, on_delete=models.PROTECT, null=True, related_name="programmes",
        help_text="the stay in hospital after which it comes",
    )  # fmt: skip
    straight_from_hospital = models.BooleanField(default=False, help_text="REAB-3, said when it starts")
    free_until = models.DateField(null=True, help_text="day 42; empty until it starts")
    told_on = models.DateField(null=True, help_text="when its worker and the managers were told of day 42")
    ended_on = models.DateField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    words = models.TextField(blank=True, help_text="how it went, or why it was cancelled")
    next_step = models.CharField(max_length=300, blank=True)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="followed_by",
        help_text="the bridging programme after which it came (REAB-4)",
    )  # fmt: skip
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True, help_text="since when its team is asked what becomes of it (REAB-6)")
    closed_at = models.DateTimeField(null=True, help_text="when it was ended or cancelled")
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "kind"],
                condition=models.Q(status__in=LIVE),
                name="one_programme_of_a_kind",
                violation_error_message="One of this kind is planned or runs already.",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=(ProgrammeStatus.PLANNED, ProgrammeStatus.CANCELLED), free_until=None)
                | models.Q(
                    status__in=(ProgrammeStatus.RUNNING, ProgrammeStatus.ENDED),
                    free_until=models.ExpressionWrapper(
                        models.F("starts_on") + models.Value(42), output_field=models.DateField()
                    ),
                ),
                name="free_until_day_42_once_started",
            ),
            models.CheckConstraint(
                condition=models.Q(status=ProgrammeStatus.ENDED, ended_on__gte=models.F("starts_on"))
                & ~models.Q(outcome="")
                | ~models.Q(status=ProgrammeStatus.ENDED) & models.Q(ended_on__isnull=True, outcome=""),
                name="programme_ended_says_when_and_how",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "starts_on"], condition=models.Q(status__in=LIVE), name="programme_of_team"),
            models.Index(
                fields=["free_until"],
                condition=models.Q(status=ProgrammeStatus.RUNNING, told_on__isnull=True),
                name="programme_to_tell_of_day_42",
            ),
            models.Index(fields=["resident", "-starts_on"], name="programme_of_resident"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display().lower()} with {self.team.spoken}"

    def get_absolute_url(self) -> str:
        return address_of("services:programme", "pk", self.pk)

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def is_planned(self) -> bool:
        return self.status == ProgrammeStatus.PLANNED

    @property
    def is_late_to_start(self) -> bool:
        """Whether its planned day has passed and it has not started (REAB-7)."""
        return self.is_planned and is_late_to_start(self.starts_on, clock.today())

    @property
    def asks(self) -> bool:
        """Whether its team is asked what becomes of it (REAB-6)."""
        return self.is_running and self.asked_at is not None

    @property
    def is_running(self) -> bool:
        return self.status == ProgrammeStatus.RUNNING

    @property
    def free_now(self) -> FreePeriod | None:
        """Where it stands in the free six weeks (REAB-2); None unless it runs."""
        return free_period(self.free_until, clock.today()) if self.is_running and self.free_until else None

    @property
    def day(self) -> int:
        """Which day of it today is, the first being day 0."""
        return (clock.today() - self.starts_on).days


class ProgrammeCorrection(AppendOnly):
    """That the first or the last day of a programme was put right, and why."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="corrections")
    was_starts_on = models.DateField()
    now_starts_on = models.DateField()
    was_ended_on = models.DateField(null=True)
    now_ended_on = models.DateField(null=True)
    because = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        days = [f"started on {long_date(self.now_starts_on)}, not on {long_date(self.was_starts_on)}"]
        if self.now_starts_on == self.was_starts_on:
            days = []
        if self.was_ended_on and self.now_ended_on and self.was_ended_on != self.now_ended_on:
            days.append(f"ended on {long_date(self.now_ended_on)}, not on {long_date(self.was_ended_on)}")
        words = ", ".join(days)
        return words[:1].upper() + words[1:]


class Goal(Record):
    """What the person wants to do again, in their own words, and how far it is as they see it."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="goals")
    words = models.TextField()
    how_far = models.CharField(max_length=10, choices=HowFar, default=HowFar.NOT_YET)
    note = models.CharField(max_length=300, blank=True)
    reviewed_on = models.DateField(null=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.get_how_far_display()


class Places(AppendOnly):
    """That a team has so many places, and hours where it counts them, from a day on; the latest statement holds."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="places")
    places = models.PositiveSmallIntegerField()
    hours = models.PositiveSmallIntegerField(null=True, help_text="hours of support a week")
    from_on = models.DateField()
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = PlacesQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["team", "-from_on", "-at"], name="places_of_team")]
        verbose_name_plural = "places"

    def __str__(self) -> str:
        return f"{self.places} places from {self.from_on}"
