"""Ask the hub of people whose expected day has passed whether they have gone home, and keep the answer (HUB-8)."""

from datetime import date

from django.db import transaction
from django.db.models import F

from accounts.models import User
from audit.actions import SYSTEM, record
from core import clock
from core.actions import beat
from core.errors import Refused
from discharges import messages
from discharges.actions.stays import lock_stay
from discharges.models import HospitalStay
from discharges.policies import check_can_work_at_hospital
from localities.enums import TeamKind
from localities.models import Team
from residents.actions import note_event
from residents.enums import TimelineKind


@transaction.atomic
def note_still_there(*, stay: HospitalStay, note: str, by: User, version: int | None = None) -> HospitalStay:
    """Keep why somebody is in hospital still; the hub is not asked about them for two working days, and then once more
    (HUB-8).

    Raises NotPermitted, ChangedMeanwhile, and Refused without words or for somebody who is no longer there.
    """
    check_can_work_at_hospital(by)
    if not note.strip():
        raise Refused("Say what the ward told you.")
    locked = lock_stay(stay, version)
    if not locked.is_in_hospital:
        raise Refused(f"{locked.resident.display_name} is no longer on the hospital list.")
    locked.note, locked.noted_on, locked.asked_home_for = note.strip()[:300], clock.today(), None
    locked.version += 1
    locked.save(update_fields=["note", "noted_on", "asked_home_for", "version"])
    record("stay.noted", by=by, subject=locked, resident_id=locked.resident_id)
    note_event(
        locked.resident, TimelineKind.HOSPITAL, "In hospital still", by=by, source=locked, detail=locked.note
    )  # fmt: skip
    return locked


@transaction.atomic
def ask_whether_home(today: date | None = None) -> int:
    """Tell the hub how many people have passed their expected day and nobody has said more, each once for that day
    (HUB-8); how many. Run late, twice, or on two workers at once it tells of nobody twice: one statement marks them.

    `today` is the London date, the present one when None.
    """
    day = today or clock.today()
    asked = HospitalStay.objects.past_expected(day).not_asked_about().update(asked_home_for=F("expected_on"))
    if asked:
        team = Team.objects.the_only(TeamKind.HOSPITAL_HUB)
        record("stays.asked_home", by=SYSTEM, subject=team, asked=asked)
        messages.ask_the_hub(team, asked)
    beat("expected days", on=str(day), asked=asked)
    return asked
