"""A conversation as a device hands it in, in the fields of the page of a conversation. Pure.

One draft comes in parts, each part in turns: a later turn says again what an earlier one said and goes on. What comes
is put beneath what is there; nothing that is there is overwritten but the same part's own earlier words. Only words of
the ordinary page may stand there already, for it saves them itself: what two sittings say alike was said twice.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from core.errors import Refused
from residents.enums import Topic
from talking_shops.enums import Depth, Effect

SCHEMA = 1
MOST_ROWS = 30
MOST_TURNS = 2**31 - 1
ROW = ("words", "doer", "doer_name", "due_on")
WORDS = tuple(Topic.values)
LINES = ("with_whom", "called")
CHOICES = ("place", "held_on", "session", "effect", "may_ask")
TICKS = ("still_true", "replaces")
UNSAID = {"effect": Effect.NOT_SAID.value, "may_ask": "not_asked"}
DEEPER = {depth: place for place, depth in enumerate(Depth.values)}
KEY_OF_ROW = re.compile(rf"agreed-(\d{{1,4}})-({'|'.join(ROW)})", re.ASCII)
OVERLAP, LONG = 12, 40  # letters: less is no sign that words go on; so many are one even within a word
UNREADABLE = "This item is not as this version of Thurrock Care writes it. Its words are kept here for you."
Fields = dict[str, Any]
Row = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One turn of one part: its fields, of whom it is when that is known, and whether the conversation ends here.

    `page` names the opening of the ordinary page whose words these are, and `page_turn` how often it had saved them
    itself (None: it does not say); `together` is the conversation of somebody else who was there; `withdrawn`: they
    came another way.
    """

    fields: Fields
    person: str = ""
    page: str = ""
    page_turn: int | None = None
    finished: bool = False
    withdrawn: bool = False
    together: str = ""


def read_part(body: Mapping[str, Any], schema: int = SCHEMA) -> Part:
    """What is inside an item of the kind "talk". Raises Refused, with a sentence, when it is none."""
    if schema != SCHEMA:
        raise Refused(UNREADABLE)
    words, rows = body.get("words") or {}, body.get("agreed") or []
    if not isinstance(words, Mapping) or not isinstance(rows, list) or not set(words) <= set(WORDS):
        raise Refused(UNREADABLE)
    fields: Fields = {name: _text(body.get(name)) for name in (*LINES, *CHOICES, "depth")}
    fields |= {topic: _text(said) for topic, said in words.items()}
    fields |= {name: [_text(one) for one in body.get(name) or []] for name in TICKS}
    fields = {name: said for name, said in fields.items() if said}
    return Part(
        with_rows(fields, [_row(row) for row in rows]), _text(body.get("person")), _text(body.get("page")),
        turn_in(body.get("page_turn")), body.get("finished") is True, body.get("withdrawn") is True,
        _text(body.get("with")),
    )  # fmt: skip


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused(UNREADABLE)
    return value


def turn_in(value: Any) -> int | None:
    """How often a page had saved its words itself, as a device says it. Raises Refused for what is no such number."""
    if value is not None and (type(value) is not int or not 0 <= value <= MOST_TURNS):
        raise Refused(UNREADABLE)
    return value


def _row(sent: Any) -> Row:
    if not isinstance(sent, Mapping):
        raise Refused(UNREADABLE)
    return tuple(_text(sent.get(name)) for name in ROW)


def rows_of(fields: Mapping[str, Any]) -> list[Row]:
    """The rows of "who does what by when" in which something is written, in their order."""
    numbers = sorted({int(found[1]) for name in fields if (found := KEY_OF_ROW.fullmatch(name))})
    rows = [tuple(str(fields.get(f"agreed-{number}-{name}") or "") for name in ROW) for number in numbers]
    return [row for row in rows if any(row)]


def with_rows(fields: Mapping[str, Any], rows: Sequence[Row]) -> Fields:
    """The fields with these rows and no others."""
    written = [row for row in rows if any(row)]
    rest = {name: value for name, value in fields.items() if not name.startswith("agreed-")}
    total = {"agreed-TOTAL_FORMS": str(len(written)), "agreed-INITIAL_FORMS": "0"} if written else {}
    cells = {f"agreed-{at}-{name}": cell for at, row in enumerate(written) for name, cell in zip(ROW, row, strict=True)}
    return rest | total | cells


