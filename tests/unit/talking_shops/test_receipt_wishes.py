"""A receipt goes out as the person wants to have things in writing, and where it is safe; what they say is kept."""

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import Refused
from residents.actions import Phone, add_phone, change_identity, end_email
from residents.enums import InWriting
from residents.models import EmailAddress, PhoneNumber, Resident, TimelineEntry
from talking_shops.actions import Talk, ask_for_feedback, log_anonymous
from talking_shops.enums import ReceiptForm
from talking_shops.models import Feedback, WalkAwayReceipt
from talking_shops.receipts import offer_for
from tests.factories.after import NUMBER, deliver, has_phone, make_receipt, make_text, make_willing
from tests.factories.around import make_email, make_need
from tests.factories.field import make_conversation
from tests.notify import Notify, notify

__all__ = ["notify"]
ADDRESS = "jean@example.org"
EMAIL, TEXT = ReceiptForm.EMAIL, ReceiptForm.TEXT


def wants(resident: Resident, by: User, wish: str) -> None:
    """They were asked, and said how they want things in writing."""
    change_identity(resident=resident, changes={"in_writing": wish}, by=by, version=resident.version)
    resident.refresh_from_db()


def test_rcp_1_opens_on_what_they_want_whatever_they_took_last(jean: Resident, ben: User, notify: Notify) -> None:
    has_phone(jean, safe_to_text=True)
    make_text(make_conversation(jean, ben), ben)
    wants(jean, ben, "email")
    make_email(jean, ben, safe_to_write=True)
    offer = offer_for(make_conversation(jean, ben))
    assert (offer.form, offer.to, offer.wish, offer.no_ask_email) == (EMAIL, ADDRESS, InWriting.EMAIL, True)


def test_rcp_1_not_asked_yet_is_told_and_no_wish(jean: Resident, ben: User) -> None:
    offer = offer_for(make_conversation(jean, ben))
    assert (offer.wish, offer.wish_text, offer.form) == (None, "Not asked yet", ReceiptForm.PRINT)


def test_rcp_1_who_wants_texts_is_asked_for_a_number_when_none_is_known(jean: Resident, ben: User) -> None:
    wants(jean, ben, "text")
    offer = offer_for(make_conversation(jean, ben))
    assert (offer.form, offer.to) == (TEXT, "")


def test_rcp_1_a_wish_for_texts_gives_way_to_what_is_not_safe(jean: Resident, ben: User) -> None:
    wants(jean, ben, "text")
    has_phone(jean, safe_to_text=False)
    assert offer_for(make_conversation(jean, ben)).form == ReceiptForm.PRINT
    wants(jean, ben, "paper")
    make_need(jean, ben, "large_print")
    assert offer_for(make_conversation(jean, ben)).form == ReceiptForm.LARGE_PRINT


@pytest.mark.parametrize(("known", "offered"), [((None, True), 1), ((None, False), 0), ((False, False), None)])
def test_offers_a_safe_address_before_one_nobody_asked_about_and_no_other(
    jean: Resident, ben: User, known: tuple[bool | None, bool | None], offered: int | None
) -> None:
    made = [make_email(jean, ben, f"jean{place}@example.org", safe_to_write=safe) for place, safe in enumerate(known)]
    ended = make_email(jean, ben, "old@example.org", safe_to_write=True)
    end_email(held=ended, on=clock.today(), by=ben, version=ended.version)
    offer = offer_for(make_conversation(jean, ben))
    assert offer.to_email == ("" if offered is None else made[offered].address)


def test_rcp_1_who_wants_email_gets_it_where_the_record_says_that_it_is_safe(
    jean: Resident, ben: User, notify: Notify
) -> None:
    make_receipt(make_conversation(jean, ben), ben, form=EMAIL, to="daughter@example.org", is_safe=True)
    make_email(jean, ben, safe_to_write=True)
    assert offer_for(make_conversation(jean, ben)).to == "daughter@example.org"
    wants(jean, ben, "email")
    offer = offer_for(make_conversation(jean, ben))
    assert (offer.to, offer.no_ask_email) == (ADDRESS, True)


@pytest.mark.parametrize("main_is_safe", [None, False])
def test_rcp_1_who_wants_texts_gets_them_at_the_number_that_is_safe(
    jean: Resident, ben: User, notify: Notify, main_is_safe: bool | None
) -> None:
    make_receipt(make_conversation(jean, ben), ben, form=TEXT, to="07700900456", is_safe=True)
    has_phone(jean, safe_to_text=main_is_safe)
    add_phone(resident=jean, phone=Phone("07700900789", safe_to_text=True), by=ben)
    jean.refresh_from_db()
    wants(jean, ben, "text")
    offer = offer_for(make_conversation(jean, ben))
    assert (offer.form, offer.to, offer.no_ask, offer.against_text) == (TEXT, "07700900789", True, "")


