"""Log a conversation, and add to it what was left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import transaction
from django.utils.text import Truncator

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import ChangedMeanwhile, Refused
from core.words import long_date
from residents.actions import Said, confirm, hear_all, note_event
from residents.enums import Channel, TimelineKind, Topic
from residents.models import Resident, Statement
from talking_shops.enums import Doer, Effect, Place
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
    words replace.
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


@transaction.atomic
def log_conversation(*, resident: Resident, talk: Talk, by: User) -> Conversation:
    """Keep a conversation: its words as statements, what was agreed as actions with owners.

    Raises NotPermitted, and Refused when it lies in the future or nothing was said.
    """
    check_can_log(by)
    _check_talk(talk)
    conversation = Conversation.objects.create(
        resident=resident,
        session=talk.session,
        place=talk.place,
        held_on=talk.held_on,
        with_whom=talk.with_whom,
        worker=by,
        locality=resident.locality,
        effect=talk.effect,
        logged_at=clock.now(),
    )
    _keep_words(conversation, resident, talk, by)
    _keep_agreed(conversation, talk.agreed, by)
    record("conversation.logged", by=by, subject=conversation, resident_id=resident.pk, place=talk.place)
    _note_conversation(conversation, resident, talk, by)
    return conversation


def _check_talk(talk: Talk) -> None:
    if talk.held_on > clock.today():
        raise Refused("The date of the conversation cannot be in the future.")
    if not any(words.strip() for words in talk.words.values()) and not talk.still_true:
        raise Refused("Write at least one sentence of what was said.")


def _keep_words(conversation: Conversation, resident: Resident, talk: Talk, by: User) -> None:
    said = [Said(topic, words, talk.replaces.get(topic)) for topic, words in talk.words.items() if words.strip()]
    hear_all(
        resident=resident, said=said, by=by, source=conversation, channel=CHANNELS[Place(talk.place)],
        heard_at=_heard_at(conversation, talk), still_true=talk.still_true,
    )  # fmt: skip
    for statement in talk.still_true:
        confirm(resident=resident, statement=statement, by=by)


def _heard_at(conversation: Conversation, talk: Talk) -> datetime:
    """Now for a conversation of today; noon of its day for one that is logged later."""
    if talk.held_on == clock.today():
        return conversation.logged_at
    return datetime.combine(talk.held_on, time(12), tzinfo=clock.LONDON)


def _keep_agreed(conversation: Conversation, lines: Sequence[Agreed], by: User) -> None:
    AgreedAction.objects.bulk_create(
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


def _gist(talk: Talk) -> str:
    """The words that a timeline shows of a conversation: what matters, else the first that was said."""
    matters = talk.words.get(Topic.MATTERS) or next((words for words in talk.words.values() if words), "")
    return Truncator(matters).chars(300)


def _note_conversation(conversation: Conversation, resident: Resident, talk: Talk, by: User) -> None:
    where = str(talk.session.venue) if talk.session else conversation.get_place_display().lower()
    today = talk.held_on == clock.today()
    note_event(
        resident,
        TimelineKind.CONVERSATION,
        f"Conversation: {where}",
        by=by,
        source=conversation,
        detail=_gist(talk),
        at=conversation.logged_at if today else _heard_at(conversation, talk),
        time_known=today,
    )


@transaction.atomic
def amend_conversation(*, conversation: Conversation, talk: Talk, by: User, version: int) -> Conversation:
    """Add what was left out: new words become statements, new lines become agreed actions; nothing said is changed.

    `version` is the version that the page showed. Raises NotPermitted, and ChangedMeanwhile
    when it was saved elsewhere since.
    """
    check_can_amend(by, conversation)
    locked: Conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if locked.version != version:
        raise ChangedMeanwhile("This conversation was saved in another window while this page was open.", locked)
    if locked.resident is None:
        raise Refused("Say first with whom this conversation was.")
    _keep_words(locked, locked.resident, talk, by)
    _keep_agreed(locked, talk.agreed, by)
    locked.with_whom = talk.with_whom
    locked.effect = talk.effect
    locked.version += 1
    locked.save(update_fields=["with_whom", "effect", "version"])
    record("conversation.amended", by=by, subject=locked, resident_id=locked.resident_id)
    title = f"Added to the conversation of {long_date(locked.held_on)}"
    note_event(locked.resident, TimelineKind.CONVERSATION, title, by=by, source=locked, detail=_gist(talk))
    return locked
