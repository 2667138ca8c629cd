"""Reads one box: "smith 14/7/45 rm17" is a name, a birth date and half a postcode. Pure: no database, no clock."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from core.words import nhs_number
from residents.names import name_key
from residents.phones import forms_of
from residents.search.birth_dates import Born, take_birth_date
from residents.search.numbers import (
    has_digit,
    is_nhs_number,
    take_nhs_number,
    take_phone,
    take_postcode,
    take_reference,
)

LONGEST = 200
LONGEST_SHOWN = 20
MOST_NAMES = 4
SHORTEST_NAME = 2
# Words that people type around a name, and that are part of none.
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr"})
AROUND_NAMES = TITLES | {"born", "dob", "tel", "phone", "nhs", "postcode", "nee", "and", "or", "the"}

NOTHING_TYPED = "Enter a name, a date of birth, a postcode, a telephone number or an NHS number."
ONE_LETTER = "Enter at least 2 letters of the name."


@dataclass(frozen=True)
class Query:
    """What somebody looks for. Empty is not said; `names` are name keys, in the order in which they were typed.

    `postcode` is whole ("RM18 8EB"), `postcode_start` its beginning ("RM17" or "RM17 5").
    """

    names: tuple[str, ...] = ()
    born: Born | None = None
    postcode: str = ""
    postcode_start: str = ""
    phone: str = ""
    nhs_number: str = ""
    reference: str = ""
    hints: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return replace(self, hints=()) == Query()

    @property
    def phones(self) -> tuple[str, ...]:
        return forms_of(self.phone) if self.phone else ()

    @property
    def terms(self) -> tuple[str, ...]:
        """The names, and each two neighbours as one: "mc donald" may be McDonald."""
        return (*self.names, *(a + b for a, b in pairwise(self.names)))

    @property
    def reference_may_be_a_name(self) -> bool:
        """Whether the letters of the reference were read as names as well."""
        return bool(self.reference) and self.reference.replace("-", "").casefold() in "".join(self.names)

    def in_words(self) -> list[str]:
        """How the box was understood, one phrase for each thing."""
        said = (
            (" ".join(self.names), "Name: {}"),
            (self.born.said if self.born else "", "{}"),
            (self.postcode, "Postcode {}"),
            (self.postcode_start, "Postcode beginning {}"),
            (self.phone, "Telephone {}"),
            (nhs_number(self.nhs_number) if self.nhs_number else "", "NHS number {}"),
            ("" if self.reference_may_be_a_name else self.reference, "Reference {}"),
        )
        return [words.format(value) for value, words in said if value]


def read_query(typed: str, today: date) -> Query:
    """What `typed` looks for. Any text is read; what cannot be understood becomes a hint, never an error."""
    rest = clean(typed)
    hints = [f"Only the first {LONGEST} characters were used."] if len(typed.strip()) > LONGEST else []
    reference, rest = take_reference(rest)
    number, rest = take_nhs_number(rest)
    phone, rest = take_phone(rest)
    born, rest, faults = take_birth_date(rest, today)
    postcode, start, rest = take_postcode(rest)
    names, more_faults = names_in(rest.replace(phone, " ") if phone else rest)
    if number and not is_nhs_number(number):
        faults.append(f"{nhs_number(number)} is not a valid NHS number: a digit may be wrong.")
    said = Query((), born, postcode, start, phone, number, reference)
    read = said if names and AROUND_NAMES.issuperset(names) and not said.is_empty else replace(said, names=names)
    hints += faults + more_faults
    if read.is_empty and not hints:
        hints = [ONE_LETTER if rest.strip() else NOTHING_TYPED]
    return replace(read, hints=tuple(hints))


def clean(typed: str) -> str:
    """`typed` without what no keyboard makes, its spaces single, and no longer than anybody needs."""
    visible = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in typed[: 2 * LONGEST])
    return " ".join(visible.split())[:LONGEST]


def names_in(text: str) -> tuple[tuple[str, ...], list[str]]:
    """The name keys among the words of `text`, at most MOST_NAMES, and a hint for what was left out.

    Initials count only beside a longer name.
    """
    words = [word for word in re.split(r"[\s,;/]+", text) if word]
    unread = [word for word in words if has_digit(word)]
    hints = [f"‘{word[:LONGEST_SHOWN]}’ was not understood." for word in unread]
    keys = [name_key(word) for word in words if word not in unread]
    telling = [key for key in keys if key and key not in AROUND_NAMES] or [key for key in keys if key]
    if not any(map(is_a_name, telling)):
        return (), hints
    if len(telling) > MOST_NAMES:
        hints.append(f"Only the first {MOST_NAMES} words of the name were used.")
    return tuple(telling[:MOST_NAMES]), hints


def is_a_name(key: str) -> bool:
    """Whether a key can be looked for alone: two letters, or one sign of a script that writes words with one."""
    return len(key) >= SHORTEST_NAME or not key.isascii()
