"""What a notice did to a stay, as it is kept with the notice; and from where what stands on a stay has come."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from audit.models import Event
from core import clock
from discharges.enums import NoticeStatus, StayStatus
from discharges.models import Blocker, Discharge, HospitalNotice, HospitalStay, ToldOfDischarge
from discharges.rules.notices import Ask, Issued, WentHome
from residents.models import Resident

LABELS = {
    "hospital": "Hospital",
    "ward": "Ward",
    "admitted_on": "Admitted",
    "admission_reason": "Reason for admission",
    "hospital_number": "Hospital number",
    "expected_on": "Expected home",
    "liaison": "Whom to ring on the ward",
    "asked_on": "Assessment asked for",
    "needs_assessment": "Needs an assessment",
}
DATES = frozenset({"admitted_on", "expected_on", "asked_on"})
Was = Any


@dataclass
class Deeds:
    """What a notice did: put somebody on the list, changed columns of the stay (each with what it was and what it
    became), took other notices back, and what it asks a person to decide.

    `version` is that of the stay when it was done: nobody has changed it since while it is the same.
    """

    added: bool = False
    version: int = 0
    changed: dict[str, list[Was]] = field(default_factory=dict)
    asks: str = Ask.NOTHING.value
    took_back: list[str] = field(default_factory=list)
    taken_back_by: str = ""

    def change(self, column: str, was: Was, now: Was) -> None:
        self.changed[column] = [_kept(was), _kept(now)]

    def was(self, column: str) -> Was:
        """What a column was before."""
        return _read(column, self.changed[column][0])

    def became(self, column: str) -> Was:
        return _read(column, self.changed[column][1])

    def still_stands(self, column: str, stay: HospitalStay) -> bool:
        """Whether the notice set this column of the stay, and nobody has changed it since."""
        return column in self.changed and getattr(stay, column) == self.became(column)

    def as_kept(self) -> dict[str, Any]:
        return asdict(self)


def deeds_of(notice: HospitalNotice) -> Deeds:
    """What a notice did; nothing, for one that was not taken up."""
    return Deeds(**(notice.did or {}))


def _kept(value: Was) -> Was:
    return value.isoformat() if isinstance(value, date) else value


def _read(column: str, value: Was) -> Was:
    return date.fromisoformat(value) if column in DATES and value else value


def stay_of(resident: Resident) -> HospitalStay | None:
    """The stay of somebody who is in hospital now, locked."""
    found = HospitalStay.objects.select_for_update(of=("self",)).filter(status=StayStatus.IN_HOSPITAL)
    stay: HospitalStay | None = found.filter(resident=resident).first()
    return stay


def last_home(resident: Resident) -> WentHome | None:
    """When somebody last went home from hospital."""
    going = Discharge.objects.filter(resident=resident, voided_at=None).select_related("stay")
    last: Discharge | None = going.order_by("-discharged_on").first()
    if last is None:
        return None
    recorded_on = clock.london_date(last.recorded_at)
    return WentHome(last.discharged_on, last.recorded_at, recorded_on, last.stay.admitted_on)


def taken_up_for(stay: HospitalStay) -> list[HospitalNotice]:
    """The notices of a stay that were taken up and that nothing has replaced, the latest issued first."""
    return list(
        HospitalNotice.objects.filter(stay=stay, status=NoticeStatus.APPLIED).order_by("-issued_at", "-received_at")
    )


class Typed:
    """When somebody of the hub last typed each column of a stay."""

    def __init__(self, stay: HospitalStay) -> None:
        events = Event.objects.filter(resident_id=stay.resident_id, subject_id=stay.pk, verb__startswith="stay.")
        self._events = list(events.order_by("-at").values_list("at", "verb", "detail"))
        self._added_at = stay.added_at

    def at(self, column: str) -> datetime:
        """The moment of the last change of a column; of one that nobody changed, when they were put on the list."""
        changes = (
            at for at, verb, detail in self._events if verb == "stay.added" or column in detail.get("changed", ())
        )
        return next(changes, self._added_at)


def set_by(column: str, stay: HospitalStay, notices: Iterable[HospitalNotice]) -> Issued | None:
    """When the notice was issued from which a column of a stay has what it has; None when the hub typed it."""
    return next((one.issued for one in notices if deeds_of(one).still_stands(column, stay)), None)


def is_untouched(stay: HospitalStay, version: int) -> bool:
    """Whether nothing happened to a stay since a notice left it in this version: nobody changed it, began an
    assessment, said what holds them there, or told anybody.
    """
    if stay.version != version or stay.light_touch_state != "not_started":
        return False
    return not (Blocker.objects.filter(stay=stay).exists() or ToldOfDischarge.objects.filter(stay=stay).exists())
