"""A request that a team takes up a person's situation, who holds it, what was asked about it and who it came from."""

from django.db import models

from accounts.models import User
from core.identifiers import referral_reference
from core.models import AppendOnly, Record
from core.shortcuts import address_of
from localities.models import Team
from referrals.enums import CloseReason, HandOffKind, Need, NoteKind, ReferralSource, ReferralStatus, Urgency
from referrals.models.contact import Contact
from referrals.querysets import FELT, AllocationQuerySet, HandOffQuerySet, ReferralQuerySet
from residents.models import Resident, Statement
from talking_shops.models import Conversation


class Referral(Record):
    """A request that a team takes up a person's situation, with the rule that sent it there and why."""

    reference = models.CharField(max_length=12, unique=True, default=referral_reference)
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="referrals")
    source = models.CharField(max_length=20, choices=ReferralSource)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="referrals")
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, null=True, related_name="referrals")
    story = models.ForeignKey(Statement, on_delete=models.PROTECT, null=True, related_name="+")
    need = models.CharField(max_length=20, choices=Need)
    urgency = models.CharField(max_length=12, choices=Urgency)
    urgency_order = models.PositiveSmallIntegerField(help_text="0 is now; the queue's order")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="referrals")
    rule = models.CharField(max_length=10, help_text="the routing rule that chose the team")
    because = models.CharField(max_length=500, help_text="its reason, in words")
    status = models.CharField(max_length=20, choices=ReferralStatus, default=ReferralStatus.AWAITING_ALLOCATION)
    received_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", help_text="whose list it comes back to"
    )
    from_team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    works_from = models.DateTimeField(null=True, help_text="when the team takes it up, when it waits for an hour")
    expects = models.CharField(
        max_length=500, blank=True, db_default="", help_text="what the person was told to expect"
    )
    answer_by = models.DateField(null=True, help_text="by when the team answers; empty once it has")
    answered_at = models.DateTimeField(null=True, help_text="when the team accepted it or returned it")
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    close_reason = models.CharField(max_length=20, choices=CloseReason, blank=True)
    claimed_at = models.DateTimeField(null=True, help_text="since when somebody at Thurrock First decides about it")
    claimed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status=ReferralStatus.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
                & ~models.Q(close_reason="")
                | ~models.Q(status=ReferralStatus.CLOSED)
                & models.Q(closed_at__isnull=True, closed_by__isnull=True, close_reason=""),
                name="referral_closed_says_when_who_why",
                violation_error_message="A closed referral needs a reason.",
            ),
            models.CheckConstraint(
                condition=models.Q(claimed_at__isnull=True, claimed_by__isnull=True)
                | models.Q(claimed_at__isnull=False, claimed_by__isnull=False),
                name="referral_claimed_at_has_its_by",
            ),
        ]
        indexes = [
            models.Index(
                fields=["team", "urgency_order", "received_at"],
                condition=models.Q(status=ReferralStatus.AWAITING_ALLOCATION),
                name="referral_awaiting_in_team",
            ),
            models.Index(
                fields=["team", "received_at"],
                condition=~models.Q(status=ReferralStatus.CLOSED),
                name="referral_open_in_team",
            ),
            models.Index(
                fields=["team", "received_at"],
                include=["resident"],
                condition=models.Q(status=ReferralStatus.ALLOCATED),
                name="referral_held_in_team",
            ),
            models.Index(fields=["resident", "-received_at"], name="referral_of_resident"),
            models.Index(
                fields=["sent_by", "answer_by"],
                condition=~models.Q(status=ReferralStatus.CLOSED) & models.Q(answered_at__isnull=True)
                | models.Q(status=ReferralStatus.RETURNED),
                name="referral_back_with_sender",
            ),
            models.Index(
                fields=["from_team"],
                condition=~models.Q(status=ReferralStatus.CLOSED) & models.Q(answered_at__isnull=True)
                | models.Q(status=ReferralStatus.RETURNED),
                name="referral_back_with_team",
            ),
            models.Index(
                fields=["answer_by"],
                condition=models.Q(answer_by__isnull=False),
                name="referral_to_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return address_of("referrals:referral", "reference", self.reference)

    @property
    def is_open(self) -> bool:
        return self.status != ReferralStatus.CLOSED


class ReferralNote(AppendOnly):
    """What one side of a referral said to the other: a question, its answer, why it comes back, what was done."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=NoteKind)
    words = models.TextField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", help_text="whose side said it")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    earlier = models.JSONField(null=True, help_text="what the referral said before, so that it can be undone")

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["referral", "at"], name="note_of_referral")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.referral_id}"


class Allocation(Record):
    """That a worker holds a referral, from when, and until when. One at a time."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="allocations")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="allocations")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="allocations")
    note = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AllocationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=models.Q(ended_at__isnull=True), name="one_worker_holds_a_referral"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="allocation_ended_at_has_its_by",
            ),
        ]
        indexes = [
            models.Index(
                fields=["worker"], condition=models.Q(ended_at__isnull=True), name="allocation_open_of_worker"
            ),
            models.Index(fields=["resident", "-started_at"], name="allocation_of_resident"),
        ]

    def __str__(self) -> str:
        return f"{self.referral} with {self.worker}"


class HandOff(AppendOnly):
    """A change of the team or the worker that is responsible for a person: from, to and why."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="hand_offs")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, related_name="hand_offs")
    kind = models.CharField(max_length=10, choices=HandOffKind)
    from_team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    from_worker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    to_worker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", help_text="empty: the system")
    undoes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="undone_by",
        help_text="the mistake that this puts right",
    )
    earlier = models.JSONField(null=True, help_text="what the referral said before, so that it can be undone")

    objects = HandOffQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=HandOffKind.TEAM, to_team__isnull=False)
                | models.Q(kind=HandOffKind.WORKER, to_team__isnull=False),
                name="hand_off_has_a_receiving_team",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="hand_off_has_a_reason"),
        ]
        indexes = [
            models.Index(fields=["resident", "-at"], name="hand_off_of_resident"),
            models.Index(fields=["to_team", "-at"], name="hand_off_to_team"),
            models.Index(
                fields=["to_team", "-at"],
                include=["resident", "kind", "id"],
                condition=FELT & models.Q(undoes__isnull=True),
                name="hand_off_felt_in_team",
            ),
        ]

    def __str__(self) -> str:
        return f"hand-off to {self.to_worker or self.to_team}"
