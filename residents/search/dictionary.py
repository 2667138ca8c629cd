"""The distinct names of everybody, in the memory of each process: what a misspelt name is compared with.

A million people bear some 35,000 names, so that comparing with all of them takes milliseconds,
and the database is asked only for names that somebody bears.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice
from threading import Lock

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core import clock
from residents.enums import NamePart
from residents.models import DictionaryName
from residents.search.closeness import LEAST, also_called

# Names become visible when their transaction commits, later than their `added_at`: each look
# reaches back over the longest transaction (statements stop after 15 s, an idle one after 30 s)
# and a clock that is somewhat wrong.
OVERLAP = timedelta(minutes=2)
# What a bulk load committed even later is found by reading everything anew.
READ_ANEW_AFTER = timedelta(hours=1)
MOST_REMEMBERED = 5_000
MOST_ALIKE = 100
SLIPS = 2  # letters too many or too few; who types only the beginning of a name finds it by that


class Names:
    """The names of one part (given or family). Never changed: more names make a new one."""

    def __init__(self, values: frozenset[str]) -> None:
        self.values = values
        self._near: dict[tuple[str, int, bool], tuple[str, ...]] = {}
        self._of_like_length: dict[int, list[str]] = {}

    @cached_property
    def bearers(self) -> Mapping[str, tuple[str, ...]]:
        """For each word, and each whole name, the names in which it occurs, the shortest first."""
        found: dict[str, list[str]] = {value: [value] for value in self.values}
        for value in sorted(self.values, key=len):
            if " " in value:
                for word in value.split():
                    found.setdefault(word, []).append(value)
        return {word: tuple(names) for word, names in found.items()}

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Every word of a name and every whole name, in order."""
        return tuple(sorted(self.bearers))

    def near(self, typed: str, most: int, *, of_two: bool = False) -> tuple[str, ...]:
        """The same name, its other forms, `most` names spelt like it, and half as many that begin with it.

        `of_two`: two words were typed that may be one name ("mc donald"). It is compared only with names of the same
        first letter, as nearly always it is none.
        """
        key = (typed, most, of_two)
        if key not in self._near:
            if len(self._near) > MOST_REMEMBERED:
                self._near.clear()
            self._near[key] = self._look_up(typed, most, of_two=of_two)
        return self._near[key]

    def beginning(self, typed: str, most: int) -> list[str]:
        """At most `most` names of which a word begins with `typed`, the shortest first."""
        words = sorted(self._begun(typed), key=len)[:most]
        return list(islice(dict.fromkeys(name for word in words for name in self.bearers[word]), most))

    def of_like_length(self, length: int) -> list[str]:
        """What a typed name of this length is compared with."""
        if length not in self._of_like_length:
            self._of_like_length[length] = _of_like_length(length, self.words)
        return self._of_like_length[length]

    def _begun(self, typed: str) -> tuple[str, ...]:
        first = bisect_left(self.words, typed)
        return self.words[first : bisect_left(self.words, typed + chr(0x10FFFF))]

    def _look_up(self, typed: str, most: int, *, of_two: bool) -> tuple[str, ...]:
        exact = [name for word in (typed, *sorted(also_called(typed))) for name in self.bearers.get(word, ())]
        compared = _of_like_length(len(typed), self._begun(typed[:1])) if of_two else self.of_like_length(len(typed))
        alike = process.extract(typed, compared, scorer=OSA.normalized_similarity, score_cutoff=LEAST, limit=most)
        spelt = [name for word, _, _ in alike for name in self.bearers[word]]
        begun = self.beginning(typed, most // 2)
        return tuple(dict.fromkeys([typed, *exact[: most // 2], *spelt[:most], *begun]))[:MOST_ALIKE]


def _of_like_length(length: int, words: Iterable[str]) -> list[str]:
    """The words that have at most SLIPS letters more or fewer; a space is not counted, as few type it."""
    return [word for word in words if abs(len(word) - (" " in word) - length) <= SLIPS]


class Dictionary:
    """Both parts, kept up to date by asking at each search what was added lately. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._parts = {part: Names(frozenset()) for part in NamePart}
        self._read_at: datetime | None = None
        self._read_whole_at: datetime | None = None

    def names(self) -> Mapping[NamePart, Names]:
        """The names as they are now: one query, over the last minutes."""
        now = clock.now()
        rows = DictionaryName.objects.values_list("part", "value")
        since = self._since(now)
        added = list(rows.filter(added_at__gt=since) if since else rows)
        with self._lock:
            self._take(added, now, whole=since is None)
            return self._parts

    def forget(self) -> None:
        """Read everything anew at the next search."""
        with self._lock:
            self._parts = {part: Names(frozenset()) for part in NamePart}
            self._read_at = self._read_whole_at = None

    def _since(self, now: datetime) -> datetime | None:
        """The moment from which on names have to be read; None for all, also when the clock went back."""
        if self._read_at is None or self._read_whole_at is None:
            return None
        if not timedelta() <= now - self._read_whole_at <= READ_ANEW_AFTER:
            return None
        return self._read_at - OVERLAP

    def _take(self, added: Iterable[tuple[str, str]], now: datetime, *, whole: bool) -> None:
        new: dict[NamePart, set[str]] = {part: set() for part in NamePart}
        for part, value in added:
            new[NamePart(part)].add(value)
        grown = {part: names for part, names in self._parts.items() if not new[part] <= names.values}
        if grown:
            self._parts = self._parts | {part: Names(names.values | new[part]) for part, names in grown.items()}
        self._read_at = now
        if whole:
            self._read_whole_at = now


dictionary = Dictionary()
