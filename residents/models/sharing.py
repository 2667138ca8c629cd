"""With which partners a person is shared."""

from django.db import models

from core.models import Record
from localities.models import Team
from residents.models.person import Resident
from residents.models.story import Statement
from residents.querysets import ShareQuerySet


class Share(Record):
    """That a person is shared with a partner's team: from when, why, and until when.

    `story` is what was sent along, and all that the partner may read of what the person ever said.
    """

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="shares")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="shares")
    story = models.ForeignKey(Statement, on_delete=models.PROTECT, null=True, related_name="shares")
    reason = models.CharField(max_length=300)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="may lie ahead: the partner may look until then")

    objects = ShareQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "team", "story"],
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="shared_once_with_a_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} shared with {self.team}"
