"""What became of messages that were taken is asked for by reference, with a limit, and whoever sent one is told."""

from datetime import timedelta

import pytest

from accounts.models import Notice, User
from audit.models import Event
from core import clock
from outbox import notify as client
from outbox.enums import JobStatus
from outbox.models import Job
from residents.models import Resident, TimelineEntry
from talking_shops.actions import answer_feedback, ask_for_feedback, leave_out, move_conversation, propose_by_link
from talking_shops.actions.asking import Answers
from talking_shops.actions.event_day import say_told, tell_booked
from talking_shops.actions.event_texts import text_news
from talking_shops.after_messages import ASKED_AFTER
from talking_shops.enums import ToldHow
from talking_shops.models import Feedback, News, ProposedChange, WalkAwayReceipt
from tests.factories.after import NUMBER, WRONG, deliver, has_phone, make_text, make_willing
from tests.factories.events import make_booking, make_event
from tests.factories.field import make_conversation
from tests.factories.people import make_resident
from tests.notify import Notify, notify

__all__ = ["notify"]
ASK = "message.ask"
NO_SUCH = "There is no such number or address"


@pytest.fixture
def sent(jean: Resident, ben: User, notify: Notify) -> WalkAwayReceipt:
    """A receipt that Notify took, and of which it says nothing more yet."""
    receipt = make_text(make_conversation(jean, ben), ben)
    deliver()
    receipt.refresh_from_db()
    return receipt


def told(user: User) -> list[str]:
    """The notices of one person."""
    deliver("notice.deliver")
    return list(Notice.objects.filter(user=user).values_list("words", flat=True))


def test_is_first_asked_for_some_minutes_after_it_was_taken_by_its_reference(
    sent: WalkAwayReceipt, notify: Notify
) -> None:
    job = Job.objects.get(kind=ASK)
    assert sent.sent_at is not None
    assert job.due_at == sent.sent_at + timedelta(minutes=5)
    assert (job.payload["reference"], job.payload["turn"]) == (notify.taken[0]["reference"], 0)


def test_one_that_fails_later_is_told_to_who_gave_it_with_what_to_do(
    sent: WalkAwayReceipt, ben: User, notify: Notify
) -> None:
    notify.became = "permanent-failure"
    assert deliver(ASK) == [JobStatus.DONE]
    sent.refresh_from_db()
    assert NO_SUCH in sent.failed_because
    assert sent.arrived_at is None
    (words,) = told(ben)
    assert "did not arrive" in words
    assert "Ask them for the right one" in words
    assert Notice.objects.get(user=ben).link == sent.get_absolute_url()
    assert Event.objects.filter(verb="receipt.not_sent").count() == 1
    assert not Job.objects.filter(kind=ASK, status=JobStatus.WAITING).exists()


@pytest.mark.parametrize("state", ["delivered", "sent"])
def test_one_that_arrived_is_kept_and_asked_for_no_more(
    sent: WalkAwayReceipt, ben: User, notify: Notify, state: str
) -> None:
    notify.became = state
    deliver(ASK)
    sent.refresh_from_db()
    assert (sent.arrived_at is not None, sent.failed_because, told(ben)) == (True, "", [])
    assert deliver(ASK) == []
    assert Event.objects.filter(verb="receipt.arrived").count() == 1


@pytest.mark.parametrize("mood", ["failing", "hanging", "busy", "portal"])
def test_without_an_answer_it_is_asked_again_later_and_no_job_is_given_up(
    sent: WalkAwayReceipt, ben: User, notify: Notify, mood: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "SECONDS", 0.2)
    notify.mood = mood
    assert deliver(ASK) == [JobStatus.DONE]
    later = Job.objects.get(kind=ASK, status=JobStatus.WAITING)
    assert sent.sent_at is not None
    assert (later.due_at, later.payload["turn"]) == (sent.sent_at + timedelta(minutes=30), 1)
    notify.mood, notify.became = "well", "temporary-failure"
    deliver(ASK)
    assert "mailbox full" in told(ben)[0]


def test_after_three_days_nobody_asks_on_and_this_is_said(sent: WalkAwayReceipt, ben: User, notify: Notify) -> None:
    asked = notify.asked
    for _ in range(len(ASKED_AFTER) + 2):
        deliver(ASK)
    sent.refresh_from_db()
    assert notify.asked - asked == len(ASKED_AFTER)
    assert ASKED_AFTER[-1] > timedelta(days=3)
    assert (sent.arrived_at, sent.failed_because) == (None, "")
    assert sent.not_known_at is not None
    (words,) = told(ben)
    assert "nobody knows whether the receipt arrived. GOV.UK Notify has not said for three days." in words
    assert "did not arrive" not in words


