"""What is known of each discharge, for SIX-5 to say in which state its clock stands: a few queries for many people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils.module_loading import import_string

from core import clock
from discharges.enums import EndReason, LivesHere, StayStatus
from discharges.models import HospitalStay, Refusal, SixWeekClock
from discharges.rules import Episode, may_end, meets
from residents.enums import LifeKind
from residents.models import LifeEvent, Resident


@dataclass(frozen=True)
class Admission:
    """That somebody came into hospital, by which stay, and when they went home from it."""

    on: date
    stay_id: UUID
    left_on: date | None = None

    def is_after(self, day: date) -> bool:
        """Whether it is a readmission after a discharge on `day`; of a stay that has ended, the day of its end says
        so, for its first day may be missing or wrong.
        """
        return self.on >= day if self.left_on is None else self.left_on > day


@dataclass(frozen=True)
class Move:
    """That somebody moved out of the borough, and since when they live here again."""

    on: date
    back_on: date | None = None

    def holds_after(self, day: date) -> bool:
        """Whether they had moved away, or did later, and were not back on `day`."""
        return self.back_on is None or self.back_on > max(self.on, day)


@dataclass(frozen=True)
class Word:
    """What one record says of a discharge. `is_kept`: that record is the person's own, not one merged into it.
    `was_visiting`: the hub was told of that stay that the person does not live here.
    """

    clock_id: UUID
    twin_id: UUID | None
    stay_id: UUID
    on: date
    is_voided: bool
    is_kept: bool
    was_visiting: bool = False


@dataclass
class Known:
    """What a person's clocks depend on: days of full assessments, admissions, a death, moves that were told."""

    assessed: list[date] = field(default_factory=list)
    admissions: list[Admission] = field(default_factory=list)
    begun: dict[UUID, date] = field(default_factory=dict)  # the first day of each stay, by its key
    died_on: date | None = None
    moves: list[Move] = field(default_factory=list)
    refused: dict[UUID, date] = field(default_factory=dict)  # by the key of the clock
    words: dict[UUID, Word] = field(default_factory=dict)  # by the key of the clock

    def readmission_after(self, running: SixWeekClock) -> UUID | None:
        """The stay that is the readmission after the discharge of a clock."""
        found = self._readmission(running)
        return found.stay_id if found else None

    def day_of(self, running: SixWeekClock) -> date:
        """The day of the discharge of a clock: of twins, what the person's own record says counts (SIX-7)."""
        return self._word_for(running).on

    def begun_on(self, running: SixWeekClock) -> date:
        """The first day of the stay that ended with the discharge of a clock, as far as it is known."""
        word = self._word_for(running)
        return self.begun.get(word.stay_id, word.on)

    def moved_after(self, running: SixWeekClock) -> date | None:
        """The first move of the stay and of the time after it: whoever moved before came back, or visited (SIX-6)."""
        since, word = self.begun_on(running), self._word_for(running)
        ends = (
            one.on
            for one in self.moves
            if one.holds_after(word.on)
            and may_end(
                EndReason.MOVED, council_told=True, on=one.on, admitted_on=since, was_visiting=word.was_visiting
            )
        )
        return min(ends, default=None)

    def _word_for(self, running: SixWeekClock) -> Word:
        own = self.words[running.pk]
        return own if own.twin_id else self._counts(own)

    def _counts(self, word: Word) -> Word:
        """Of what several records say of one discharge, the one that holds."""
        return min(self._same(word), key=lambda one: (not one.is_kept, one.clock_id != word.clock_id, one.clock_id))

    def _same(self, word: Word) -> list[Word]:
        return [one for one in self.words.values() if self._first(one) == self._first(word)]

    def _first(self, word: Word) -> UUID:
        while word.twin_id in self.words:
            word = self.words[word.twin_id]
        return word.clock_id

    def _readmission(self, running: SixWeekClock) -> Admission | None:
        own, day = self.words[running.pk].stay_id, self.day_of(running)
        later = [one for one in self.admissions if one.stay_id != own and one.is_after(day)]
        return min(later, key=lambda one: (max(one.on, day), one.stay_id), default=None)

    def _refused(self, running: SixWeekClock) -> date | None:
        same = (one.clock_id for one in self._same(self.words[running.pk]))
        return min((self.refused[key] for key in same if key in self.refused), default=None)

    def leave_out_errors(self) -> None:
        """Take out the admissions of discharges entered in error, and those that another record tells of as well."""
        told = {word.stay_id: self._counts(word) for word in self.words.values()}
        twins = {word.stay_id for word in self.words.values() if word.twin_id}
        self.admissions = [
            Admission(one.on, one.stay_id, told[one.stay_id].on if one.stay_id in told else one.left_on)
            for one in self.admissions
            if one.stay_id not in twins and not (one.stay_id in told and told[one.stay_id].is_voided)
        ]


