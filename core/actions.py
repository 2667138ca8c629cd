"""Writes of the mechanisms in core: drafts and heartbeats."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from core import clock
from core.errors import ChangedMeanwhile, Refused, SentAlready
from core.models import Draft, Heartbeat, Receipt

DRAFTS_KEPT = timedelta(days=30)
RECEIPTS_KEPT = timedelta(days=7)
VERSIONS_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
GONE = "This form was sent or discarded in another window."
NEWER = "This form is open in another tab, which has saved something newer."
MOST_DRAFTS = 50  # of one person; several times what anybody has open


def save_draft(
    *, owner_id: UUID, form: str, subject: str, fields: dict[str, Any], version: int | None, page: str = "",
    turn: int = 0,
) -> Draft:  # fmt: skip
    """Keep what has been typed so far.

    `version` is the version that the page last saw, None when it has seen none. `page` names one opening of the
    page and `turn` counts its saves: a page is never refused for its own earlier save, whose answer it may have
    missed, and of two of its saves the later turn is kept, in whatever order they arrive.

    Raises SentAlready when that draft is gone, or the page has ended, so that what was sent never comes back;
    ChangedMeanwhile, and keeps nothing, when another tab has saved a later one, or the first;
    Refused when the owner has as many unfinished forms as are kept.
    """
    words = {"fields": fields, "page": page, "turn": turn, "saved_at": clock.now()}
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(owner_id=owner_id, form=form, subject=subject).first()
        if draft is None and version is not None:
            raise SentAlready(GONE)
        if draft is None:
            return _first_words(owner_id, form, subject, words)
        own = bool(page) and draft.page == page
        if version != draft.version and not own:
            raise ChangedMeanwhile(NEWER, draft)
        return draft if own and turn <= draft.turn else _next_draft(draft, words)


def end_page(*, owner_id: UUID, page: str) -> None:
    """What was typed into this opening of a page has been sent another way: nothing of it begins a draft any more."""
    if page:
        Receipt.objects.get_or_create(owner_id=owner_id, token=_end_of(page), defaults={"at": clock.now()})


def _end_of(page: str) -> str:
    return f"end of page {page}"


def _first_words(owner_id: UUID, form: str, subject: str, words: dict[str, Any]) -> Draft:
    """The draft that a page begins. Whether the page has ended is asked last: one that is ending holds the draft."""
    draft = _first_draft(owner_id, form, subject, words)
    if words["page"] and Receipt.objects.filter(owner_id=owner_id, token=_end_of(words["page"])).exists():
        raise SentAlready(GONE)
    return draft


def _next_draft(draft: Draft, words: dict[str, Any]) -> Draft:
    for name, value in words.items():
        setattr(draft, name, value)
    draft.version += 1
    draft.save(update_fields=["version", *words])
    return draft


def _first_draft(owner_id: UUID, form: str, subject: str, words: dict[str, Any]) -> Draft:
    if Draft.objects.filter(owner_id=owner_id).count() >= MOST_DRAFTS:
        raise Refused(f"You have {MOST_DRAFTS} unfinished forms. Send one of them, and this one can be kept too.")
    now = words["saved_at"]
    try:
        with transaction.atomic():
            return Draft.objects.create(
                owner_id=owner_id, form=form, subject=subject, version=_first_version(now), started_at=now, **words
            )
    except IntegrityError:
        other = Draft.objects.get(owner_id=owner_id, form=form, subject=subject)
        raise ChangedMeanwhile("This form was opened in another tab at the same moment.", other) from None


def _first_version(now: datetime) -> int:
    """Seconds since 2026: greater than any version of an earlier draft, so that no old page is taken for a new one."""
    return max(1, int((now - VERSIONS_BEGAN).total_seconds()))


def add_to_draft(
    *, owner_id: UUID, form: str, subject: str, change: Callable[[dict[str, Any], bool], dict[str, Any]],
    page: str = "", turn: int | None = None,
) -> Draft:  # fmt: skip
    """Put words that came another way into a draft, or begin it with them: `change` gives its fields from those it has,
    and from whether it was `page` that saved them.

    A page that is open on it is told that something newer is kept, but for `page`, whose own words they are: when it
    has saved a later turn than `turn` by now, nothing is changed. Raises Refused as `save_draft`.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(owner_id=owner_id, form=form, subject=subject).first()
        own = draft is not None and bool(page) and draft.page == page
        if draft and own and turn is not None and turn < draft.turn:
            return draft
        fields = change(dict(draft.fields) if draft else {}, own)
        words = {"fields": fields, "saved_at": clock.now(), "page": page, "turn": turn or 0}
        if draft is None:
            return _first_draft(owner_id, form, subject, words)
        if fields == draft.fields:
            return draft
        words["turn"] = max(draft.turn, turn or 0) if own else 0
        return _next_draft(draft, words if own else words | {"page": ""})


def discard_draft(*, owner_id: UUID, form: str, subject: str, version: int | None = None) -> bool:
    """Remove the draft of a form that is being sent, in the transaction that sends it; whether there was one.

    `version` is the version that the page last saw, 0 when it saw none. Raises ChangedMeanwhile when
    another tab has saved a later one, and SentAlready when the one that was seen is gone: deleting
    locks the row, so of two pages that send one draft the second waits and is told. None discards
    whatever there is.
    """
    drafts = Draft.objects.filter(owner_id=owner_id, form=form, subject=subject)
    if version is None:
        return bool(drafts.delete()[0])
    discarded, _ = drafts.filter(version=version).delete()
    other = None if discarded else drafts.first()
    if other:
        raise ChangedMeanwhile(NEWER, other)
    if version and not discarded:
        raise SentAlready(GONE)
    return bool(discarded)


def move_draft(*, owner_id: UUID, form: str, subject: str, to: str) -> Draft | None:
    """Keep a draft under another subject from now on, where no draft is; None when there is none under `subject`.

    Its version is one that no page has seen, and it belongs to no page: a page that is still open on either subject
    is told so, and writes over neither.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(owner_id=owner_id, form=form, subject=subject).first()
        if draft is None:
            return None
        now = clock.now()
        draft.subject, draft.saved_at, draft.page, draft.turn = to, now, "", 0
        draft.version = max(draft.version + 1, _first_version(now))
        draft.save(update_fields=["subject", "saved_at", "page", "turn", "version"])
        return draft


@contextmanager
def sending_draft(*, owner_id: UUID, form: str, subject: str, version: int | None) -> Iterator[bool]:
    """Do what a form asks and remove its draft: both, or neither when what is done inside is refused. Inside one knows
    whether there was a draft.

    The draft comes first, so that a page can show a newer one beside what was typed. Raises as `discard_draft`.
    """
    with transaction.atomic():
        yield discard_draft(owner_id=owner_id, form=form, subject=subject, version=version)


def purge_what_is_over() -> dict[str, int]:
    """Remove drafts untouched for 30 days, receipts older than 7 days and ended sessions; safe to repeat."""
    now = clock.now()
    drafts, _ = Draft.objects.filter(saved_at__lt=now - DRAFTS_KEPT).delete()
    receipts, _ = Receipt.objects.filter(at__lt=now - RECEIPTS_KEPT).delete()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    return {"drafts": drafts, "receipts": receipts, "sessions": sessions}


def beat(name: str, **detail: Any) -> None:
    """Show that the process or job `name` is alive and did its work just now."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": clock.now(), "detail": detail})
