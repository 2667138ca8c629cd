"""How a person is reached. `Resident.phone` and its like, and `Resident.address`, mirror the rows that hold now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from core import clock
from core.constraints import refused_by
from core.errors import Refused
from residents.actions.changing import check_version, lock, lock_row, note_change, save_changes, was_and_is
from residents.actions.duplicates import look_later
from residents.actions.identity import NO_FIXED_ADDRESS, lines_without_home
from residents.actions.placing import placed_anew
from residents.enums import AddressKind, PhoneKind
from residents.followers import tell_placed
from residents.models import Address, PhoneNumber, Resident
from residents.policies import check_can_change
from residents.rules.reach import NumberFacts, main_number

KNOWN_ALREADY = "This number stands in the record already."


@dataclass(frozen=True)
class Phone:
    """What is known of a number. None is not asked."""

    number: str
    kind: str = PhoneKind.NOT_SAID
    safe_to_call: bool | None = None
    safe_to_text: bool | None = None
    note: str = ""
    is_main: bool = False


@dataclass(frozen=True)
class Home:
    """Where somebody lives from `since` (today when None). Without a fixed address, where they mostly are."""

    kind: str = AddressKind.HOME
    lines: str = ""
    postcode: str = ""
    since: date | None = None


@transaction.atomic
def add_phone(*, resident: Resident, phone: Phone, by: User, since: date | None = None) -> PhoneNumber:
    """Add a number; the first one is the main one, and so is one that says it is.

    Raises NotPermitted, and Refused for a number that stands there already.
    """
    check_can_change(by)
    locked = lock(resident)
    added = _add(locked, phone, by, since)
    _mirror(locked)
    look_later(locked)
    note_change(
        locked, "resident.phone_added", f"Telephone number added: {added.number}", by=by, source=added,
        detail=_in_words(added),
    )  # fmt: skip
    return added


@transaction.atomic
def change_phone(*, number: PhoneNumber, phone: Phone, by: User, version: int | None) -> PhoneNumber:
    """Change what is known of a number. Other digits are another number: the old one ends and the new one begins.

    Raises NotPermitted, ChangedMeanwhile, and Refused when the number has ended or the new one is there already.
    """
    check_can_change(by)
    resident = lock(number.resident)
    held = lock_row(number, version)
    if phone.number != held.number:
        return _replace(resident, held, phone, by)
    if phone.is_main and not held.is_main:
        _no_longer_main(resident)
    changed = save_changes(held, _columns(phone) | {"is_main": phone.is_main or held.is_main})
    if changed:
        _mirror(resident)
        note_change(
            resident, "resident.phone_changed", f"Telephone number changed: {held.number}", by=by, source=held,
            detail=_in_words(held), changed=changed,
        )  # fmt: skip
    return held


@transaction.atomic
def make_main(*, number: PhoneNumber, by: User) -> PhoneNumber:
    """Make a number the main one; harmless when it is. Raises NotPermitted, and Refused when it has ended."""
    check_can_change(by)
    resident = lock(number.resident)
    held = PhoneNumber.objects.select_for_update(of=("self",)).get(pk=number.pk)
    if held.ended_on is not None:
        raise Refused("This number has ended. Add it again to make it the main one.")
    if held.is_main:
        return held
    _no_longer_main(resident)
    save_changes(held, {"is_main": True})
    _mirror(resident)
    note_change(resident, "resident.phone_main", f"Main telephone number is now {held.number}", by=by, source=held)
    return held


@transaction.atomic
def end_phone(*, number: PhoneNumber, on: date, by: User, version: int | None) -> PhoneNumber:
    """Keep that a number is no longer used. When it was the main one, REA-1 finds the next.

    Raises NotPermitted, ChangedMeanwhile, and Refused when it has ended, or for a day before it began.
    """
    check_can_change(by)
    resident = lock(number.resident)
    held = lock_row(number, version)
    _end(held, on)
    _find_main(resident)
    _mirror(resident)
    note_change(resident, "resident.phone_ended", f"Telephone number ended: {held.number}", by=by, source=held)
    return held


@transaction.atomic
def change_address(*, resident: Resident, home: Home, by: User, version: int | None) -> Address:
    """Keep a new address; the one before ends, and the locality follows the postcode (LOC-1 to LOC-4).

    Raises NotPermitted, ChangedMeanwhile, and Refused for an address that says nothing or begins too early.
    """
    check_can_change(by)
    locked = lock(resident)
    check_version(locked, version)
    if home.kind != AddressKind.NONE and not (home.lines.strip() or home.postcode):
        raise Refused("Enter an address or a postcode, or say that there is no fixed address.")
    began = home.since or clock.today()
    before = _end_address(locked, began)
    row = Address(
        resident=locked, kind=home.kind, lines=home.lines, postcode=home.postcode, started_on=began, noted_by=by
    )
    row.save(force_insert=True)
    _live_at(locked, row)
    if before is None or row.postcode != before.postcode:
        look_later(locked)
    detail = was_and_is("Address", before and address_in_words(before), address_in_words(row))
    note_change(
        locked, "resident.address_changed", "Address changed", by=by, source=row, detail=f"{detail}\n{_where(locked)}",
        basis=str(locked.locality_basis),
    )  # fmt: skip
    tell_placed(locked, by)
    return row


def _end_address(resident: Resident, on: date) -> Address | None:
    """End the present address, if there is one."""
    before = Address.objects.select_for_update(of=("self",)).filter(resident=resident, ended_on__isnull=True).first()
    if before is not None:
        if on < before.started_on:
            raise Refused("The new address cannot begin before the one that it follows.")
        before.ended_on = on
        before.save(update_fields=["ended_on"])
    return before


def address_in_words(address: Address) -> str:
    """The address in one line; "No fixed address, mostly in RM17 6SL" for somebody who has none."""
    if address.kind != AddressKind.NONE:
        return str(address)
    mostly = str(address)
    return f"{NO_FIXED_ADDRESS}, mostly at {mostly}" if mostly else NO_FIXED_ADDRESS


def _live_at(resident: Resident, address: Address) -> None:
    homeless = address.kind == AddressKind.NONE
    resident.address = lines_without_home(address.lines) if homeless else address.lines
    resident.postcode = address.postcode
    for name, value in placed_anew(resident).items():
        setattr(resident, name, value)
    resident.version += 1
    resident.save(update_fields=["address", "postcode", "locality", "locality_basis", "locality_because", "version"])


def _where(resident: Resident) -> str:
    return f"Locality: {resident.locality or 'not known'}, because {resident.locality_because}"


def _add(resident: Resident, phone: Phone, by: User, since: date | None = None) -> PhoneNumber:
    is_main = phone.is_main or not _current(resident).filter(is_main=True).exists()
    if is_main:
        _no_longer_main(resident)
    columns = _columns(phone) | {"is_main": is_main}
    with refused_by("phone_number_once", KNOWN_ALREADY):
        return PhoneNumber.objects.create(
            resident=resident, number=phone.number, started_on=since or clock.today(), noted_by=by, **columns
        )


def _replace(resident: Resident, old: PhoneNumber, phone: Phone, by: User) -> PhoneNumber:
    """End the old number and begin the new one, which is the main one if the old one was."""
    _end(old, clock.today())
    was_main = Phone(**_columns(phone), number=phone.number, is_main=phone.is_main or old.is_main)
    added = _add(resident, was_main, by)
    _mirror(resident)
    look_later(resident)
    note_change(
        resident, "resident.phone_changed", "Telephone number changed", by=by, source=added,
        detail=was_and_is("Number", old.number, added.number), changed=["number"],
    )  # fmt: skip
    return added


def _end(held: PhoneNumber, on: date) -> None:
    if on < held.started_on:
        raise Refused("A number cannot end before it began.")
    held.ended_on, held.version = on, held.version + 1
    held.save(update_fields=["ended_on", "version"])


def _find_main(resident: Resident) -> None:
    """Make a number the main one when none is, as REA-1 says."""
    current = list(_current(resident).order_by("started_on", "pk"))
    if any(number.is_main for number in current):
        return
    found = main_number([NumberFacts(key, row.started_on, row.safe_to_call) for key, row in enumerate(current)])
    if found is not None:
        save_changes(current[found.key], {"is_main": True})


def _no_longer_main(resident: Resident) -> None:
    for number in _current(resident).filter(is_main=True):
        save_changes(number, {"is_main": False})


def _mirror(resident: Resident) -> None:
    """Repeat the main number in the person's own columns."""
    main = _current(resident).filter(is_main=True).first()
    resident.phone = main.number if main else ""
    resident.safe_to_call = main.safe_to_call if main else None
    resident.safe_to_text = main.safe_to_text if main else None
    resident.save(update_fields=["phone", "safe_to_call", "safe_to_text"])


def _current(resident: Resident) -> QuerySet[PhoneNumber]:
    return PhoneNumber.objects.filter(resident=resident, ended_on__isnull=True)


def _columns(phone: Phone) -> dict[str, Any]:
    return {
        "kind": phone.kind,
        "safe_to_call": phone.safe_to_call,
        "safe_to_text": phone.safe_to_text,
        "note": phone.note,
    }


def _in_words(number: PhoneNumber) -> str:
    """ "Mobile. Safe to ring: yes. Safe to text: not asked. Her son answers." """
    answers = {True: "yes", False: "no", None: "not asked"}
    parts = (
        number.get_kind_display(),
        f"Safe to ring: {answers[number.safe_to_call]}",
        f"Safe to text: {answers[number.safe_to_text]}",
        number.note,
        "The main number" if number.is_main else "",
    )
    return ". ".join(part for part in parts if part)
