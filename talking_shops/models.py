"""Talking Shops: where people drop in, and the conversations held there and on visits."""

from datetime import date

from django.db import models
from django.urls import reverse

from accounts.models import User
from core.clock import LONDON, london_date
from core.models import Record
from core.words import clock_time, long_date
from localities.models import Locality
from residents.models import Resident
from talking_shops.enums import Doer, Effect, Place, VenueKind
from talking_shops.querysets import AgreedActionQuerySet, ConversationQuerySet, SessionQuerySet


class Venue(Record):
    """A library, hub, surgery, food bank, church hall, garden centre or supermarket that we meet people in."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=VenueKind)
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="venues")
    address = models.CharField(max_length=200)
    postcode = models.CharField(max_length=8)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Session(Record):
    """One Talking Shop: a venue, on a day, from an hour to an hour."""

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message="The session must end after it starts.",
            ),
            models.UniqueConstraint(fields=["venue", "starts_at"], name="one_session_at_a_time_in_a_venue"),
        ]
        indexes = [models.Index(fields=["starts_at"], name="session_starts_at")]

    def __str__(self) -> str:
        return f"{self.venue}, {long_date(self.held_on)}"

    def get_absolute_url(self) -> str:
        return reverse("talking_shops:session", kwargs={"pk": self.pk})

    @property
    def held_on(self) -> date:
        """The London day on which it is held."""
        return london_date(self.starts_at)

    @property
    def hours(self) -> str:
        """ "10am to midday", in London."""
        starts, ends = (clock_time(at.astimezone(LONDON).time()) for at in (self.starts_at, self.ends_at))
        return f"{starts} to {ends}"


class Conversation(Record):
    """A strengths-based conversation. What was said in it is kept as statements whose source it is."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="conversations")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="conversations")
    place = models.CharField(max_length=20, choices=Place)
    held_on = models.DateField()
    with_whom = models.CharField(max_length=200, blank=True, help_text="who else was there")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="conversations")
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, null=True, related_name="conversations")
    effect = models.CharField(max_length=20, choices=Effect, default=Effect.NOT_SAID)
    logged_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["resident", "-held_on"], name="conversation_of_resident"),
            models.Index(fields=["locality", "held_on"], name="conversation_in_locality"),
            models.Index(fields=["session"], name="conversation_of_session"),
        ]

    def __str__(self) -> str:
        return f"conversation on {self.held_on}"

    def get_absolute_url(self) -> str:
        return reverse("talking_shops:conversation", kwargs={"pk": self.pk})


class AgreedAction(Record):
    """Who does what by when, as agreed in a conversation."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="agreed")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="agreed_actions")
    words = models.CharField(max_length=500)
    doer = models.CharField(max_length=20, choices=Doer)
    doer_name = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="agreed_actions")
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, help_text="when it fell away without being done")
    ended_because = models.CharField(max_length=200, blank=True, db_default="")

    objects = AgreedActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by__isnull=True)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="agreed_done_at_has_its_by",
            ),
        ]
        indexes = [
            models.Index(fields=["resident"], condition=models.Q(done_at__isnull=True), name="agreed_open_of_resident"),
            models.Index(
                fields=["owner", "due_on"], condition=models.Q(done_at__isnull=True), name="agreed_open_of_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def who(self) -> str:
        """Who does it, in words: "Maria (family)", "Ben Okafor", "The person"."""
        if self.doer == Doer.WORKER:
            return self.doer_name or (self.owner.name if self.owner else self.get_doer_display())
        doer = self.get_doer_display()
        return f"{self.doer_name} ({doer.lower()})" if self.doer_name else doer
