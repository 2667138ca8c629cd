"""The steps that every change of a person's record has in common."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from accounts.models import User
from audit.actions import record
from core.errors import ChangedMeanwhile, Refused
from residents.actions.story import note_event
from residents.enums import TimelineKind
from residents.models import Resident

Row = TypeVar("Row", bound=Model)
MERGED_AWAY = "This record was merged into another one. Open that one and change it there."
MEANWHILE = "Somebody else changed this while this page was open."


def lock(resident: Resident) -> Resident:
    """The person as they are now; whoever changes them at the same moment waits. Raises Refused for one merged away."""
    locked: Resident = Resident.objects.select_for_update(of=("self",)).for_banner().get(pk=resident.pk)
    if locked.merged_into_id is not None:
        raise Refused(MERGED_AWAY)
    return locked


def lock_life(resident: Resident) -> Resident:
    """The person, locked against a death, a move and a merge at the same moment; what points to them can still be
    written. Lock them before anything of theirs, as a life event does.

    Raises Refused for one merged away: what is recorded there would not stand on the record that was kept.
    """
    locked: Resident = Resident.objects.select_for_update(of=("self",), no_key=True).get(pk=resident.pk)
    if locked.merged_into_id is not None:
        raise Refused(MERGED_AWAY)
    return locked


def lock_life_of_kept(resident: Resident) -> Resident:
    """As `lock_life`, but of one merged away it is the kept record that is locked: what is written on the merged one at
    that moment is gathered to it, so nothing has to be refused.
    """
    found = Resident.objects.select_for_update(of=("self",), no_key=True)
    locked: Resident = found.get(pk=resident.pk)
    while locked.merged_into_id is not None:
        locked = found.get(pk=locked.merged_into_id)
    return locked


def lock_lives_of_kept(*people: Resident) -> list[Resident]:
    """As `lock_life_of_kept`, of several people: locked in the order of their keys, as a merge locks them, and returned
    in the order asked for.
    """
    kept = {one.pk: _kept_key(one.pk) for one in people}
    found = Resident.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=set(kept.values()))
    locked = {row.pk: row for row in found.order_by("pk")}
    return [lock_life_of_kept(locked[kept[one.pk]]) for one in people]


def _kept_key(key: UUID) -> UUID:
    """The key of the record that was kept, of one merged away."""
    into = Resident.objects.values_list("merged_into_id", flat=True).get(pk=key)
    return _kept_key(into) if into else key


def lock_row(row: Row, version: int | None) -> Row:
    """A row of somebody's as it is now.

    Raises ChangedMeanwhile when `version` is not the one that stands, and Refused when it has ended.
    """
    locked: Any = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    check_version(locked, version)
    if locked.ended_on is not None:
        raise Refused("This has ended already. Open the page again to see it as it is now.")
    found: Row = locked
    return found


def check_version(current: Any, version: int | None) -> None:
    """Raise ChangedMeanwhile unless `version` is the one that stands."""
    if current.version != version:
        raise ChangedMeanwhile(MEANWHILE, current)


def save_changes(row: Any, changes: dict[str, Any]) -> list[str]:
    """Write those columns of a row that differ, and count its version up; their names, none when nothing differs."""
    changed = sorted(name for name, value in changes.items() if getattr(row, name) != value)
    if not changed:
        return []
    for name in changed:
        setattr(row, name, changes[name])
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    return changed


def note_change(
    resident: Resident, verb: str, title: str, *, by: User, source: Any, detail: str = "", **audited: Any
) -> None:
    """Write a change into the audit log (codes and names of columns) and into the timeline (in words)."""
    record(verb, by=by, subject=source, resident_id=resident.pk, **audited)
    note_event(resident, TimelineKind.DETAILS, title, detail=detail, by=by, source=source)


def was_and_is(label: str, was: object, now: object) -> str:
    """ "Telephone: 01375 511000 → 07700 900123", with "nothing" where there was or is nothing."""
    return f"{label}: {was or 'nothing'} → {now or 'nothing'}"
