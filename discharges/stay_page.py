"""What the page of one stay in hospital tells."""

from datetime import date

from core import clock
from core.words import long_date, plural
from discharges import rules
from discharges.enums import LivesHere
from discharges.models import HospitalStay
from localities.places import bank_holidays

NOT_KNOWN = "Not known"


def facts_of(stay: HospitalStay) -> list[dict[str, str]]:
    """Rows of the summary list of a stay; what nobody said is left out, but for what a plan needs."""
    discharge = getattr(stay, "discharge", None)
    facts = [
        ("Hospital", stay.get_hospital_display()),
        ("Ward", stay.ward or NOT_KNOWN),
        ("Hospital number", stay.hospital_number),
        ("Admitted", _day(stay.admitted_on) or NOT_KNOWN),
        ("Why", stay.admission_reason),
        ("Assessment asked for", _day(stay.asked_on) if stay.needs_assessment else "No: the ward withdrew it"),
        ("Ready to go home", _ready(stay)),
        ("Planned pathway", stay.get_planned_pathway_display() or ("" if discharge else "Not decided yet")),
        ("Lives here", _lives_here(stay)),
        ("Equipment", stay.equipment),
        ("Whom to ring on the ward", stay.liaison),
    ]
    if discharge is None:
        facts.append(("Expected home", _day(stay.expected_on) or NOT_KNOWN))
        facts.append(("In hospital still", f"{stay.note} ({_day(stay.noted_on)})" if stay.note else ""))
    else:
        error = " (entered in error)" if discharge.voided_at else ""
        facts.append(("Went home", _day(discharge.discharged_on) + error))
        facts.append(("Pathway", discharge.get_pathway_display()))
    return [{"key": key, "value": value} for key, value in facts if value]


def asks_home(stay: HospitalStay) -> bool:
    """Whether the hub is asked today if they have gone home (HUB-8)."""
    asks = rules.asks_whether_home(stay.expected_on, stay.noted_on, clock.today(), bank_holidays())
    return stay.is_in_hospital and asks


def _day(day: date | None) -> str:
    return long_date(day) if day else ""


def _lives_here(stay: HospitalStay) -> str:
    """What was said of somebody who had moved away; "" for everybody else."""
    return stay.get_lives_here_display() or (LivesHere.NOT_KNOWN.label if stay.leaves_home_open else "")


def _ready(stay: HospitalStay) -> str:
    """Since when, and how many days were lost (HUB-2)."""
    if stay.ready_on is None:
        return ""
    discharge = getattr(stay, "discharge", None)
    lost = rules.days_lost(stay.ready_on, discharge.discharged_on if discharge else clock.today())
    return f"Since {long_date(stay.ready_on)}: {plural(lost, 'day')} {'lost' if discharge else 'so far'}"
