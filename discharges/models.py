"""Stays in hospital, discharges, and the six-week clock that each discharge starts."""

from datetime import date

from django.db import models
from django.urls import reverse

from accounts.models import User
from core import clock
from core.models import AppendOnly, Record
from core.words import plural
from discharges.enums import ClockStatus, EndReason, Hospital, LightTouch, Pathway, StayStatus, Step
from discharges.querysets import ClockQuerySet, StayQuerySet
from localities.models import Locality
from referrals.models import Referral
from residents.models import Resident


class HospitalStay(Record):
    """Somebody is in hospital, and the hub plans how they get home."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="stays")
    hospital = models.CharField(max_length=20, choices=Hospital)
    ward = models.CharField(max_length=80, blank=True)
    admitted_on = models.DateField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True, help_text="when they are expected to go home")
    status = models.CharField(max_length=12, choices=StayStatus, default=StayStatus.IN_HOSPITAL)
    light_touch_state = models.CharField(
        max_length=12, choices=LightTouch, default=LightTouch.NOT_STARTED, db_default=LightTouch.NOT_STARTED
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = StayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident"],
                condition=models.Q(status=StayStatus.IN_HOSPITAL),
                name="one_stay_at_a_time",
                violation_error_message="This person is on the hospital list already.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expected_on"], condition=models.Q(status=StayStatus.IN_HOSPITAL), name="stay_in_hospital"
            ),
        ]

    def __str__(self) -> str:
        return self.where

    def get_absolute_url(self) -> str:
        return reverse("discharges:stay", kwargs={"pk": self.pk})

    @property
    def where(self) -> str:
        """ "Basildon University Hospital, Marjory Warren ward"; the ward where it is known."""
        return ", ".join(part for part in (self.get_hospital_display(), self.ward) if part)

    @property
    def expected_in(self) -> str:
        """How far off the expected day is: "today", "in 3 days", "2 days ago"; "" when it is not known."""
        return days_off(self.expected_on, clock.today()) if self.expected_on else ""

    @property
    def is_in_hospital(self) -> bool:
        return self.status == StayStatus.IN_HOSPITAL

    @property
    def is_assessed(self) -> bool:
        """Whether a light-touch assessment of this stay was completed."""
        return self.light_touch_state == LightTouch.COMPLETED


class Discharge(Record):
    """That somebody went home, on a day; recorded on that day or later."""

    stay = models.OneToOneField(HospitalStay, on_delete=models.PROTECT, related_name="discharge")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="discharges")
    discharged_on = models.DateField()
    pathway = models.CharField(max_length=1, choices=Pathway)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True, help_text="when it was found to be entered in error")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "discharged_on"],
                condition=models.Q(voided_at__isnull=True),
                name="one_discharge_a_day",
                violation_error_message="A discharge of this person on that day is recorded already.",
            ),
        ]
        indexes = [models.Index(fields=["-discharged_on"], name="discharge_newest")]

    def __str__(self) -> str:
        return f"discharge on {self.discharged_on}"


class SixWeekClock(Record):
    """The promise that the community looks again within six weeks. `due_on` is stored when it starts (SIX-1)."""

    discharge = models.OneToOneField(Discharge, on_delete=models.PROTECT, related_name="clock")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="clocks")
    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="clock")
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, null=True, related_name="clocks")
    discharged_on = models.DateField()
    due_on = models.DateField()
    plan_by = models.DateField()
    status = models.CharField(max_length=10, choices=ClockStatus, default=ClockStatus.OPEN)
    met_on = models.DateField(null=True, help_text="the day of the full assessment that met it")
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)
    end_words = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField()

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status=ClockStatus.OPEN, met_on__isnull=True, ended_on__isnull=True, end_reason="")
                | models.Q(status=ClockStatus.MET, met_on__isnull=False, ended_on__isnull=True, end_reason="")
                | models.Q(status=ClockStatus.ENDED, met_on__isnull=True, ended_on__isnull=False)
                & ~models.Q(end_reason="")
                | models.Q(status=ClockStatus.VOIDED, met_on__isnull=True, ended_on__isnull=False, end_reason=""),
                name="clock_is_open_met_ended_or_voided",
            ),
        ]
        indexes = [
            models.Index(
                fields=["locality", "due_on"],
                condition=models.Q(status=ClockStatus.OPEN),
                name="clock_open_in_locality",
            ),
            models.Index(
                fields=["discharged_on"], condition=models.Q(status=ClockStatus.OPEN), name="clock_open_by_discharge"
            ),
            models.Index(fields=["resident", "-discharged_on"], name="clock_of_resident"),
        ]

    def __str__(self) -> str:
        return f"six weeks to {self.due_on}"

    @property
    def days_left(self) -> int:
        """Days from today to the due date; negative when it has passed."""
        return (self.due_on - clock.today()).days

    def is_overdue_on(self, day: date) -> bool:
        return self.status == ClockStatus.OPEN and day > self.due_on


class ClockStep(AppendOnly):
    """That a step of SIX-8 happened to a clock. The database allows each step once per clock."""

    clock = models.ForeignKey(SixWeekClock, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20, choices=Step)
    due_on = models.DateField(help_text="the day on which the rule asked for it")
    at = models.DateTimeField(help_text="when the sweep carried it out")

    class Meta(AppendOnly.Meta):
        constraints = [models.UniqueConstraint(fields=["clock", "step"], name="each_step_once_per_clock")]

    def __str__(self) -> str:
        return f"{self.get_step_display()}"


def days_off(day: date, today: date) -> str:
    """How far `day` is from `today`, in words: "tomorrow", "in 3 days", "2 days ago"."""
    days = (day - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return near.get(days) or (f"in {plural(days, 'day')}" if days > 0 else f"{plural(-days, 'day')} ago")
