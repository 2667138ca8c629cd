"""The circle of people around a person: links between people, not copies of them."""

from django.db import models

from accounts.models import User
from core.models import Record
from residents.enums import CircleRole
from residents.models.person import Resident


class CircleLink(Record):
    """That somebody is of a person's circle, as what, and since when.

    Somebody whom we know is `other`; somebody whom we do not is a name and a number, until they are. What is between
    two people whom we know is one row, read from both sides: `other` is the carer, attorney or next of kin *of*
    `resident`.
    """

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="circle")
    other = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, related_name="in_circles_of")
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    role = models.CharField(max_length=20, choices=CircleRole)
    relation = models.CharField(max_length=60, blank=True, help_text="in words: daughter, neighbour, solicitor")
    may_speak_for = models.BooleanField(null=True, help_text="whether the person agreed; empty is not asked")
    helps_with = models.CharField(max_length=300, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(other__isnull=False, name="") | models.Q(other__isnull=True) & ~models.Q(name=""),
                name="circle_link_is_a_person_or_a_name",
                violation_error_message="Choose somebody we know, or enter a name.",
            ),
            models.CheckConstraint(condition=~models.Q(resident=models.F("other")), name="circle_link_to_another"),
            models.UniqueConstraint(
                fields=["resident", "other", "role"],
                condition=models.Q(ended_on__isnull=True, other__isnull=False),
                name="circle_link_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} of {self.resident_id}"
