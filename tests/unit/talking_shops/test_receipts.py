"""Receipts: what stands on them, what is sent, what is not, and that the worker hears of it."""

from datetime import timedelta

import pytest

from accounts.models import Notice, User
from audit.models import Event
from core import clock
from core.errors import NotPermitted, Refused
from outbox import notify as client
from outbox.enums import JobStatus
from outbox.models import Job
from residents.actions import Phone, add_phone, end_phone, hear
from residents.models import PhoneNumber, Resident, Statement, TimelineEntry
from talking_shops.actions import Agreed, Giving, Talk, give_receipt, log_anonymous
from talking_shops.enums import MayAsk, ReceiptForm
from talking_shops.models import WalkAwayReceipt
from talking_shops.receipts import link_to_put_right, offer_for, page_from
from talking_shops.tasks import tell_of_unsent
from tests.factories.after import NUMBER, deliver, has_phone, make_receipt, make_text
from tests.factories.around import make_need
from tests.factories.field import STORY_OF_THE_TALK, make_conversation
from tests.notify import Notify, notify

__all__ = ["notify"]


def test_holds_their_words_the_steps_the_names_and_whom_to_ring(jean: Resident, ben: User) -> None:
    lines = [Agreed("Bring the key", "family", "Maria"), Agreed("Ring the choir", "worker"), Agreed("Walk", "person")]
    page = page_from(make_receipt(make_conversation(jean, ben, agreed=lines), ben).words)
    assert (page.called, page.worker) == ("Jean", "Ben Okafor")
    assert [one.words for one in page.said] == [STORY_OF_THE_TALK]
    assert [str(step) for step in page.steps] == [
        "Maria (family): Bring the key",
        "Ben Okafor: Ring the choir",
        "You: Walk",
    ]
    assert page.phone == "01375 511000"


def test_is_shown_again_exactly_whatever_is_added_later(jean: Resident, ben: User) -> None:
    held = make_conversation(jean, ben)
    receipt = make_receipt(held, ben)
    hear(resident=jean, topic="worries", words="Said afterwards.", by=ben, source=held)
    receipt.refresh_from_db()
    assert "Said afterwards." not in str(receipt.words)
    assert "Said afterwards." in str(make_receipt(held, ben).words)


def test_leaves_out_what_was_replaced_since(jean: Resident, ben: User) -> None:
    held = make_conversation(jean, ben)
    earlier = Statement.objects.get(words=STORY_OF_THE_TALK)
    hear(resident=jean, topic="matters", words="I sing.", by=ben, source=held, supersedes=earlier)
    assert [one.words for one in page_from(make_receipt(held, ben).words).said] == ["I sing."]


def test_somebody_whom_nobody_knows_gets_theirs_too(ben: User) -> None:
    talk = Talk(held_on=clock.today(), place="home", words={"matters": "My dog."}, agreed=[Agreed("Ring", "worker")])
    receipt = make_receipt(log_anonymous(talk=talk, called="Red scarf", by=ben), ben)
    assert page_from(receipt.words).called == "Red scarf"
    assert page_from(receipt.words).said[0].words == "My dog."


def test_keeps_only_a_digest_of_its_link(jean: Resident, ben: User) -> None:
    receipt = make_receipt(make_conversation(jean, ben), ben)
    token = link_to_put_right(receipt).rsplit("/", 1)[-1]
    assert token not in str(vars(receipt))
    assert WalkAwayReceipt.objects.with_token(token) == receipt
    assert WalkAwayReceipt.objects.with_token(token.replace("-", "").upper()) == receipt


def test_is_sent_as_a_text_with_the_steps_and_a_link_and_without_a_family_name(
    jean: Resident, ben: User, notify: Notify
) -> None:
    receipt = make_text(make_conversation(jean, ben), ben)
    assert deliver() == [JobStatus.DONE]
    (text,) = notify.sent_to(NUMBER)
    words = text["personalisation"]["words"]
    assert "Ben Okafor: Ring the choir" in words
    assert STORY_OF_THE_TALK in words
    assert link_to_put_right(receipt) in words
    for hidden in ("Smith", jean.reference, str(jean.pk), "1945"):
        assert hidden not in str(text)
    receipt.refresh_from_db()
    assert receipt.sent_at is not None
    assert Job.objects.get(kind="receipt.send").payload == {"receipt": str(receipt.pk)}


