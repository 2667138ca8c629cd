"""Make two records one, with everything that hangs on them, and gather what comes late. Undoing is in parting.py."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from typing import Any
from uuid import UUID

import pgtrigger
from django.db import transaction

from accounts.models import User
from core import clock
from core.actions import move_draft
from core.errors import ChangedMeanwhile, Refused
from core.models import Draft
from outbox.actions import enqueue
from residents.actions.duplicates import decide, lock_pair, look_for_duplicates
from residents.actions.identity import learn_names
from residents.actions.story import note_event
from residents.enums import NhsNumberStatus, TimelineKind
from residents.followers import tell_joined
from residents.merging import Clash, Table, clashes_of, new_columns, sides, tables
from residents.merging.tables import packed
from residents.models import Merge, MovedRow, PossibleDuplicate, Resident
from residents.policies import check_can_decide
from residents.rules.merging import Side, agree_on_death

GATHER_AFTER = timedelta(minutes=1)
MERGED_ALREADY = "One of these two records was merged into another one meanwhile. Look at the list again."
NOT_BOTH_DIED = (
    "One of these two records says that the person has died and the other does not. Record the death on both, or "
    "correct it, and merge them then."
)
CHANGED = "Somebody changed one of the two records while this page was open. Look at what differs now."
Versions = Mapping[UUID, int]


@transaction.atomic
def merge(
    *,
    pair: PossibleDuplicate,
    survivor: Resident,
    why: str,
    by: User,
    choices: Mapping[str, str] | None = None,
    versions: Versions | None = None,
) -> Merge:
    """Put the other record of a pair into `survivor`: every row that hangs on it, and what the survivor lacks.

    `choices` say for a group of columns from which Side it is taken, where both know something else. `versions` are
    those of the two records that were shown.
    Raises NotPermitted, WrongState with what somebody else decided, ChangedMeanwhile, and Refused when one of the two
    was merged meanwhile, or when they do not agree on a death.
    """
    check_can_decide(by)
    locked = lock_pair(pair.pk)
    kept, gone = lock_both(survivor.pk, locked.other_id if survivor.pk == locked.one_id else locked.one_id)
    decide(locked, "merge", note=why, by=by)
    _check(kept, gone, versions)
    done = Merge.objects.create(survivor=kept, merged=gone, why=why, at=clock.now(), by=by)
    _put_into(done, choices or {})
    tell_joined(done, by)
    _note(done, by)
    enqueue("duplicates.gather", due_at=done.at + GATHER_AFTER, merge_id=str(done.pk))
    return done


def _put_into(done: Merge, choices: Mapping[str, str]) -> None:
    """Move the rows, fill in the columns, and lead from the one to the other; what each was is remembered."""
    kept, gone = done.survivor, done.merged
    taken = sides(kept, gone, choices)
    columns = new_columns(kept, gone, taken)
    rows = [part for table in tables() for part in _move(done, table, taken)]
    freed = _free_the_number(gone) if "nhs_number" in columns else {}
    done.before = {"rows": rows, "merged": freed, "survivor": _fill(kept, columns, gone.version)}
    done.save(update_fields=["before"])
    _lead_on(gone, kept)
    carry_drafts(old=gone.reference, kept=kept.reference)


@transaction.atomic
def gather_late_rows(*, merge_id: str) -> None:
    """Move what somebody was writing about the merged person while they were merged; safe to repeat."""
    found = Merge.objects.filter(pk=merge_id).first()
    if found is None:
        return
    lock_both(found.survivor_id, found.merged_id)
    done = Merge.objects.select_for_update(of=("self",)).select_related("survivor", "merged").get(pk=merge_id)
    if done.undone_at is not None:
        return
    carry_drafts(old=done.merged.reference, kept=done.survivor.reference)
    if late := [part for table in tables() for part in _move(done, table, {})]:
        done.before["rows"] += late
        done.save(update_fields=["before"])
        tell_joined(done, done.by)
    look_for_duplicates(resident_id=str(done.survivor_id))


def gather_all() -> None:
    """Gather what came late of every merge that can still be undone."""
    for key in Merge.objects.undoable().values_list("pk", flat=True):
        gather_late_rows(merge_id=str(key))


def lock_both(first: UUID, second: UUID) -> tuple[Resident, Resident]:
    """Both people as they are now, locked in the order of their keys; returned in the order asked for."""
    rows = Resident.objects.select_for_update(of=("self",)).select_related("practice", "locality")
    found = {row.pk: row for row in rows.filter(pk__in=(first, second)).order_by("pk")}
    return found[first], found[second]


def moving_rows_of(table: Table) -> AbstractContextManager[None]:
    """Let an append-only table's rows change hands; only what makes records one, or parts them, may ask for it."""
    if not table.is_append_only:
        return nullcontext()
    ignored: AbstractContextManager[None] = pgtrigger.ignore(f"{table.model._meta.label}:append_only")
    return ignored


