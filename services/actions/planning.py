"""Plan a programme, start it, change who works on it, or cancel it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.constraints import refused_by
from core.errors import Refused
from core.words import long_date
from discharges.enums import StayStatus
from discharges.models import HospitalStay
from localities.models import Team
from residents.life import check_may_begin
from residents.models import Resident
from services import messages
from services.actions.ending import follow_bridging
from services.actions.steps import keep, leave, lock, move, share_with, tell_council, tell_story
from services.enums import ProgrammeKind
from services.models import Programme
from services.policies import check_can_have, check_can_manage, check_works_there
from services.rules import free_until, is_straight_from_hospital

STILL_THERE = "They are on the hospital list still. Record the discharge first, or plan a later day."
ALREADY = "One of this kind is planned or runs for them already. End or cancel it first."


@dataclass(frozen=True)
class Plan:
    """What is planned: `hours` of support a week, by a team and perhaps a worker, from `starts_on`."""

    kind: ProgrammeKind
    team: Team
    starts_on: date
    hours: Decimal
    worker: User | None = None


@transaction.atomic
def plan_programme(*, resident: Resident, plan: Plan, by: User) -> Programme:
    """Promise a place to a person. A programme whose day has come starts at once.

    Raises NotPermitted; Refused for a team that does none, a worker of another team, somebody who has died (LIFE-6)
    or is in hospital still on that day, and when one of this kind is planned or runs.
    """
    check_can_manage(by)
    check_may_begin(resident)
    check_can_have(plan.team)
    check_works_there(plan.worker, plan.team)
    Resident.objects.select_for_update(no_key=True).only("pk").get(pk=resident.pk)
    with refused_by("one_programme_of_a_kind", ALREADY):
        programme = Programme.objects.create(
            resident=resident, kind=plan.kind, team=plan.team, worker=plan.worker, planned_hours=plan.hours,
            starts_on=plan.starts_on, from_stay=_latest_stay(resident), planned_at=clock.now(), planned_by=by,
        )  # fmt: skip
    record("programme.planned", by=by, subject=programme, resident_id=resident.pk, team=plan.team.slug)
    share_with(plan.team, programme, by)
    if plan.starts_on <= clock.today():
        return _start(programme, plan.starts_on, by)
    tell_story(programme, f"{_what(programme)} is planned from {long_date(plan.starts_on)}", by=by)
    messages.tell_of_plan(programme, by)
    return programme


@transaction.atomic
def start_programme(*, programme: Programme, starts_on: date, by: User, version: int | None = None) -> Programme:
    """Say that a planned programme has started, and on which day. The free six weeks run from that day (REAB-1).

    Raises NotPermitted, ChangedMeanwhile, WrongState, and Refused for a day to come or while they are in hospital.
    """
    check_can_manage(by)
    locked = lock(programme, version)
    if starts_on > clock.today():
        raise Refused("The day on which it started cannot be in the future.")
    return _start(locked, starts_on, by)


def _start(programme: Programme, starts_on: date, by: User) -> Programme:
    stay = _latest_stay(programme.resident)
    if stay is not None and stay.is_in_hospital:
        raise Refused(STILL_THERE)
    discharged_on = stay.discharge.discharged_on if stay else None
    straight = is_straight_from_hospital(starts_on, discharged_on)
    move(
        programme, "start", by=by, starts_on=starts_on, free_until=free_until(starts_on),
        from_stay=stay if straight else None, straight_from_hospital=straight,
    )  # fmt: skip
    free = f"Free until {long_date(free_until(starts_on))}."
    tell_story(programme, f"{_what(programme)} started on {long_date(starts_on)}", by=by, detail=free)
    if straight:
        tell_council(programme, f"{_what(programme)}: came straight from hospital", by=by)
    follow_bridging(programme, by)
    messages.tell_of_plan(programme, by)
    return programme


@transaction.atomic
def change_programme(
    *, programme: Programme, worker: User | None, hours: Decimal, by: User, version: int | None = None
) -> Programme:
    """Let somebody else of the team work on it, or with other hours a week.

    Raises NotPermitted, ChangedMeanwhile, and Refused once it has ended or for a worker of another team.
    """
    check_can_manage(by)
    locked = lock(programme, version)
    if not locked.is_live:
        raise Refused("It has ended. Nothing was changed.")
    check_works_there(worker, locked.team)
    before = locked.worker_id
    keep(locked, "programme.changed", by=by, worker=worker, planned_hours=hours)
    who = worker.name if worker else "nobody yet"
    tell_story(locked, f"{_what(locked)} changed", by=by, detail=f"{hours} hours a week, with {who}.")
    if worker is not None and worker.pk != before:
        messages.tell_of_plan(locked, by)
    return locked


@transaction.atomic
def cancel_programme(*, programme: Programme, because: str, by: User, version: int | None = None) -> Programme:
    """Give a promised place back before the programme has started, and why.

    Raises NotPermitted, ChangedMeanwhile, WrongState, and Refused without a reason.
    """
    check_can_manage(by)
    if not because.strip():
        raise Refused("Enter why it will not start.")
    locked = lock(programme, version)
    move(locked, "cancel", by=by, words=because.strip(), closed_at=clock.now(), ended_by=by)
    tell_story(locked, f"{_what(locked)} was cancelled", by=by, detail=because.strip())
    leave(locked, by)
    return locked


def _latest_stay(resident: Resident) -> HospitalStay | None:
    """The stay that goes on, else the one from which they came home last."""
    stays = HospitalStay.objects.filter(resident=resident).select_related("discharge")
    here = stays.filter(status=StayStatus.IN_HOSPITAL).first()
    home = stays.filter(status=StayStatus.DISCHARGED, discharge__voided_at__isnull=True)
    return here or home.order_by("-discharge__discharged_on", "-id").first()


def _what(programme: Programme) -> str:
    return f"{programme.get_kind_display()} with {programme.team.spoken}"
