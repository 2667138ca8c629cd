"""Log a conversation, and add to it what was left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.text import Truncator

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import ChangedMeanwhile, Refused
from core.words import long_date
from residents.actions import Said, confirm, hear_all, note_event
from residents.enums import Channel, TimelineKind, Topic
from residents.models import Resident, Statement
from sealed.actions import drop_contents
from talking_shops.actions.locking import lock_with_people
from talking_shops.enums import Depth, Doer, Effect, Place
from talking_shops.models import AgreedAction, Conversation, Session
from talking_shops.policies import check_can_amend, check_can_log

CHANNELS = {
    Place.TALKING_SHOP: Channel.TALKING_SHOP,
    Place.HOME: Channel.VISIT,
    Place.PHONE: Channel.PHONE,
    Place.ELSEWHERE: Channel.VISIT,
}


@dataclass(frozen=True)
class Agreed:
    """One line of "who does what by when"."""

    words: str
    doer: str = Doer.PERSON
    doer_name: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Talk:
    """A conversation as it was held. `words` maps topics to what was said; topics not spoken of are left out.

    `still_true` holds earlier statements that the person confirmed, and `replaces`, by topic, the one that the new
    words replace. `at` is when it was said, where that is known: a device knows it.
    """

    held_on: date
    place: str
    words: Mapping[str, str]
    session: Session | None = None
    with_whom: str = ""
    effect: str = Effect.NOT_SAID
    agreed: Sequence[Agreed] = ()
    still_true: Sequence[Statement] = ()
    replaces: Mapping[str, Statement] = field(default_factory=dict)
    depth: str = Depth.BRIEF
    at: datetime | None = None


@transaction.atomic
def log_conversation(
    *, resident: Resident, talk: Talk, by: User, called: str = "", gathering: UUID | None = None,
    device_draft: UUID | None = None,
) -> Conversation:  # fmt: skip
    """Keep a conversation: its words as statements, what was agreed as actions with owners.

    `called` is what they were called on a device; `gathering` is the same for conversations that were one, with several
    people; `device_draft` is the draft on a device that it was sent from. Raises NotPermitted, and Refused when it lies
    in the future or nothing was said.
    """
    check_can_log(by)
    check_talk(talk)
    conversation = Conversation.objects.create(
        resident=resident, session=talk.session, place=talk.place, held_on=talk.held_on, with_whom=talk.with_whom,
        worker=by, locality=resident.locality, depth=talk.depth, effect=talk.effect, gathering=gathering,
        called=called.strip(), device_draft=device_draft, logged_at=clock.now(),
    )  # fmt: skip
    keep_words(conversation, resident, talk, by)
    keep_agreed(conversation, talk.agreed, by)
    record("conversation.logged", by=by, subject=conversation, resident_id=resident.pk, place=talk.place)
    note_conversation(conversation, resident, talk.words, heard_at(conversation.logged_at, talk))
    grow(conversation, by)
    forget_device(device_draft, by)
    return conversation


def forget_device(draft: UUID | None, by: User) -> None:
    """What came from a device has become a conversation: it is not kept a second time."""
    if draft:
        drop_contents(draft=draft, by=by)


def grow(conversation: Conversation, by: User) -> None:
    """A conversation that has grown into a care and support assessment opens it, on a floor above, in this
    transaction; what was said stands in it already (settings.GROWS_INTO)."""
    if conversation.depth == Depth.ASSESSMENT:
        import_string(settings.GROWS_INTO)(conversation, by)


def check_talk(talk: Talk) -> None:
    """Raise Refused when it lies in the future or nothing was said."""
    if talk.held_on > clock.today():
        raise Refused("The date of the conversation cannot be in the future.")
    if not any(words.strip() for words in talk.words.values()) and not talk.still_true:
        raise Refused("Write at least one sentence of what was said.")


def keep_words(conversation: Conversation, resident: Resident, talk: Talk, by: User) -> None:
    said = [Said(topic, words, talk.replaces.get(topic)) for topic, words in talk.words.items() if words.strip()]
    hear_all(
        resident=resident, said=said, by=by, source=conversation, channel=CHANNELS[Place(talk.place)],
        heard_at=heard_at(conversation.logged_at, talk), still_true=talk.still_true,
    )  # fmt: skip
    for statement in talk.still_true:
        confirm(resident=resident, statement=statement, by=by, source=conversation)


def heard_at(logged_at: datetime, talk: Talk) -> datetime:
    """When it was said, as far as that is known: now for a conversation of today; noon of its day for one that is
    logged later."""
    if talk.at and talk.at <= logged_at and clock.london_date(talk.at) == talk.held_on:
        return talk.at
    if talk.held_on == clock.today():
        return logged_at
    return datetime.combine(talk.held_on, time(12), tzinfo=clock.LONDON)


def keep_agreed(conversation: Conversation, lines: Sequence[Agreed], by: User) -> None:
    """Keep what was agreed, each with its owner; once it is known whose it is, those who follow it are told."""
    kept = AgreedAction.objects.bulk_create(
        AgreedAction(
            conversation=conversation,
            resident=conversation.resident,
            words=line.words,
            doer=line.doer,
            doer_name=line.doer_name,
            owner=by if line.doer == Doer.WORKER else None,
            due_on=line.due_on,
        )
        for line in lines
        if line.words.strip()
    )
    if conversation.resident:
        tell_followers(kept, by)


def tell_followers(agreed: Iterable[AgreedAction], by: User) -> None:
    """Tell floors above what somebody known has agreed with us (settings.AGREED_FOLLOWERS), in this transaction."""
    lines = list(agreed)
    for name in settings.AGREED_FOLLOWERS if lines else ():
        import_string(name)(lines, by)


def _gist(words: Mapping[str, str]) -> str:
    """The words that a timeline shows of a conversation: what matters, else the first that was said."""
    matters = words.get(Topic.MATTERS) or next((said for said in words.values() if said), "")
    return Truncator(matters).chars(300)


def note_conversation(conversation: Conversation, resident: Resident, words: Mapping[str, str], at: datetime) -> None:
    """The conversation in the person's timeline, under the worker who held it; `at` is when it was said."""
    where = str(conversation.session.venue) if conversation.session else conversation.get_place_display().lower()
    note_event(
        resident, TimelineKind.CONVERSATION, f"Conversation: {where}", by=conversation.worker, source=conversation,
        detail=_gist(words), at=at, time_known=clock.london_date(conversation.logged_at) == conversation.held_on,
    )  # fmt: skip


