"""Stays in hospital, what holds somebody there, who was told, and the discharge."""

from datetime import date
from uuid import UUID

from django.db import models
from django.urls import reverse

from accounts.models import User
from core import clock
from core.models import AppendOnly, Record
from core.words import plural
from discharges.enums import BlockerKind, Hospital, LightTouch, LivesHere, Pathway, StayStatus, ToldWho
from discharges.querysets import BlockerQuerySet, StayQuerySet
from residents.models import LifeEvent, Resident


class HospitalStay(Record):
    """Somebody is in hospital, and the hub plans how they get home."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="stays")
    hospital = models.CharField(max_length=20, choices=Hospital)
    ward = models.CharField(max_length=80, blank=True)
    admitted_on = models.DateField(null=True, blank=True)
    admission_reason = models.CharField(max_length=300, blank=True, db_default="")
    hospital_number = models.CharField(max_length=30, blank=True, db_default="", help_text="the hospital's own number")
    expected_on = models.DateField(null=True, blank=True, help_text="when they are expected to go home")
    ready_on = models.DateField(
        null=True,
        blank=True,
        help_text="discharge ready date: the day on which they no longer meet the criteria to reside",
    )
    planned_pathway = models.CharField(max_length=1, choices=Pathway, blank=True, db_default="")
    equipment = models.CharField(max_length=300, blank=True, db_default="")
    liaison = models.CharField(
        max_length=200, blank=True, db_default="", help_text="who on the ward to ring, and where"
    )
    asked_on = models.DateField(null=True, help_text="when the ward asked for an assessment (assessment notice)")
    needs_assessment = models.BooleanField(
        default=True, db_default=True, help_text="false when the ward has withdrawn its assessment notice"
    )
    status = models.CharField(max_length=12, choices=StayStatus, default=StayStatus.IN_HOSPITAL)
    light_touch_state = models.CharField(
        max_length=12, choices=LightTouch, default=LightTouch.NOT_STARTED, db_default=LightTouch.NOT_STARTED
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lives_here = models.CharField(
        max_length=10, choices=LivesHere, blank=True, db_default="",
        help_text="of somebody who is recorded as moved out of the borough: what was said of it; empty is not asked",
    )  # fmt: skip
    came_back = models.ForeignKey(
        LifeEvent, on_delete=models.PROTECT, null=True, related_name="+",
        help_text="the move from which they came back, as was said of this stay; empty once that is taken back",
    )  # fmt: skip
    note = models.CharField(max_length=300, blank=True, db_default="", help_text="why they are in hospital still")
    noted_on = models.DateField(null=True, help_text="the day of the note (HUB-8)")
    asked_home_for = models.DateField(
        null=True, help_text="the expected day about which the hub was told that it has passed (HUB-8)"
    )
    voided_because = models.CharField(max_length=500, blank=True, db_default="")
    continues = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+",
        help_text="the stay of which a discharge was recorded in error, and which went on",
    )  # fmt: skip
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
    def leaves_home_open(self) -> bool:
        """Whether the record says that they moved away, and nobody has said whether they live here."""
        return self.resident.has_left and self.lives_here in ("", LivesHere.NOT_KNOWN)

    @property
    def may_say_home_otherwise(self) -> bool:
        """Whether what was said of where they live can be said otherwise: their move holds, or this stay ended it."""
        said = self.lives_here not in ("", LivesHere.NOT_KNOWN)
        return said and self.status != StayStatus.VOIDED and (self.resident.has_left or self.came_back_id is not None)

    @property
    def is_assessed(self) -> bool:
        """Whether a light-touch assessment of this stay was completed."""
        return self.light_touch_state == LightTouch.COMPLETED

    @property
    def light_touch_stay_id(self) -> UUID:
        """The stay to which the light-touch assessment belongs: of one that went on, the one before it."""
        return self.continues.light_touch_stay_id if self.continues and self.continues.is_assessed else self.pk


class Discharge(Record):
    """That somebody went home, on a day; recorded on that day or later."""

    stay = models.OneToOneField(HospitalStay, on_delete=models.PROTECT, related_name="discharge")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="discharges")
    discharged_on = models.DateField()
    pathway = models.CharField(max_length=1, choices=Pathway)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True, help_text="when it was found to be entered in error")
    version = models.PositiveIntegerField(default=1, db_default=1)

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


class DischargeCorrection(AppendOnly):
    """That the day or the pathway of a discharge was put right, and why (SIX-7)."""

    discharge = models.ForeignKey(Discharge, on_delete=models.PROTECT, related_name="corrections")
    was_on = models.DateField()
    now_on = models.DateField()
    was_pathway = models.CharField(max_length=1, choices=Pathway)
    now_pathway = models.CharField(max_length=1, choices=Pathway)
    because = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"discharge on {self.was_on} put right to {self.now_on}"


class Blocker(Record):
    """What holds somebody in hospital who is ready to go home."""

    stay = models.ForeignKey(HospitalStay, on_delete=models.PROTECT, related_name="blockers")
    kind = models.CharField(max_length=20, choices=BlockerKind)
    words = models.CharField(max_length=300, blank=True)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = BlockerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stay", "kind"],
                condition=models.Q(cleared_at__isnull=True) & ~models.Q(kind=BlockerKind.OTHER),
                name="one_blocker_of_a_kind",
                violation_error_message="This is on the list of what holds them already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words}" if self.words else self.get_kind_display()


class ToldOfDischarge(Record):
    """Who was told when somebody goes home, by whom and when."""

    stay = models.ForeignKey(HospitalStay, on_delete=models.PROTECT, related_name="told")
    who = models.CharField(max_length=20, choices=ToldWho)
    words = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stay", "who"],
                condition=models.Q(undone_at__isnull=True),
                name="told_once",
                violation_error_message="This is recorded already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_who_display()} told"


def days_off(day: date, today: date) -> str:
    """How far `day` is from `today`, in words: "tomorrow", "in 3 days", "2 days ago"."""
    days = (day - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return near.get(days) or (f"in {plural(days, 'day')}" if days > 0 else f"{plural(-days, 'day')} ago")
