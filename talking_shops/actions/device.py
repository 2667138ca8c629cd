"""Take up conversations that were written on a device without a network (docs/adr/0017)."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from accounts.messages import tell_person
from accounts.models import User
from core.actions import add_to_draft, discard_draft, end_page
from core.errors import Refused
from core.models import Draft
from residents.actions import lock_life_of_kept
from residents.already_told import is_uuid
from residents.models import Resident
from sealed.actions import keep_contents
from sealed.models import SealedItem
from sealed.opening import Opened
from talking_shops.actions.anonymous import log_anonymous, make_known
from talking_shops.actions.asking import say_may_ask
from talking_shops.actions.conversations import log_conversation
from talking_shops.actions.gathering import gathering_of
from talking_shops.actions.late_parts import add_late_part
from talking_shops.actions.locking import lock_with_people
from talking_shops.actions.reading import NotWhole, talk_of
from talking_shops.enums import MayAsk
from talking_shops.handed_in import Fields, Part, own_words, put_in, read_part
from talking_shops.models import Conversation
from talking_shops.policies import check_can_log
from talking_shops.waiting import UNFINISHED

TALK = "talk"  # the form's name among the drafts
NOBODY_THERE = "The person whom this conversation was with cannot be opened by you any more. Its words are kept here."
SOMEBODY_ELSE_BEFORE = (
    "These words were written on the page of somebody else than the conversation was begun with. They are kept here: "
    "write them down with the person whom they are about."
)
NOT_YOURS = "A conversation of this name was sent by somebody else."
PUT_IN = "put_in"  # beside what an item holds: what of it stands in the draft as its own
NOT_WHOLE = "A conversation that you finished without a network is not saved yet: something in it is missing"


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
        return _go_on(held, part, item, by)
    if part.withdrawn:
        return _withdraw(item, by)
    resident = _person_of(item, part, by)
    draft, own = _into_draft(item, part, resident, by)
    if part.finished:
        try:
            return _finish(item, part, draft, resident, by)
        except NotWhole:
            _tell_what_is_missing(item, resident, by)
    keep_contents(item_id=item.id, contents={**item.body, PUT_IN: own})
    return {"draft": str(item.draft), "finished": False}


def _kept_parts(item: Opened, by: User) -> list[SealedItem]:
    """What is kept of the draft's parts, this one's earlier turns among them."""
    return list(SealedItem.objects.of_draft(by, item.draft).kept().exclude(pk=item.id))


def _person_of(item: Opened, part: Part, by: User) -> Resident | None:
    """With whom the conversation is, locked before its draft and all that is theirs, as a merge does; see `_named`."""
    found = _named(item, part, by)
    return lock_life_of_kept(found) if found else None


def _named(item: Opened, part: Part, by: User) -> Resident | None:
    """With whom the conversation is: this part says so, or another part of the draft; the survivor of a merge.

    Raises Refused when `by` may not see them any more, and when this part names somebody else than another one.
    """
    said = [part.person, *(str((kept.contents or {}).get("person") or "") for kept in _kept_parts(item, by))]
    named = [_known(reference, by) for reference in dict.fromkeys(filter(None, said))]
    if len(set(named)) > 1:
        raise Refused(SOMEBODY_ELSE_BEFORE)
    return named[0] if named else None


def _known(reference: str, by: User) -> Resident:
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
    fields = draft.fields
    talk, called = talk_of(fields, resident, item), str(fields.get("called", ""))
    belongs: dict[str, Any] = {"gathering": _gathering(part.together, by), "device_draft": item.draft}
    if resident is not None:
        held = log_conversation(resident=resident, talk=talk, called=called, by=by, **belongs)
    else:
        held = log_anonymous(talk=talk, called=called, by=by, **belongs)
    if fields.get("may_ask") in (MayAsk.YES, MayAsk.NO):
        say_may_ask(conversation=held, may_ask=str(fields["may_ask"]), by=by)
    discard_draft(owner_id=by.pk, form=draft.form, subject=draft.subject)
    end_page(owner_id=by.pk, page=part.page)
    return {"conversation": str(held.pk)}


def _tell_what_is_missing(item: Opened, resident: Resident | None, by: User) -> None:
    """It waits on a page that says what is missing: its writer, who has finished it, has to hear of that."""
    names = {"reference": resident.reference} if resident else {"draft": item.draft}
    link = reverse(f"talking_shops:{'conversation_new' if resident else 'begun'}", kwargs=names)
    tell_person(by, key=f"talk-not-whole:{item.draft}", words=NOT_WHOLE, link=link)


def _go_on(found: Conversation, part: Part, item: Opened, by: User) -> dict[str, Any]:
    """Add a part that came after the end of its conversation."""
    resident = _named(item, part, by) if part.person and found.resident_id is None else None
    held, _ = lock_with_people(found, *([resident] if resident else []))
    if held.worker_id != by.pk:
        raise Refused(NOT_YOURS)
    if resident and held.resident is None:
        held = make_known(conversation=held, resident=resident, by=by)
    return add_late_part(held, part, item, by, _gathering(part.together, by))


def _gathering(together: str, by: User) -> UUID | None:
    """The talk with several people that it is a part of: one that `by` held themself."""
    held = Conversation.objects.visible_to(by).filter(pk=together, worker=by).first() if is_uuid(together) else None
    return gathering_of(conversation=held, by=by) if held else None
