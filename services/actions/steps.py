"""What every action on a programme does: lock it, move it through its states, write it into the story."""

from typing import Any

from accounts.models import User
from audit.actions import Actor, record
from core import clock
from core.errors import ChangedMeanwhile
from localities.models import Team
from referrals.actions import PARTNER_KINDS
from referrals.models import Referral
from referrals.rules import LOOK_BACK
from residents.actions import end_share, note_event, share
from residents.enums import TimelineKind
from services.models import Programme
from services.states import PROGRAMME


def lock(programme: Programme, version: int | None) -> Programme:
    """The programme, locked until the transaction ends. Raises ChangedMeanwhile when `version` is another."""
    found = Programme.objects.select_for_update(of=("self",)).select_related("resident", "team", "worker", "ended_by")
    locked: Programme = found.get(pk=programme.pk)
    if version is not None and locked.version != version:
        raise ChangedMeanwhile("This programme was changed while the page was open.", locked)
    return locked


def move(programme: Programme, verb: str, *, by: Actor, reason: str = "", **changes: Any) -> None:
    """Take a locked programme one step on with what changes by it, and write that down."""
    step = PROGRAMME.transition(verb, programme.status)
    keep(programme, step.event, by=by, reason=reason, status=step.target, **changes)


def keep(programme: Programme, verb: str, *, by: Actor, reason: str = "", **changes: Any) -> None:
    """Change columns of a locked programme, and write that down."""
    for name, value in changes.items():
        setattr(programme, name, value)
    programme.version += 1
    programme.save(update_fields=[*changes, "version"])
    record(verb, by=by, subject=programme, resident_id=programme.resident_id, reason=reason, team=programme.team.slug)


def tell_story(programme: Programme, title: str, *, by: Actor, detail: str = "") -> None:
    """One line of the person's timeline; a partner's team reads those of its own programmes."""
    note_event(
        programme.resident, TimelineKind.REABLEMENT, title, by=by, source=programme, detail=detail, team=programme.team
    )


def tell_council(programme: Programme, title: str, *, by: Actor, detail: str = "") -> None:
    """One line of the timeline for those who may know of the hospital: a partner's team reads none of it."""
    note_event(programme.resident, TimelineKind.REABLEMENT, title, by=by, source=programme, detail=detail)


def share_with(team: Team, programme: Programme, by: User) -> None:
    """Where the team is a partner's, the person exists for it from now on."""
    if team.kind in PARTNER_KINDS:
        share(resident=programme.resident, team=team, by=by, reason=f"{programme.get_kind_display()} is planned")


def leave(programme: Programme, by: User) -> None:
    """A partner's team that has nothing else of the person's may look for 30 days more."""
    team, resident = programme.team, programme.resident
    if team.kind in PARTNER_KINDS:
        theirs = Referral.objects.with_its_team().filter(resident=resident, team=team)
        end_share(resident=resident, team=team, by=by, at=clock.now() + LOOK_BACK, unless=theirs)