@transaction.atomic
def amend_conversation(*, conversation: Conversation, talk: Talk, by: User, version: int) -> Conversation:
    """Add what was left out: new words become statements, new lines become agreed actions; nothing said is changed.

    `version` is the version that the page showed. Raises NotPermitted, and ChangedMeanwhile
    when it was saved elsewhere since.
    """
    check_can_amend(by, conversation)
    locked, _ = lock_with_people(conversation)
    if locked.version != version:
        raise ChangedMeanwhile("This conversation was saved in another window while this page was open.", locked)
    if locked.resident is None:
        raise Refused("Say first with whom this conversation was.")
    keep_words(locked, locked.resident, talk, by)
    keep_agreed(locked, talk.agreed, by)
    locked.with_whom = talk.with_whom
    locked.effect = talk.effect
    was, locked.depth = locked.depth, max(locked.depth, talk.depth, key=Depth.values.index)
    locked.version += 1
    locked.save(update_fields=["with_whom", "effect", "depth", "version"])
    record("conversation.amended", by=by, subject=locked, resident_id=locked.resident_id)
    title = f"Added to the conversation of {long_date(locked.held_on)}"
    note_event(locked.resident, TimelineKind.CONVERSATION, title, by=by, source=locked, detail=_gist(talk.words))
    if locked.depth != was:
        grow(locked, by)
    return locked
