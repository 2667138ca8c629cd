"""Somebody with something under way of every kind, and all of it as one value to compare."""

from datetime import timedelta
from typing import Any

from accounts.models import User
from core import clock
from discharges.enums import ClockStatus, StayStatus
from discharges.models import HospitalStay, SixWeekClock
from localities.models import Team
from referrals.actions import book_call_back, make_promise
from referrals.enums import CallBackOutcome, PromiseStatus
from referrals.models import Allocation, CallBack, Promise, Referral
from referrals.slots import next_free
from residents.actions import Need, correct_life_event, record_move, record_need, share
from residents.enums import AccessKind
from residents.models import AccessNeed, LifeEvent, Resident, Share
from talking_shops.models import AgreedAction, Booking
from tests.factories.events import make_booking, make_event
from tests.factories.field import make_clock, make_conversation, make_stay
from tests.factories.referrals import give, make_referral


def promise_something(resident: Resident, by: User) -> Promise:
    """ "We will ring", by tomorrow."""
    return make_promise(resident=resident, words="We will ring", due_on=clock.today() + timedelta(days=1), by=by)


def book_something(resident: Resident, by: User) -> CallBack:
    """A call-back in the first hour that is free tomorrow or later."""
    slot = next_free(clock.today() + timedelta(days=1), 9)
    assert slot is not None
    return book_call_back(by=by, phone="01375 000 000", day=slot.day, hour=slot.hour, resident=resident)


def share_with_provider(resident: Resident, by: User) -> None:
    """A provider comes to the house."""
    team = Team.objects.get(slug="estuary-homecare")
    share(resident=resident, team=team, by=by, reason="Care at home")


def need_large_print(resident: Resident, by: User) -> AccessNeed:
    """They need large print."""
    return record_need(resident=resident, need=Need(kind=AccessKind.LARGE_PRINT), by=by)


def put_everything_under_way(resident: Resident, people: dict[str, User]) -> None:
    """A referral in the queue and one with Ben, a clock, a promise, a call-back, something agreed, a share, a need,
    another stay in hospital, and a place at a community event."""
    asha, ben, dee, gwen = (people[name] for name in ("asha", "ben", "dee", "gwen"))
    make_referral(resident, asha)
    give(make_referral(resident, asha), ben, dee)
    make_clock(resident, gwen, days_ago=5)
    make_stay(resident, gwen, admitted_on=clock.days_ago(90))  # no readmission, which would end the clock
    promise_something(resident, ben)
    book_something(resident, asha)
    make_conversation(resident, ben)
    share_with_provider(resident, dee)
    need_large_print(resident, ben)
    make_booking(make_event(), ben, resident)


def move_in_error(resident: Resident, by: User) -> LifeEvent:
    """A move that was recorded and found to be an error at once."""
    event = record_move(resident=resident, left_on=clock.today(), to="Leeds", by=by, how_known="A neighbour rang")
    return correct_life_event(event=event, because="It was another Jean Smith", by=by).event


def under_way(resident: Resident) -> dict[str, Any]:
    """Every open thing of a person, and its state, as one value."""
    held = Allocation.objects.open().filter(resident=resident)
    return {
        "referrals": sorted(Referral.objects.open().filter(resident=resident).values_list("reference", "status")),
        "held": sorted(held.values_list("referral__reference", "worker__name")),
        "promises": sorted(_keys(Promise, resident, status__in=(PromiseStatus.OPEN, PromiseStatus.BROKEN))),
        "call_backs": sorted(_keys(CallBack, resident, outcome=CallBackOutcome.BOOKED)),
        "agreed": sorted(str(pk) for pk in AgreedAction.objects.open().filter(resident=resident).values_list("pk")),
        "clocks": sorted(_keys(SixWeekClock, resident, status=ClockStatus.OPEN)),
        "stays": sorted(_keys(HospitalStay, resident, status=StayStatus.IN_HOSPITAL)),
        "shares": sorted(_keys(Share, resident, ended_at=None)),
        "bookings": sorted(Booking.objects.live().filter(resident=resident).values_list("session__title", "status")),
        "needs": sorted(_keys(AccessNeed, resident, ended_on=None)),
    }


def _keys(model: Any, resident: Resident, **that: Any) -> list[str]:
    return [str(pk) for pk in model.objects.filter(resident=resident, **that).values_list("pk", flat=True)]
