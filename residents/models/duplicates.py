"""Two records that may be one person; what was decided; and what a merge moved, so that it can be undone."""

from django.db import models
from django.urls import reverse

from accounts.models import User
from core.models import AppendOnly, Record
from core.words import moment
from residents.enums import PairStatus
from residents.models.person import Resident
from residents.querysets import MergeQuerySet, PairQuerySet


class PossibleDuplicate(Record):
    """A pair of people who may be one, with why. `one` has the smaller key, so that a pair is there once."""

    one = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(help_text="0 to 100")
    why = models.JSONField(default=list, help_text="what matches, in words")
    status = models.CharField(max_length=10, choices=PairStatus, default=PairStatus.OPEN)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_pair_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="pair_in_order"),
        ]
        indexes = [
            models.Index(fields=["-score", "found_at"], condition=models.Q(status="open"), name="pair_open"),
            models.Index(fields=["other"], name="pair_other"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}"

    def get_absolute_url(self) -> str:
        return reverse("worklists:duplicate", kwargs={"pk": self.pk})

    @property
    def is_open(self) -> bool:
        return self.status == PairStatus.OPEN

    @property
    def decision(self) -> str:
        """Who decided what and when, in a sentence; "" while it is open. Load `decided_by` with it."""
        if self.decided_at is None or self.decided_by is None:
            return ""
        did = "merged these two records" if self.status == PairStatus.MERGED else "said that these are two people"
        note = f": “{self.note}”" if self.note else "."
        return f"{self.decided_by.name} {did} on {moment(self.decided_at)}{note}"


class Merge(Record):
    """That two records were found to be one person: `merged` was put into `survivor`; undone within 30 days or not."""

    survivor = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="merged_by")
    why = models.CharField(max_length=500)
    before = models.JSONField(default=dict, help_text="columns of the survivor that the merge filled, as they were")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at__isnull=True), name="merged_into_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} into {self.survivor_id}"

    def get_absolute_url(self) -> str:
        return reverse("worklists:merge_undo", kwargs={"pk": self.pk})


class MovedRow(AppendOnly):
    """One row that a merge put from the merged person to the survivor."""

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="moved")
    table = models.CharField(max_length=60, help_text="referrals.referral, …")
    column = models.CharField(max_length=60)
    row_id = models.UUIDField()

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["merge", "table"], name="moved_by_merge")]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"
