"""What is known of each discharge, for SIX-5 to say in which state its clock stands: a few queries for many people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from core import clock
from discharges.enums import StayStatus
from discharges.models import HospitalStay, Refusal, SixWeekClock
from discharges.rules import Episode, meets
from residents.enums import LifeKind
from residents.models import LifeEvent, Resident


@dataclass(frozen=True)
class Admission:
    """That somebody came into hospital, and by which stay."""

    on: date
    stay_id: UUID


@dataclass
class Known:
    """What a person's clocks depend on: days of full assessments, admissions, a death, a move that was told."""

    assessed: list[date] = field(default_factory=list)
    admissions: list[Admission] = field(default_factory=list)
    died_on: date | None = None
    moved_on: date | None = None
    refused: dict[UUID, date] = field(default_factory=dict)  # by the key of the clock

    def readmission_after(self, running: SixWeekClock) -> UUID | None:
        """The stay that is the readmission after the discharge of a clock."""
        found = self._readmission(running)
        return found.stay_id if found else None

    def _readmission(self, running: SixWeekClock) -> Admission | None:
        own = running.discharge.stay_id
        later = [one for one in self.admissions if one.stay_id != own and one.on >= running.discharged_on]
        return min(later, key=lambda one: (one.on, one.stay_id), default=None)


def episode_of(running: SixWeekClock, known: Known) -> Episode:
    """The discharge of a clock, with what came after it."""
    day = running.discharged_on
    readmission = known._readmission(running)
    return Episode(
        discharged_on=day,
        is_voided=running.discharge.voided_at is not None,
        has_twin=running.twin_id is not None,
        assessed_on=min((one for one in known.assessed if meets(day, one, is_full=True)), default=None),
        readmitted_on=readmission.on if readmission else None,
        died_on=max(known.died_on, day) if known.died_on else None,
        moved_on=max(known.moved_on, day) if known.moved_on else None,
        refused_on=known.refused.get(running.pk),
    )


def known_of(residents: Iterable[UUID]) -> Mapping[UUID, Known]:
    """What is known of each of these people, in five queries."""
    keys = list(residents)
    found: dict[UUID, Known] = defaultdict(Known)
    for key, day in Resident.objects.filter(pk__in=keys, died_on__isnull=False).values_list("pk", "died_on"):
        found[key].died_on = day
    told = LifeEvent.objects.filter(
        resident__in=keys, kind=LifeKind.MOVED, corrected_at__isnull=True, council_told=True
    )
    for key, day in told.values_list("resident_id", "happened_on"):
        found[key].moved_on = day
    for key, admission in _admissions(keys):
        found[key].admissions.append(admission)
    refused = Refusal.objects.filter(clock__resident__in=keys, ends=True, withdrawn_at__isnull=True)
    for key, clock_id, day in refused.values_list("clock__resident_id", "clock_id", "talked_on"):
        found[key].refused[clock_id] = day
    for key, days in import_string(settings.FULL_ASSESSMENTS_OF)(keys).items():
        found[key].assessed = list(days)
    return found


def _admissions(keys: list[UUID]) -> list[tuple[UUID, Admission]]:
    """Every admission that was not entered in error. Of one without a day: the day on which we heard of it, or the one
    on which they went home when that was earlier.
    """
    stays = HospitalStay.objects.filter(resident__in=keys).exclude(status=StayStatus.VOIDED)
    rows = stays.values_list("pk", "resident_id", "admitted_on", "added_at", "discharge__discharged_on")
    return [(resident, Admission(_day(*days), pk)) for pk, resident, *days in rows]


def _day(admitted_on: date | None, added_at: Any, discharged_on: date | None) -> date:
    if admitted_on is not None:
        return admitted_on
    heard_on = clock.london_date(added_at)
    return min(heard_on, discharged_on) if discharged_on else heard_on
