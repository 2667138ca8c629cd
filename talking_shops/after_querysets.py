"""Reads of what comes after a conversation."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from accounts.roles import INTEGRATED, Role
from core import clock
from talking_shops.links import digest_of

if TYPE_CHECKING:
    from accounts.models import User
    from talking_shops.models import Conversation

SENT_FORMS = ("text", "email")
SILENCE = timedelta(hours=1)  # longer than the outbox tries


class AfterQuerySet(models.QuerySet[Any]):
    """Rows that belong to a conversation."""

    def visible_to(self, viewer: "User") -> Self:
        """What came of conversations that the viewer may see; partners see none of it."""
        return self if viewer.role in INTEGRATED else self.none()

    def for_page(self) -> Self:
        """With the conversation, its person and who held it, in one query."""
        return self.select_related(
            "conversation__resident__practice", "conversation__resident__locality", "conversation__worker",
            "conversation__session__venue",
        )  # fmt: skip

    def with_token(self, token: str) -> Any:
        """The row that a link leads to, or None."""
        return self.select_related("conversation").filter(token_digest=digest_of(token)).first()


class ReceiptQuerySet(AfterQuerySet):
    def of_conversation(self, conversation: "Conversation") -> Self:
        """Those of one conversation, the newest first."""
        return self.filter(conversation=conversation).select_related("made_by").order_by("-made_at", "-id")

    def theirs(self) -> Self:
        """Those that somebody took away and still has: not those that were given on the wrong record."""
        return self.exclude(form="not_wanted").filter(token_digest__isnull=False)

    def last_wish(self, conversation: "Conversation") -> Any:
        """The receipt that the person took last, of any conversation; not one that did not reach them. None: never."""
        same = models.Q(conversation=conversation)
        if conversation.resident_id:
            same |= models.Q(conversation__resident_id=conversation.resident_id)
        return self.filter(same, failed_because="").theirs().order_by("-made_at", "-id").first()

    def silent(self) -> Self:
        """Those to be sent of which nobody has heard for an hour."""
        waiting = self.filter(form__in=SENT_FORMS, sent_at__isnull=True, failed_because="")
        return waiting.filter(made_at__lt=clock.now() - SILENCE).order_by("made_at", "id")


class ProposedChangeQuerySet(AfterQuerySet):
    def waiting(self) -> Self:
        """Those that nobody has decided, the oldest first."""
        return self.filter(status="waiting").order_by("at", "id")

    def decided_by_viewer(self, viewer: "User") -> Self:
        """Those that the viewer decides: of their own conversations, and for a manager of those in their localities."""
        mine = models.Q(conversation__worker=viewer)
        if viewer.role == Role.LOCALITY_MANAGER:
            own = viewer.memberships.current().values("team__locality_id")
            mine |= models.Q(conversation__locality_id__in=own)
        return self.filter(mine)

    def silent(self) -> Self:
        """Decided ones whose message nobody has heard of for an hour."""
        told = self.exclude(status="waiting").filter(receipt__form__in=SENT_FORMS, told_how="", failed_because="")
        return told.filter(told_at__isnull=True, decided_at__lt=clock.now() - SILENCE).order_by("decided_at", "id")


class FeedbackQuerySet(AfterQuerySet):
    def silent(self) -> Self:
        """Links to be sent of which nobody has heard for an hour."""
        waiting = self.filter(asked_by="link", sent_at__isnull=True, failed_because="", answered_at__isnull=True)
        return waiting.filter(asked_at__lt=clock.now() - SILENCE).order_by("asked_at", "id")

    def answered_between(self, since: datetime, until: datetime) -> Self:
        """Answers that came from one moment up to another."""
        return self.filter(answered_at__gte=since, answered_at__lt=until).order_by("id")
