"""What comes after a conversation: the page that somebody takes away, what they put right, what they thought of it."""

from django.db import models
from django.urls import reverse

from accounts.models import User
from core.models import AppendOnly, Record
from localities.models import Locality
from residents.models import Resident, Statement
from talking_shops.after_querysets import FeedbackQuerySet, ProposedChangeQuerySet, ReceiptQuerySet
from talking_shops.enums import FeedbackBy, ProposalStatus, ReceiptForm, ToldHow
from talking_shops.models.conversations import Conversation


class WalkAwayReceipt(Record):
    """One page in the person's own words, with next steps and names, as it was given to them.

    `words` is what stood on it, so that it can be shown again exactly. A link in it lets them say what is wrong:
    only a digest of its token is kept.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="receipts")
    form = models.CharField(max_length=12, choices=ReceiptForm)
    words = models.JSONField(default=dict)
    sent_to = models.CharField(max_length=200, blank=True, help_text="number or address, when it was sent")
    token_digest = models.CharField(max_length=64, unique=True, null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, help_text="when the message was taken for delivery")
    arrived_at = models.DateTimeField(null=True, help_text="when we learned that it had arrived")
    not_known_at = models.DateTimeField(null=True, help_text="when nobody asked on whether it arrived")
    failed_because = models.CharField(max_length=300, blank=True)
    taught = models.JSONField(
        default=dict, db_default={}, help_text="what the record of the person learned with it, and what stood there"
    )

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["conversation"], name="receipt_of_conversation")]

    def __str__(self) -> str:
        return f"{self.get_form_display()} of {self.conversation_id}"

    def get_absolute_url(self) -> str:
        return reverse("talking_shops:receipt", kwargs={"pk": self.pk})

    @property
    def is_theirs(self) -> bool:
        """Whether it still has its link: it has none once its conversation left the record on which it was given."""
        return self.token_digest is not None

    @property
    def is_sent(self) -> bool:
        """Whether it is one that leaves by a message."""
        return self.form in (ReceiptForm.TEXT, ReceiptForm.EMAIL)


class ProposedChange(Record):
    """What somebody wants to have put right in what we wrote down. Nothing on the record changes by itself."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, related_name="proposed_changes")
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="proposed_changes")
    receipt = models.ForeignKey(WalkAwayReceipt, on_delete=models.PROTECT, null=True, related_name="proposed_changes")
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, null=True, related_name="+", help_text="what it is about, when it is said"
    )
    words = models.TextField(help_text="in their words")
    at = models.DateTimeField()
    taken_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", help_text="who wrote it down; null: they did"
    )
    status = models.CharField(max_length=12, choices=ProposalStatus, default=ProposalStatus.WAITING)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    because = models.CharField(max_length=500, blank=True)
    became = models.ForeignKey(
        Statement, on_delete=models.PROTECT, null=True, related_name="+", help_text="what it stands as on the record"
    )
    told_how = models.CharField(max_length=10, choices=ToldHow, blank=True, db_default="")
    told_at = models.DateTimeField(null=True, help_text="when they were told what became of it")
    arrived_at = models.DateTimeField(null=True, help_text="when we learned that the message had arrived")
    not_known_at = models.DateTimeField(null=True, help_text="when nobody asked on whether it arrived")
    left_at = models.DateTimeField(null=True, help_text="when a message was taken that did not arrive")
    failed_because = models.CharField(
        max_length=300, blank=True, db_default="", help_text="why no message reached them"
    )

    objects = ProposedChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status=ProposalStatus.WAITING, decided_at__isnull=True)
                | (~models.Q(status=ProposalStatus.WAITING) & models.Q(decided_at__isnull=False)),
                name="proposal_decided_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["conversation"], condition=models.Q(status=ProposalStatus.WAITING), name="proposal_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.words[:60]

    def get_absolute_url(self) -> str:
        return reverse("talking_shops:proposal", kwargs={"pk": self.pk})

    @property
    def why_not_told(self) -> str:
        """Why they do not know what became of it: a message left and did not arrive, or none could be sent."""
        what = "They were sent a message, which did not arrive." if self.left_at else "They could not be told:"
        return f"{what} {self.failed_because}"


class Feedback(Record):
    """What somebody who agreed to be asked thought of a conversation (R19). Without their name on it."""

    conversation = models.OneToOneField(Conversation, on_delete=models.PROTECT, related_name="feedback")
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, null=True, related_name="feedback")
    asked_by = models.CharField(max_length=10, choices=FeedbackBy)
    token_digest = models.CharField(max_length=64, unique=True, null=True)
    asked_at = models.DateTimeField()
    sent_to = models.CharField(max_length=200, blank=True, db_default="", help_text="number or address of a link")
    sent_at = models.DateTimeField(null=True, help_text="when the message was taken for delivery")
    arrived_at = models.DateTimeField(null=True, help_text="when we learned that it had arrived")
    not_known_at = models.DateTimeField(null=True, help_text="when nobody asked on whether it arrived")
    failed_because = models.CharField(max_length=300, blank=True, db_default="")
    answered_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", help_text="who wrote down what they said"
    )
    listened = models.PositiveSmallIntegerField(null=True, help_text="FB-1: 1 not at all to 5 completely")
    understood = models.PositiveSmallIntegerField(null=True, help_text="I know what happens next")
    helped = models.PositiveSmallIntegerField(null=True, help_text="It made a difference")
    words = models.TextField(blank=True)
    may_quote = models.BooleanField(default=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "feedback"
        indexes = [models.Index(fields=["locality", "answered_at"], name="feedback_in_locality")]

    def __str__(self) -> str:
        return f"feedback by {self.get_asked_by_display().lower()}"


class ShownQuarter(AppendOnly):
    """The tables of a quarter that is over, as they were first shown and stay (FB-5): words that are shown, with the
    small numbers hidden already. Each row is the place and its cells; the last one is of everywhere together.
    """

    first = models.DateField(unique=True, help_text="the first day of the quarter")
    thought = models.JSONField()
    effects = models.JSONField()
    shown_from = models.DateTimeField()

    def __str__(self) -> str:
        return f"the quarter from {self.first}"
