from typing import TYPE_CHECKING, Any, Self

from django.db import models

from accounts.roles import INTEGRATED
from assessments.enums import AssessmentKind, AssessmentStatus

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import Assessment
    from discharges.models import HospitalStay
    from residents.models import Resident


class AssessmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Assessments of people who exist for the viewer; partners see none.

        One that a merge left on a record that was merged into another exists for nobody.
        """
        return self.filter(resident__merged_into__isnull=True) if viewer.role in INTEGRATED else self.none()

    def of_stay(self, stay: "HospitalStay") -> "Assessment | None":
        """The light-touch assessment of a stay, with its answers; None when nobody has begun it."""
        return self.select_related("safe_discharge", "completed_by").filter(stay=stay).first()

    def full(self) -> Self:
        """The full care and support assessments."""
        return self.filter(kind=AssessmentKind.FULL)

    def open_full_of(self, resident: "Resident") -> "Assessment | None":
        """The full assessment of a person that is open, with who holds it; there is one at most."""
        mine = self.full().filter(resident=resident, status=AssessmentStatus.IN_PROGRESS)
        return mine.select_related("assessor").first()

    def for_page(self) -> Self:
        """With all that its own page tells of it, in one query."""
        return self.select_related(
            "resident__practice", "resident__locality", "assessor", "completed_by", "voided_by", "findings"
        )
