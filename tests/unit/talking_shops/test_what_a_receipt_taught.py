"""What a record learned with a receipt that was never theirs is taken back when its conversation leaves."""

from typing import Any

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from residents.actions import Email, Phone, add_phone, change_email, change_identity
from residents.models import EmailAddress, PhoneNumber, Resident
from talking_shops.actions import log_anonymous, make_known, make_unknown, move_conversation
from talking_shops.actions.conversations import Talk
from talking_shops.enums import ReceiptForm
from talking_shops.models import Conversation
from talking_shops.receipts import offer_for
from tests.factories.after import NUMBER, has_phone, make_receipt
from tests.factories.around import make_email
from tests.factories.field import make_conversation
from tests.factories.people import make_resident
from tests.notify import Notify, notify

__all__ = ["notify"]
pytestmark = pytest.mark.django_db
ADDRESS = "jean@example.org"
BY_EMAIL = {"form": ReceiptForm.EMAIL, "to": ADDRESS, "is_safe": True, "remember": True}
BY_TEXT = {"form": ReceiptForm.TEXT, "to": NUMBER, "is_safe": True, "remember": True}


@pytest.fixture
def john(asha: User, notify: Notify) -> Resident:
    """Whose record is open by mistake while Jean is spoken with."""
    return make_resident(asha, known_as="John", family_name="Brown")


def moved(held: Conversation, to: Resident, by: User) -> None:
    move_conversation(conversation=held, to=to, reason="The wrong page", by=by)


def taken_back(john: Resident, by: User, **giving: Any) -> None:
    """Somebody unknown is taken for John, given a page, and unknown again."""
    talk = Talk(held_on=clock.today(), place="home", words={"matters": "The choir."})
    held = make_known(conversation=log_anonymous(talk=talk, called="Red scarf", by=by), resident=john, by=by)
    make_receipt(held, by, **giving)
    make_unknown(conversation=held, by=by)


def test_an_address_that_was_remembered_leaves_the_record_with_the_conversation(
    john: Resident, jean: Resident, ben: User
) -> None:
    held = make_conversation(john, ben)
    make_receipt(held, ben, **BY_EMAIL)
    moved(held, jean, ben)
    john.refresh_from_db()
    assert john.in_writing == ""
    assert EmailAddress.objects.get(resident=john).ended_on == clock.today()
    offer = offer_for(make_conversation(john, ben))
    assert (offer.form, offer.to_email, offer.no_ask_email) == (ReceiptForm.PRINT, "", False)
    (told,) = Event.objects.filter(verb="receipt.forgotten")
    assert (told.resident_id, told.detail["taught"]) == (john.pk, ["added", "wish"])


def test_a_number_that_became_the_main_one_is_it_no_longer(john: Resident, jean: Resident, ben: User) -> None:
    held = make_conversation(john, ben)
    make_receipt(held, ben, **BY_TEXT)
    john.refresh_from_db()
    assert (john.phone, john.safe_to_text) == (NUMBER, True)
    moved(held, jean, ben)
    john.refresh_from_db()
    assert (john.phone, john.safe_to_text, john.in_writing) == ("", None, "")


def test_it_leaves_when_the_conversation_is_taken_back_too(john: Resident, ben: User) -> None:
    taken_back(john, ben, **BY_EMAIL)
    john.refresh_from_db()
    assert (john.in_writing, EmailAddress.objects.filter(ended_on__isnull=True).count()) == ("", 0)


@pytest.mark.parametrize("form", [ReceiptForm.TEXT, ReceiptForm.EMAIL])
def test_of_what_stood_there_before_nobody_has_asked_whether_it_is_safe(
    john: Resident, jean: Resident, ben: User, form: str
) -> None:
    has_phone(john, safe_to_text=None)
    make_email(john, ben, note="on his tablet")
    held = make_conversation(john, ben)
    make_receipt(held, ben, form=form, to=NUMBER if form == ReceiptForm.TEXT else ADDRESS, is_safe=True)
    moved(held, jean, ben)
    number, address = PhoneNumber.objects.get(resident=john), EmailAddress.objects.get(resident=john)
    assert (number.safe_to_text, number.is_main, number.ended_on) == (None, True, None)
    assert (address.safe_to_write, address.note, address.ended_on) == (None, "on his tablet", None)


def test_the_wish_that_stood_there_before_stands_again_whatever_was_given_twice(
    john: Resident, jean: Resident, ben: User
) -> None:
    change_identity(resident=john, changes={"in_writing": "paper"}, by=ben, version=john.version)
    held = make_conversation(john, ben)
    make_receipt(held, ben, **BY_EMAIL)
    make_receipt(held, ben, **BY_TEXT)
    moved(held, jean, ben)
    john.refresh_from_db()
    assert john.in_writing == "paper"


def test_what_somebody_changed_since_stays_but_is_not_called_safe(john: Resident, jean: Resident, ben: User) -> None:
    held = make_conversation(john, ben)
    make_receipt(held, ben, **BY_EMAIL)
    address = EmailAddress.objects.get()
    change_email(held=address, email=Email(ADDRESS, safe_to_write=True, note="his wife's"), by=ben, version=1)
    john.refresh_from_db()
    change_identity(resident=john, changes={"in_writing": "large_print"}, by=ben, version=john.version)
    moved(held, jean, ben)
    john.refresh_from_db()
    address.refresh_from_db()
    assert (address.ended_on, address.safe_to_write, address.note) == (None, None, "his wife's")
    assert john.in_writing == "large_print"


def test_another_number_that_became_the_main_one_since_keeps_none_of_it(
    john: Resident, jean: Resident, ben: User
) -> None:
    held = make_conversation(john, ben)
    make_receipt(held, ben, **BY_TEXT)
    add_phone(resident=john, phone=Phone("07700900999", is_main=True), by=ben)
    moved(held, jean, ben)
    john.refresh_from_db()
    assert john.phone == "07700900999"
    assert PhoneNumber.objects.get(number=NUMBER).ended_on == clock.today()


def test_whoever_it_goes_on_to_loses_nothing_of_their_own(john: Resident, jean: Resident, ben: User) -> None:
    held = make_conversation(john, ben)
    make_receipt(held, ben, **BY_EMAIL)
    moved(held, jean, ben)
    jean.refresh_from_db()
    change_identity(resident=jean, changes={"in_writing": "email"}, by=ben, version=jean.version)
    moved(held, make_resident(ben, known_as="Sam", family_name="Lee"), ben)
    jean.refresh_from_db()
    assert jean.in_writing == "email"
