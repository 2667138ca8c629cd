"""Put the first or the last day of a programme right, and answer what becomes of one whose discharge was an error."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from core import clock
from core.errors import Refused
from core.words import long_date
from discharges.enums import StayStatus
from discharges.models import HospitalStay
from services.actions.steps import keep, lock, tell_council, tell_story
from services.actions.whence import discharges_of, straight_from
from services.enums import ProgrammeStatus
from services.models import Programme, ProgrammeCorrection
from services.policies import check_can_manage
from services.rules import free_until


@transaction.atomic
def correct_programme(
    *, programme: Programme, starts_on: date, because: str, by: User, ended_on: date | None = None,
    version: int | None = None,
) -> Programme:  # fmt: skip
    """Put right on which day a programme started, and ended where it has; the history keeps both. Its team reads the
    days; why they were wrong may be of the hospital, and stays with the Council.

    Day 42 follows (REAB-1), with its flag, which comes again when it was told too early, and so does the mark of
    REAB-3. Harmless when the days stand so. Raises NotPermitted, ChangedMeanwhile, and Refused without a reason, for a
    programme that has not started, and for days that cannot be.
    """
    check_can_manage(by)
    locked = lock(programme, version)
    if locked.free_until is None:
        raise Refused("It has not started. Say on which day it did, or cancel it.")
    if (locked.starts_on, locked.ended_on) == (starts_on, ended_on):
        return locked
    if not because.strip():
        raise Refused("Say what was wrong.")
    _check_days(locked, starts_on, ended_on)
    made = ProgrammeCorrection.objects.create(
        programme=locked, was_starts_on=locked.starts_on, now_starts_on=starts_on, was_ended_on=locked.ended_on,
        now_ended_on=ended_on, because=because.strip()[:500], at=clock.now(), by=by,
    )  # fmt: skip
    _move_days(locked, starts_on, ended_on, by)
    what = f"{locked.get_kind_display()} with {locked.team.spoken} put right"
    free = f"Free until {long_date(free_until(starts_on))}."
    tell_story(locked, what, by=by, detail=f"{made}.\n\n{free}")
    return locked


def _move_days(programme: Programme, starts_on: date, ended_on: date | None, by: User) -> None:
    free = free_until(starts_on)
    home = straight_from(starts_on, discharges_of(programme.resident))
    told_on = programme.told_on if free <= clock.today() else None
    keep(
        programme, "programme.corrected", by=by, starts_on=starts_on, ended_on=ended_on, free_until=free,
        told_on=told_on, straight_from_hospital=home is not None, from_stay_id=home.stay_id if home else None,
        asked_at=None,
    )  # fmt: skip


def _check_days(programme: Programme, starts_on: date, ended_on: date | None) -> None:
    today, died_on = clock.today(), programme.resident.died_on
    if starts_on > today:
        raise Refused("The day on which it started cannot be in the future.")
    if (ended_on is None) != (programme.status == ProgrammeStatus.RUNNING):
        raise Refused("It runs still: end it with an outcome." if ended_on else "Enter the last day: it has ended.")
    if ended_on is not None and not starts_on <= ended_on <= today:
        raise Refused("The last day is between the day on which it started and today.")
    if died_on is not None and max(starts_on, ended_on or starts_on) > died_on:
        raise Refused(f"{programme.resident.display_name} died on {long_date(died_on)}. Nothing ran after that.")
    _check_not_in_hospital(programme, starts_on)
    _check_alone(programme, starts_on, ended_on)


def _check_not_in_hospital(programme: Programme, starts_on: date) -> None:
    """Nothing starts at home on a day between an admission and the discharge after it."""
    there = HospitalStay.objects.filter(resident=programme.resident, admitted_on__lt=starts_on)
    still = Q(status=StayStatus.IN_HOSPITAL)
    left_later = Q(discharge__voided_at=None, discharge__discharged_on__gt=starts_on)
    stay = there.filter(still | left_later).first()
    if stay is not None:
        raise Refused(f"They were in {stay.where} on {long_date(starts_on)}. It cannot have started then.")


def _check_alone(programme: Programme, starts_on: date, ended_on: date | None) -> None:
    """Two of one kind never run side by side; one may start on the last day of the other."""
    others = Programme.objects.filter(resident=programme.resident, kind=programme.kind, free_until__isnull=False)
    clash = others.exclude(pk=programme.pk).filter(Q(ended_on=None) | Q(ended_on__gt=starts_on))
    if ended_on is not None:
        clash = clash.filter(starts_on__lt=ended_on)
    if other := clash.first():
        raise Refused(f"Another one of this kind ran from {long_date(other.starts_on)}. They cannot overlap.")


@transaction.atomic
def let_run_on(*, programme: Programme, because: str, by: User, version: int | None = None) -> Programme:
    """Answer that a programme goes on although the discharge before it was an error, and why (REAB-6); a partner's
    team reads none of it.

    Harmless when nobody asks any more. Raises NotPermitted, ChangedMeanwhile, and Refused without a reason.
    """
    check_can_manage(by)
    if not because.strip():
        raise Refused("Say why it goes on.")
    locked = lock(programme, version)
    if not locked.asks:
        return locked
    keep(locked, "programme.answered", by=by, asked_at=None)
    what = f"{locked.get_kind_display()} with {locked.team.spoken} goes on"
    tell_council(locked, what, by=by, detail=because.strip())
    return locked
