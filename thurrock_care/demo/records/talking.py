"""As talking_shops.actions: a conversation is logged, something agreed is ticked off."""

from datetime import date, datetime, time
from typing import NamedTuple

from django.utils.text import Truncator

from core.clock import LONDON, london_date
from referrals.actions.agreeing import LONGEST
from referrals.rules.promises import can_be_promised
from residents.enums import TimelineKind, Topic
from talking_shops.actions import CHANNELS, Talk
from talking_shops.enums import Doer, Place
from talking_shops.models import AgreedAction, Conversation
from thurrock_care.demo.ledger import Ledger, Row
from thurrock_care.demo.records.desk import Desk
from thurrock_care.demo.records.front_door import shortened
from thurrock_care.demo.records.people import Person, Source, confirm, hear, note_event, record
from thurrock_care.demo.records.promises import keep_promise, make_promise
from thurrock_care.demo.staff import Worker
from thurrock_care.demo.venues import Shop


class Line(NamedTuple):
    """Something agreed, and the promise that it is, where a worker does it by a day."""

    row: Row
    promise: Row | None


def log_conversation(
    desk: Desk, *, person: Person, talk: Talk, shop: Shop | None, by: Worker, at: datetime,
    still_true: list[Row] | None = None,
) -> tuple[Row, list[Line]]:  # fmt: skip
    """As the action, with what was agreed.

    The session is `shop`, and the confirmed statements are `still_true`; neither is in `talk`.
    """
    ledger = desk.ledger
    conversation = ledger.add(
        Conversation, at, resident_id=person.key, session_id=shop and shop.key, place=talk.place,
        held_on=talk.held_on, with_whom=talk.with_whom, worker_id=by.id, locality_id=person.locality_id,
        depth=talk.depth, effect=talk.effect, logged_at=at,
    )  # fmt: skip
    source = (Conversation, conversation["id"])
    _keep_words(ledger, person, talk, source, by, at, still_true or [])
    for earlier in still_true or ():
        confirm(ledger, statement=earlier, by=by, at=at, source=source)
    agreed = _keep_agreed(desk, person, conversation, talk, by, at)
    record(ledger, "conversation.logged", by=by, at=at, subject=source, resident_id=person.key, place=talk.place)
    _note_conversation(ledger, person, talk, source, shop, by, at)
    return conversation, agreed


def _heard_at(talk: Talk, at: datetime) -> datetime:
    """When it was said: as it was logged, or noon of its day when it was logged later."""
    return at if talk.held_on == london_date(at) else noon(talk.held_on)


def _keep_words(
    ledger: Ledger, person: Person, talk: Talk, source: Source, by: Worker, at: datetime, still_true: list[Row]
) -> None:
    for topic, words in talk.words.items():
        hear(
            ledger, person=person, topic=topic, words=words, by=by, at=at, source=source,
            channel=CHANNELS[Place(talk.place)], heard_at=_heard_at(talk, at), still_true=still_true,
        )  # fmt: skip


def _note_conversation(
    ledger: Ledger, person: Person, talk: Talk, source: Source, shop: Shop | None, by: Worker, at: datetime
) -> None:
    where = shop.venue if shop else Place(talk.place).label.lower()
    spoken = talk.words.get(Topic.MATTERS) or next(iter(talk.words.values()), "")
    heard_at = _heard_at(talk, at)
    note_event(
        ledger, person, TimelineKind.CONVERSATION, f"Conversation: {where}", by=by, at=at, source=source,
        detail=shortened(spoken), happened_at=heard_at, time_known=heard_at == at,
    )  # fmt: skip


def _keep_agreed(desk: Desk, person: Person, conversation: Row, talk: Talk, by: Worker, at: datetime) -> list[Line]:
    rows = [
        desk.ledger.add(
            AgreedAction,
            at,
            conversation_id=conversation["id"],
            resident_id=conversation["resident_id"],
            words=line.words,
            doer=line.doer,
            doer_name=line.doer_name,
            owner_id=by.id if line.doer == Doer.WORKER else None,
            due_on=line.due_on,
        )
        for line in talk.agreed
    ]
    return [Line(row, _promise(desk, person, row, by, at)) for row in rows]


def _promise(desk: Desk, person: Person, row: Row, by: Worker, at: datetime) -> Row | None:
    """As follow_agreed, which the action tells of each line."""
    due_on = row["due_on"]
    if row["owner_id"] is None or due_on is None or not can_be_promised(due_on, london_date(at)):
        return None
    words = Truncator(row["words"]).chars(LONGEST)
    return make_promise(desk, person=person, words=words, due_on=due_on, owner=by, by=by, at=at, agreed=row)


def tick_off(desk: Desk, *, person: Person, line: Line, by: Worker, at: datetime) -> None:
    """As the action."""
    action = line.row
    action.update(done_at=at, done_by_id=by.id)
    record(
        desk.ledger, "agreed_action.done", by=by, at=at, subject=(AgreedAction, action["id"]),
        resident_id=action["resident_id"],
    )  # fmt: skip
    note_event(
        desk.ledger, person, TimelineKind.AGREED, f"Done: {Truncator(action['words']).chars(150)}", by=by, at=at,
        source=(Conversation, action["conversation_id"]),
    )  # fmt: skip
    if line.promise:
        keep_promise(desk, person=person, promise=line.promise, by=by, at=at)


def noon(day: date) -> datetime:
    """Noon of a London day, for what happened at an hour that nobody wrote down."""
    return datetime.combine(day, time(12), tzinfo=LONDON)
