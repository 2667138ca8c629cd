"""Stays in hospital, discharges, the six-week clock that each discharge starts, and the notices that wards send."""

from discharges.models.clocks import (
    BreachReason,
    ClockStep,
    Refusal,
    ReviewVisit,
    SixWeekClock,
    StepCarriedOut,
    StepDay,
    when_in_words,
)
from discharges.models.notices import HospitalNotice, NoticeFile, NoticeRow
from discharges.models.stays import (
    Blocker,
    Discharge,
    DischargeCorrection,
    HospitalStay,
    ToldOfDischarge,
    days_off,
)

__all__ = [
    "Blocker",
    "BreachReason",
    "ClockStep",
    "Discharge",
    "DischargeCorrection",
    "HospitalNotice",
    "HospitalStay",
    "NoticeFile",
    "NoticeRow",
    "Refusal",
    "ReviewVisit",
    "SixWeekClock",
    "StepCarriedOut",
    "StepDay",
    "ToldOfDischarge",
    "days_off",
    "when_in_words",
]
