"""How near a typed name is to a known one, 0 to 1, and in what way. Pure."""

import csv
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import NamedTuple

from rapidfuzz.distance import OSA

LEAST = 0.6  # two slips in five letters; further off is another name
NICKNAME = 0.92
BEGINNING = 0.8
INITIAL = 0.7
PART_OF_NAME = 0.95


class Way(StrEnum):
    """In which way two names are alike."""

    SAME = "same"
    NICKNAME = "nickname"
    PART = "part"
    BEGINNING = "beginning"
    INITIAL = "initial"
    SPELLING = "spelling"


class Likeness(NamedTuple):
    closeness: float
    way: Way


UNLIKE = Likeness(0.0, Way.SPELLING)


def likeness(typed: str, known: str) -> Likeness:
    """The best way in which the key `typed` is like the key `known`; UNLIKE below LEAST."""
    if not typed or not known:
        return UNLIKE
    if typed == known:
        return Likeness(1.0, Way.SAME)
    best = _of_spelling(typed, known)
    if known.startswith(typed):
        best = max(best, _of_beginning(typed, known))
    if known in also_called(typed):
        best = max(best, Likeness(NICKNAME, Way.NICKNAME))
    if " " in typed or " " in known:
        best = max(best, _of_words(typed, known))
    return best


@cache
def nicknames() -> Mapping[str, frozenset[str]]:
    """For every name in the table, the other names that stand beside it in some row."""
    table: dict[str, set[str]] = {}
    with resources.files("residents.data").joinpath("nicknames.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            short = row["also"].split()
            table.setdefault(row["name"], set()).update(short)
            for name in short:
                table.setdefault(name, set()).add(row["name"])
    return {name: frozenset(others) for name, others in table.items()}


def also_called(name: str) -> frozenset[str]:
    """Names by which somebody called `name` may be known as well."""
    return nicknames().get(name, frozenset())


def _of_beginning(typed: str, known: str) -> Likeness:
    if len(typed) == 1:
        return Likeness(INITIAL, Way.INITIAL)
    return Likeness(BEGINNING + (1 - BEGINNING) * len(typed) / len(known) * 0.9, Way.BEGINNING)


def _of_spelling(typed: str, known: str) -> Likeness:
    closeness = OSA.normalized_similarity(typed, known, score_cutoff=LEAST)
    return Likeness(closeness, Way.SPELLING) if closeness else UNLIKE


def _of_words(typed: str, known: str) -> Likeness:
    """The likeness of the nearest two words: Smith to Smith-Jones."""
    best = max(likeness(one, other) for one in typed.split() for other in known.split())
    way = Way.PART if best.way == Way.SAME else best.way
    return Likeness(best.closeness * PART_OF_NAME, way)