def test_is_sent_once_although_the_first_answer_was_lost(jean: Resident, ben: User, notify: Notify) -> None:
    make_text(make_conversation(jean, ben), ben)
    notify.mood = "deaf"
    assert deliver() == [JobStatus.WAITING]
    notify.mood = "well"
    assert deliver() == [JobStatus.DONE]
    assert len(notify.taken) == 1


@pytest.mark.parametrize("mood", ["failing", "hanging"])
def test_waits_for_another_try_when_it_fails_or_hangs(
    jean: Resident, ben: User, notify: Notify, mood: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "SECONDS", 0.2)
    receipt = make_text(make_conversation(jean, ben), ben)
    notify.mood = mood
    assert deliver() == [JobStatus.WAITING]
    receipt.refresh_from_db()
    assert (receipt.sent_at, receipt.failed_because) == (None, "")


def test_a_refusal_is_told_to_who_gave_it_and_not_tried_again(jean: Resident, ben: User, notify: Notify) -> None:
    receipt = make_text(make_conversation(jean, ben), ben)
    notify.mood = "refusing"
    deliver()
    deliver()
    receipt.refresh_from_db()
    assert "not a valid number" in receipt.failed_because
    deliver("notice.deliver")
    notice = Notice.objects.get(user=ben)
    assert (notice.link, "could not be sent" in notice.words) == (receipt.get_absolute_url(), True)
    assert Event.objects.filter(verb="receipt.not_sent").count() == 1


def test_after_an_hour_of_silence_the_worker_is_told_and_nothing_is_sent_any_more(
    jean: Resident, ben: User, notify: Notify
) -> None:
    receipt = make_text(make_conversation(jean, ben), ben)
    WalkAwayReceipt.objects.update(made_at=clock.now() - timedelta(minutes=61))
    tell_of_unsent()
    tell_of_unsent()
    deliver()
    receipt.refresh_from_db()
    assert "for an hour" in receipt.failed_because
    deliver("notice.deliver")
    assert notify.taken == []
    assert Notice.objects.filter(user=ben).count() == 1


def test_a_number_that_became_unsafe_meanwhile_is_not_texted(jean: Resident, ben: User, notify: Notify) -> None:
    has_phone(jean, safe_to_text=True)
    receipt = make_text(make_conversation(jean, ben), ben)
    PhoneNumber.objects.update(safe_to_text=False)
    deliver()
    receipt.refresh_from_db()
    assert "not safe" in receipt.failed_because
    assert notify.taken == []


def test_rcp_2_no_text_goes_to_a_number_that_is_not_safe(jean: Resident, ben: User, notify: Notify) -> None:
    has_phone(jean, safe_to_text=False)
    with pytest.raises(Refused, match="not safe to text"):
        make_text(make_conversation(jean, ben), ben)


@pytest.mark.parametrize("safe", [True, False, None])
def test_rcp_2_no_text_goes_to_a_number_that_is_no_longer_theirs(
    jean: Resident, ben: User, notify: Notify, safe: bool | None
) -> None:
    has_phone(jean, safe_to_text=safe)
    end_number(jean, ben)
    with pytest.raises(Refused, match="no longer theirs"):
        make_text(make_conversation(jean, ben), ben)


def end_number(resident: Resident, by: User) -> None:
    """Their one number is theirs no longer."""
    number = PhoneNumber.objects.get(resident=resident)
    end_phone(number=number, on=clock.today(), by=by, version=number.version)


def test_a_number_that_ended_meanwhile_is_not_texted_nor_offered_again(
    jean: Resident, ben: User, notify: Notify
) -> None:
    has_phone(jean, safe_to_text=True)
    receipt = make_text(make_conversation(jean, ben), ben)
    end_number(jean, ben)
    deliver()
    receipt.refresh_from_db()
    assert "no longer theirs" in receipt.failed_because
    assert notify.taken == []
    jean.refresh_from_db()
    offer = offer_for(make_conversation(jean, ben))
    assert (offer.form, offer.to_text, offer.no_ask) == (ReceiptForm.PRINT, "", False)


