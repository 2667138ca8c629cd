"""What was written on a device without a network: sealed there to a public key of ours, opened only here.

A device holds nothing that opens what it keeps. The private keys are kept encrypted with a secret that is not in
the database (settings.SEALING_SECRETS).
"""

from django.db import models

from accounts.models import User
from core.clock import LONDON
from core.models import Record
from sealed.contents import as_text, kind_in_words, lines_of
from sealed.enums import ItemStatus
from sealed.querysets import SealedItemQuerySet


class SealingKey(Record):
    """A pair of keys (ECDH, P-256). Devices seal to the newest; older ones open what is still under way.

    30 days after the next key was made nothing is sealed to it any more; its private half is destroyed when no item
    can come that needs it.
    """

    number = models.PositiveIntegerField(unique=True, help_text="1, 2, 3: of two made at one moment one counts")
    public_key = models.CharField(max_length=100, unique=True, help_text="uncompressed point, base64url")
    private_key = models.TextField(blank=True, help_text="encrypted with the secret; empty once it is destroyed")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, help_text="when a newer key was made")
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-made_at"], name="sealing_key_newest")]

    def __str__(self) -> str:
        return f"sealing key of {self.made_at:%Y-%m-%d}"


class SealedItem(Record):
    """One item from a device: its key is the device's, so that it is taken up once however often it is sent.

    `kind` names who takes it up (settings.SEALED_HANDLERS); `draft` and `part` say what it belongs to, and of one
    part a later `turn` replaces an earlier one. What cannot be taken up is kept, opened, for its writer to decide.
    """

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    schema = models.PositiveSmallIntegerField(help_text="version of what is inside")
    draft = models.UUIDField()
    part = models.UUIDField()
    turn = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of what came in: the same key with other bytes is told")
    written_at = models.DateTimeField(help_text="by the device's clock")
    received_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=ItemStatus, default=ItemStatus.TAKEN)
    because = models.CharField(max_length=300, blank=True, help_text="why it needs its writer")
    contents = models.JSONField(null=True, help_text="what was inside, until all of its draft has become something")
    result = models.JSONField(default=dict, help_text="what it became: the receipt that the device shows")

    objects = SealedItemQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "draft"], name="sealed_of_draft"),
            models.Index(
                fields=["owner", "received_at"],
                condition=models.Q(status=ItemStatus.NEEDS_YOU),
                name="sealed_needs_writer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_status_display()})"

    @property
    def kind_in_words(self) -> str:
        return kind_in_words(self.kind)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What was inside, to be read: pairs of a name and its words."""
        return lines_of(self.contents or {})

    @property
    def as_text(self) -> str:
        return as_text(kind=self.kind, written=self.written_at, because=self.because, contents=self.contents or {})

    @property
    def file_name(self) -> str:
        return f"{self.kind}-{self.written_at.astimezone(LONDON):%Y-%m-%d-%H%M}.txt"