def put_in(
    have: Mapping[str, Any], now: Mapping[str, Any], before: Mapping[str, Any] | None = None, *, of_page: bool = False
) -> Fields:
    """The fields `have` with a part's words `now` in them; `before` is what an earlier turn of the same part put in.

    `of_page`: they are words of the ordinary page, which may have saved them itself; what stands there is not added.
    Raises Refused when there are more rows than a page holds.
    """
    earlier = before or {}
    fields = dict(have)
    for name in (*WORDS, *LINES):
        between, once = ("\n\n", of_page) if name in WORDS else (", ", True)
        fields[name] = with_words(have.get(name, ""), now.get(name, ""), earlier.get(name, ""), between, once=once)
    for name in CHOICES:
        unset = ("", UNSAID.get(name, ""), earlier.get(name, ""))
        fields[name] = now.get(name) or have.get(name, "") if have.get(name, "") in unset else have[name]
    for name in TICKS:
        fields[name] = list(dict.fromkeys([*many(have.get(name)), *many(now.get(name))]))
    fields["depth"] = max(have.get("depth", ""), now.get("depth", ""), key=lambda depth: DEEPER.get(depth, -1))
    rows = _rows(rows_of(have), rows_of(now), rows_of(earlier), once=of_page)
    if len(rows) > MOST_ROWS:
        raise Refused(f"A conversation holds at most {MOST_ROWS} things agreed, and this would make {len(rows)}.")
    return with_rows({name: value for name, value in fields.items() if value}, rows)


def own_words(
    have: Mapping[str, Any], after: Mapping[str, Any], now: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> Fields:
    """What of `now` this part really put in, of `have` becoming `after`: its next turn may change this and no more."""
    earlier = before or {}
    changed = {
        name: said for name, said in now.items() if after.get(name) != have.get(name) or earlier.get(name) == said
    }
    there, left = rows_of(after), [row for row in rows_of(have) if row not in rows_of(earlier)]
    return with_rows(changed, [row for row in rows_of(now) if there.count(row) > left.count(row)])


def many(value: Any) -> list[str]:
    """The ticks of one name: a draft keeps one tick as a text and several as a list."""
    return list(value) if isinstance(value, list) else [value] if value else []


def with_words(have: str, now: str, before: str, between: str, *, once: bool) -> str:
    """What stands in a box with `now` in it: in the place of `before`, else after what is there; `once`: not again."""
    if have in ("", before) or (once and goes_on(have, now)):
        return now
    if once and holds(have, now):
        return have
    alone = rf"(?:(?<={re.escape(between)})|\A){re.escape(before)}(?={re.escape(between)}|\Z)"
    if before and (found := list(re.finditer(alone, have))):
        return have[: found[-1].start()] + now + have[found[-1].end() :]
    return f"{have}{between}{now}" if now else have


def holds(text: str, words: str) -> bool:
    """Whether the words stand in a text already, as words of their own: "No" does not stand in "Nothing". Blanks around
    them count for nothing, nor how a line ends: a form sends both otherwise than a device.
    """
    wanted = plain(words)
    return bool(wanted) and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", plain(text)) is not None


def plain(words: str) -> str:
    """The words without blanks around them, each line ended as a device does."""
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()


def goes_on(earlier: str, later: str) -> bool:
    """Whether a text is an earlier one and what was written on: in the middle of a word only after a long one."""
    begun, whole = plain(earlier), plain(later)
    return whole.startswith(begun) and (len(begun) >= LONG or not re.match(r"\w", whole[len(begun) :]))


def _rows(have: list[Row], now: list[Row], before: list[Row], *, once: bool) -> list[Row]:
    rows = list(have)
    for old, new in zip_longest(before, now):
        there = rows if once else [row for row in before if row in rows]
        added = [new] if new and new not in there else []
        if old in rows and old not in now:
            at = len(rows) - 1 - rows[::-1].index(old)
            rows[at : at + 1] = added
        else:
            rows.extend(added)
    return rows


def not_there_yet(known: Sequence[str], now: str) -> str:
    """What of `now` is still to be added to texts that cannot be changed any more; "" when all of it stands there."""
    if any(holds(text, now) for text in known):
        return ""
    longest = max((_overlap(plain(text), plain(now)) for text in known), default=0)
    return plain(now)[longest:] if longest else now


def _overlap(text: str, now: str) -> int:
    """With how many letters of its beginning `now` goes on from the end of a text."""
    lengths = range(min(len(text), len(now)), OVERLAP - 1, -1)
    return next((length for length in lengths if text.endswith(now[:length]) and goes_on(now[:length], now)), 0)
