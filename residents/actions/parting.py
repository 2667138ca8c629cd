"""Undo a merge: everything goes back as it was, and what came since goes to whom it belongs."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, transaction

from accounts.models import User
from core import clock
from core.errors import ChangedMeanwhile, Refused
from core.words import long_date
from residents.actions.duplicates import decide, lock_pair
from residents.actions.merging import change_row, give, lock_both
from residents.actions.story import note_event
from residents.enums import TimelineKind
from residents.followers import tell_parted
from residents.merging import SinceGroup, clashes_of, rows_since, tables
from residents.merging.tables import moved_keys, packed, unpacked
from residents.models import Address, Merge, PhoneNumber, PossibleDuplicate, Resident
from residents.policies import check_can_decide
from residents.rules.merging import UNDO_WITHIN, Side, can_still_be_undone

MERGED_ON = "This record was merged into another one since. Undo that merge first."
MORE_CAME = "More happened on this record while the page was open. Look at what is new, and choose again."


@transaction.atomic
def undo_merge(*, merge: Merge, by: User, choices: Mapping[str, str] | None = None) -> Merge:
    """Part two records again. `choices` say for each group of what came since (its key) whose Side it goes to.

    Harmless when it was undone already. Raises NotPermitted, ChangedMeanwhile when something came since that nobody
    has chosen for, and Refused after 30 days, or when the survivor was merged into another record since.
    """
    check_can_decide(by)
    pair = _lock_pair_of(merge)
    kept, back = lock_both(merge.survivor_id, merge.merged_id)
    done: Merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if done.undone_at is not None:
        return done
    done.survivor, done.merged = kept, back
    check_can_undo(done)
    since = rows_since(done)
    chosen = _chosen(done, since, choices or {})
    _move_back(done)
    _restore_rows(done)
    _restore_columns(done)
    _hand_over(done, [group for group in since if chosen[group.key] == Side.MERGED])
    for person in (kept, back):
        _mirror(person)
    tell_parted(done, by)
    _note(done, by)
    if pair is not None:
        decide(pair, "undo merge", note="The merge was undone", by=by)
    return done


def check_can_undo(done: Merge) -> None:
    """Raise Refused, with a sentence, when a merge can no longer be undone."""
    merged_on = clock.london_date(done.at)
    if not can_still_be_undone(merged_on, clock.today()):
        until = long_date(merged_on + UNDO_WITHIN)
        raise Refused(
            f"This merge of {long_date(merged_on)} could be undone until {until}. What belongs to whom can now only "
            "be put right row by row: ask the service desk."
        )
    if done.survivor.merged_into_id is not None:
        raise Refused(MERGED_ON)


def _lock_pair_of(merge: Merge) -> PossibleDuplicate | None:
    """The pair that was merged, locked before the two people, as whoever merges does."""
    one, other = sorted((merge.survivor_id, merge.merged_id))
    pair = PossibleDuplicate.objects.filter(one=one, other=other).first()
    return lock_pair(pair.pk) if pair else None


def _chosen(done: Merge, since: list[SinceGroup], choices: Mapping[str, str]) -> dict[str, Side]:
    """Whose each group is: as somebody chose, or where nobody is asked as it is bound."""
    asked = {group.key for group in since if not group.is_bound}
    if asked - set(choices):
        raise ChangedMeanwhile(MORE_CAME, done)
    return {group.key: group.suggestion.side if group.is_bound else Side(choices[group.key]) for group in since}


def _move_back(done: Merge) -> None:
    for table in tables():
        still = table.rows_of(done.survivor_id).filter(pk__in=moved_keys(done, table))
        give(table, still.values_list("pk", flat=True), done.merged_id)


def _restore_rows(done: Merge) -> None:
    """Put back what yielded, unless somebody changed it since; in turns, for one row may wait for another's place."""
    waiting = [part for part in done.before["rows"] if _is_as_merged(part)]
    while waiting:
        left = [part for part in waiting if not _put_back(part)]
        if len(left) == len(waiting):
            break
        waiting = left


def _is_as_merged(part: Mapping[str, Any]) -> bool:
    row = apps.get_model(part["table"])._base_manager.filter(pk=part["id"]).first()
    return row is not None and all(packed(row, name) == text for name, text in part["became"].items())


def _put_back(part: Mapping[str, Any]) -> bool:
    """Write a row as it was; False when something that came since has its place."""
    model = apps.get_model(part["table"])
    was = {name: unpacked(model, name, text) for name, text in part["was"].items()}
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=part["id"]).update(**was)
    except IntegrityError:
        return False
    return True


def _restore_columns(done: Merge) -> None:
    """Give the survivor's columns back what they held, group by group, where nobody changed them since."""
    kept, back = done.survivor, done.merged
    changed = {"version"}
    for group in done.before["survivor"].values():
        if all(packed(kept, name) == text for name, text in group["became"].items()):
            changed |= _set(kept, group["was"])
    kept.version += 1
    kept.save(update_fields=sorted(changed))
    back.merged_into = None
    back.version += 1
    back.save(update_fields=[*sorted(_set(back, done.before["merged"])), "merged_into", "version"])


def _set(person: Resident, columns: Mapping[str, str | None]) -> set[str]:
    for name, text in columns.items():
        field: Any = Resident._meta.get_field(name)
        setattr(person, field.attname, unpacked(Resident, name, text))
    return set(columns)


def _hand_over(done: Merge, groups: list[SinceGroup]) -> None:
    """Give what came since, and is the other person's, to them; it yields where they have the same already."""
    keys: dict[Any, set[UUID]] = {}
    for row in (row for group in groups for row in group.rows):
        keys.setdefault(row.table, set()).add(row.row.pk)
    for table in tables():
        if table not in keys:
            continue
        clashes = clashes_of(table, done.merged, done.survivor, {})
        ours = [clash for clash in clashes if clash.row.pk in keys[table]]
        for clash in ours:
            change_row(clash)
        give(table, keys[table] - {clash.row.pk for clash in ours if clash.stays}, done.merged_id)


def _mirror(person: Resident) -> None:
    """Repeat the main number and the present address, where there is one, in the person's own columns."""
    main = PhoneNumber.objects.filter(resident=person, is_main=True, ended_on__isnull=True).first()
    home = Address.objects.filter(resident=person, ended_on__isnull=True).first()
    columns: dict[str, Any] = {}
    if main:
        columns |= {"phone": main.number, "safe_to_call": main.safe_to_call, "safe_to_text": main.safe_to_text}
    elif person.phone and PhoneNumber.objects.filter(resident=person, number=person.phone).exists():
        columns |= {"phone": "", "safe_to_call": None, "safe_to_text": None}
    if home and home.postcode != person.postcode:
        columns |= {"address": home.lines, "postcode": home.postcode}
    changed = [name for name, value in columns.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, columns[name])
    if changed:
        person.save(update_fields=changed)


def _note(done: Merge, by: User) -> None:
    """Keep who undid it and when, also in the timelines of both."""
    done.undone_at, done.undone_by = clock.now(), by
    done.save(update_fields=["undone_at", "undone_by"])
    both = ((done.survivor, done.merged), (done.merged, done.survivor))
    for person, other_person in both:
        title = f"The merge with {other_person.reference} was undone"
        note_event(person, TimelineKind.DETAILS, title, by=by, source=done)
