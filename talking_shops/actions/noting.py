"""What the day was like, as a device kept it that was without a network: it waits on its page, or is written down."""

from typing import Any

from django.db import transaction

from accounts.models import User
from core.actions import add_to_draft, discard_draft, end_page
from core.errors import Refused
from core.models import Draft
from residents.already_told import is_uuid
from sealed.actions import drop_contents, keep_contents
from sealed.models import SealedItem
from sealed.opening import Opened
from talking_shops.actions.footfall import write_note
from talking_shops.handed_in import UNREADABLE, not_there_yet, turn_in, with_words
from talking_shops.models import Session, SessionNote
from talking_shops.policies import check_can_run

NOTE, SCHEMA = "session-note", 1  # the form's name among the drafts
LONGEST_NOTE = 4000
GONE = "The Talking Shop that this was written at is not there."
TOO_LONG = f"What the day was like must be {LONGEST_NOTE:,} characters or fewer. All that was written is kept here."


@transaction.atomic
def take_up_note(*, item: Opened, by: User) -> dict[str, Any]:
    """Take up one turn of a part of a note, {session, words, page?, page_turn?, finished?} or {withdrawn}: what is
    finished is written down, as far as it does not stand there yet; else it waits on the page of the note.

    Raises NotPermitted, and Refused with a sentence, which leave the item with its writer.
    """
    check_can_run(by)
    if item.body.get("withdrawn") is True:
        _forget_turns(item, by)
        return {"withdrawn": True}
    session, words = _read(item)
    draft = _into_draft(item, session, words, by)
    if item.body.get("finished") is not True:
        keep_contents(item_id=item.id, contents=item.body)
        return {"session": str(session.pk), "finished": False}
    there = SessionNote.objects.filter(session=session, by=by).values_list("words", flat=True)
    new = not_there_yet(list(there), str(draft.fields["words"]))
    if new.strip():
        write_note(session=session, words=new, by=by, at=item.written_at)
    discard_draft(owner_id=by.pk, form=NOTE, subject=str(session.pk))
    end_page(owner_id=by.pk, page=str(item.body.get("page") or ""))
    drop_contents(draft=item.draft, by=by)
    return {"session": str(session.pk), "added": bool(new.strip())}


def _read(item: Opened) -> tuple[Session, str]:
    key, words = item.body.get("session"), item.body.get("words")
    if item.schema != SCHEMA or not isinstance(key, str) or not isinstance(words, str):
        raise Refused(UNREADABLE)
    session = Session.objects.filter(pk=key).first() if is_uuid(key) else None
    if session is None:
        raise Refused(GONE)
    return session, words


def _into_draft(item: Opened, session: Session, words: str, by: User) -> Draft:
    """Put the words beneath what waits on the page of the note, in the place of what this part said before."""
    page, turn = str(item.body.get("page") or ""), turn_in(item.body.get("page_turn"))
    earlier = next((str((kept.contents or {}).get("words", "")) for kept in _turns(item, by)), "")

    def with_part(have: dict[str, Any], of_its_page: bool) -> dict[str, Any]:
        stands = str(have.get("words", ""))
        before = stands if of_its_page and turn is not None else earlier
        put = with_words(stands, words, before, "\n\n", once=bool(page))
        if len(put) > LONGEST_NOTE:
            raise Refused(TOO_LONG)
        return have | {"words": put}

    draft = add_to_draft(
        owner_id=by.pk, form=NOTE, subject=str(session.pk), change=with_part, page=page, turn=turn,
    )  # fmt: skip
    _forget_turns(item, by)
    return draft


def _turns(item: Opened, by: User) -> list[SealedItem]:
    """What is kept of this part's earlier turns, the last one first."""
    of_part = SealedItem.objects.of_draft(by, item.draft).kept().filter(part=item.part)
    return list(of_part.exclude(pk=item.id).order_by("-turn"))


def _forget_turns(item: Opened, by: User) -> None:
    for kept in _turns(item, by):
        keep_contents(item_id=kept.pk, contents=None)
