"""Makes promises and call-backs for tests, through the same actions as the application."""

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from core import clock
from referrals.actions import book_call_back, make_promise
from referrals.models import CallBack, Promise
from referrals.slots import next_free
from residents.models import Resident

WORDS = "We will ring about the rail"


def make_promise_to(resident: Resident, by: User, **differently: Any) -> Promise:
    """A promise for tomorrow that whoever made it keeps."""
    facts: dict[str, Any] = {"words": WORDS, "due_on": clock.today() + timedelta(days=1)}
    return make_promise(resident=resident, by=by, **(facts | differently))


def overdue_promise(resident: Resident, by: User, *, days: int = 1, **differently: Any) -> Promise:
    """A promise whose day passed so many days ago, and that no night has marked yet."""
    promise = make_promise_to(resident, by, **differently)
    Promise.objects.filter(pk=promise.pk).update(due_on=clock.today() - timedelta(days=days))
    promise.refresh_from_db()
    return promise


def make_call_back(resident: Resident | None, by: User, **differently: Any) -> CallBack:
    """A call-back in the first hour with room from tomorrow on."""
    slot = next_free(clock.today() + timedelta(days=1), 0)
    assert slot is not None
    facts: dict[str, Any] = {"phone": "07700 900123", "day": slot.day, "hour": slot.hour, "about": "The rail"}
    return book_call_back(by=by, resident=resident, **(facts | differently))


def ring_at(call_back: CallBack, day: date, hour: int) -> CallBack:
    """The same call-back, in an hour that may be over."""
    CallBack.objects.filter(pk=call_back.pk).update(day=day, hour=hour)
    call_back.refresh_from_db()
    return call_back
