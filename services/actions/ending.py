"""End a programme with what came of it and of each goal; bridging that somebody follows is a hand-off."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from accounts.models import User
from core import clock
from core.errors import Refused
from core.words import lower_first
from referrals.actions import write_hand_off_between
from residents.actions import note_event
from residents.enums import TimelineKind
from services.actions.goals import settle_goal
from services.actions.steps import leave, lock, move, tell_story
from services.enums import FOLLOWS_BY_ITSELF, HowFar, Outcome, ProgrammeKind
from services.models import Goal, Programme
from services.policies import check_can_manage
from services.rules import is_hand_off


@dataclass(frozen=True)
class End:
    """How a programme ended: the last day, what came after, in words, the next step, and how far each goal is."""

    ended_on: date
    outcome: Outcome
    words: str = ""
    next_step: str = ""
    goals: Mapping[Goal, HowFar] = field(default_factory=dict)


@transaction.atomic
def end_programme(*, programme: Programme, end: End, by: User, version: int | None = None) -> Programme:
    """End it with an outcome, overall and for each goal.

    Raises NotPermitted, ChangedMeanwhile, WrongState; Refused for a day before it started or to come, without how far
    each goal is, and for outcomes that are recorded elsewhere: a death, a move, a team that takes over.
    """
    check_can_manage(by)
    locked = lock(programme, version)
    if end.outcome in FOLLOWS_BY_ITSELF:
        raise Refused("A death, a move, and the start with another team are recorded where they are, and end this.")
    if not locked.starts_on <= end.ended_on <= clock.today():
        raise Refused("The last day is between the day on which it started and today.")
    goals = list(Goal.objects.select_for_update().filter(programme=locked))
    if missing := [goal for goal in goals if goal not in end.goals]:
        raise Refused(f"Say how far each goal is; {len(missing)} have no answer.")
    for goal in goals:
        settle_goal(goal, how_far=end.goals[goal], on=end.ended_on)
    finish(locked, end, by)
    return locked


def finish(programme: Programme, end: End, by: User) -> None:
    """End a locked programme."""
    move(
        programme, "end", by=by, ended_on=end.ended_on, outcome=end.outcome, words=end.words.strip(),
        next_step=end.next_step.strip(), closed_at=clock.now(), ended_by=by,
    )  # fmt: skip
    what = f"{programme.get_kind_display()} with {programme.team.spoken} ended"
    said = [end.outcome.label, end.words.strip(), f"Next: {end.next_step.strip()}" if end.next_step.strip() else ""]
    tell_story(programme, what, by=by, detail="\n\n".join(part for part in said if part))
    leave(programme, by)


def follow_bridging(programme: Programme, by: User) -> None:
    """End the bridging that a programme follows, on the day on which this one starts; with another team it is a
    hand-off (REAB-4).
    """
    others = Programme.objects.running().filter(resident=programme.resident, kind=ProgrammeKind.BRIDGING)
    found = others.exclude(pk=programme.pk).first()
    if found is None:
        return
    bridging = lock(found, None)
    ended_on = max(programme.starts_on, bridging.starts_on)
    finish(bridging, End(ended_on, Outcome.HANDED_ON, next_step=f"Goes on with {programme.team.spoken}"), by)
    programme.follows = bridging
    programme.save(update_fields=["follows"])
    if is_hand_off(ProgrammeKind(bridging.kind), bridging.team_id, programme.team_id):
        reason = f"{programme.get_kind_display()} follows bridging"
        handed = write_hand_off_between(
            resident=programme.resident, from_team=bridging.team, to_team=programme.team, reason=reason, by=by
        )
        title = f"Handed over from {bridging.team.spoken} to {programme.team.spoken}"
        note_event(
            programme.resident, TimelineKind.HAND_OFF, title, by=by, source=handed, detail=lower_first(reason),
            team=programme.team,
        )  # fmt: skip
