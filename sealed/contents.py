"""What was inside a sealed item, as its writer can read it and take it away as text. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from core.words import moment

NUL, SHOWN_FOR_NUL = "\0", "\u2400"
CODE = re.compile(r"[a-z]+(_[a-z]+)*", re.ASCII)
NOT_FOR_READING = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
KINDS = {"footfall": "Footfall at a Talking Shop", "talk": "Conversation"}
NAMES = {
    "agreed": "Agreed",
    "called": "What they are called",
    "depth": "How far it went",
    "doer": "Who does it",
    "doer_name": "Name",
    "due_on": "By",
    "effect": "What came of it",
    "held_on": "Held on",
    "kind": "What happened",
    "matters": "What matters to them",
    "people": "Who is around them",
    "person": "About",
    "place": "Where",
    "session": "Talking Shop",
    "story": "What is happening",
    "strengths": "What is strong",
    "with_whom": "Who else was there",
    "worries": "What worries them",
}
CODES = frozenset({"depth", "doer", "effect", "kind", "place"})


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
    if isinstance(value, Mapping):
        for inner, words in value.items():
            yield from _lines(str(inner), words)
    elif isinstance(value, list):
        for words in value:
            yield from _lines(name, words)
    elif isinstance(value, bool):
        yield _name(name), "Yes" if value else "No"
    elif value is not None and str(value).strip() and not NOT_FOR_READING.fullmatch(str(value)):
        yield _name(name), _in_words(str(value)) if name in CODES and CODE.fullmatch(str(value)) else str(value)


def _name(name: str) -> str:
    return NAMES.get(name) or _in_words(name)


def _in_words(code: str) -> str:
    return code.replace("_", " ").strip().capitalize()
