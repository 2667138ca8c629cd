"""Text messages to those who booked: only where it is safe, each once, and nothing that is true no longer."""

import pytest
from django.test import Client

from accounts.models import User
from audit.models import Event
from core.errors import NotPermitted, Refused
from outbox.enums import JobStatus
from outbox.models import Job
from residents.enums import AccessKind
from residents.models import Resident
from talking_shops.actions.event_day import say_told, tell_booked
from talking_shops.actions.event_texts import send_news, text_news
from talking_shops.enums import ToldHow
from talking_shops.models import Booking, News, Session
from tests.factories.after import NUMBER, deliver, has_phone
from tests.factories.around import make_need
from tests.factories.events import make_booking, make_event
from tests.notify import Notify, notify

__all__ = ["notify"]
KIND = "event_news.text"


@pytest.fixture
def event(db: None) -> Session:
    return make_event()


@pytest.fixture
def booking(event: Session, jean: Resident, asha: User) -> Booking:
    """Jean has said that a text message is safe, and is to be told that the event was moved."""
    has_phone(jean, safe_to_text=True)
    made = make_booking(event, asha, jean)
    tell_booked(session=event, what="moved", by=asha)
    return made


def test_is_sent_once_says_who_writes_and_counts_as_told(
    event: Session, booking: Booking, jean: Resident, asha: User, notify: Notify
) -> None:
    assert text_news(session=event, by=asha) == 1
    assert text_news(session=event, by=asha) == 0  # it is on its way
    assert deliver(KIND) == [JobStatus.DONE]
    news = News.objects.get()
    send_news(news=str(news.pk))
    (text,) = notify.sent_to(NUMBER)
    words = text["personalisation"]["words"]
    assert words == f"Thurrock Council: {news.words} If you have a question, ring 01375 511000."
    assert "Jean" not in words
    assert (news.told_by, news.told_how) == (asha, ToldHow.TEXT)
    assert Event.objects.filter(verb="booking.told", resident_id=jean.pk).count() == 1


@pytest.mark.parametrize("safe", [None, False])
def test_nobody_is_texted_who_has_not_said_that_it_is_safe(
    event: Session, jean: Resident, asha: User, notify: Notify, safe: bool | None
) -> None:
    has_phone(jean, safe_to_text=safe)
    make_booking(event, asha, jean)
    make_booking(event, asha)  # by name alone: nobody asked her
    tell_booked(session=event, what="moved", by=asha)
    assert text_news(session=event, by=asha) == 0
    assert Job.objects.filter(kind=KIND).count() == 0
    assert News.objects.to_tell().count() == 2


def test_nobody_is_texted_who_asked_not_to_be(
    event: Session, booking: Booking, jean: Resident, asha: User, notify: Notify
) -> None:
    make_need(jean, asha, kind=AccessKind.NO_TEXT)
    assert text_news(session=event, by=asha) == 0


def test_a_landline_is_rung(event: Session, booking: Booking, asha: User, notify: Notify) -> None:
    Booking.objects.update(phone="01375000111")
    assert text_news(session=event, by=asha) == 0


def test_what_is_true_no_longer_is_not_sent(event: Session, booking: Booking, asha: User, notify: Notify) -> None:
    text_news(session=event, by=asha)
    tell_booked(session=event, what="cancelled", by=asha)
    assert deliver(KIND) == [JobStatus.DONE]
    assert notify.taken == []
    assert [one.kind for one in News.objects.to_tell()] == ["event"]


def test_nobody_is_texted_who_was_rung_meanwhile(event: Session, booking: Booking, asha: User, notify: Notify) -> None:
    text_news(session=event, by=asha)
    say_told(news=News.objects.get(), how=ToldHow.PHONE, by=asha)
    deliver(KIND)
    assert notify.taken == []


def test_what_became_unsafe_meanwhile_is_not_sent_and_stays_on_the_list(
    event: Session, booking: Booking, jean: Resident, asha: User, notify: Notify
) -> None:
    text_news(session=event, by=asha)
    make_need(jean, asha, kind=AccessKind.NO_TEXT)
    deliver(KIND)
    news = News.objects.to_tell().get()
    assert (notify.taken, news.not_texted) == ([], "They may not be texted any more.")


def test_one_that_is_refused_stays_on_the_list_with_the_reason(
    client: Client, event: Session, booking: Booking, asha: User, notify: Notify
) -> None:
    notify.mood = "refusing"
    text_news(session=event, by=asha)
    assert deliver(KIND) == [JobStatus.DONE]
    assert News.objects.to_tell().get().texting_since is None
    client.force_login(asha)
    page = client.get(f"/sessions/{event.pk}/event/").content.decode()
    assert "No text message left: " in page
    assert "Text everybody who may be texted" in page


def test_one_without_an_answer_is_tried_again_and_says_that_it_has_not_left(
    client: Client, event: Session, booking: Booking, asha: User, notify: Notify
) -> None:
    notify.mood = "failing"
    client.force_login(asha)
    page = client.post(f"/sessions/{event.pk}/event/news/text", follow=True).content.decode()
    assert "1 text message is on the way." in page
    assert "While it stands here it has not left." in page
    assert deliver(KIND) == [JobStatus.WAITING]
    assert News.objects.to_tell().count() == 1
    notify.mood = "well"
    assert deliver(KIND) == [JobStatus.DONE]
    assert len(notify.sent_to(NUMBER)) == 1
    assert "To tell" not in client.get(f"/sessions/{event.pk}/event/").content.decode()


def test_nothing_is_promised_where_nothing_can_be_sent(
    client: Client, event: Session, booking: Booking, asha: User
) -> None:
    with pytest.raises(Refused, match="not connected"):
        text_news(session=event, by=asha)
    client.force_login(asha)
    assert "Text everybody" not in client.get(f"/sessions/{event.pk}/event/").content.decode()


def test_others_may_not_text(event: Session, booking: Booking, olu: User, notify: Notify) -> None:
    with pytest.raises(NotPermitted):
        text_news(session=event, by=olu)
