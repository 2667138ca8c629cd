"""What happens once in a life with us: a death, a move out of the borough; and what it ended, so that an error can
be undone."""

from django.db import models

from accounts.models import User
from core.models import AppendOnly, Record
from residents.enums import LifeKind
from residents.models.person import Resident

STANDS = models.Q(corrected_at__isnull=True, returned_at__isnull=True)


class LifeEvent(Record):
    """That somebody died or moved out of the borough: recorded once, corrected where it was an error, and over when
    they came back from a true move.
    """

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="life_events")
    kind = models.CharField(max_length=10, choices=LifeKind)
    happened_on = models.DateField()
    left_for = models.CharField(max_length=200, blank=True, help_text="where to, in words")
    council_told = models.BooleanField(null=True, help_text="whether the council there was told; empty is not asked")
    how_known = models.CharField(max_length=300, help_text="who told us, in words")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField(null=True, help_text="when it was found to be recorded in error")
    corrected_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    corrected_because = models.CharField(max_length=300, blank=True)
    returned_on = models.DateField(null=True, help_text="the first day on which we know that they lived here again")
    returned_at = models.DateTimeField(null=True, help_text="when it was recorded that they came back from a true move")
    returned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resident", "kind"], condition=STANDS, name="life_event_once"),
            models.CheckConstraint(
                condition=models.Q(returned_on__isnull=True, returned_at__isnull=True, returned_by__isnull=True)
                | models.Q(
                    kind=LifeKind.MOVED,
                    returned_on__gte=models.F("happened_on"),
                    returned_at__isnull=False,
                    returned_by__isnull=False,
                ),
                name="who_returned_had_moved",
            ),
            models.CheckConstraint(
                condition=models.Q(corrected_at__isnull=True, corrected_by__isnull=True, corrected_because="")
                | models.Q(corrected_at__isnull=False, corrected_by__isnull=False) & ~models.Q(corrected_because=""),
                name="life_event_corrected_says_when_who_why",
            ),
        ]
        indexes = [models.Index(fields=["resident", "recorded_at"], name="life_event_of_resident")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.happened_on}"

    @property
    def is_over(self) -> bool:
        """Whether they live here again: the move was true, and holds no longer."""
        return self.returned_at is not None


class EndedRow(AppendOnly):
    """One thing that a life event ended, and how it stood before."""

    event = models.ForeignKey(LifeEvent, on_delete=models.PROTECT, related_name="ended")
    ender = models.CharField(max_length=40, help_text="what knows how to open it again: referrals, promises, …")
    row_id = models.UUIDField()
    was = models.JSONField(default=dict, help_text="what of the row the event changed, as it stood")
    words = models.CharField(max_length=300, help_text="what it was, in words")

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["event"], name="ended_by_life_event")]

    def __str__(self) -> str:
        return self.words
