"""What somebody typed into the search box, as the first words of the form that adds a person. Pure."""

import re
from datetime import date
from typing import Any

from residents.names import name_key
from residents.phones import LOCAL_LENGTH
from residents.search.birth_dates import Born
from residents.search.query import Query, clean, read_query


def initial_from(searched: str, today: date) -> dict[str, Any]:
    """Initial values of a PersonForm: names as they were typed, and every detail that was understood."""
    query = read_query(searched, today)
    known = {
        **names_from(searched, query),
        "born_on": query.born.day if query.born else None,
        "born_about": said_of(query.born) if query.born else "",
        "postcode": query.postcode,
        "phone": query.phone if len(query.phone) > LOCAL_LENGTH else "",
        "nhs_number": query.nhs_number,
    }
    return {name: value for name, value in known.items() if value}


def said_of(born: Born) -> str:
    """What was said of a birth that was not a whole date: "July 1945", "1945", "about 80"."""
    said = born.said.removeprefix("Born in ").removesuffix(" years old")
    return "" if born.day else said[0].lower() + said[1:] if said.startswith("About") else said


def names_from(searched: str, query: Query) -> dict[str, str]:
    """One name is the family name; of several the last is, or the first when a comma follows it."""
    typed = [word for word in re.split(r"[\s,;/]+", clean(searched)) if name_key(word) in query.names]
    names = [in_capitals(word) for word in typed if name_key(word)]
    if not names:
        return {}
    family_first = f"{typed[0]}," in searched
    family = names.pop(0 if family_first else -1)
    return {"given_name": " ".join(names), "family_name": family}


def in_capitals(word: str) -> str:
    """A name typed without capitals, with them: "o'brien-smith" is "O'Brien-Smith"; other names stay."""
    if word != word.lower():
        return word
    return re.sub(r"[^\W\d_]+", lambda part: part[0][:1].upper() + part[0][1:], word)
