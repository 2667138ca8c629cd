"""Which Talking Shops a worker sees first, and which one a conversation most likely comes from."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from accounts.models import User
from core import clock
from talking_shops.diary import diary_of, likely_session, recent_sessions
from talking_shops.enums import SessionStatus
from talking_shops.models import Session
from tests.factories.field import make_session

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def at_eleven(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eleven in the morning on a Tuesday."""
    now = datetime(2026, 11, 24, 11, tzinfo=clock.LONDON)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def test_puts_the_workers_own_localities_first(at_eleven: None, ben: User) -> None:
    elsewhere = make_session("grays", venue="Grays Library", on=TUESDAY, hour=9)
    own = make_session(on=TUESDAY, hour=14)
    later = make_session(on=TUESDAY + timedelta(days=2))
    make_session(on=TUESDAY + timedelta(days=8))
    make_session(on=TUESDAY - timedelta(days=1))
    diary = diary_of(ben)
    assert (diary.yours, diary.elsewhere) == ([own], [elsewhere])
    assert [(day.on, day.sessions) for day in diary.coming] == [(TUESDAY + timedelta(days=2), [later])]


def test_offers_the_session_that_is_on_now(at_eleven: None, ben: User) -> None:
    make_session(on=TUESDAY, hour=8, venue="Chadwell Library")
    now = make_session(on=TUESDAY, hour=10)
    make_session(on=TUESDAY, hour=14, venue="East Tilbury Library")
    make_session("grays", venue="Grays Library", on=TUESDAY, hour=11)
    assert likely_session(recent_sessions(), ben, "") == now


def test_offers_the_first_of_the_day_before_any_has_begun(at_eleven: None, ben: User) -> None:
    make_session(on=TUESDAY, hour=16, venue="Chadwell Library")
    first = make_session(on=TUESDAY, hour=13)
    assert likely_session(recent_sessions(), ben, "") == first


def test_offers_none_when_today_has_none_near_by(at_eleven: None, ben: User) -> None:
    make_session("grays", venue="Grays Library", on=TUESDAY)
    yesterday = make_session(on=TUESDAY - timedelta(days=1))
    sessions = recent_sessions()
    assert likely_session(sessions, ben, "") is None
    assert yesterday in sessions


def test_keeps_to_the_session_that_was_asked_for(at_eleven: None, ben: User) -> None:
    make_session(on=TUESDAY)
    asked = make_session("grays", venue="Grays Library", on=TUESDAY - timedelta(days=2))
    assert likely_session(recent_sessions(), ben, str(asked.pk)) == asked
    assert likely_session(recent_sessions(), ben, str(uuid4())) != asked


def test_offers_no_session_that_lies_ahead_or_more_than_a_week_back(at_eleven: None, ben: User) -> None:
    make_session(on=TUESDAY + timedelta(days=1))
    make_session(on=TUESDAY - timedelta(days=8))
    assert recent_sessions() == []


def test_an_older_session_is_offered_to_who_comes_from_its_page(at_eleven: None, ben: User) -> None:
    today, old = make_session(on=TUESDAY), make_session(on=TUESDAY - timedelta(days=30))
    ahead = make_session(on=TUESDAY + timedelta(days=1))
    assert recent_sessions(str(old.pk)) == [today, old]
    assert likely_session(recent_sessions(str(old.pk)), ben, str(old.pk)) == old
    for other in (str(ahead.pk), str(today.pk), "1' OR 1=1", ""):
        assert recent_sessions(other) == [today]


def test_a_cancelled_session_is_not_taken_for_the_one_that_is_on(at_eleven: None, ben: User) -> None:
    on = make_session(on=TUESDAY, hour=9)
    Session.objects.filter(pk=make_session(on=TUESDAY, hour=10).pk).update(status=SessionStatus.CANCELLED)
    assert likely_session(recent_sessions(), ben, "") == on
