"""What comes from a device after the end of its conversation is added to it, or left to its writer in full."""

from typing import Any

from accounts.models import User
from audit.actions import record
from core.errors import Refused
from residents.models import Confirmation, Statement
from sealed.opening import Opened
from talking_shops.actions.anonymous import keep_parts
from talking_shops.actions.conversations import Agreed, Talk, grow, keep_agreed, keep_words
from talking_shops.actions.reading import LONGEST_CALLED, LONGEST_LINE, NotWhole, agreed_of, replaces_of, ticked
from talking_shops.enums import Effect
from talking_shops.handed_in import DEEPER, WORDS, Fields, Part, not_there_yet, rows_of
from talking_shops.models import AgreedAction, Conversation, ConversationPart

NO_PLACE = "The conversation was saved before this came, and this has no place in it any more: {}. All is kept here."
LINES = {"with_whom": (LONGEST_LINE, "who else was there"), "called": (LONGEST_CALLED, "what they are called")}


def add_late_part(held: Conversation, part: Part, item: Opened, by: User) -> dict[str, Any]:
    """Add what does not stand in a conversation yet, and no more. Raises Refused for what does not fit, or what says
    otherwise than the conversation: nothing of this part is added then, for its writer has all of it.
    """
    talk = _what_is_new(held, part.fields, item)
    changed = _changed(held, part.fields)
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
    if "depth" in changed and held.resident:
        grow(held, by)
    return {"conversation": str(held.pk), "added": added}


def _what_is_new(held: Conversation, fields: Fields, item: Opened) -> Talk:
    new = {topic: not_there_yet(said, fields.get(topic, "")) for topic, said in _said_in(held).items()}
    words = {topic: said for topic, said in new.items() if said.strip()}
    there = Confirmation.objects.filter(source_id=held.pk).values("statement_id")
    replaced = ticked(held.resident, fields, "replaces")
    if any(statement.topic not in words for statement in replaced):
        raise Refused(NO_PLACE.format("which words it replaces"))
    confirmed = set(Statement.objects.filter(pk__in=there)) | set(replaced)
    return Talk(
        held_on=held.held_on, place=held.place, words=words, agreed=_new_lines(held, fields), at=item.written_at,
        still_true=[one for one in ticked(held.resident, fields, "still_true") if one not in confirmed],
        replaces=replaces_of(replaced, words),
    )  # fmt: skip


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
    """Put into the conversation what it leaves open, and name those columns."""
    changed = []
    for name, (longest, what) in LINES.items():
        said, stands = fields.get(name, ""), getattr(held, name)
        if not said.strip() or not_there_yet([stands], said) == "":
            continue
        if stands or len(said) > longest:
            raise Refused(NO_PLACE.format(what))
        setattr(held, name, said)
        changed.append(name)
    effect, depth = fields.get("effect", ""), fields.get("depth", "")
    if effect in Effect and effect not in (Effect.NOT_SAID, held.effect):
        if held.effect != Effect.NOT_SAID:
            raise Refused(NO_PLACE.format("what came of it"))
        held.effect = effect
        changed.append("effect")
    if DEEPER.get(depth, -1) > DEEPER[held.depth]:
        held.depth = depth
        changed.append("depth")
    return changed
