"""The six-week clock that each discharge starts, and everything that is kept of it."""

from datetime import date, time

from django.db import models

from accounts.models import User
from core import clock
from core.models import AppendOnly, Record
from core.shortcuts import address_of
from core.words import clock_time, weekday_date
from discharges.enums import Answered, BreachCause, ClockStatus, EndReason, Step, StepOutcome, VisitStatus
from discharges.models.stays import Discharge, HospitalStay
from discharges.querysets import ClockQuerySet, RefusalQuerySet, VisitQuerySet
from discharges.rules import Standing, born_overdue, was_in_time
from localities.models import Locality
from referrals.models import Referral
from residents.models import Resident


class SixWeekClock(Record):
    """The promise that the community looks again within six weeks. `due_on` is stored when it starts (SIX-1)."""

    discharge = models.OneToOneField(Discharge, on_delete=models.PROTECT, related_name="clock")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="clocks")
    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="clock")
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, null=True, related_name="clocks")
    discharged_on = models.DateField()
    dated_on = models.DateField(
        db_default=date(1970, 1, 1), help_text="the day in London on which its present date was set: SIX-8 asks for it"
    )
    due_on = models.DateField()
    plan_by = models.DateField()
    status = models.CharField(max_length=10, choices=ClockStatus, default=ClockStatus.OPEN)
    met_on = models.DateField(null=True, help_text="the day of the full assessment that met it")
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)
    end_words = models.CharField(max_length=500, blank=True)
    superseded_by = models.ForeignKey(
        HospitalStay,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="the readmission that ended it (SIX-5)",
    )
    twin = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+",
        help_text="the clock of the same discharge on the record with which this one was merged (SIX-7)",
    )  # fmt: skip
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

    def is_late_on(self, day: date) -> bool:
        """Whether the review is overdue, was held after its day, or ended after it (FIG-1)."""
        return (
            was_in_time(self.due_on, Standing(ClockStatus(self.status), on=self.met_on or self.ended_on), day) is False
        )

    @property
    def is_late(self) -> bool:
        """Whether it is overdue now, was held after its day, or ended after it."""
        return self.is_late_on(clock.today())

    @property
    def late_in_words(self) -> str:
        """Why it is late, as it was said last; "" while nobody has said it. Reads all reasons: prefetch them."""
        last = max(self.breach_reasons.all(), key=lambda reason: (reason.at, reason.pk), default=None)
        return ": ".join(part for part in (last.get_cause_display(), last.words) if part) if last else ""

    @property
    def is_born_overdue(self) -> bool:
        """Whether the discharge was recorded after day 42 (SIX-3)."""
        return born_overdue(self.discharged_on, clock.london_date(self.started_at))

    def get_absolute_url(self) -> str:
        return address_of("discharges:review", "pk", self.pk)


class ClockStep(AppendOnly):
    """That the sweep has taken a step of SIX-8 for a clock: StepCarriedOut says what came of it.

    The database allows each step, and each week's, once per clock and date of discharge.
    """

    clock = models.ForeignKey(SixWeekClock, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20, choices=Step)
    number = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="which of the weekly ones; 0 for what happens once"
    )
    discharged_on = models.DateField(
        db_default=date(1970, 1, 1), help_text="the date of discharge from which it was reckoned"
    )
    due_on = models.DateField(help_text="the day on which the rule asked for it")
    at = models.DateTimeField(help_text="when the sweep took it")

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "step", "discharged_on"],
                condition=~models.Q(step=Step.WEEKLY),
                name="each_step_once_per_clock",
            ),
            models.UniqueConstraint(
                fields=["clock", "number", "discharged_on"],
                condition=models.Q(step=Step.WEEKLY),
                name="each_week_once_per_clock",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}"


class StepCarriedOut(AppendOnly):
    """What came of a step: that people were told, and how many; or that it did not hold any more.

    A step without one waits: for its job, or for its clock to be open again.
    """

    step = models.OneToOneField(ClockStep, on_delete=models.PROTECT, related_name="carried_out")
    outcome = models.CharField(max_length=20, choices=StepOutcome)
    told = models.PositiveSmallIntegerField(help_text="how many people were told")
    at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(told=0) | models.Q(outcome=StepOutcome.TOLD), name="who_was_told_was_told_a_step"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}"


class StepDay(AppendOnly):
    """On which day after the discharge a step of SIX-8 comes, for those who go home on `from_on` or later."""

    step = models.CharField(max_length=20, choices=Step)
    day = models.PositiveSmallIntegerField(help_text="days after the discharge")
    from_on = models.DateField()
    because = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["step", "from_on"], name="step_day_by_step")]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: day {self.day} from {self.from_on}"


def when_in_words(day: date, at: time | None) -> str:
    """The day of a visit and, when it is known, its time."""
    said = weekday_date(day, clock.today())
    return f"{said} at {clock_time(at)}" if at else said


class ReviewVisit(Record):
    """A visit that is planned for a six-week review: who goes, on which day. Planning one stops the reminders."""

    clock = models.ForeignKey(SixWeekClock, on_delete=models.PROTECT, related_name="visits")
    planned_for = models.DateField()
    at_time = models.TimeField(null=True, blank=True)
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=12, choices=VisitStatus, default=VisitStatus.PLANNED)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    because = models.CharField(max_length=300, blank=True, help_text="why it was called off")
    with_clock = models.BooleanField(
        default=False, db_default=False, help_text="its clock was met, ended or voided, and that ended it"
    )
    version = models.PositiveIntegerField(default=1)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock"],
                condition=models.Q(status=VisitStatus.PLANNED),
                name="one_planned_visit_per_clock",
                violation_error_message="A visit is planned already.",
            ),
        ]
        indexes = [models.Index(fields=["worker", "planned_for"], name="visit_of_worker")]

    def __str__(self) -> str:
        return f"visit on {self.planned_for}"

    @property
    def when(self) -> str:
        """ "Tuesday 1 December at 10:30am"; without the time while nobody knows it."""
        return when_in_words(self.planned_for, self.at_time)

    @property
    def has_come(self) -> bool:
        """Whether its day has come, so that it can have been held."""
        return self.planned_for <= clock.today()

    @property
    def has_passed(self) -> bool:
        """Whether its day has passed, so that somebody ought to have said whether it was held."""
        return self.planned_for < clock.today()


class Refusal(Record):
    """That somebody, in a conversation, refused the full assessment (Care Act 2014 s11), and what was asked first.

    It ends the clock only as SIX-6 allows; `ends` keeps what the rule said of these answers.
    """

    clock = models.ForeignKey(SixWeekClock, on_delete=models.PROTECT, related_name="refusals")
    talked_on = models.DateField()
    words = models.TextField(help_text="what they said, in their words")
    has_capacity = models.CharField(max_length=10, choices=Answered)
    in_best_interests = models.CharField(max_length=10, choices=Answered)
    at_risk_of_abuse = models.CharField(max_length=10, choices=Answered)
    ends = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(
        null=True, help_text="when they wanted an assessment after all, or it was an error"
    )
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_because = models.CharField(max_length=500, blank=True)

    objects = RefusalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock"],
                condition=models.Q(withdrawn_at__isnull=True, ends=True),
                name="refused_once",
                violation_error_message="A refusal is recorded already.",
            ),
        ]

    def __str__(self) -> str:
        return f"refused on {self.talked_on}"


class BreachReason(AppendOnly):
    """Why a review was not held within six weeks; the latest one counts."""

    clock = models.ForeignKey(SixWeekClock, on_delete=models.PROTECT, related_name="breach_reasons")
    cause = models.CharField(max_length=20, choices=BreachCause)
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.get_cause_display()