def test_of_one_that_was_taken_twice_the_one_that_arrived_counts(sent: WalkAwayReceipt, notify: Notify) -> None:
    notify.taken.append(notify.taken[0] | {"id": "the second", "became": "permanent-failure"})
    notify.taken[0]["became"] = "delivered"
    deliver(ASK)
    sent.refresh_from_db()
    assert (sent.arrived_at is not None, sent.failed_because) == (True, "")


def test_a_receipt_that_left_the_record_is_told_to_nobody(
    sent: WalkAwayReceipt, ben: User, dee: User, notify: Notify
) -> None:
    move_conversation(conversation=sent.conversation, to=make_resident(ben, given_name="Maud"), reason="x", by=dee)
    before = told(ben)
    notify.became = "permanent-failure"
    deliver(ASK)
    assert told(ben) == before
    assert not any("did not arrive" in words for words in before)


def test_a_decision_that_does_not_arrive_was_not_told(sent: WalkAwayReceipt, ben: User, notify: Notify) -> None:
    notify.became = "delivered"
    deliver(ASK)
    change = propose_by_link(receipt=sent, words=WRONG)
    leave_out(change=change, because="It was so.", by=ben)
    deliver()
    notify.became = "permanent-failure"
    deliver(ASK)
    change.refresh_from_db()
    assert (change.told_at, change.arrived_at) == (None, None)
    assert NO_SUCH in change.failed_because
    assert any("what became of the change did not arrive" in words for words in told(ben))


def test_a_decision_that_arrives_is_kept(sent: WalkAwayReceipt, ben: User, notify: Notify) -> None:
    notify.became = "delivered"
    leave_out(change=propose_by_link(receipt=sent, words=WRONG), because="It was so.", by=ben)
    deliver()
    deliver(ASK)
    change = ProposedChange.objects.get()
    assert change.arrived_at is not None
    assert change.told_at is not None


def test_a_question_that_does_not_arrive_is_told_and_can_be_sent_elsewhere(
    jean: Resident, ben: User, notify: Notify
) -> None:
    held = make_willing(jean, ben)
    ask_for_feedback(conversation=held, to=NUMBER, is_safe=True, by=ben)
    deliver()
    notify.became = "technical-failure"
    deliver(ASK)
    asked = Feedback.objects.get()
    assert "lost between the networks" in asked.failed_because
    assert len(told(ben)) == 1
    notify.became = "delivered"
    ask_for_feedback(conversation=held, to="jean@example.org", is_safe=True, by=ben)
    deliver()
    deliver(ASK)
    asked.refresh_from_db()
    assert (asked.failed_because, asked.arrived_at is not None) == ("", True)


def test_a_link_that_was_asked_again_or_answered_is_not_told_of(jean: Resident, ben: User, notify: Notify) -> None:
    held = make_willing(jean, ben)
    ask_for_feedback(conversation=held, to=NUMBER, is_safe=True, by=ben)
    deliver()
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        ask_for_feedback(conversation=held, to="jean@example.org", is_safe=True, by=ben)
    notify.became = "permanent-failure"
    deliver(ASK)
    assert Feedback.objects.get().failed_because == ""
    deliver()
    answer_feedback(feedback=Feedback.objects.get(), answers=Answers(helped=5))
    deliver(ASK)
    assert (Feedback.objects.get().failed_because, told(ben)) == ("", [])


def test_a_text_about_an_event_that_does_not_arrive_is_to_be_told_again(
    jean: Resident, asha: User, notify: Notify
) -> None:
    event = make_event()
    has_phone(jean, safe_to_text=True)
    make_booking(event, asha, jean)
    tell_booked(session=event, what="moved", by=asha)
    text_news(session=event, by=asha)
    deliver("event_news.text")
    notify.became = "permanent-failure"
    deliver(ASK)
    news = News.objects.to_tell().get()
    assert news.not_texted == f"It did not arrive. {NO_SUCH}, or it takes no messages. Ask them for the right one."
    assert TimelineEntry.objects.filter(title="The text message did not arrive").exists()
    (words,) = [one for one in told(asha) if "did not arrive" in one]
    assert "Jean" not in words
    assert text_news(session=event, by=asha) == 1
    deliver("event_news.text")
    assert len(notify.sent_to(NUMBER)) == 2


def test_who_was_rung_about_an_event_meanwhile_stays_told(jean: Resident, asha: User, notify: Notify) -> None:
    event = make_event()
    has_phone(jean, safe_to_text=True)
    make_booking(event, asha, jean)
    tell_booked(session=event, what="moved", by=asha)
    text_news(session=event, by=asha)
    deliver("event_news.text")
    News.objects.update(told_at=None, told_by=None, told_how="")
    say_told(news=News.objects.get(), how=ToldHow.PHONE, by=asha)
    notify.became = "permanent-failure"
    deliver(ASK)
    assert News.objects.get().told_how == ToldHow.PHONE
