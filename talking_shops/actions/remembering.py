"""What somebody says of how they are written to, while they are given a page to take away, stands in their record."""

from accounts.models import User
from residents.actions import (
    Email,
    Phone,
    add_email,
    add_phone,
    change_email,
    change_identity,
    change_phone,
)
from residents.models import Resident
from talking_shops.enums import ReceiptForm
from talking_shops.receipts import address_of, number_of
from talking_shops.rules.receipts import REMEMBERED

GIVEN_FOR = "given for the page that they took away"


def keep_that_safe(resident: Resident, form: str, to: str, by: User) -> None:
    """They said that it is safe to write to them there: of a number or an address of their record of which nobody had
    asked, it stands there.
    """
    if form == ReceiptForm.TEXT and (number := number_of(resident, to)) and number.safe_to_text is None:
        known = Phone(
            number=number.number, kind=number.kind, safe_to_call=number.safe_to_call, safe_to_text=True,
            note=number.note, is_main=number.is_main,
        )  # fmt: skip
        change_phone(number=number, phone=known, by=by, version=number.version)
    if form == ReceiptForm.EMAIL and (held := address_of(resident, to)) and held.safe_to_write is None:
        email = Email(held.address, safe_to_write=True, note=held.note)
        change_email(held=held, email=email, by=by, version=held.version)


def remember_wish(resident: Resident, form: str, to: str, by: User) -> None:
    """From now on they want to have things in writing like this, and there: what their record does not know yet is
    added to it. `resident` is locked, and nothing is remembered of who did not want a page.
    """
    if form not in REMEMBERED:
        return
    wish = {"in_writing": REMEMBERED[ReceiptForm(form)]}
    change_identity(resident=resident, changes=wish, by=by, version=resident.version)
    if form == ReceiptForm.TEXT and number_of(resident, to) is None:
        add_phone(resident=resident, phone=Phone(to, safe_to_text=True, note=GIVEN_FOR), by=by)
    if form == ReceiptForm.EMAIL and address_of(resident, to) is None:
        add_email(resident=resident, email=Email(to.lower(), safe_to_write=True, note=GIVEN_FOR), by=by)
