"""What a caller can be told at once, searched beside the call. Pure."""

from collections.abc import Iterable

from referrals.guidance.entries import BY_SLUG, ENTRIES, Guidance
from residents.names import name_key
from residents.search.closeness import likeness

IN_TITLE, IN_OTHER_WORDS, IN_TEXT, FOR_NEED = 4.0, 3.0, 1.0, 0.5
CLOSE_ENOUGH = 0.8  # one slip in five letters
SHORTEST = 3

__all__ = ["BY_SLUG", "Guidance", "guidance_for", "ticked", "words_to_keep"]


def guidance_for(typed: str, need: str = "") -> list[Guidance]:
    """What fits the words typed, the best first; without words, what fits the need. Nothing for neither."""
    words = [word for word in name_key(typed).split() if len(word) >= SHORTEST]
    if not words:
        fitting = [entry for entry in ENTRIES if need in entry.needs]
        return sorted(fitting, key=lambda entry: (len(entry.needs), entry.needs.index(need)))
    scored = [(_fit(entry, words, need), number, entry) for number, entry in enumerate(ENTRIES)]
    return [entry for fit, _, entry in sorted(scored, key=lambda one: (-one[0], one[1])) if fit >= IN_TEXT]


def ticked(slugs: Iterable[str]) -> list[Guidance]:
    """The entries with these slugs, in the order of the list; a slug that is none is left out."""
    chosen = set(slugs)
    return [entry for entry in ENTRIES if entry.slug in chosen]


def words_to_keep(advice: str, slugs: Iterable[str]) -> str:
    """The advice as it is kept: what was typed, and a line for each piece of guidance that was told."""
    return "\n".join(part for part in (advice.strip(), *(entry.advice for entry in ticked(slugs))) if part)


def _fit(entry: Guidance, words: list[str], need: str) -> float:
    """How well an entry fits: each word counts where it stands most tellingly; every word has to stand somewhere."""
    places = ((entry.title, IN_TITLE), (entry.also, IN_OTHER_WORDS), (f"{entry.words} {entry.ring}", IN_TEXT))
    best = [max(weight * _found(word, text) for text, weight in places) for word in words]
    return sum(best) + (FOR_NEED if need in entry.needs else 0) if all(best) else 0.0


def _found(word: str, text: str) -> float:
    """1 when the text has the word or begins one with it, less for a slip of the fingers, 0 when it does not."""
    found = max((likeness(word, other).closeness for other in name_key(text).split()), default=0.0)
    return found if found >= CLOSE_ENOUGH else 0.0
