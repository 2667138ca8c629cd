from typing import TYPE_CHECKING, Any, Self

from django.db import models

from accounts.roles import INTEGRATED

if TYPE_CHECKING:
    from accounts.models import User


class AssessmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Assessments of people who exist for the viewer; partners see none yet."""
        return self if viewer.role in INTEGRATED else self.none()
