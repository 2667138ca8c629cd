"""Sentences put together from parts: the grammar behind every story in the demo borough.

A file in `words/` has sections, `[name]`, with one sentence to a line. A `{slot}` in a
sentence is filled from the facts of the person ("{she}"), from one of its own alternatives
("{hers|mine}"), or from the section of that name. A line that begins with (60+) or (-59) is
said of people of that age only.
"""

import re
from collections.abc import Iterator, Mapping
from importlib import resources
from random import Random
from types import MappingProxyType
from typing import NamedTuple

SLOT = re.compile(r"\{([^}]+)\}")
AGES = re.compile(r"\((?:(\d+)\+|-(\d+))\) ")
USUAL_AGE = "75"
MOST_TRIES = 50
NO_FACTS: Mapping[str, str] = MappingProxyType({})
FILES = ("stories.txt", "slots.txt", "conversations.txt", "promises.txt", "talking_shops.txt")


def sections(file: str) -> dict[str, list[str]]:
    """The sections of a file in `words/`: their lines, without comments and blank ones."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in _lines(file):
        if line.startswith("[") and line.endswith("]"):
            current = found.setdefault(line[1:-1], [])
        else:
            current.append(line)
    return found


def _lines(file: str) -> Iterator[str]:
    text = resources.files("thurrock_care.demo.words").joinpath(file).read_text(encoding="utf-8")
    return (line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


class Sentence(NamedTuple):
    """A line, split: at even places words, at odd places the names of slots; and of whom it is said."""

    parts: list[str]
    youngest: int
    oldest: int


def _sentence(line: str) -> Sentence:
    mark = AGES.match(line)
    if not mark:
        return Sentence(SLOT.split(line), 0, 200)
    youngest, oldest = mark.groups()
    return Sentence(SLOT.split(line[mark.end() :]), int(youngest or 0), int(oldest or 200))


class Phrases:
    """Every section of the word files, ready to be spoken."""

    def __init__(self, files: tuple[str, ...] = FILES) -> None:
        self._sentences = {
            name: [_sentence(line) for line in lines] for file in files for name, lines in sections(file).items()
        }

    def has(self, section: str) -> bool:
        return section in self._sentences

    def say(self, section: str, rng: Random, facts: Mapping[str, str] = NO_FACTS) -> str:
        """One sentence of a section that is said of people of that age, its slots filled.

        Raises KeyError for a section or slot that there is not.
        """
        age = int(facts.get("age", USUAL_AGE))
        for _ in range(MOST_TRIES):
            parts, youngest, oldest = rng.choice(self._sentences[section])
            if youngest <= age <= oldest:
                break
        if len(parts) == 1:
            return parts[0]
        filled = [self._fill(part, rng, facts) if place % 2 else part for place, part in enumerate(parts)]
        return "".join(filled)

    def _fill(self, slot: str, rng: Random, facts: Mapping[str, str]) -> str:
        fact = facts.get(slot)
        if fact is not None:
            return fact
        if "|" in slot:
            return rng.choice(slot.split("|"))
        return self.say(slot, rng, facts)
