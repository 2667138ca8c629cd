"""What somebody says of how they are written to, while they are given a page to take away, stands in their record; and
it leaves that record with a conversation that was never theirs.
"""

from typing import Any

from accounts.models import User
from audit.actions import record
from core import clock
from residents.actions import (
    Email,
    Phone,
    add_email,
    add_phone,
    change_email,
    change_identity,
    change_phone,
    end_email,
    end_phone,
)
from residents.models import EmailAddress, PhoneNumber, Resident
from talking_shops.enums import ReceiptForm
from talking_shops.models import WalkAwayReceipt
from talking_shops.receipts import address_of, number_of
from talking_shops.rules.receipts import REMEMBERED

GIVEN_FOR = "given for the page that they took away"


Taught = dict[str, Any]  # "wish": what it was and is; "added" or "made_safe": the key of a number or an address


def keep_that_safe(resident: Resident, form: str, to: str, by: User) -> Taught:
    """They said that it is safe to write to them there: of a number or an address of their record of which nobody had
    asked, it stands there. What the record learned.
    """
    if form == ReceiptForm.TEXT and (number := number_of(resident, to)) and number.safe_to_text is None:
        change_phone(number=number, phone=_known(number, safe_to_text=True), by=by, version=number.version)
        return {"made_safe": str(number.pk)}
    if form == ReceiptForm.EMAIL and (held := address_of(resident, to)) and held.safe_to_write is None:
        email = Email(held.address, safe_to_write=True, note=held.note)
        change_email(held=held, email=email, by=by, version=held.version)
        return {"made_safe": str(held.pk)}
    return {}


def remember_wish(resident: Resident, form: str, to: str, by: User) -> Taught:
    """From now on they want to have things in writing like this, and there: what their record does not know yet is
    added to it. `resident` is locked, and nothing is remembered of who did not want a page. What the record learned.
    """
    if form not in REMEMBERED:
        return {}
    before, wish = resident.in_writing, REMEMBERED[ReceiptForm(form)]
    change_identity(resident=resident, changes={"in_writing": wish}, by=by, version=resident.version)
    taught: Taught = {"wish": [before, wish]} if wish != before else {}
    if form == ReceiptForm.TEXT and number_of(resident, to) is None:
        added = add_phone(resident=resident, phone=Phone(to, safe_to_text=True, note=GIVEN_FOR), by=by)
        return taught | {"added": str(added.pk)}
    if form == ReceiptForm.EMAIL and address_of(resident, to) is None:
        email = add_email(resident=resident, email=Email(to.lower(), safe_to_write=True, note=GIVEN_FOR), by=by)
        return taught | {"added": str(email.pk)}
    return taught


def forget_what_it_taught(receipt: WalkAwayReceipt, resident: Resident, by: User) -> None:
    """A receipt was given on the record of `resident`, whom it is not about: the number or the address that it added
    there ends, what was said to be safe is not asked, and their wish is what it was. What somebody has changed since
    stays, except that it is safe: the person themselves was never asked.
    """
    taught: Taught = receipt.taught
    if not taught:
        return
    _forget_wish(resident, taught.get("wish"), by)
    for was_added, key in ((True, taught.get("added")), (False, taught.get("made_safe"))):
        if key and receipt.form == ReceiptForm.TEXT:
            _forget_number(resident, key, by, was_added=was_added)
        elif key:
            _forget_address(resident, key, by, was_added=was_added)
    receipt.taught = {}
    receipt.save(update_fields=["taught"])
    record("receipt.forgotten", by=by, subject=receipt, resident_id=resident.pk, taught=sorted(taught))


def _forget_wish(resident: Resident, wish: list[str] | None, by: User) -> None:
    stands: Resident = Resident.objects.get(pk=resident.pk)
    if wish and stands.in_writing == wish[1]:
        change_identity(resident=stands, changes={"in_writing": wish[0]}, by=by, version=stands.version)


def _forget_number(resident: Resident, key: str, by: User, *, was_added: bool) -> None:
    row = PhoneNumber.objects.filter(pk=key, resident=resident, ended_on__isnull=True).first()
    if row is None or not row.safe_to_text:
        return
    if was_added and (row.note, row.safe_to_call) == (GIVEN_FOR, None):
        end_phone(number=row, on=clock.today(), by=by, version=row.version)
    else:
        change_phone(number=row, phone=_known(row, safe_to_text=None), by=by, version=row.version)


def _forget_address(resident: Resident, key: str, by: User, *, was_added: bool) -> None:
    row = EmailAddress.objects.filter(pk=key, resident=resident, ended_on__isnull=True).first()
    if row is None or not row.safe_to_write:
        return
    if was_added and row.note == GIVEN_FOR:
        end_email(held=row, on=clock.today(), by=by, version=row.version)
    else:
        change_email(held=row, email=Email(row.address, note=row.note), by=by, version=row.version)


def _known(number: PhoneNumber, *, safe_to_text: bool | None) -> Phone:
    """What is known of a number, with what it is for texts."""
    return Phone(
        number=number.number, kind=number.kind, safe_to_call=number.safe_to_call, safe_to_text=safe_to_text,
        note=number.note, is_main=number.is_main,
    )  # fmt: skip
