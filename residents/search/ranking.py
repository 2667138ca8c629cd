"""Puts candidates in order: the sum of what speaks for each. Pure."""

from datetime import date
from itertools import chain
from typing import NamedTuple

from residents.search.closeness import UNLIKE, Likeness, likeness
from residents.search.evidence import (
    SUFFICIENT,
    Evidence,
    Kind,
    Person,
    birth_evidence,
    name_evidence,
    number_evidence,
    place_evidence,
)
from residents.search.query import Query

# A name that somebody no longer bears tells a little less.
WEIGHTS = {"family_name": 40.0, "previous_family_name": 38.0, "given_name": 30.0, "known_as": 30.0}
MIDDLE = 0.5  # a further name that fits somewhere
STEEPNESS = 3  # two slips are much worse than one


class Fit(NamedTuple):
    """How well one typed name fits one side of a person's name."""

    points: float
    typed: str = ""
    part: str = ""
    like: Likeness = UNLIKE


NO_FIT = Fit(0.0)


class Scored(NamedTuple):
    person: Person
    score: float
    evidence: list[Evidence]

    @property
    def order(self) -> tuple[object, ...]:
        """Best first; among equals the living, then by name, the older, and by reference."""
        who = self.person
        return (
            -round(self.score, 3),
            who.died_on is not None,
            who.family_key,
            who.given_key,
            who.born_on or date.max,
            who.reference,
        )


class Ranking:
    """Weighs candidates for one query; remembers what it found of each name, as many people share one."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self._readings = [query.names, *_joined(query.names)] if query.names else []
        self._known: dict[tuple[str, str, str], Fit] = {}
        self._named: dict[tuple[str, str, str, str], list[Evidence]] = {}

    def score(self, person: Person) -> Scored:
        """Everything that speaks for one person."""
        borne = (person.given_key, person.family_key, person.known_as_key, person.previous_family_key)
        if borne not in self._named:
            self._named[borne] = self._names(person)
        evidence = [*number_evidence(self.query, person), *self._named[borne]]
        if self.query.born and (born := birth_evidence(self.query.born, person)):
            evidence.append(born)
        if place := place_evidence(self.query, person.postcode):
            evidence.append(place)
        return Scored(person, sum(piece.points for piece in evidence), evidence)

    def is_meant(self, scored: Scored) -> bool:
        """Whether enough speaks for somebody to show them without being asked twice.

        A birth date, a number or a reference is enough. So is every name that was typed (two of
        several), or one of them with the whole postcode. Without names, anything is.
        """
        kinds = {piece.kind for piece in scored.evidence}
        if kinds & SUFFICIENT or not self.query.names:
            return bool(kinds)
        fitting = sum(piece.kind == Kind.NAME for piece in scored.evidence)
        return fitting >= min(len(self.query.names), 2) or (fitting > 0 and Kind.POSTCODE in kinds)

    def _names(self, person: Person) -> list[Evidence]:
        best: list[Fit] = []
        for reading in self._readings:
            fits = self._fits(reading, person)
            if sum(fit.points for fit in fits) > sum(fit.points for fit in best):
                best = fits
        return [name_evidence(fit.typed, fit.part, fit.like.way, fit.points) for fit in best]

    def _fits(self, terms: tuple[str, ...], person: Person) -> list[Fit]:
        """The best way to tell which of the typed names is the family name and which the first name."""
        families = [self._family(term, person) for term in terms]
        givens = [self._given(term, person) for term in terms]
        if not any(fit.points for fit in chain(families, givens)):
            return []
        if len(terms) == 1:
            return [fit for fit in (max(families[0], givens[0]),) if fit.points]
        places = range(len(terms))
        pairs = ((families[i].points + givens[j].points, i, j) for i in places for j in places if i != j)
        _, family, given = max(pairs)
        further = (max(families[k], givens[k]) for k in places if k not in (family, given))
        halves = (fit._replace(points=fit.points * MIDDLE) for fit in further)
        return [fit for fit in chain((givens[given], families[family]), halves) if fit.points]

    def _family(self, term: str, person: Person) -> Fit:
        now = self._fit(term, person.family_key, "family_name")
        if not person.previous_family_key:
            return now
        return max(now, self._fit(term, person.previous_family_key, "previous_family_name"))

    def _given(self, term: str, person: Person) -> Fit:
        first = self._fit(term, person.given_key, "given_name")
        if not person.known_as_key or person.known_as_key == person.given_key:
            return first
        return max(first, self._fit(term, person.known_as_key, "known_as"))

    def _fit(self, term: str, known: str, part: str) -> Fit:
        key = (term, known, part)
        fit = self._known.get(key)
        if fit is None:
            like = likeness(term, known)
            points = WEIGHTS[part] * like.closeness**STEEPNESS
            fit = self._known[key] = Fit(points, term, part, like) if like.closeness else NO_FIT
        return fit


def _joined(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The names with each two neighbours as one: ("mc", "donald", "jean") as ("mcdonald", "jean") too."""
    return [(*names[:i], names[i] + names[i + 1], *names[i + 2 :]) for i in range(len(names) - 1)]
