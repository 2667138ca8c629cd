"""Assessments. The light-touch one is about a safe discharge and nothing else; the full one meets the six-week
clock.
"""

from django.db import models
from django.urls import reverse

from accounts.models import User
from assessments.enums import Answer, AssessmentKind, AssessmentStatus, GoesTo
from assessments.querysets import AssessmentQuerySet
from core.models import Record
from discharges.models import HospitalStay
from residents.models import Resident


class Assessment(Record):
    """One assessment of one person. What the person says in it is kept as statements whose source it is."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=12, choices=AssessmentKind)
    status = models.CharField(max_length=12, choices=AssessmentStatus, default=AssessmentStatus.IN_PROGRESS)
    stay = models.OneToOneField(HospitalStay, on_delete=models.PROTECT, null=True, related_name="light_touch")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assessments")
    started_at = models.DateTimeField()
    completed_on = models.DateField(null=True)
    completed_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
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
                ),
                name="assessment_completed_says_when_and_who",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=AssessmentKind.LIGHT_TOUCH, stay__isnull=False)
                | models.Q(kind=AssessmentKind.FULL, stay__isnull=True),
                name="light_touch_belongs_to_a_stay",
            ),
        ]
        indexes = [models.Index(fields=["resident", "-started_at"], name="assessment_of_resident")]

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("assessments:light_touch", kwargs={"stay_id": self.stay_id})


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
