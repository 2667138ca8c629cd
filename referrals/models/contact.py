"""Somebody rang, wrote or came; and when they are to be rung back."""

from django.db import models
from django.urls import reverse

from accounts.models import User
from core.identifiers import contact_reference
from core.models import Record
from localities.models import Locality
from referrals.enums import CallBackOutcome, ContactOutcome, Need, Onward, Relation, Urgency
from referrals.querysets import CallBackQuerySet, ContactQuerySet
from residents.enums import Channel
from residents.models import Resident


class Contact(Record):
    """Somebody rang, wrote or came to Thurrock First. The story they told is a statement of the person's."""

    reference = models.CharField(max_length=12, unique=True, default=contact_reference)
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, related_name="contacts")
    channel = models.CharField(max_length=20, choices=Channel, default=Channel.PHONE)
    relation = models.CharField(max_length=20, choices=Relation, default=Relation.SELF)
    caller_name = models.CharField(max_length=200, blank=True)
    caller_phone = models.CharField(max_length=20, blank=True)
    may_speak_for = models.BooleanField(null=True, help_text="whether the person agreed; empty is not asked")
    need = models.CharField(max_length=20, choices=Need)
    urgency = models.CharField(max_length=12, choices=Urgency)
    caller_safe_to_call = models.BooleanField(null=True, help_text="the caller's number; empty is not asked")
    caller_safe_to_text = models.BooleanField(null=True, help_text="the caller's number; empty is not asked")
    advice = models.TextField(blank=True, help_text="what was advised, and to whom it was said")
    onward = models.CharField(
        max_length=20, choices=Onward, blank=True, db_default="", help_text="why it is not for us"
    )
    onward_to = models.CharField(
        max_length=300, blank=True, db_default="", help_text="whom the caller was told to ring"
    )
    outcome = models.CharField(max_length=12, choices=ContactOutcome)
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, null=True, related_name="contacts")
    started_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, help_text="when whoever took it took back what it was sent as")

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome=ContactOutcome.ROUTED, resident__isnull=False)
                | models.Q(outcome=ContactOutcome.ADDED, resident__isnull=False)
                | models.Q(outcome__in=(ContactOutcome.ADVICE, ContactOutcome.ONWARD)),
                name="contact_sent_on_is_about_somebody",
                violation_error_message="Find or add the person before sending this to a team.",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=ContactOutcome.ONWARD) & ~models.Q(onward="") & ~models.Q(onward_to="")
                | ~models.Q(outcome=ContactOutcome.ONWARD) & models.Q(onward="", onward_to=""),
                name="contact_onward_says_why_and_to_whom",
                violation_error_message="Say why it is not for us, and whom the caller was told to ring.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["caller_phone", "-taken_at"], condition=~models.Q(caller_phone=""), name="contact_by_caller"
            ),
            models.Index(fields=["resident", "-taken_at"], name="contact_of_resident"),
            models.Index(fields=["locality", "-taken_at"], name="contact_in_locality"),
            models.Index(fields=["taken_by", "-taken_at"], name="contact_by_taker"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("referrals:contact", kwargs={"reference": self.reference})


class CallBack(Record):
    """A call that we said we would make: to whom, in which hour of which day, and how it went."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, related_name="call_backs")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="call_backs")
    name = models.CharField(max_length=200, blank=True, help_text="whom to ask for")
    phone = models.CharField(max_length=20)
    about = models.CharField(max_length=300, blank=True)
    day = models.DateField()
    hour = models.PositiveSmallIntegerField(help_text="London time; 9 is from 9:00 to 10:00")
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    tried = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="how often nobody answered before this")
    claimed_at = models.DateTimeField(null=True, help_text="since when somebody is on it")
    claimed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=20, choices=CallBackOutcome, default=CallBackOutcome.BOOKED)
    note = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = CallBackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome=CallBackOutcome.BOOKED, ended_at__isnull=True, ended_by__isnull=True)
                | ~models.Q(outcome=CallBackOutcome.BOOKED) & models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="call_back_ended_says_when_and_who",
            ),
            models.CheckConstraint(condition=models.Q(hour__gte=7, hour__lte=18), name="call_back_in_hours"),
            models.CheckConstraint(
                condition=models.Q(claimed_at__isnull=True, claimed_by__isnull=True)
                | models.Q(claimed_at__isnull=False, claimed_by__isnull=False),
                name="call_back_claimed_at_has_its_by",
            ),
        ]
        indexes = [
            models.Index(fields=["day", "hour"], condition=models.Q(outcome="booked"), name="call_back_booked"),
            models.Index(fields=["resident", "-booked_at"], name="call_back_of_resident"),
        ]

    def __str__(self) -> str:
        return f"call-back on {self.day} at {self.hour}"

    def get_absolute_url(self) -> str:
        return reverse("referrals:call_back", kwargs={"pk": self.pk})
