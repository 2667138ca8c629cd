"""Writes of the mechanisms in core: drafts and heartbeats."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from core import clock
from core.errors import ChangedMeanwhile, Refused
from core.models import Draft, Heartbeat, Receipt

DRAFTS_KEPT = timedelta(days=30)
RECEIPTS_KEPT = timedelta(days=7)
MOST_DRAFTS = 50  # of one person; several times what anybody has open


def save_draft(*, owner_id: UUID, form: str, subject: str, fields: dict[str, Any], version: int | None) -> Draft:
    """Keep what has been typed so far.

    `version` is the version that the page last saw, None when it has seen none. Raises
    ChangedMeanwhile, and keeps nothing, when another tab has saved a later one, or the first;
    Refused when the owner has as many unfinished forms as are kept.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(owner_id=owner_id, form=form, subject=subject).first()
        if draft is None:
            return _first_draft(owner_id, form, subject, fields)
        if version != draft.version:
            raise ChangedMeanwhile("This form is open in another tab, which has saved something newer.", draft)
        draft.fields = fields
        draft.version += 1
        draft.saved_at = clock.now()
        draft.save(update_fields=["fields", "version", "saved_at"])
        return draft


def _first_draft(owner_id: UUID, form: str, subject: str, fields: dict[str, Any]) -> Draft:
    if Draft.objects.filter(owner_id=owner_id).count() >= MOST_DRAFTS:
        raise Refused(f"You have {MOST_DRAFTS} unfinished forms. Send one of them, and this one can be kept too.")
    now = clock.now()
    try:
        with transaction.atomic():
            return Draft.objects.create(
                owner_id=owner_id, form=form, subject=subject, fields=fields, started_at=now, saved_at=now
            )
    except IntegrityError:
        other = Draft.objects.get(owner_id=owner_id, form=form, subject=subject)
        raise ChangedMeanwhile("This form was opened in another tab at the same moment.", other) from None


def discard_draft(*, owner_id: UUID, form: str, subject: str) -> None:
    """Remove the draft once its form has been sent, in the same transaction; harmless when there is none."""
    Draft.objects.filter(owner_id=owner_id, form=form, subject=subject).delete()


def purge_old_drafts_and_receipts() -> dict[str, int]:
    """Remove drafts untouched for 30 days and receipts older than 7 days; safe to repeat."""
    now = clock.now()
    drafts, _ = Draft.objects.filter(saved_at__lt=now - DRAFTS_KEPT).delete()
    receipts, _ = Receipt.objects.filter(at__lt=now - RECEIPTS_KEPT).delete()
    return {"drafts": drafts, "receipts": receipts}


def beat(name: str, **detail: Any) -> None:
    """Show that the process or job `name` is alive and did its work just now."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": clock.now(), "detail": detail})