def give(table: Table, keys: Iterable[UUID], to: UUID) -> None:
    """Make rows of one table those of another person."""
    with moving_rows_of(table):
        table.model._base_manager.filter(pk__in=list(keys)).update(**{f"{table.column}_id": to})


def change_row(clash: Clash) -> dict[str, Any] | None:
    """Make room; what the row was and what it became, for the merge to remember. None when nothing changes."""
    if not clash.changes:
        return None
    names = [*clash.changes, *(["version"] if hasattr(clash.row, "version") else [])]
    was = {name: packed(clash.row, name) for name in clash.changes}
    for name, value in clash.changes.items():
        setattr(clash.row, name, value)
    if "version" in names:
        clash.row.version += 1
    clash.row.save(update_fields=names)
    became = {name: packed(clash.row, name) for name in clash.changes}
    return {"table": clash.table.name, "id": str(clash.row.pk), "was": was, "became": became}


def _check(kept: Resident, gone: Resident, versions: Versions | None) -> None:
    if kept.merged_into_id or gone.merged_into_id:
        raise Refused(MERGED_ALREADY)
    if versions is not None and versions != {kept.pk: kept.version, gone.pk: gone.version}:
        raise ChangedMeanwhile(CHANGED, kept)
    if not agree_on_death(kept.died_on, gone.died_on):
        raise Refused(NOT_BOTH_DIED)


def _move(done: Merge, table: Table, taken: Mapping[str, Side]) -> list[dict[str, Any]]:
    """Move the rows of one table, after room was made for them; the rows that yielded, as they were."""
    clashes = clashes_of(table, done.survivor, done.merged, taken)
    changed = [part for clash in clashes if (part := change_row(clash))]
    staying = [clash.row.pk for clash in clashes if clash.stays]
    keys = list(table.rows_of(done.merged_id).exclude(pk__in=staying).order_by("pk").values_list("pk", flat=True))
    if keys:
        give(table, keys, done.survivor_id)
        MovedRow.objects.bulk_create(
            MovedRow(merge=done, table=table.name, column=table.column, row_id=key) for key in keys
        )
    return changed


def _free_the_number(gone: Resident) -> dict[str, Any]:
    """Take the NHS number off the merged record, for two cannot have one; what it was."""
    was = {name: packed(gone, name) for name in ("nhs_number", "nhs_number_status")}
    gone.nhs_number, gone.nhs_number_status = None, NhsNumberStatus.NOT_PRESENT
    gone.save(update_fields=["nhs_number", "nhs_number_status"])
    return was


def _fill(kept: Resident, columns: Mapping[str, Mapping[str, Any]], seen: int) -> dict[str, Any]:
    """Write the survivor's new columns; by group, what each was and became.

    The new version is after `seen` too, that of the merged record: a form that was open on its page is sent on to this
    one, and must be told that it saw something else.
    """
    remembered: dict[str, Any] = {}
    for group, changed in columns.items():
        was = {name: packed(kept, name) for name in changed}
        for name, value in changed.items():
            setattr(kept, name, value)
        remembered[group] = {"was": was, "became": {name: packed(kept, name) for name in changed}}
    kept.version = max(kept.version, seen) + 1
    kept.save(update_fields=[*(name for changed in columns.values() for name in changed), "version"])
    learn_names(kept)
    return remembered


def _lead_on(gone: Resident, kept: Resident) -> None:
    gone.merged_into = kept
    gone.version += 1
    gone.save(update_fields=["merged_into", "version"])


def carry_drafts(*, old: str, kept: str, owner_id: UUID | None = None) -> int:
    """What somebody is still writing about the merged person waits for them on the page of the kept one; how many
    have to wait, because their owner is writing the same form there: they are carried when that one was sent.

    `old` and `kept` are references; of one owner's drafts alone, or of everybody's. Safe to repeat. One that is being
    sent at this moment is not waited for, as its page may wait for the person: what is left of it is carried later.
    """
    writing = Draft.objects.filter(subject=old, **({"owner_id": owner_id} if owner_id else {}))
    there = set(Draft.objects.filter(subject=kept).values_list("owner_id", "form"))
    waiting = 0
    free = writing.select_for_update(skip_locked=True)
    for owner, form in free.order_by("pk").values_list("owner_id", "form"):
        if (owner, form) in there:
            waiting += 1
        else:
            move_draft(owner_id=owner, form=form, subject=old, to=kept)
    return waiting


def _note(done: Merge, by: User) -> None:
    title = f"{done.merged.reference} was found to be the same person and merged into this record"
    note_event(done.survivor, TimelineKind.DETAILS, title, detail=done.why, by=by, source=done)
