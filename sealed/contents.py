"""What was inside a sealed item, as its writer can read it and take it away as text. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from core.words import moment

NUL, SHOWN_FOR_NUL = "\0", "\u2400"
CODE = re.compile(r"[a-z]+(_[a-z]+)*", re.ASCII)
NOT_FOR_READING = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
KINDS = {"footfall": "Footfall at a Talking Shop", "note": "What the day was like", "talk": "Conversation"}
# In the order in which it is read; what is not named here follows, as it was sent
NAMES = {
    "kind": "What happened",
    "person": "About",
    "called": "What they are called",
    "place": "Where",
    "held_on": "Held on",
    "with_whom": "Who else was there",
    "story": "What is happening",
    "matters": "What matters to them",
    "strengths": "What is strong",
    "people": "Who is around them",
    "worries": "What worries them",
    "good_life": "What a good life would look like",
    "home": "Home and getting about",
    "communication": "How to communicate",
    "agreed": "Agreed",
    "depth": "How far it went",
    "effect": "What came of it",
    "may_ask": "Whether they may be asked",
}
IN_ORDER = {name: place for place, name in enumerate(NAMES)}
CODES = frozenset({"depth", "doer", "effect", "kind", "may_ask", "place"})
OF_THE_DEVICE = frozenset({"finished", "page", "page_turn", "put_in", "withdrawn"})  # says nothing to whoever reads it


def kind_in_words(kind: str) -> str:
    """ "Conversation"; a kind of which this version does not know is said as it was sent."""
    return KINDS.get(kind) or _in_words(kind.replace(".", "_"))


def lines_of(contents: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every text, number and yes or no inside, under the name of its field; ids, which nobody reads, are left out."""
    return list(_lines("", contents))


def as_text(*, kind: str, written: Any, because: str, contents: Mapping[str, Any]) -> str:
    """All of it as plain text, for whoever has to put it where it belongs by hand."""
    head = [kind_in_words(kind), f"Written on {moment(written)}", f"Not taken up: {because}"]
    parts = [f"{name}:\n{words}" if name else words for name, words in lines_of(contents)]
    return "\n\n".join(["\n".join(head), *parts]) + "\n"


def without_nul(value: Any) -> Any:
    """The same, with a sign that can be kept and seen in place of each NUL character."""
    if isinstance(value, str):
        return value.replace(NUL, SHOWN_FOR_NUL)
    if isinstance(value, Mapping):
        return {without_nul(name): without_nul(inner) for name, inner in value.items()}
    return [without_nul(inner) for inner in value] if isinstance(value, list) else value


def _lines(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping) and name == "agreed":
        yield NAMES[name], _agreed(value)
    elif isinstance(value, Mapping):
        for inner, said in sorted(_fields(value), key=lambda field: IN_ORDER.get(field[0], len(IN_ORDER))):
            yield from _lines(inner, said)
    elif isinstance(value, list):
        for words in value:
            yield from _lines(name, words)
    elif value is not None and (said := _said(name, value)) and not NOT_FOR_READING.fullmatch(said):
        yield NAMES.get(name) or _in_words(name), said


def _fields(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What a device wrote, field by field; the topics of a conversation beside what else is said of it."""
    for name, said in value.items():
        if name == "words" and isinstance(said, Mapping):
            yield from said.items()
        elif name not in OF_THE_DEVICE:
            yield name, said


def _agreed(row: Mapping[str, Any]) -> str:
    """One line of "who does what by when"."""
    by = f"by {row['due_on']}" if row.get("due_on") else ""
    rest = filter(None, (str(row.get("doer_name") or ""), _said("doer", row.get("doer") or ""), by))
    return f"{row.get('words') or ''} ({', '.join(rest)})".removesuffix(" ()")


def _said(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    said = str(value)
    return _in_words(said) if name in CODES and CODE.fullmatch(said) else said if said.strip() else ""


def _in_words(code: str) -> str:
    return code.replace("_", " ").strip().capitalize()
