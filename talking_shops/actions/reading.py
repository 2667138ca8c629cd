"""Read the fields of the page of a conversation, as a device handed them in, as the conversation that they make."""

from datetime import date

from core import clock
from core.fields import read_date
from residents.already_told import is_uuid, named
from residents.models import Resident, Statement
from sealed.opening import Opened
from talking_shops.actions.conversations import Agreed, Talk
from talking_shops.enums import Depth, Doer, Effect, Place
from talking_shops.handed_in import TICKS, WORDS, Fields, many, rows_of
from talking_shops.models import Session

LONGEST_LINE, LONGEST_WORDS, LONGEST_CALLED = 200, 500, 80


class NotWhole(Exception):
    """What came makes no conversation yet: it waits on the page of a conversation, which says what is missing."""


def talk_of(fields: Fields, resident: Resident | None, item: Opened) -> Talk:
    """The fields of a page as a conversation. Raises NotWhole with what the page would ask to put right."""
    session = _session(str(fields.get("session", "")))
    place = str(fields.get("place", "")) or (Place.TALKING_SHOP if session else "")
    written_on = clock.london_date(item.written_at)
    held_on = _day(str(fields["held_on"])) if fields.get("held_on") else written_on
    words = {topic: str(fields[topic]) for topic in WORDS if str(fields.get(topic, "")).strip()}
    still_true, replaced = (ticked(resident, fields, name) for name in TICKS)
    if held_on is None or held_on > clock.today() or place not in Place or not (words or still_true):
        raise NotWhole
    if place != Place.TALKING_SHOP:
        session = None
    if (session and session.held_on != held_on) or len(str(fields.get("with_whom", ""))) > LONGEST_LINE:
        raise NotWhole
    if len(str(fields.get("called", ""))) > LONGEST_CALLED:
        raise NotWhole
    effect, depth = str(fields.get("effect", "")), str(fields.get("depth", ""))
    return Talk(
        held_on=held_on, place=place, words=words, session=session, with_whom=str(fields.get("with_whom", "")),
        effect=effect if effect in Effect else Effect.NOT_SAID, depth=depth if depth in Depth else Depth.BRIEF,
        agreed=[agreed_of(*row) for row in rows_of(fields)],
        still_true=[statement for statement in still_true if statement not in replaced],
        replaces=replaces_of(replaced, words), at=item.written_at,
    )  # fmt: skip


def ticked(resident: Resident | None, fields: Fields, name: str) -> list[Statement]:
    """The statements that are ticked, of those of the person that hold now."""
    return named(resident, many(fields.get(name))) if resident else []


def replaces_of(replaced: list[Statement], words: dict[str, str]) -> dict[str, Statement]:
    return {statement.topic: statement for statement in replaced if statement.topic in words}


def _day(typed: str) -> date | None:
    return read_date(typed, clock.today())


def _session(key: str) -> Session | None:
    if not is_uuid(key):
        return None
    return Session.objects.select_related("venue__locality").filter(pk=key).first()


def agreed_of(words: str, doer: str, doer_name: str, due_on: str) -> Agreed:
    """A row as the action takes it. Raises NotWhole."""
    day = _day(due_on) if due_on else None
    fits = 0 < len(words.strip()) <= len(words) <= LONGEST_WORDS and len(doer_name) <= LONGEST_LINE
    if not fits or doer not in Doer or (due_on and day is None):
        raise NotWhole
    return Agreed(words, doer, doer_name, day)