def episode_of(running: SixWeekClock, known: Known) -> Episode:
    """The discharge of a clock, with what came after it."""
    day = known.day_of(running)
    readmission, moved_on = known._readmission(running), known.moved_after(running)
    return Episode(
        discharged_on=day,
        is_voided=known._word_for(running).is_voided,
        has_twin=running.twin_id is not None,
        assessed_on=min((one for one in known.assessed if meets(day, one, is_full=True)), default=None),
        readmitted_on=max(readmission.on, day) if readmission else None,
        died_on=max(known.died_on, day) if known.died_on else None,
        moved_on=max(moved_on, day) if moved_on else None,
        refused_on=known._refused(running),
    )


def known_of(residents: Iterable[UUID]) -> Mapping[UUID, Known]:
    """What is known of each of these people, in six queries."""
    keys = list(residents)
    found: dict[UUID, Known] = defaultdict(Known)
    for key, day in Resident.objects.filter(pk__in=keys, died_on__isnull=False).values_list("pk", "died_on"):
        found[key].died_on = day
    told = LifeEvent.objects.filter(
        resident__in=keys, kind=LifeKind.MOVED, corrected_at__isnull=True, council_told=True
    )
    for key, day, back_on in told.values_list("resident_id", "happened_on", "returned_on"):
        found[key].moves.append(Move(day, back_on))
    for key, admission in _admissions(keys):
        found[key].admissions.append(admission)
        found[key].begun[admission.stay_id] = admission.on
    refused = Refusal.objects.filter(clock__resident__in=keys, ends=True, withdrawn_at__isnull=True)
    for key, clock_id, day in refused.values_list("clock__resident_id", "clock_id", "talked_on"):
        found[key].refused[clock_id] = day
    for key, days in import_string(settings.FULL_ASSESSMENTS_OF)(keys).items():
        found[key].assessed = list(days)
    for key, word in _words(keys):
        found[key].words[word.clock_id] = word
    for known in found.values():
        known.leave_out_errors()
    return found


def _words(keys: list[UUID]) -> list[tuple[UUID, Word]]:
    rows = SixWeekClock.objects.filter(resident__in=keys).values_list(
        "resident_id", "pk", "twin_id", "discharge__stay_id", "discharge__discharged_on", "discharge__voided_at",
        F("discharge__resident_id"), "discharge__stay__lives_here",
    )  # fmt: skip
    return [
        (resident, Word(pk, twin, stay, day, voided is not None, owner == resident, lives_here == LivesHere.NO))
        for resident, pk, twin, stay, day, voided, owner, lives_here in rows
    ]


def _admissions(keys: list[UUID]) -> list[tuple[UUID, Admission]]:
    """Every admission that was not entered in error. Of one without a day: the day on which we heard of it, or the one
    on which they went home when that was earlier.
    """
    columns = ("pk", "resident_id", "status", "continues_id", "admitted_on", "added_at", "discharge__discharged_on")
    rows = {row["pk"]: row for row in HospitalStay.objects.filter(resident__in=keys).values(*columns)}
    return [
        (row["resident_id"], Admission(_day(_begun(row, rows)), row["pk"], row["discharge__discharged_on"]))
        for row in rows.values()
        if row["status"] != StayStatus.VOIDED
    ]


def _begun(row: Mapping[str, Any], rows: Mapping[UUID, Mapping[str, Any]]) -> dict[str, Any]:
    """What is known of a stay, heard of when the one was that it continues."""
    first = row
    while first["continues_id"] in rows:
        first = rows[first["continues_id"]]
    return {**row, "added_at": first["added_at"]}


def _day(stay: Mapping[str, Any]) -> date:
    if stay["admitted_on"] is not None:
        day: date = stay["admitted_on"]
        return day
    heard_on, left_on = clock.london_date(stay["added_at"]), stay["discharge__discharged_on"]
    return min(heard_on, left_on) if left_on else heard_on
