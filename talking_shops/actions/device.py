"""Take up conversations that were written on a device without a network (docs/adr/0017)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.actions import add_to_draft, discard_draft
from core.errors import Refused
from core.fields import read_date
from core.models import Draft
from residents.already_told import is_uuid, named
from residents.models import Resident, Statement
from sealed.actions import keep_contents
from sealed.models import SealedItem
from sealed.opening import Opened
from talking_shops.actions.anonymous import keep_parts, lock, log_anonymous, make_known
from talking_shops.actions.conversations import Agreed, Talk, keep_agreed, keep_words, log_conversation
from talking_shops.actions.gathering import gathering_of
from talking_shops.enums import Depth, Doer, Effect, Place
from talking_shops.handed_in import (
    TICKS,
    WORDS,
    Fields,
    Part,
    many,
    not_there_yet,
    own_words,
    put_in,
    read_part,
    rows_of,
)
from talking_shops.models import AgreedAction, Conversation, ConversationPart, Session
from talking_shops.policies import check_can_log
from talking_shops.waiting import UNFINISHED

TALK = "talk"  # the form's name among the drafts
NOBODY_THERE = "The person whom this conversation was with cannot be opened by you any more. Its words are kept here."
NOT_YOURS = "A conversation of this name was sent by somebody else."
PUT_IN = "put_in"  # beside what an item holds: what of it stands in the draft as its own
LONGEST_LINE, LONGEST_WORDS, LONGEST_CALLED = 200, 500, 80


class NotWhole(Exception):
    """What came makes no conversation yet: it waits on the page of a conversation, which says what is missing."""


@transaction.atomic
def take_up_talk(*, item: Opened, by: User) -> dict[str, Any]:
    """Take up one turn of a part of a conversation, and say what it became: a conversation once it is finished, else
    a draft that opens on the page of a conversation. A part that comes after the end is added to the conversation.

    Raises NotPermitted, and Refused with a sentence, which leave the item with its writer.
    """
    check_can_log(by)
    part = read_part(item.body, item.schema)
    held = Conversation.objects.filter(device_draft=item.draft).first()
    if held is not None:
        return _go_on(lock(held), part, item, by)
    if part.withdrawn:
        return _withdraw(item, by)
    resident = _person_of(item, part, by)
    draft, own = _into_draft(item, part, resident, by)
    if part.finished:
        try:
            return _finish(item, part, draft, resident, by)
        except NotWhole:
            pass  # the page on which it opens says what is missing
    keep_contents(item_id=item.id, contents={**item.body, PUT_IN: own})
    return {"draft": str(item.draft), "finished": False}


def _kept_parts(item: Opened, by: User) -> list[SealedItem]:
    """What is kept of the draft's parts, this one's earlier turns among them."""
    return list(SealedItem.objects.of_draft(by, item.draft).kept().exclude(pk=item.id))


def _person_of(item: Opened, part: Part, by: User) -> Resident | None:
    """With whom the conversation is: this part says so, or another part of the draft; the survivor of a merge.

    Raises Refused when `by` may not see them any more.
    """
    said = [part.person, *(str((kept.contents or {}).get("person") or "") for kept in _kept_parts(item, by))]
    reference = next(filter(None, said), "")
    if not reference:
        return None
    known = Resident.objects.visible_to(by)
    found: Resident | None = (
        known.filter(reference=reference).first() or known.filter(merged_here__reference=reference).first()
    )
    if found is None:
        raise Refused(NOBODY_THERE)
    return found


def _withdraw(item: Opened, by: User) -> dict[str, Any]:
    """The page that wrote this part could save its words itself: only whose the draft is has to be remembered."""
    said = [kept.contents or {} for kept in _kept_parts(item, by) if kept.part == item.part]
    _forget_turns(item, by)
    person = next((str(one["person"]) for one in said if one.get("person")), "")
    if person:
        keep_contents(item_id=item.id, contents={"person": person, "withdrawn": True})
    return {"withdrawn": True}


def _forget_turns(item: Opened, by: User) -> None:
    """An earlier turn of this part is kept no longer: this one says all of it again."""
    for kept in _kept_parts(item, by):
        if kept.part == item.part:
            keep_contents(item_id=kept.pk, contents=None)


def _into_draft(item: Opened, part: Part, resident: Resident | None, by: User) -> tuple[Draft, Fields]:
    """Put the part into the draft of the page on which it opens; what waited without a person goes along. With what of
    it stands there as its own.
    """
    form, subject = (TALK, resident.reference) if resident else (UNFINISHED, str(item.draft))
    earlier = next((put_in_by(kept) for kept in _kept_parts(item, by) if kept.part == item.part), None)
    own: Fields = {}
    waiting = Draft.objects.filter(owner_id=by.pk, form=UNFINISHED, subject=str(item.draft)).first()

    def with_part(have: Fields, of_its_page: bool) -> Fields:
        before = have if of_its_page and part.page_turn is not None else earlier
        if resident and waiting:
            have = put_in(have, waiting.fields)
        after = put_in(have, part.fields, before, of_page=bool(part.page))
        own.update(own_words(have, after, part.fields, before))
        return after

    draft = add_to_draft(
        owner_id=by.pk, form=form, subject=subject, change=with_part, page=part.page, turn=part.page_turn
    )
    if resident and waiting:
        discard_draft(owner_id=by.pk, form=UNFINISHED, subject=str(item.draft))
    _forget_turns(item, by)
    return draft, own


def put_in_by(kept: SealedItem) -> Fields:
    """What an item has put into its draft; all that it says where that was not noted."""
    contents = kept.contents or {}
    return contents[PUT_IN] if PUT_IN in contents else read_part(contents, kept.schema).fields


def _finish(item: Opened, part: Part, draft: Draft, resident: Resident | None, by: User) -> dict[str, Any]:
    """Log the conversation. Raises NotWhole."""
    talk = talk_of(draft.fields, resident, item)
    belongs = {"gathering": _gathering(part.together, by), "device_draft": item.draft}
    if resident is not None:
        held = log_conversation(resident=resident, talk=talk, by=by, **belongs)
    else:
        called = str(draft.fields.get("called", ""))[:LONGEST_CALLED]
        held = log_anonymous(talk=talk, called=called, by=by, **belongs)
    discard_draft(owner_id=by.pk, form=draft.form, subject=draft.subject)
    return {"conversation": str(held.pk)}


def _gathering(together: str, by: User) -> UUID | None:
    """The talk with several people that it is a part of: one that `by` held themself."""
    held = Conversation.objects.visible_to(by).filter(pk=together, worker=by).first() if is_uuid(together) else None
    return gathering_of(conversation=held, by=by) if held else None


def talk_of(fields: Fields, resident: Resident | None, item: Opened) -> Talk:
    """The fields of a page as a conversation. Raises NotWhole with what the page would ask to put right."""
    session = _session(str(fields.get("session", "")))
    place = str(fields.get("place", "")) or (Place.TALKING_SHOP if session else "")
    written_on = clock.london_date(item.written_at)
    held_on = _day(str(fields["held_on"])) if fields.get("held_on") else written_on
    words = {topic: str(fields[topic]) for topic in WORDS if str(fields.get(topic, "")).strip()}
    still_true, replaced = (_ticked(resident, fields, name) for name in TICKS)
    if held_on is None or held_on > clock.today() or place not in Place or not (words or still_true):
        raise NotWhole
    if place != Place.TALKING_SHOP:
        session = None
    if (session and session.held_on != held_on) or len(str(fields.get("with_whom", ""))) > LONGEST_LINE:
        raise NotWhole
    effect, depth = str(fields.get("effect", "")), str(fields.get("depth", ""))
    return Talk(
        held_on=held_on, place=place, words=words, session=session, with_whom=str(fields.get("with_whom", "")),
        effect=effect if effect in Effect else Effect.NOT_SAID, depth=depth if depth in Depth else Depth.BRIEF,
        agreed=[_agreed(*row) for row in rows_of(fields)],
        still_true=[statement for statement in still_true if statement not in replaced],
        replaces=_replaces(replaced, words), at=item.written_at,
    )  # fmt: skip


def _ticked(resident: Resident | None, fields: Fields, name: str) -> list[Statement]:
    """The statements that are ticked, of those of the person that hold now."""
    return named(resident, many(fields.get(name))) if resident else []


def _replaces(replaced: list[Statement], words: dict[str, str]) -> dict[str, Statement]:
    return {statement.topic: statement for statement in replaced if statement.topic in words}


def _day(typed: str) -> date | None:
    return read_date(typed, clock.today())


def _session(key: str) -> Session | None:
    if not is_uuid(key):
        return None
    return Session.objects.select_related("venue__locality").filter(pk=key).first()


def _agreed(words: str, doer: str, doer_name: str, due_on: str) -> Agreed:
    """A row as the action takes it. Raises NotWhole."""
    day = _day(due_on) if due_on else None
    fits = 0 < len(words.strip()) <= len(words) <= LONGEST_WORDS and len(doer_name) <= LONGEST_LINE
    if not fits or doer not in Doer or (due_on and day is None):
        raise NotWhole
    return Agreed(words, doer, doer_name, day)


def _go_on(held: Conversation, part: Part, item: Opened, by: User) -> dict[str, Any]:
    """Add a part that came after the end of its conversation: what does not stand there yet, and no more."""
    if held.worker_id != by.pk:
        raise Refused(NOT_YOURS)
    if part.person and held.resident is None and (resident := _person_of(item, part, by)):
        held = make_known(conversation=held, resident=resident, by=by)
    talk = _what_is_new(held, part, item)
    if talk.words and held.resident:
        keep_words(held, held.resident, talk, by)
    elif talk.words:
        keep_parts(held, talk)
    keep_agreed(held, talk.agreed, by)
    if talk.words or talk.agreed:
        held.version += 1
        held.save(update_fields=["version"])
        record("conversation.continued", by=by, subject=held, resident_id=held.resident_id)
    return {"conversation": str(held.pk), "added": bool(talk.words or talk.agreed)}


def _what_is_new(held: Conversation, part: Part, item: Opened) -> Talk:
    known: dict[str, list[str]] = {}
    source = {"source_type": held._meta.label_lower, "source_id": held.pk}
    stands = Statement.objects.filter(**source) if held.resident else ConversationPart.objects.filter(conversation=held)
    for topic, words in stands.order_by("heard_at", "pk").values_list("topic", "words"):
        known.setdefault(topic, []).append(words)
    new = {topic: not_there_yet(known.get(topic, []), part.fields.get(topic, "")) for topic in WORDS}
    agreed = set(AgreedAction.objects.filter(conversation=held).values_list("words", flat=True))
    rows = [row for row in rows_of(part.fields) if row[0].strip() and row[0] not in agreed]
    return Talk(
        held_on=held.held_on, place=held.place, words={topic: words for topic, words in new.items() if words.strip()},
        agreed=[_as_far_as_it_goes(*row) for row in rows], at=item.written_at,
    )  # fmt: skip


def _as_far_as_it_goes(words: str, doer: str, doer_name: str, due_on: str) -> Agreed:
    """A row that came after the end: there is no page any more that could ask to put it right."""
    who = doer if doer in Doer else Doer.PERSON
    return Agreed(words[:LONGEST_WORDS], who, doer_name[:LONGEST_LINE], _day(due_on) if due_on else None)
