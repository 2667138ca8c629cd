"""Assessments. The light-touch one is about a safe discharge and nothing else; the full one meets the six-week
clock.
"""

from django.db import models
from django.urls import reverse

from accounts.models import User
from assessments.enums import Answer, AssessmentKind, AssessmentStatus, CopyGiven, GoesTo, Seen, SeenAt
from assessments.querysets import AssessmentQuerySet
from core.models import Record
from discharges.models import HospitalStay
from residents.enums import SaidBy
from residents.models import Resident


class Assessment(Record):
    """One assessment of one person. What the person says in it is kept as statements whose source it is."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=12, choices=AssessmentKind)
    status = models.CharField(max_length=12, choices=AssessmentStatus, default=AssessmentStatus.IN_PROGRESS)
    stay = models.OneToOneField(HospitalStay, on_delete=models.PROTECT, null=True, related_name="light_touch")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assessments")
    started_at = models.DateTimeField()
    completed_on = models.DateField(null=True, help_text="the day on which it was held")
    completed_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    voided_because = models.CharField(max_length=500, blank=True, db_default="")
    version = models.PositiveIntegerField(default=1)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    status=AssessmentStatus.COMPLETED,
                    completed_on__isnull=False,
                    completed_at__isnull=False,
                    completed_by__isnull=False,
                )
                | models.Q(
                    status=AssessmentStatus.IN_PROGRESS,
                    completed_on__isnull=True,
                    completed_at__isnull=True,
                    completed_by__isnull=True,
                )
                | models.Q(status=AssessmentStatus.VOIDED),
                name="assessment_completed_says_when_and_who",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=AssessmentKind.LIGHT_TOUCH, stay__isnull=False)
                | models.Q(kind=AssessmentKind.FULL, stay__isnull=True),
                name="light_touch_belongs_to_a_stay",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    status=AssessmentStatus.VOIDED,
                    kind=AssessmentKind.FULL,
                    voided_at__isnull=False,
                    voided_by__isnull=False,
                )
                & ~models.Q(voided_because="")
                | ~models.Q(status=AssessmentStatus.VOIDED)
                & models.Q(voided_at__isnull=True, voided_by__isnull=True, voided_because=""),
                name="assessment_voided_says_who_and_why",
            ),
            models.UniqueConstraint(
                fields=["resident"],
                condition=models.Q(kind=AssessmentKind.FULL, status=AssessmentStatus.IN_PROGRESS),
                name="one_open_full_assessment",
                violation_error_message="A full assessment of this person is open already.",
            ),
        ]
        indexes = [models.Index(fields=["resident", "-started_at"], name="assessment_of_resident")]

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        if self.kind == AssessmentKind.FULL:
            return reverse("assessments:full", kwargs={"pk": self.pk})
        return reverse("assessments:light_touch", kwargs={"stay_id": self.stay_id})

    @property
    def is_open(self) -> bool:
        return self.status == AssessmentStatus.IN_PROGRESS


class SafeDischarge(Record):
    """The facts of a light-touch assessment: what must be true for somebody to be safe at home tonight."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="safe_discharge")
    goes_to = models.CharField(max_length=20, choices=GoesTo)
    lives_alone = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    can_get_about = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    can_wash_and_dress = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    can_eat_and_drink = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    has_medicines = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    can_get_in = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    home_is_warm = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    equipment = models.CharField(max_length=300, blank=True)
    who_helps = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"safe discharge of {self.assessment_id}"


class Findings(Record):
    """What a full assessment found: daily life now, in the ward's questions; the worker's view; what was decided.

    What the person said stands apart from it, as statements.
    """

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="findings")
    seen = models.CharField(max_length=10, choices=Seen, blank=True)
    seen_at = models.CharField(max_length=20, choices=SeenAt, blank=True)
    with_whom = models.CharField(max_length=300, blank=True)
    lives_at = models.CharField(max_length=20, choices=GoesTo, blank=True)
    lives_alone = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    can_get_about = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    can_wash_and_dress = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    can_eat_and_drink = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    has_medicines = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    can_get_in = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    home_is_warm = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    equipment = models.CharField(max_length=300, blank=True)
    who_helps = models.CharField(max_length=300, blank=True)
    view = models.TextField(blank=True, help_text="the worker's view, apart from the person's words")
    next_steps = models.TextField(blank=True)
    decision = models.TextField(blank=True, help_text="in plain words, as the person reads it")
    copy_given = models.CharField(max_length=12, choices=CopyGiven, default=CopyGiven.NOT_YET)

    def __str__(self) -> str:
        return f"findings of {self.assessment_id}"


class AssessedNeed(Record):
    """One need that a full assessment found: what it is, whose words, what would help, and who meets it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="needs")
    number = models.PositiveSmallIntegerField()
    need = models.CharField(max_length=500)
    said_by = models.CharField(max_length=20, choices=SaidBy)
    helps = models.CharField(max_length=500, blank=True)
    met_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["assessment", "number"], name="need_numbered_once")]

    def __str__(self) -> str:
        return self.need
