"""The day of an event: who came; and everybody who booked is told when it is cancelled, moved or goes ahead."""

import pytest

from accounts.models import User
from audit.models import Event
from core.errors import NotPermitted, Refused
from outbox.models import Job
from residents.models import Resident, TimelineEntry
from talking_shops.actions import put_on_list
from talking_shops.actions.dates import cancel_session, reinstate_session
from talking_shops.actions.event_booking import cancel_booking
from talking_shops.actions.event_day import fill_places, say_came, say_not_told, say_told, tell_booked
from talking_shops.enums import BookingStatus, ToldHow
from talking_shops.models import News, Session
from tests.factories.events import bring_to_today, make_booking, make_event, news_of


@pytest.fixture
def event(db: None) -> Session:
    return make_event(places=1)


def test_says_who_came_and_takes_it_back(jean: Resident, asha: User) -> None:
    event = make_event()
    booking = make_booking(event, asha, jean)
    bring_to_today(event)
    assert booking.came is None
    for came in (True, True, False, None):
        assert say_came(booking=booking, came=came, by=asha).came is came
    verbs = Event.objects.filter(verb="booking.attended", resident_id=jean.pk)
    assert verbs.count() == 3  # said twice is said once
    titles = TimelineEntry.objects.filter(resident=jean, title__startswith="Came:")
    assert titles.count() == 1


def test_eve_3_nobody_came_before_the_day(event: Session, asha: User) -> None:
    booking = make_booking(event, asha)
    with pytest.raises(Refused, match="from the day of the event on"):
        say_came(booking=booking, came=True, by=asha)


def test_nobody_without_a_place_came(asha: User) -> None:
    event = make_event(places=1)
    make_booking(event, asha)
    waits = make_booking(event, asha, name="Waits")
    bring_to_today(event)
    with pytest.raises(Refused, match="Waits has no place"):
        say_came(booking=waits, came=True, by=asha)


def test_a_cancelled_event_is_to_be_told_to_all_who_booked_and_wait(
    event: Session, jean: Resident, asha: User, ben: User, dee: User
) -> None:
    put_on_list(session=event, service="social_care", by=ben, user=ben)
    booked, waits = make_booking(event, asha, jean), make_booking(event, asha, name="Waits")
    gone = make_booking(event, asha, name="Gone")
    cancel_booking(booking=gone, because="", by=asha)
    cancel_session(session=event, because="The kitchen is flooded", by=dee)
    for booking in (booked, waits):
        (words,) = news_of(booking)
        assert words.startswith("Community Tuesday at Morrisons Café, Grays, on ")
        assert words.endswith(" is cancelled: The kitchen is flooded.")
    assert news_of(gone) == []
    told = Job.objects.filter(kind="notice.deliver", payload__user=str(ben.pk))
    assert [job.payload["words"] for job in told][-1].endswith("Tell everybody who booked, and the drivers")
    assert TimelineEntry.objects.filter(resident=jean, title__contains="is cancelled").count() == 1


def test_one_that_goes_ahead_after_all_is_told_instead(event: Session, asha: User, dee: User) -> None:
    booking = make_booking(event, asha)
    cancel_session(session=event, because="Snow", by=dee)
    reinstate_session(session=event, by=dee)
    (words,) = news_of(booking)  # what was not told yet is true no longer
    assert words.endswith("goes ahead after all.")


def test_places_given_up_while_it_was_cancelled_go_on_when_it_is_not(event: Session, asha: User, dee: User) -> None:
    booked, waits = make_booking(event, asha), make_booking(event, asha, name="Waits")
    cancel_session(session=event, because="Snow", by=dee)
    cancel_booking(booking=booked, because="", by=asha)
    waits.refresh_from_db()
    assert waits.status == BookingStatus.WAITING
    reinstate_session(session=event, by=dee)
    waits.refresh_from_db()
    assert waits.status == BookingStatus.BOOKED


def test_nobody_is_told_where_nobody_booked(event: Session, dee: User) -> None:
    assert tell_booked(session=event, what="cancelled", by=dee) == 0


def test_places_that_were_added_elsewhere_go_to_those_who_wait(event: Session, asha: User) -> None:
    make_booking(event, asha)
    waits = make_booking(event, asha, name="Waits")
    Session.objects.filter(pk=event.pk).update(places=2)
    assert fill_places(session=event, by=asha) == [waits]
    assert fill_places(session=event, by=asha) == []


def test_says_how_somebody_was_told_and_undoes_it(event: Session, jean: Resident, asha: User, ben: User) -> None:
    booking = make_booking(event, asha, jean)
    tell_booked(session=event, what="moved", by=asha)
    news = News.objects.get(booking=booking)
    for _ in range(2):
        told = say_told(news=news, how=ToldHow.PHONE, by=ben)
    assert (told.told_by, told.told_how, news_of(booking)) == (ben, ToldHow.PHONE, [])
    assert Event.objects.filter(verb="booking.told", resident_id=jean.pk).count() == 1
    say_not_told(news=news, by=ben)
    assert len(news_of(booking)) == 1


def test_what_is_true_no_longer_is_not_told(event: Session, asha: User) -> None:
    booking = make_booking(event, asha)
    tell_booked(session=event, what="cancelled", by=asha)
    old = News.objects.get(booking=booking)
    tell_booked(session=event, what="reinstated", by=asha)
    with pytest.raises(Refused, match="true no longer"):
        say_told(news=old, how=ToldHow.PHONE, by=asha)


def test_others_say_neither(event: Session, asha: User, olu: User) -> None:
    booking = make_booking(event, asha)
    tell_booked(session=event, what="moved", by=asha)
    with pytest.raises(NotPermitted):
        say_told(news=News.objects.get(), how=ToldHow.PHONE, by=olu)
    with pytest.raises(NotPermitted):
        say_came(booking=booking, came=True, by=olu)