def test_a_number_that_is_theirs_again_is_texted(jean: Resident, ben: User, notify: Notify) -> None:
    has_phone(jean, safe_to_text=False)
    end_number(jean, ben)
    add_phone(resident=jean, phone=Phone(number=NUMBER, safe_to_text=True), by=ben)
    make_text(make_conversation(jean, ben), ben)
    assert deliver() == [JobStatus.DONE]
    assert len(notify.sent_to(NUMBER)) == 1


def test_only_of_the_very_number_that_is_offered_it_is_said_that_it_is_safe(
    jean: Resident, ben: User, notify: Notify
) -> None:
    has_phone(jean, safe_to_text=True)
    daughters = "07700900456"
    make_receipt(make_conversation(jean, ben), ben, form=ReceiptForm.TEXT, to=daughters, is_safe=True)
    offer = offer_for(make_conversation(jean, ben))
    assert (offer.to, offer.no_ask) == (daughters, False)


def test_the_answer_that_it_is_safe_stands_in_the_record(jean: Resident, ben: User, notify: Notify) -> None:
    has_phone(jean, safe_to_text=None)
    with pytest.raises(Refused, match="Ask first"):
        make_receipt(make_conversation(jean, ben), ben, form=ReceiptForm.TEXT, to=NUMBER)
    make_text(make_conversation(jean, ben), ben)
    jean.refresh_from_db()
    assert jean.safe_to_text is True


def test_nothing_is_promised_where_nothing_can_be_sent(jean: Resident, ben: User) -> None:
    with pytest.raises(Refused, match="not connected"):
        make_text(make_conversation(jean, ben), ben)


def test_an_email_holds_the_whole_page(jean: Resident, ben: User, notify: Notify) -> None:
    words = {"matters": "x" * 2000}
    make_receipt(make_conversation(jean, ben, words=words), ben, form="email", to="jean@example.org", is_safe=True)
    deliver()
    (email,) = notify.sent_to("jean@example.org")
    assert "x" * 2000 in email["personalisation"]["words"]
    assert email["personalisation"]["subject"].startswith("What we talked about on")


def test_rcp_1_what_they_took_last_is_offered_first_the_next_time(jean: Resident, ben: User, notify: Notify) -> None:
    has_phone(jean, safe_to_text=True)
    assert offer_for(make_conversation(jean, ben)).form == ReceiptForm.PRINT
    make_text(make_conversation(jean, ben), ben)
    offer = offer_for(make_conversation(jean, ben))
    assert (offer.form, offer.to, offer.no_ask) == (ReceiptForm.TEXT, NUMBER, True)


def test_rcp_3_access_needs_choose_the_form_and_warn(jean: Resident, ben: User) -> None:
    for kind in ("large_print", "no_text", "easy_read"):
        make_need(jean, ben, kind)
    offer = offer_for(make_conversation(jean, ben))
    assert offer.form == ReceiptForm.LARGE_PRINT
    assert "Do not text" in offer.against_text
    assert offer.to_arrange == ["Easy read"]


def test_that_they_wanted_none_and_may_be_asked_is_kept(jean: Resident, ben: User) -> None:
    held = make_conversation(jean, ben)
    receipt = make_receipt(held, ben, form=ReceiptForm.NOT_WANTED, may_ask=MayAsk.YES)
    held.refresh_from_db()
    assert (receipt.words, receipt.token_digest, held.may_ask) == ({}, None, MayAsk.YES)
    assert TimelineEntry.objects.filter(title="Receipt of the conversation: they did not want one").exists()


def test_only_who_logs_conversations_gives_one(jean: Resident, ben: User, gwen: User) -> None:
    held = make_conversation(jean, ben)
    with pytest.raises(NotPermitted):
        give_receipt(conversation=held, giving=Giving(form="print"), by=gwen)
    assert not WalkAwayReceipt.objects.exists()
