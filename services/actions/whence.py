"""Which discharge a programme came after: marked when it starts, and anew when a discharge is recorded, put right or
found to be an error (REAB-3, REAB-6).
"""

from datetime import date

from accounts.models import User
from core import clock
from discharges.models import Discharge
from residents.models import Resident
from services import messages
from services.actions.steps import keep, tell_council
from services.models import Programme
from services.rules import asks_what_becomes, is_straight_from_hospital

ASKED = "The discharge before it was entered in error: those who plan it are asked what becomes of it"


def discharges_of(resident: Resident) -> list[Discharge]:
    """Those that were no error, the latest first."""
    return list(Discharge.objects.filter(resident=resident, voided_at=None).order_by("-discharged_on", "-id"))


def straight_from(starts_on: date, discharges: list[Discharge]) -> Discharge | None:
    """The discharge from which somebody came straight into a programme that started on that day (REAB-3)."""
    return next((one for one in discharges if is_straight_from_hospital(starts_on, one.discharged_on)), None)


def follow_discharge(discharge: Discharge, by: User) -> None:
    """Mark the programmes of a person as REAB-3 says now; ask about those that run after a discharge that was an error.
    A programme is never ended by it.
    """
    found = Programme.objects.select_for_update(of=("self",)).select_related("resident", "team", "worker")
    started = list(found.filter(resident_id=discharge.resident_id, free_until__isnull=False).order_by("pk"))
    if not started:
        return
    standing = discharges_of(discharge.resident)
    for programme in started:
        _mark(programme, straight_from(programme.starts_on, standing), by)
        if discharge.voided_at is not None:
            _ask(programme, discharge, standing, by)
        elif programme.asks and straight_from(programme.starts_on, standing) is not None:
            keep(programme, "programme.answered", by=by, asked_at=None)  # the discharge is recorded again


def _mark(programme: Programme, home: Discharge | None, by: User) -> None:
    stay_id = home.stay_id if home else None
    if programme.straight_from_hospital == (home is not None) and programme.from_stay_id == stay_id:
        return
    keep(programme, "programme.marked", by=by, straight_from_hospital=home is not None, from_stay_id=stay_id)
    how = "came straight from hospital" if home else "did not come straight from hospital after all"
    tell_council(programme, f"{programme.get_kind_display()} with {programme.team.spoken}: {how}", by=by)


def _ask(programme: Programme, voided: Discharge, standing: list[Discharge], by: User) -> None:
    others = [one.discharged_on for one in standing]
    if not programme.is_running or not asks_what_becomes(programme.starts_on, voided.discharged_on, others):
        return
    keep(programme, "programme.asked", by=by, asked_at=clock.now())
    tell_council(programme, ASKED, by=by, detail="It runs on until somebody says otherwise.")
    messages.ask_what_becomes(programme)
