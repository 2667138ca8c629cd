"""HAND: what a hand-off is to the person, how it is said aloud, and when it is taken back."""

from datetime import datetime, timedelta

from core.rulebook import rule
from core.words import ordinal

UNDO_FOR = timedelta(minutes=10)
DECIDES_FOR = timedelta(minutes=30)


@rule("HAND-1", source="R3: reduced hand-offs; hand-offs per person are a headline measure")
def is_felt(*, from_team: object, to_team: object, from_worker: object, undone: bool) -> bool:
    """A person feels a hand-off when another team or another worker held them before; a mistake that was undone was
    none, and neither was its undoing.
    """
    changed_team = from_team is not None and from_team != to_team
    return not undone and (changed_team or from_worker is not None)


@rule("HAND-2", source="ux.md §11 page 14: Undo 10 min; issue 3: nothing is lost")
def may_be_undone(handed_at: datetime, now: datetime, *, acted: bool) -> bool:
    """A hand-over is undone within ten minutes, and only while nobody has acted on it."""
    return not acted and now - handed_at < UNDO_FOR


@rule("HAND-3", source="ux.md §11 page 25 and §12: it counts hand-offs out loud")
def said_aloud(felt_with_this: int, felt_in_a_year: int, name: str) -> str:
    """Before somebody is handed on, the page says which hand-off it would be for them with this matter, and which in
    the last 12 months.
    """
    first = f"This would be the {ordinal(felt_with_this + 1)} hand-off for {name} with this"
    if felt_in_a_year == felt_with_this:
        return f"{first}."
    return f"{first}, and the {ordinal(felt_in_a_year + 1)} in the last 12 months."


@rule("HAND-4", source="ux.md page 16: claiming locks softly; as CBK-5 for call-backs")
def decider_holds(claimed_at: datetime | None, now: datetime) -> bool:
    """Who takes what no rule sends to a team has it for 30 minutes, so that two people do not decide the same; then it
    is anybody's again, and whoever sees whose it is may take it over before.
    """
    return claimed_at is not None and now - claimed_at < DECIDES_FOR
