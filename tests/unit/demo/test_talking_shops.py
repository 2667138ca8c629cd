"""The Talking Shops of the demo borough: venues, series, two years of sessions, and what came of them."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db.models import Count, Q

from accounts.models import User
from core import clock
from core.clock import start_of
from sealed.models import SealedItem
from talking_shops.enums import BookingStatus, Has, ProposalStatus, RideStatus, SessionKind, SessionStatus, TapKind
from talking_shops.models import (
    Attending,
    Booking,
    Conversation,
    Feedback,
    ProposedChange,
    Ride,
    Series,
    Session,
    SessionNote,
    Tap,
    Venue,
    WalkAwayReceipt,
)
from talking_shops.planned import words_of

pytestmark = pytest.mark.django_db
ACCESS = ("step_free", "parking", "bus", "toilets", "quiet_space", "bsl")


def test_has_twelve_venues_with_what_is_known_of_their_access_and_what_is_not(borough: date) -> None:
    venues = list(Venue.objects.all())
    assert len(venues) == 12
    answers = Counter(getattr(venue, fact) for venue in venues for fact in ACCESS)
    assert set(answers) == set(Has)
    assert all(venue.town and venue.address and venue.postcode for venue in venues)
    assert [venue.slug for venue in venues if venue.checked_on and venue.checked_on >= borough] == []
    assert any(venue.checked_on is None for venue in venues)


def test_meets_in_series_of_which_one_is_community_tuesday_since_july_2021(borough: date) -> None:
    series = {one.venue.slug: one for one in Series.objects.select_related("venue")}
    assert len(series) == 12
    event = series["grays-morrisons"]
    assert (event.title, event.from_on) == ("Community Tuesday", date(2021, 7, 6))
    assert words_of(event) == "First Tuesday of every month, midday to 2:30pm"
    assert {words_of(one).split(",")[0] for one in series.values()} >= {
        "Every Thursday",
        "Last Wednesday of every month",
    }


def test_has_sessions_in_each_month_of_two_years_and_for_a_year_ahead(borough: date) -> None:
    days = [session.held_on for session in Session.objects.all()]
    assert min(days) < borough - timedelta(days=720)
    assert max(days) > borough + timedelta(days=380)
    assert len({(day.year, day.month) for day in days}) >= 37
    off = Session.objects.filter(status=SessionStatus.CANCELLED, because__startswith="Bank holiday: ")
    assert off.filter(starts_at__lt=start_of(borough)).exists()


def test_counts_at_each_session_that_was_held_at_least_as_many_talks_as_were_logged(borough: date) -> None:
    held = Session.objects.filter(starts_at__lt=start_of(borough), status=SessionStatus.PLANNED)
    counts = Q(taps__kind=TapKind.TALKED, taps__undoes=None, taps__undone_by=None)
    of_lives = Q(conversations__known_at=None, conversations__resident__isnull=False)
    counted = held.annotate(
        talked=Count("taps", filter=counts, distinct=True),
        logged=Count("conversations", filter=of_lives, distinct=True),
    )
    assert [session for session in counted if session.talked < session.logged] == []
    assert not held.annotate(taps_made=Count("taps")).filter(taps_made=0).exists()
    assert Tap.objects.filter(undoes__isnull=False).exists()
    assert not Tap.objects.exclude(session__in=held).exists()


def test_has_people_of_the_services_at_each_and_a_rota_with_gaps_ahead(borough: date) -> None:
    held = Session.objects.filter(starts_at__lt=start_of(borough), status=SessionStatus.PLANNED)
    assert not held.filter(attending__isnull=True, conversations__isnull=False).exists()
    assert Attending.objects.filter(session__starts_at__gt=start_of(borough), here_at__isnull=True).exists()
    soon = Session.objects.filter(starts_at__range=(start_of(borough), start_of(borough + timedelta(days=56))))
    assert soon.filter(attending__isnull=True, status=SessionStatus.PLANNED).exists()
    assert SessionNote.objects.count() > 100


def test_cancels_one_date_and_moves_another_and_says_why(borough: date) -> None:
    coming = Session.objects.filter(starts_at__gt=start_of(borough))
    off = coming.get(status=SessionStatus.CANCELLED, because__contains="boiler")
    moved = coming.get(moved_from__isnull=False)
    assert off.sequence == moved.sequence == 1
    assert moved.held_on == clock.london_date(moved.moved_from) + timedelta(days=1)


def test_books_the_next_community_tuesday_out_with_meals_rides_and_people_who_wait(borough: date) -> None:
    event = Session.objects.filter(kind=SessionKind.COMMUNITY_EVENT, starts_at__gte=start_of(borough)).earliest(
        "starts_at"
    )
    bookings = Booking.objects.filter(session=event)
    assert {booking.status for booking in bookings} == {BookingStatus.BOOKED, BookingStatus.WAITING}
    assert sum(one.places for one in bookings if one.status == BookingStatus.BOOKED) <= event.places
    assert bookings.filter(resident__isnull=False).exists()
    assert event.meals.filter(is_vegetarian=True).exists()
    assert {ride.status for ride in Ride.objects.filter(booking__session=event)} >= {
        RideStatus.BOOKED,
        RideStatus.ASKED,
    }
    last = Session.objects.filter(kind=SessionKind.COMMUNITY_EVENT, starts_at__lt=start_of(borough)).latest("starts_at")
    assert set(last.bookings.filter(status=BookingStatus.BOOKED).values_list("came", flat=True)) == {True, False}


def test_has_conversations_with_people_who_gave_no_name_and_one_who_is_known_by_now(borough: date) -> None:
    assert Conversation.objects.filter(resident__isnull=True).count() == 3
    known = Conversation.objects.get(known_at__isnull=False)
    assert known.resident.statements.filter(words__startswith="Just me and the baby").exists()


def test_has_conversations_of_every_depth_and_every_effect(borough: date) -> None:
    assert set(Conversation.objects.values_list("depth", flat=True)) == {"brief", "fuller", "assessment"}
    assert set(Conversation.objects.values_list("effect", flat=True)) == {
        "prevented", "reduced", "delayed", "led_on", "not_said",
    }  # fmt: skip


def test_somebody_took_a_page_away_and_put_something_right(borough: date) -> None:
    assert set(WalkAwayReceipt.objects.values_list("form", flat=True)) == {"print", "large_print", "not_wanted"}
    change = ProposedChange.objects.get()
    assert (change.status, "Sheila" in change.words) == (ProposalStatus.WAITING, True)


def test_people_of_four_localities_said_what_they_thought_of_one_too_few_to_show(borough: date) -> None:
    answered = Counter(Feedback.objects.values_list("locality__slug", flat=True))
    assert answered["stanford-corringham"] == 3
    assert all(answered[slug] >= 5 for slug in ("tilbury-chadwell", "grays", "aveley-ockendon-purfleet"))
    asked = Conversation.objects.filter(feedback__isnull=False).values_list("may_ask", flat=True)
    assert set(asked) == {"yes"}


def test_something_from_a_device_needs_ben_and_waits_for_more_than_a_day(borough: date) -> None:
    ben = User.objects.get(name="Ben Okafor")
    item = SealedItem.objects.needing(ben).get()
    assert ("What is happening", item.contents["words"]["story"]) in item.lines
    now = start_of(borough) + timedelta(hours=9)
    dee = User.objects.get(name="Dee Walsh")
    assert list(SealedItem.objects.waiting_too_long(now).answered_for_by(dee)) == [item]
