"""A conversation, what was said in it, and who does what by when."""

from django.db import models

from accounts.models import User
from core.models import AppendOnly, Record
from core.shortcuts import address_of
from localities.models import Locality
from residents.enums import Topic
from residents.models import Resident
from talking_shops.enums import Depth, Doer, Effect, MayAsk, Place
from talking_shops.models.places import Session
from talking_shops.querysets import AgreedActionQuerySet, ConversationQuerySet


class Conversation(Record):
    """A strengths-based conversation. What was said in it is kept as statements whose source it is.

    While nobody knows with whom it was (`resident` is null), its words are its parts; once the person is known they
    become statements. Several that were held at once, each with one person, share a `gathering`; each holds that
    person's part alone.
    """

    resident = models.ForeignKey(
        Resident, on_delete=models.PROTECT, null=True, related_name="conversations", help_text="null: anonymous so far"
    )
    called = models.CharField(
        max_length=80, blank=True, db_default="", help_text="what an anonymous person is called: initials, “red scarf”"
    )
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="conversations")
    place = models.CharField(max_length=20, choices=Place)
    held_on = models.DateField()
    with_whom = models.CharField(max_length=200, blank=True, help_text="who else was there")
    worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="conversations")
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, null=True, related_name="conversations")
    depth = models.CharField(max_length=12, choices=Depth, default=Depth.BRIEF, db_default=Depth.BRIEF)
    effect = models.CharField(max_length=20, choices=Effect, default=Effect.NOT_SAID)
    may_ask = models.CharField(max_length=10, choices=MayAsk, default=MayAsk.NOT_ASKED, db_default=MayAsk.NOT_ASKED)
    gathering = models.UUIDField(null=True, help_text="the same for conversations that were one, with several people")
    device_draft = models.UUIDField(
        null=True, unique=True, help_text="the draft on a device that it was sent from: one draft is one conversation"
    )
    known_at = models.DateTimeField(null=True, help_text="when an anonymous person became known")
    logged_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["resident", "-held_on"], name="conversation_of_resident"),
            models.Index(fields=["locality", "held_on"], name="conversation_in_locality"),
            models.Index(fields=["session"], name="conversation_of_session"),
            models.Index(
                fields=["worker", "-logged_at"],
                condition=models.Q(resident__isnull=True),
                name="conversation_anonymous",
            ),
            models.Index(
                fields=["gathering"], condition=models.Q(gathering__isnull=False), name="conversation_gathering"
            ),
        ]

    def __str__(self) -> str:
        return f"conversation on {self.held_on}"

    def get_absolute_url(self) -> str:
        return address_of("talking_shops:conversation", "pk", self.pk)


class ConversationPart(AppendOnly):
    """What an anonymous person said under a topic."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="parts")
    topic = models.CharField(max_length=20, choices=Topic)
    words = models.TextField()
    heard_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.words[:60]}"


class AgreedAction(Record):
    """Who does what by when, as agreed in a conversation."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="agreed")
    resident = models.ForeignKey(
        Resident,
        on_delete=models.PROTECT,
        null=True,
        related_name="agreed_actions",
        help_text="null while nobody knows who",
    )
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
