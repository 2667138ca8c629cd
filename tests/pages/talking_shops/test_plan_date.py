"""/sessions/plan/date/…: one date planned alone, left out, cancelled, moved, reinstated; who comes to it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from accounts.models import User
from audit.models import Event
from core import clock
from outbox.models import Job
from residents.models import Resident
from talking_shops.actions import cancel_session, move_session, put_in_rota, say_where, take_out_of_rota
from talking_shops.enums import Every, SessionKind
from talking_shops.models import Attending, Session
from tests.factories.events import make_booking, make_event
from tests.factories.planned import make_dates, make_place

SUNDAY = datetime(2026, 11, 22, 12, tzinfo=clock.LONDON)
WEEK = timedelta(days=7)
WHY = "The library is closed for repairs"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_sunday_in_november() -> Iterator[None]:
    with clock.standing_at(SUNDAY):
        yield


@pytest.fixture
def tuesday(ben: User) -> Session:
    """The first date of a weekly series: Tuesday 24 November, 10am to midday."""
    return make_dates(ben, every=Every.WEEK).sessions.earliest("starts_at")


def page_of(session: Session) -> str:
    return f"/sessions/plan/date/{session.pk}/"


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_cancelling_one_date_takes_a_reason_that_the_public_reads(client: Client, ben: User, tuesday: Session) -> None:
    client.force_login(ben)
    page = f"{page_of(tuesday)}cancel"
    assert client.post(page, {"because": " ", "version": "1"}).status_code == 422
    answer = client.post(page, {"because": WHY, "version": "1"})
    text = text_of(client.get(answer.url))
    assert f"Tuesday 24 November, 10am to midday: cancelled. {WHY}" in text
    tuesday.refresh_from_db()
    assert (tuesday.status, tuesday.sequence, tuesday.version) == ("cancelled", 1, 2)
    assert tuesday.changed_at == clock.now()
    assert Event.objects.filter(verb="session.cancelled", subject_id=tuesday.pk).count() == 1


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_date_that_is_over_is_offered_neither_cancelling_nor_moving_and_says_why(
    client: Client, ben: User, tuesday: Session, cancelled: bool
) -> None:
    if cancelled:
        cancel_session(session=tuesday, because=WHY, by=ben)
    client.force_login(ben)
    offers = ("Cancel it", "Move it", "Reinstate it")
    assert any(words in text_of(client.get(page_of(tuesday))) for words in offers)
    Session.objects.filter(pk=tuesday.pk).update(starts_at=F("starts_at") - WEEK, ends_at=F("ends_at") - WEEK)
    text = text_of(client.get(page_of(tuesday)))
    assert "Its day is over: it stays as it was." in text
    assert not [words for words in offers if words in text]


def test_a_cancelled_date_is_reinstated_in_one_click_and_says_so(client: Client, ben: User, tuesday: Session) -> None:
    client.force_login(ben)
    cancelled = client.post(f"{page_of(tuesday)}cancel", {"because": WHY, "version": "1"})
    assert f'action="{page_of(tuesday)}reinstate"' in text_of(client.get(cancelled.url)), "undo stands in the message"
    answer = client.post(f"{page_of(tuesday)}reinstate", {"version": "2"})
    assert "Tuesday 24 November, 10am to midday. It goes ahead after all." in text_of(client.get(answer.url))
    tuesday.refresh_from_db()
    assert (tuesday.status, tuesday.sequence) == ("planned", 2)


def test_a_date_is_left_out_in_one_click(client: Client, ben: User, tuesday: Session) -> None:
    client.force_login(ben)
    client.post(f"{page_of(tuesday)}skip", {"version": "1"})
    tuesday.refresh_from_db()
    assert (tuesday.status, tuesday.because) == ("cancelled", "Not held on this date.")
    again = client.post(f"{page_of(tuesday)}skip", {})
    assert "This cannot be done now: it is cancelled" in text_of(client.get(again.url))


def test_moving_a_date_keeps_when_it_was_to_be(client: Client, ben: User, tuesday: Session) -> None:
    client.force_login(ben)
    was = tuesday.starts_at
    moved = {"on": "26 November 2026", "starts": "2pm", "ends": "4pm", "because": "Polling day", "version": "1"}
    answer = client.post(f"{page_of(tuesday)}move", moved)
    public = "Thursday 26 November, 2pm to 4pm, moved from Tuesday 24 November. Polling day"
    assert public in text_of(client.get(answer.url))
    tuesday.refresh_from_db()
    assert (tuesday.moved_from, tuesday.series_on, tuesday.sequence) == (was, was.date(), 1)
    client.post(f"{page_of(tuesday)}move", moved | {"on": "24/11/2026", "starts": "10", "ends": "12", "version": "2"})
    tuesday.refresh_from_db()
    assert tuesday.moved_from is None, "it is held when it was to be"
    assert tuesday.because == "", "and nobody reads of a polling day any more"


def test_a_date_moved_back_to_its_day_but_to_another_end_still_says_why(ben: User, tuesday: Session) -> None:
    for on, ends in ((26, 12), (24, 13)):
        move_session(
            session=tuesday, on=date(2026, 11, on), starts=time(10), ends=time(ends), because="Polling", by=ben
        )
    tuesday.refresh_from_db()
    assert (tuesday.hours, tuesday.because) == ("10am to 1pm", "Polling")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"starts": "3am"}, "It must start between 6am and 10pm."),
        ({"ends": "9am"}, "It would end at 9am, before it starts."),
        ({"because": ""}, "Enter why it is moved"),
        ({"on": "20 November 2026"}, "Day must be today or in the future"),
        ({"on": "1 December 2026"}, "Something else is planned there at that hour."),
        ({}, "It is held then already."),
    ],
)
def test_a_move_that_cannot_be_says_why(
    client: Client, ben: User, tuesday: Session, told: dict[str, str], words: str
) -> None:
    client.force_login(ben)
    facts = {"on": "24 November 2026", "starts": "10am", "ends": "midday", "because": "Polling day", "version": "1"}
    answer = client.post(f"{page_of(tuesday)}move", facts | told)
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_two_who_change_one_date_see_both_versions(client: Client, ben: User, dee: User, tuesday: Session) -> None:
    client.force_login(ben)
    cancel_session(session=tuesday, because="Ill", by=dee)
    answer = client.post(f"{page_of(tuesday)}cancel", {"because": WHY, "version": "1"})
    assert answer.status_code == 409
    text = text_of(answer)
    assert "It stands now as: cancelled: Ill" in text
    assert WHY in text
    tuesday.refresh_from_db()
    assert tuesday.because == "Ill"


def test_a_day_that_is_over_stays_as_it_was(client: Client, ben: User, tuesday: Session) -> None:
    client.force_login(ben)
    with clock.standing_at(SUNDAY + timedelta(days=5)):
        assert "Cancel it" not in text_of(client.get(page_of(tuesday)))
        answer = client.post(f"{page_of(tuesday)}cancel", {"because": WHY, "version": "1"})
    assert answer.status_code == 422
    assert "Its day is over: it stays as it was." in text_of(answer)


def test_one_date_is_planned_alone(client: Client, ben: User) -> None:
    venue = make_place(ben)
    client.force_login(ben)
    facts = {"venue": str(venue.pk), "kind": "community_event", "on": "4 December 2026", "starts": "11", "ends": "2pm"}
    assert "Enter what the event is called" in text_of(client.post("/sessions/plan/date/new", facts))
    client.post("/sessions/plan/date/new", facts | {"title": "Winter Fair", "places": "40"})
    made = Session.objects.get()
    assert (made.title, made.places, made.hours, made.series) == ("Winter Fair", 40, "11am to 2pm", None)


def test_those_in_the_rota_hear_of_a_change_and_who_made_it_does_not(
    client: Client, ben: User, chidi: User, tuesday: Session
) -> None:
    for user in (ben, chidi):
        put_in_rota(session=tuesday, service="social_care", user=user, by=ben)
    client.force_login(ben)
    client.post(f"{page_of(tuesday)}cancel", {"because": WHY, "version": "1"})
    put, *told = [job.payload for job in Job.objects.filter(kind="notice.deliver").order_by("id")]
    assert put["words"] == "You are in the rota: Tilbury Library, Tuesday 24 November, 10am to midday"
    assert [one["user"] for one in told] == [str(chidi.pk)]
    assert told[0]["words"] == "Tilbury Library, Tuesday 24 November, 10am to midday, is cancelled"


def told() -> list[str]:
    return [job.payload["words"] for job in Job.objects.filter(kind="notice.deliver").order_by("id")]


def test_whoever_is_put_in_taken_out_and_put_in_again_hears_of_each(ben: User, chidi: User, tuesday: Session) -> None:
    for _ in range(2):
        put, *_ = put_in_rota(session=tuesday, service="social_care", user=chidi, by=ben, all_dates=True)
        take_out_of_rota(attending=put, by=ben, all_dates=True)
    heard = told()
    assert [words.split(":")[0] for words in heard] == ["You are in the rota", "You are not in the rota any more"] * 2
    assert heard[1].endswith("Tilbury Library, Tuesday 24 November, 10am to midday, and 56 later dates")


def test_whoever_is_taken_off_the_list_of_a_date_to_come_hears_of_it_and_of_the_undo(
    ben: User, chidi: User, tuesday: Session
) -> None:
    (put,) = put_in_rota(session=tuesday, service="social_care", user=chidi, by=ben)
    for minute, where in enumerate(("off", "expected", "off")):
        with clock.standing_at(SUNDAY + timedelta(minutes=minute)):
            say_where(attending=put, where=where, by=ben)
    say_where(attending=put, where="expected", by=chidi)
    assert [words.split(":")[0] for words in told()[1:]] == [
        "You are not in the rota any more", "You are in the rota after all", "You are not in the rota any more",
    ]  # fmt: skip


def test_the_rota_takes_a_colleague_and_somebody_of_another_service_for_all_later_dates(
    client: Client, ben: User, tuesday: Session
) -> None:
    client.force_login(ben)
    page = f"{page_of(tuesday)}rota"
    client.post(page, {"user": str(ben.pk), "service": "social_care"})
    assert tuesday.attending.get().user == ben
    cancel_session(session=tuesday.series.sessions.order_by("starts_at")[1], because="Ill", by=ben)
    client.post(page, {"user": "else", "name": "Sue Cole", "service": "housing", "all_dates": "true"})
    dates = tuesday.series.sessions.filter(status="planned").count()
    assert Attending.objects.filter(name="Sue Cole", service="housing", is_planned=True).count() == dates
    assert "They are in the rota already" in text_of(client.post(page, {"user": str(ben.pk), "service": "housing"}))
    client.post(page, {"user": str(ben.pk), "service": "social_care", "all_dates": "true"})
    assert Attending.objects.filter(user=ben).count() == dates, "who stands on the first is put on the later ones"
    text = text_of(client.get("/sessions/plan/rota/"))
    assert text.count("Sue Cole") == 3, "four weeks have four Tuesdays, of which one is cancelled"


def test_somebody_is_taken_out_of_one_date_or_of_all_later_ones(client: Client, ben: User, tuesday: Session) -> None:
    put_in_rota(session=tuesday, service="housing", name="Sue Cole", by=ben, all_dates=True)
    first, second, third = Attending.objects.order_by("session__starts_at")[:3]
    client.force_login(ben)
    client.post(f"/sessions/plan/rota/{first.pk}/remove", {})
    assert Attending.objects.filter(removed_at__isnull=False).count() == 1
    with clock.standing_at(SUNDAY + timedelta(days=16)):
        say_where(attending=third, where="here", by=ben)
    client.post(f"/sessions/plan/rota/{second.pk}/remove", {"all_dates": "yes"})
    assert list(Attending.objects.on_the_list()) == [third], "who has come stays on the list"


def test_the_rota_says_where_nobody_comes_and_shows_only_mine(client: Client, ben: User, tuesday: Session) -> None:
    put_in_rota(session=tuesday, service="social_care", user=ben, by=ben)
    client.force_login(ben)
    text = text_of(client.get("/sessions/plan/rota/"))
    assert "3 dates have nobody yet." in text
    text = text_of(client.get("/sessions/plan/rota/?mine=yes"))
    assert "Tuesday 24 November" in text
    assert "Tuesday 1 December" not in text


def test_whoever_cancels_an_event_reads_how_many_have_a_place_and_they_are_to_be_told(
    client: Client, ben: User, jean: Resident
) -> None:
    event = make_event()
    make_booking(event, ben, resident=jean)
    client.force_login(ben)
    assert "1 person has a place or wait for one." in text_of(client.get(f"{page_of(event)}cancel"))
    client.post(f"{page_of(event)}cancel", {"because": WHY, "version": str(event.version)})
    assert jean.bookings.get().news.filter(kind="event").count() == 1


def test_a_series_of_events_has_its_name_and_places_on_each_date(ben: User) -> None:
    told: dict[str, Any] = {"kind": SessionKind.COMMUNITY_EVENT, "title": "Community Tuesday", "places": 40}
    series = make_dates(ben, starts=time(11), ends=time(14), **told)
    first = series.sessions.earliest("starts_at")
    assert (first.kind, first.title, first.places) == (SessionKind.COMMUNITY_EVENT, "Community Tuesday", 40)
