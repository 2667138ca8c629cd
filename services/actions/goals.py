"""Write a goal in the person's own words, and look again how far it is."""

from datetime import date

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import ChangedMeanwhile, Refused
from services.actions.steps import lock, tell_story
from services.enums import HowFar
from services.models import Goal, Programme
from services.policies import check_can_write_goals

OVER = "It has ended: its goals stay as they were said at the end."


@transaction.atomic
def add_goal(*, programme: Programme, words: str, by: User) -> Goal:
    """Keep what the person wants to do again. Raises NotPermitted, and Refused without words or once it has ended."""
    locked = _lock_live(programme, by)
    if not words.strip():
        raise Refused("Enter what they want to do, in their own words.")
    goal = Goal.objects.create(programme=locked, words=words.strip(), added_at=clock.now(), added_by=by)
    record("goal.added", by=by, subject=goal, resident_id=locked.resident_id)
    tell_story(locked, "A goal", by=by, detail=f"“{goal.words}”")
    return goal


@transaction.atomic
def review_goal(*, goal: Goal, how_far: HowFar, note: str, by: User, version: int | None = None) -> Goal:
    """Say how far it is today. Raises NotPermitted, ChangedMeanwhile, and Refused once the programme has ended."""
    programme = _lock_live(goal.programme, by)
    locked = Goal.objects.select_for_update().get(pk=goal.pk)
    if version is not None and locked.version != version:
        raise ChangedMeanwhile("This goal was changed while the page was open.", locked)
    settle_goal(locked, how_far=how_far, on=clock.today(), note=note)
    record("goal.reviewed", by=by, subject=locked, resident_id=programme.resident_id, how_far=how_far)
    said = f"“{locked.words}”: {locked.get_how_far_display().lower()}"
    tell_story(programme, "A goal was reviewed", by=by, detail=f"{said}\n\n{locked.note}" if locked.note else said)
    return locked


def settle_goal(goal: Goal, *, how_far: HowFar, on: date, note: str | None = None) -> None:
    """Write how far a locked goal is; without a `note` the one that was said stays."""
    goal.how_far, goal.reviewed_on = how_far, on
    goal.note = goal.note if note is None else note.strip()
    goal.version += 1
    goal.save(update_fields=["how_far", "reviewed_on", "note", "version"])


def _lock_live(programme: Programme, by: User) -> Programme:
    check_can_write_goals(by, programme)
    locked = lock(programme, None)
    if not locked.is_live:
        raise Refused(OVER)
    return locked
