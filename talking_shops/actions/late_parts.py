"""What comes from a device after the end of its conversation is added to it, or left to its writer in full."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from audit.actions import record
from core.errors import Refused
from residents.models import Confirmation, Resident, Statement
from sealed.opening import Opened
from talking_shops.actions.anonymous import keep_parts
from talking_shops.actions.conversations import Agreed, Talk, grow, keep_agreed, keep_words
from talking_shops.actions.reading import LONGEST_CALLED, LONGEST_LINE, NotWhole, agreed_of, replaces_of, ticked
from talking_shops.enums import Effect, MayAsk
from talking_shops.handed_in import DEEPER, TICKS, WORDS, Fields, Part, many, not_there_yet, rows_of
from talking_shops.models import AgreedAction, Conversation, ConversationPart

NO_PLACE = "The conversation was saved before this came, and this has no place in it any more: {}. All is kept here."
LINES = {"with_whom": (LONGEST_LINE, "who else was there"), "called": (LONGEST_CALLED, "what they are called")}
CHOSEN = {
    "effect": (Effect, Effect.NOT_SAID, "what came of it"),
    "may_ask": (MayAsk, MayAsk.NOT_ASKED, "whether they may be asked"),
}


def add_late_part(
    held: Conversation, part: Part, item: Opened, by: User, gathering: UUID | None = None
) -> dict[str, Any]:
    """Add what does not stand in a conversation yet, and no more. `gathering` is the talk with several people that the
    part says it belongs to. Raises Refused for what does not fit, or what says otherwise than the conversation: nothing
    of this part is added then, for its writer has all of it.
    """
    _check_person(held, part)
    talk = _what_is_new(held, part.fields, item)
    changed = _changed(held, part.fields) + _joined(held, gathering)
    if (talk.words or talk.still_true) and held.resident:
        keep_words(held, held.resident, talk, by)
    elif talk.words:
        keep_parts(held, talk)
    keep_agreed(held, talk.agreed, by)
    added = bool(talk.words or talk.agreed or talk.still_true or changed)
    if added:
        held.version += 1
        held.save(update_fields=["version", *changed])
        record("conversation.continued", by=by, subject=held, resident_id=held.resident_id)
    if "may_ask" in changed:
        record("conversation.may_ask", by=by, subject=held, resident_id=held.resident_id, may_ask=held.may_ask)
    if "depth" in changed and held.resident:
        grow(held, by)
    return {"conversation": str(held.pk), "added": added}


def _check_person(held: Conversation, part: Part) -> None:
    """Raise Refused when the part names somebody else than was said of an anonymous conversation meanwhile. One that
    was moved off a wrong record takes its words along.
    """
    if held.resident is None or held.known_at is None or not part.person:
        return
    same = Q(reference=part.person) | Q(merged_here__reference=part.person)
    if not Resident.objects.filter(same, pk=held.resident.pk).exists():
        raise Refused(NO_PLACE.format("whom it is about"))


def _what_is_new(held: Conversation, fields: Fields, item: Opened) -> Talk:
    new = {topic: not_there_yet(said, fields.get(topic, "")) for topic, said in _said_in(held).items()}
    words = {topic: said for topic, said in new.items() if said.strip()}
    confirmed, done = _ticked_before(held)
    still_true, replaced = (_ticked(held, fields, name, done) for name in TICKS)
    if any(statement.topic not in words for statement in replaced):
        raise Refused(NO_PLACE.format("which words it replaces"))
    return Talk(
        held_on=held.held_on, place=held.place, words=words, agreed=_new_lines(held, fields), at=item.written_at,
        still_true=[one for one in still_true if one.pk not in confirmed and one not in replaced],
        replaces=replaces_of(replaced, words),
    )  # fmt: skip


def _ticked_before(held: Conversation) -> tuple[set[UUID], set[UUID]]:
    """The statements that the conversation has confirmed, and those beside that its words have replaced."""
    confirmed = set(Confirmation.objects.filter(source_id=held.pk).values_list("statement_id", flat=True))
    replacing = Statement.objects.filter(source_id=held.pk, supersedes__isnull=False)
    return confirmed, confirmed | set(replacing.values_list("supersedes_id", flat=True))


def _ticked(held: Conversation, fields: Fields, name: str, done: set[UUID]) -> list[Statement]:
    """The statements that are ticked. Raises Refused for a tick that is of none that holds, unless it is done."""
    found = ticked(held.resident, fields, name)
    if set(many(fields.get(name))) - {str(one.pk) for one in found} - {str(key) for key in done}:
        raise Refused(NO_PLACE.format("what was ticked of what was known before"))
    return found


def _said_in(held: Conversation) -> dict[str, list[str]]:
    """What stands in a conversation, by topic."""
    said: dict[str, list[str]] = {topic: [] for topic in WORDS}
    source = {"source_type": held._meta.label_lower, "source_id": held.pk}
    stands = Statement.objects.filter(**source) if held.resident else ConversationPart.objects.filter(conversation=held)
    for topic, words in stands.order_by("heard_at", "pk").values_list("topic", "words"):
        said.setdefault(topic, []).append(words)
    return said


def _new_lines(held: Conversation, fields: Fields) -> list[Agreed]:
    """The rows of which nothing is there yet; one in which only the choice of the doer stands says nothing."""
    there = set(AgreedAction.objects.filter(conversation=held).values_list("words", flat=True))
    rows = [row for row in rows_of(fields) if row[0] not in there and (row[0].strip() or row[2] or row[3])]
    try:
        return [agreed_of(*row) for row in rows]
    except NotWhole:
        raise Refused(NO_PLACE.format("who does what by when is not whole, or is too long")) from None


def _changed(held: Conversation, fields: Fields) -> list[str]:
    """Put into the conversation what it leaves open, and name those columns. Its day and place are those that it has:
    each part says them anew, as its page begins with them.
    """
    changed = []
    for name, (longest, what) in LINES.items():
        said, stands = fields.get(name, ""), getattr(held, name)
        if not said.strip() or not_there_yet([stands], said) == "":
            continue
        if stands or len(said) > longest:
            raise Refused(NO_PLACE.format(what))
        setattr(held, name, said)
        changed.append(name)
    for name, (choices, unsaid, what) in CHOSEN.items():
        said, stands = fields.get(name, ""), getattr(held, name)
        if said in ("", unsaid, stands):
            continue
        if said not in choices or stands != unsaid:
            raise Refused(NO_PLACE.format(what))
        setattr(held, name, said)
        changed.append(name)
    return changed + _grown(held, fields.get("depth", ""))


def _grown(held: Conversation, depth: str) -> list[str]:
    """The column of how far a conversation goes, when this takes it further."""
    if depth and depth not in DEEPER:
        raise Refused(NO_PLACE.format("how far it goes"))
    if not depth or DEEPER[depth] <= DEEPER[held.depth]:
        return []
    held.depth = depth
    return ["depth"]


def _joined(held: Conversation, gathering: UUID | None) -> list[str]:
    """The column of the talk that it was a part of, when that is new."""
    if gathering is None or held.gathering == gathering:
        return []
    if held.gathering is not None:
        raise Refused(NO_PLACE.format("with which other conversation it was one"))
    held.gathering = gathering
    return ["gathering"]
