"""Who was at a session: taps without names, the people of the services, and what the day was like."""

from django.db import models

from accounts.models import User
from core.models import AppendOnly, Record
from talking_shops.enums import Service, TapKind, Whereabouts
from talking_shops.footfall_querysets import AttendingQuerySet, TapQuerySet
from talking_shops.models.places import Session


class Tap(AppendOnly):
    """One tap on a footfall button. Its key is made by the device, so that it counts once however often it is sent.

    An undone tap stays: the tap that undoes it points to it, and both count for nothing.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="taps")
    kind = models.CharField(max_length=20, choices=TapKind)
    at = models.DateTimeField(help_text="by the device's clock")
    received_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")

    objects = TapQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["session", "kind"], name="tap_of_session")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({'undone' if self.undoes_id else 'one'})"


class Attending(Record):
    """Somebody of a service who comes to a session: planned in the rota, and there or not."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attending")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    service = models.CharField(max_length=20, choices=Service)
    name = models.CharField(max_length=120, blank=True, help_text="of somebody without an account")
    is_planned = models.BooleanField(default=True, help_text="in the rota; otherwise they just came")
    here_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    objects = AttendingQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "attending"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user"],
                condition=models.Q(user__isnull=False, removed_at__isnull=True),
                name="each_worker_once_at_a_session",
                violation_error_message="They are on the list already.",
            ),
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) | ~models.Q(name=""), name="who_attends_has_a_name"
            ),
        ]
        indexes = [models.Index(fields=["user", "session"], name="attending_of_user")]

    def __str__(self) -> str:
        return f"{self.who} ({self.get_service_display()})"

    @property
    def who(self) -> str:
        return self.user.name if self.user else self.name

    @property
    def where(self) -> Whereabouts:
        if self.removed_at is not None:
            return Whereabouts.OFF
        if self.left_at is not None:
            return Whereabouts.LEFT
        return Whereabouts.HERE if self.here_at is not None else Whereabouts.EXPECTED


class SessionNote(AppendOnly):
    """What the day was like, and what people asked for: no names of people in it."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="notes")
    words = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.words[:60]
