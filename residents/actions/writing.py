"""The e-mail addresses at which a person is written to, and whether it is safe there."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from core import clock
from core.constraints import refused_by
from core.errors import Refused
from residents.actions.changing import lock, lock_row, note_change, save_changes, was_and_is
from residents.models import EmailAddress, Resident
from residents.policies import check_can_change

KNOWN_ALREADY = "This e-mail address stands in the record already."


@dataclass(frozen=True)
class Email:
    """What is known of an e-mail address, which is given in small letters. None is not asked."""

    address: str
    safe_to_write: bool | None = None
    note: str = ""


@transaction.atomic
def add_email(*, resident: Resident, email: Email, by: User, since: date | None = None) -> EmailAddress:
    """Add an e-mail address. Raises NotPermitted, and Refused for one that stands there already."""
    check_can_change(by)
    locked = lock(resident)
    added = _add(locked, email, by, since)
    note_change(
        locked, "resident.email_added", f"E-mail address added: {added.address}", by=by, source=added,
        detail=_in_words(added),
    )  # fmt: skip
    return added


@transaction.atomic
def change_email(*, held: EmailAddress, email: Email, by: User, version: int | None) -> EmailAddress:
    """Change what is known of an address. Another address is a new one: the old one ends and the new one begins.

    Raises NotPermitted, ChangedMeanwhile, and Refused when it has ended or the new one is there already.
    """
    check_can_change(by)
    resident = lock(held.resident)
    current = lock_row(held, version)
    if email.address != current.address:
        return _replace(resident, current, email, by)
    changed = save_changes(current, {"safe_to_write": email.safe_to_write, "note": email.note})
    if changed:
        note_change(
            resident, "resident.email_changed", f"E-mail address changed: {current.address}", by=by, source=current,
            detail=_in_words(current), changed=changed,
        )  # fmt: skip
    return current


@transaction.atomic
def end_email(*, held: EmailAddress, on: date, by: User, version: int | None) -> EmailAddress:
    """Keep that an address is no longer used.

    Raises NotPermitted, ChangedMeanwhile, and Refused when it has ended, or for a day before it began.
    """
    check_can_change(by)
    resident = lock(held.resident)
    current = lock_row(held, version)
    _end(current, on)
    title = f"E-mail address ended: {current.address}"
    note_change(resident, "resident.email_ended", title, by=by, source=current)
    return current


def _add(resident: Resident, email: Email, by: User, since: date | None = None) -> EmailAddress:
    with refused_by("email_address_once", KNOWN_ALREADY):
        return EmailAddress.objects.create(
            resident=resident, address=email.address, safe_to_write=email.safe_to_write, note=email.note,
            started_on=since or clock.today(), noted_by=by,
        )  # fmt: skip


def _replace(resident: Resident, old: EmailAddress, email: Email, by: User) -> EmailAddress:
    """End the old address and begin the new one."""
    _end(old, clock.today())
    added = _add(resident, email, by)
    note_change(
        resident, "resident.email_changed", "E-mail address changed", by=by, source=added,
        detail=was_and_is("E-mail address", old.address, added.address), changed=["address"],
    )  # fmt: skip
    return added


def _end(held: EmailAddress, on: date) -> None:
    if on < held.started_on:
        raise Refused("An e-mail address cannot end before it began.")
    save_changes(held, {"ended_on": on})


def _in_words(email: EmailAddress) -> str:
    """ "Safe to write there: yes. Her daughter reads it to her." """
    answer = {True: "yes", False: "no", None: "not asked"}[email.safe_to_write]
    return ". ".join(part for part in (f"Safe to write there: {answer}", email.note) if part)