def test_rcp_1_what_did_not_reach_them_is_not_offered_again(jean: Resident, ben: User, notify: Notify) -> None:
    make_email(jean, ben, safe_to_write=True)
    make_receipt(make_conversation(jean, ben), ben, form=EMAIL, to="jeen@example.org", is_safe=True)
    notify.mood = "refusing"
    deliver()
    offer = offer_for(make_conversation(jean, ben))
    assert (offer.form, offer.to_email) == (ReceiptForm.PRINT, ADDRESS)


@pytest.mark.parametrize(("safe", "ends", "told"), [(False, False, "not safe to write"), (True, True, "no longer")])
def test_rcp_7_no_email_goes_where_the_record_says_no(
    jean: Resident, ben: User, notify: Notify, safe: bool, ends: bool, told: str
) -> None:
    held = make_email(jean, ben, safe_to_write=safe)
    if ends:
        end_email(held=held, on=clock.today(), by=ben, version=held.version)
    with pytest.raises(Refused, match=told):
        make_receipt(make_conversation(jean, ben), ben, form=EMAIL, to="Jean@example.org", is_safe=True)
    with pytest.raises(Refused, match=told):
        ask_for_feedback(conversation=make_willing(jean, ben), to=ADDRESS, is_safe=True, by=ben)
    assert not WalkAwayReceipt.objects.exists()
    assert not Feedback.objects.exists()


def test_rcp_7_an_address_that_became_unsafe_meanwhile_is_not_written_to_nor_offered_again(
    jean: Resident, ben: User, notify: Notify
) -> None:
    receipt = make_receipt(make_conversation(jean, ben), ben, form=EMAIL, to=ADDRESS, is_safe=True)
    make_email(jean, ben, safe_to_write=False)
    deliver()
    receipt.refresh_from_db()
    assert "not safe to write" in receipt.failed_because
    assert (notify.taken, offer_for(make_conversation(jean, ben)).to_email) == ([], "")


def test_an_address_that_is_known_to_be_safe_need_not_be_asked_about(jean: Resident, ben: User, notify: Notify) -> None:
    make_email(jean, ben, safe_to_write=True)
    make_receipt(make_conversation(jean, ben), ben, form=EMAIL, to=ADDRESS)
    deliver()
    assert len(notify.sent_to(ADDRESS)) == 1


def test_that_an_address_is_safe_stands_in_the_record(jean: Resident, ben: User, notify: Notify) -> None:
    make_email(jean, ben, note="on her tablet")
    make_receipt(make_conversation(jean, ben), ben, form=EMAIL, to=ADDRESS, is_safe=True)
    held = EmailAddress.objects.get()
    assert (held.safe_to_write, held.note) == (True, "on her tablet")


def test_what_they_take_once_is_no_wish(jean: Resident, ben: User, notify: Notify) -> None:
    make_receipt(make_conversation(jean, ben), ben, form=EMAIL, to=ADDRESS, is_safe=True)
    jean.refresh_from_db()
    assert jean.in_writing == ""
    assert not EmailAddress.objects.exists()


def test_remembers_what_they_want_from_now_on_and_where(jean: Resident, ben: User, notify: Notify) -> None:
    wants(jean, ben, "paper")
    make_receipt(make_conversation(jean, ben), ben, form=EMAIL, to="Jean@Example.org", is_safe=True, remember=True)
    jean.refresh_from_db()
    held = EmailAddress.objects.get(resident=jean)
    assert (jean.in_writing, held.address, held.safe_to_write) == ("email", ADDRESS, True)
    assert TimelineEntry.objects.filter(detail="How they want things in writing: On paper → By e-mail").exists()
    assert Event.objects.filter(verb="resident.changed", detail__changed=["in_writing"]).count() == 2


def test_remembers_the_number_with_the_wish_for_texts_and_adds_none_twice(
    jean: Resident, ben: User, notify: Notify
) -> None:
    for _ in range(2):
        make_receipt(make_conversation(jean, ben), ben, form=TEXT, to=NUMBER, is_safe=True, remember=True)
    jean.refresh_from_db()
    assert (jean.in_writing, jean.phone, jean.safe_to_text) == ("text", NUMBER, True)
    assert PhoneNumber.objects.count() == 1
    assert Event.objects.filter(verb="resident.changed").count() == 1


def test_nothing_is_remembered_of_who_wanted_none_or_is_not_known(jean: Resident, ben: User) -> None:
    make_receipt(make_conversation(jean, ben), ben, form=ReceiptForm.NOT_WANTED, remember=True)
    jean.refresh_from_db()
    assert jean.in_writing == ""
    talk = Talk(held_on=clock.today(), place="home", words={"matters": "My dog."})
    receipt = make_receipt(log_anonymous(talk=talk, called="Red scarf", by=ben), ben, remember=True)
    assert receipt.form == ReceiptForm.PRINT
