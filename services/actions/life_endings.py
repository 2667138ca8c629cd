"""How a death or a move ends a programme, and how it opens again."""

from typing import Any

from accounts.models import User
from core import clock
from core.constraints import refused_by
from core.errors import Refused
from residents.endings import Ender, UnderWay
from residents.enums import Ending, LifeKind
from residents.models import EndedRow, LifeEvent, Resident
from services.actions.ending import End, finish
from services.actions.steps import leave, lock, move, share_with, tell_story
from services.enums import Outcome, ProgrammeStatus
from services.models import Programme

OUTCOMES = {LifeKind.DIED: Outcome.DIED, LifeKind.MOVED: Outcome.MOVED}
AGAIN = {ProgrammeStatus.RUNNING: "run on", ProgrammeStatus.PLANNED: "plan again"}
CLOSED: dict[str, Any] = {
    "ended_on": None,
    "outcome": "",
    "words": "",
    "next_step": "",
    "closed_at": None,
    "ended_by": None,
}


def find_programmes(resident: Resident) -> list[UnderWay]:
    """What is planned and what runs."""
    live = Programme.objects.live().filter(resident=resident).select_related("team").order_by("starts_on", "pk")
    return [UnderWay(one, f"{one.get_kind_display()} with {one.team.spoken}") for one in live]


def end_by_event(programme: Programme, event: LifeEvent, by: User) -> dict[str, Any] | None:
    """End what runs on the day of the event, never before its first day, and cancel what is planned."""
    locked = lock(programme, None)
    if not locked.is_live:
        return None
    was = {"status": locked.status}
    outcome = OUTCOMES[LifeKind(event.kind)]
    if locked.is_running:
        finish(locked, End(max(event.happened_on, locked.starts_on), outcome), by)
        return was
    move(locked, "cancel", by=by, words=outcome.label, closed_at=clock.now(), ended_by=by)
    leave(locked, by)
    return was


def reopen_programme(row: EndedRow, by: User) -> str:
    """Let it run or be planned as it was, unless one of its kind has begun since."""
    locked = lock(Programme(pk=row.row_id), None)
    if locked.is_live:
        raise Refused("it is open already")
    with refused_by("one_programme_of_a_kind", "another one has begun since"):
        move(locked, AGAIN[ProgrammeStatus(row.was["status"])], by=by, **CLOSED)
    share_with(locked.team, locked, by)
    tell_story(locked, f"{row.words} goes on", by=by)
    return row.words


ENDERS = (Ender(Ending.PROGRAMME, find_programmes, end_by_event, reopen_programme),)
