from typing import TYPE_CHECKING, Any, Self

from django.db import models

from accounts.roles import INTEGRATED

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import Assessment
    from discharges.models import HospitalStay


class AssessmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Assessments of people who exist for the viewer; partners see none yet."""
        return self if viewer.role in INTEGRATED else self.none()

    def of_stay(self, stay: "HospitalStay") -> "Assessment | None":
        """The light-touch assessment of a stay, with its answers; None when nobody has begun it."""
        return self.select_related("safe_discharge", "completed_by").filter(stay=stay).first()
