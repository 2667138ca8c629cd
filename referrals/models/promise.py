"""What we said that we would do."""

from django.db import models
from django.urls import reverse

from accounts.models import User
from core.models import Record
from localities.models import Team
from referrals.enums import PromiseStatus
from referrals.models.contact import Contact
from referrals.models.referral import Referral
from referrals.querysets import PromiseQuerySet
from referrals.rules.promises import HowKept, how_kept
from residents.models import Resident
from talking_shops.models import AgreedAction

UNKEPT = models.Q(status__in=(PromiseStatus.OPEN, PromiseStatus.BROKEN))


class Promise(Record):
    """ "We will ring on Friday": what was promised, to whom, by when, and who keeps it."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="promises")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="promises")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, null=True, related_name="promises")
    agreed = models.ForeignKey(
        AgreedAction, on_delete=models.PROTECT, null=True, related_name="promises", help_text="the line it came from"
    )
    words = models.CharField(max_length=300)
    told = models.CharField(max_length=200, blank=True, help_text="to whom it was said; empty is the person")
    due_on = models.DateField(help_text="London date by the end of which it is kept")
    first_due_on = models.DateField(null=True, help_text="the day that was promised first; empty: it is still that")
    days_changed = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="how often its day was changed")
    why_changed = models.CharField(max_length=300, blank=True, db_default="", help_text="why, the last time")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="promises")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", help_text="the owner's then")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=PromiseStatus, default=PromiseStatus.OPEN)
    ended_at = models.DateTimeField(null=True, help_text="when it was kept, withdrawn, or marked as broken")
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", help_text="empty: the system marked it"
    )
    broken_at = models.DateTimeField(null=True, help_text="when it was marked as broken; stays when it is kept late")
    note = models.CharField(max_length=300, blank=True, help_text="how it was kept, or why it was withdrawn")
    told_of_end = models.CharField(
        max_length=200, blank=True, db_default="", help_text="to whom it was said that it is withdrawn"
    )
    version = models.PositiveIntegerField(default=1)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status=PromiseStatus.OPEN, ended_at__isnull=True)
                | ~models.Q(status=PromiseStatus.OPEN) & models.Q(ended_at__isnull=False),
                name="promise_ended_says_when",
            ),
            models.CheckConstraint(condition=~models.Q(words=""), name="promise_has_words"),
            models.CheckConstraint(
                condition=models.Q(days_changed=0, first_due_on__isnull=True, why_changed="")
                | models.Q(days_changed__gt=0, first_due_on__isnull=False) & ~models.Q(why_changed=""),
                name="promise_changed_day_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=models.Q(status="open"), name="promise_open_due"),
            models.Index(
                fields=["owner", "due_on"], condition=models.Q(status__in=("open", "broken")), name="promise_of_owner"
            ),
            models.Index(
                fields=["team", "due_on"], condition=models.Q(status__in=("open", "broken")), name="promise_of_team"
            ),
            models.Index(fields=["resident", "-made_at"], name="promise_of_resident"),
        ]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return reverse("referrals:promise", kwargs={"pk": self.pk})

    @property
    def waits(self) -> bool:
        """Whether somebody still waits for it."""
        return self.status in (PromiseStatus.OPEN, PromiseStatus.BROKEN)

    @property
    def how_kept(self) -> HowKept:
        """What became of it (PRM-4)."""
        return how_kept(PromiseStatus(self.status), was_broken=self.broken_at is not None)
