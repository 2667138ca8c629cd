"""Record a death or a move out of the borough, once; end what it ends; correct it when it was an error."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.constraints import refused_by
from core.errors import ChangedMeanwhile, Refused
from core.words import long_date
from residents.actions.changing import lock_life
from residents.actions.story import note_event
from residents.endings import Ender, UnderWay, ender_of, enders_for, hold_others
from residents.enums import Ending, LifeKind, TimelineKind
from residents.followers import tell_lived
from residents.models import STANDS, EndedRow, LifeEvent, Resident
from residents.policies import check_can_change
from residents.rules import is_possible_day, opens_again

COLUMN = {LifeKind.DIED: "died_on", LifeKind.MOVED: "left_on"}
VERB = {LifeKind.DIED: "resident.died", LifeKind.MOVED: "resident.moved_away"}
LONGEST = 300


@dataclass(frozen=True)
class Corrected:
    """What came of a correction: what is open again, and what could not be, each with its sentence."""

    event: LifeEvent
    reopened: list[str]
    could_not: list[str]


@transaction.atomic
def record_death(*, resident: Resident, died_on: date, by: User, how_known: str) -> LifeEvent:
    """Record that a person died, and end what that ends (LIFE-1). `how_known` says who told us.

    Raises NotPermitted, Refused for an impossible day or without a source, and ChangedMeanwhile, with the event
    that stands, when it is recorded already.
    """
    event = LifeEvent(resident=resident, kind=LifeKind.DIED, happened_on=died_on, how_known=how_known)
    return _record(event, by)


@transaction.atomic
def record_move(
    *, resident: Resident, left_on: date, to: str, by: User, how_known: str, council_told: bool | None = None
) -> LifeEvent:
    """Record that a person moved out of the borough, `to` where, and end what that ends (LIFE-2).

    `council_told` is whether the council there knows of them; a six-week review ends only then (SIX-6). Raises as
    `record_death`.
    """
    event = LifeEvent(
        resident=resident, kind=LifeKind.MOVED, happened_on=left_on, left_for=to.strip(), how_known=how_known,
        council_told=council_told,
    )  # fmt: skip
    return _record(event, by)


def _record(event: LifeEvent, by: User) -> LifeEvent:
    check_can_change(by)
    hold_others(event.resident)
    resident = lock_life(event.resident)
    _check_once(resident, LifeKind(event.kind))
    if not event.how_known.strip():
        raise Refused("Say who told us.")
    if not is_possible_day(event.happened_on, resident.born_on, clock.today()):
        raise Refused("The day cannot be in the future, nor before they were born.")
    event.resident, event.how_known = resident, event.how_known.strip()
    event.recorded_at, event.recorded_by = clock.now(), by
    with refused_by("life_event_once", "This was recorded at this moment by somebody else."):
        event.save(force_insert=True)
    _set(resident, event, event.happened_on)
    ended = _end_all(event, by)
    tell_lived(resident, by)
    record(VERB[LifeKind(event.kind)], by=by, subject=event, resident_id=resident.pk, ended=len(ended))
    _note(event, by, _title(event), [f"Who told us: {event.how_known}", *_listed("This ended:", ended)])
    return event


def _check_once(resident: Resident, kind: LifeKind) -> None:
    stands = resident.life_events.filter(STANDS, kind=kind).select_related("recorded_by").first()
    if stands:
        who, when = stands.recorded_by.name, clock.london_time(stands.recorded_at)
        day = long_date(clock.london_date(stands.recorded_at))
        raise ChangedMeanwhile(f"This is recorded already: by {who}, on {day} at {when}.", stands)


def _set(resident: Resident, event: LifeEvent, day: date | None) -> None:
    """Put the day, and where they went, on the person, or take it off again."""
    column = COLUMN[LifeKind(event.kind)]
    setattr(resident, column, day)
    columns = [column, "version"]
    if event.kind == LifeKind.MOVED:
        resident.left_for = event.left_for if day else ""
        columns.append("left_for")
    resident.version += 1
    resident.save(update_fields=columns)


def _end_all(event: LifeEvent, by: User) -> list[str]:
    rows = [
        row
        for ender in enders_for(LifeKind(event.kind))
        for found in ender.find(event.resident)
        if (row := _end_one(ender, found, event, by))
    ]
    EndedRow.objects.bulk_create(rows)
    return [row.words for row in rows]


def _end_one(ender: Ender, found: UnderWay, event: LifeEvent, by: User) -> EndedRow | None:
    was = ender.end(found.row, event, by)
    if was is None:
        return None
    return EndedRow(event=event, ender=ender.what, row_id=found.row.pk, was=was, words=found.words[:LONGEST])


@transaction.atomic
def correct_life_event(*, event: LifeEvent, because: str, by: User) -> Corrected:
    """Say that a death or a move was recorded in error: take it off the person and open what it ended (LIFE-4).

    Raises NotPermitted, Refused without a reason, and ChangedMeanwhile when it was corrected already.
    """
    check_can_change(by)
    if not because.strip():
        raise Refused("Say why it was an error.")
    hold_others(event.resident)
    resident = lock_life(event.resident)
    locked = LifeEvent.objects.select_for_update(of=("self",)).select_related("recorded_by").get(pk=event.pk)
    if locked.corrected_at is not None:
        raise ChangedMeanwhile("This was corrected already.", locked)
    locked.resident = resident
    locked.corrected_at, locked.corrected_by, locked.corrected_because = clock.now(), by, because.strip()
    locked.save(update_fields=["corrected_at", "corrected_by", "corrected_because"])
    if not locked.is_over:
        _set(resident, locked, None)
    done = _reopen_all(locked, by)
    tell_lived(resident, by)
    record("resident.life_event_corrected", by=by, subject=locked, resident_id=resident.pk, reason=because.strip(),
           reopened=len(done.reopened), could_not=len(done.could_not))  # fmt: skip
    lines = [*_listed("Open again:", done.reopened), *_listed("Could not be opened again:", done.could_not)]
    title = f"Recorded in error: {_title(locked).lower()}"
    note_event(resident, TimelineKind.LIFE, title, by=by, source=locked, detail="\n".join([because.strip(), *lines]))
    return done


def _reopen_all(event: LifeEvent, by: User) -> Corrected:
    others = list(event.resident.life_events.filter(STANDS))
    holds = [LifeKind(other.kind) for other in others]
    done = Corrected(event, [], [])
    for row in event.ended.order_by("pk"):
        if opens_again(Ending(row.ender), holds):
            _reopen(row, by, done)
        else:
            _leave_to(others[0], row)
            done.could_not.append(f"{row.words}: {others[0].get_kind_display().lower()} still holds")
    return done


def _reopen(row: EndedRow, by: User, done: Corrected) -> None:
    try:
        with transaction.atomic():
            done.reopened.append(ender_of(row).reopen(row, by))
    except Refused as refusal:
        done.could_not.append(f"{row.words}: {refusal}")


def _leave_to(other: LifeEvent, row: EndedRow) -> None:
    """The event that still holds has ended it now: when that one is corrected, it opens."""
    EndedRow.objects.create(event=other, ender=row.ender, row_id=row.row_id, was=row.was, words=row.words)


def _title(event: LifeEvent) -> str:
    if event.kind == LifeKind.DIED:
        return f"Died on {long_date(event.happened_on)}"
    return f"Moved out of the borough on {long_date(event.happened_on)}"


def _listed(heading: str, lines: list[str]) -> list[str]:
    return [heading, *lines] if lines else []


def _note(event: LifeEvent, by: User, title: str, lines: list[str]) -> None:
    where = [f"To: {event.left_for}"] if event.left_for else []
    nothing = [] if len(lines) > 1 else ["Nothing was under way."]
    noon = datetime.combine(event.happened_on, time(12), tzinfo=clock.LONDON)
    note_event(
        event.resident, TimelineKind.LIFE, title, by=by, source=event, at=noon, time_known=False,
        detail="\n".join([*where, *lines, *nothing]),
    )  # fmt: skip
