"""Two who want the last place at one moment: one of them has it, and nobody has one that is not there."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from accounts.models import User
from accounts.roles import Role
from core import clock
from core.errors import Refused, WrongState
from residents.actions import correct_life_event, record_death
from residents.actions.merging import lock_both
from residents.models import LifeEvent, Resident
from talking_shops.actions.event_booking import Wish, book_place, cancel_booking, change_booking, take_back_booking
from talking_shops.actions.event_day import fill_places, say_event_places, tell_booked
from talking_shops.enums import BookingStatus
from talking_shops.models import Booking, News, Session
from tests.committed import at_once
from tests.factories.events import make_booking, make_event
from tests.factories.people import make_resident, make_user
from tests.unit.referrals.test_death_at_once import in_the_midst_of

THREADS = 12


@dataclass(frozen=True)
class Cast:
    """Who is there when nothing is rolled back."""

    asha: User
    dee: User
    event: Session


@pytest.fixture
def cast(committed: str) -> Cast:
    return Cast(
        asha=make_user("Asha Patel", Role.TRIAGE, "thurrock-first"),
        dee=make_user("Dee Walsh", Role.LOCALITY_MANAGER, "cls-tilbury-chadwell"),
        event=make_event(places=5),
    )


def taken(event: Session) -> int:
    return int(event.bookings.with_a_place().aggregate(Sum("places"))["places__sum"] or 0)


def no_errors(results: list[object]) -> list[object]:
    return [result for result in results if isinstance(result, Exception)]


def beside(first: Callable[[], object], work: Callable[[], object], then: Callable[[], object]) -> list[object]:
    """Do `first` in a transaction, start `work` in a thread, and do `then` in that same transaction as soon as the
    thread waits for us or is done; what came of `work`.
    """
    results: list[object] = []

    def run() -> None:
        try:
            results.append(work())
        except Exception as error:  # noqa: BLE001 -- the caller judges it
            results.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        until = time.monotonic() + 20
        while thread.is_alive() and not _somebody_waits() and time.monotonic() < until:
            time.sleep(0.02)
        then()
    thread.join()
    return results


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_of_twelve_at_one_moment_five_have_a_place_and_seven_wait(cast: Cast) -> None:
    results = at_once(THREADS, lambda number: make_booking(cast.event, cast.asha, name=f"Guest {number}"))
    assert no_errors(results) == []
    assert taken(cast.event) == 5
    assert cast.event.bookings.waiting().count() == THREADS - 5


def test_one_person_booked_by_two_at_once_is_booked_once(cast: Cast) -> None:
    jean = make_resident(cast.asha)
    results = at_once(2, lambda number: book_place(session=cast.event, resident=jean, wish=Wish(), by=cast.asha))
    assert sorted(type(result).__name__ for result in results) == [Booking.__name__, Refused.__name__]
    assert Booking.objects.count() == 1


def test_places_given_up_and_booked_at_one_moment_are_never_double(cast: Cast) -> None:
    held = [make_booking(cast.event, cast.asha, name=f"Held {number}") for number in range(5)]
    waiting = [make_booking(cast.event, cast.asha, name=f"Waits {number}") for number in range(4)]

    def work(number: int) -> object:
        if number < len(held):
            return cancel_booking(booking=held[number], because="", by=cast.asha)
        return make_booking(cast.event, cast.asha, name=f"New {number}")

    assert no_errors(at_once(THREADS, work)) == []
    assert taken(cast.event) == 5
    for one in waiting:
        one.refresh_from_db()
    assert {one.status for one in waiting} == {BookingStatus.BOOKED}  # they were there before all the new ones
    assert News.objects.to_tell().filter(booking__in=waiting).count() == 4


def test_a_death_and_a_new_booking_at_one_moment_leave_one_in_the_place(cast: Cast) -> None:
    Session.objects.filter(pk=cast.event.pk).update(places=1)
    jean: Resident = make_resident(cast.asha)
    make_booking(cast.event, cast.asha, jean)

    def work(number: int) -> object:
        if number == 0:
            return record_death(resident=jean, died_on=clock.today(), by=cast.dee, how_known="The hospital")
        return make_booking(cast.event, cast.asha, name=f"Guest {number}")

    assert no_errors(at_once(4, work)) == []
    assert taken(cast.event) == 1
    assert Booking.objects.get(resident=jean).status == BookingStatus.CANCELLED


def test_a_booking_taken_back_while_a_death_is_recorded_is_refused(cast: Cast) -> None:
    jean = make_resident(cast.asha)
    booking = make_booking(cast.event, cast.asha, jean)
    cancel_booking(booking=booking, because="Ill", by=cast.asha)
    (result,) = beside(
        lambda: record_death(resident=jean, died_on=clock.today(), by=cast.dee, how_known="The hospital"),
        lambda: take_back_booking(booking=booking, by=cast.asha),
        lambda: None,
    )
    assert isinstance(result, Refused)
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CANCELLED


def test_all_who_booked_are_told_while_two_of_them_are_merged_and_neither_stops_the_other(cast: Cast) -> None:
    kept, gone = (make_resident(cast.asha) for _ in range(2))
    booking = make_booking(cast.event, cast.asha, gone)
    results = beside(
        lambda: lock_both(kept.pk, gone.pk),
        lambda: tell_booked(session=cast.event, what="moved", by=cast.asha),
        lambda: Booking.objects.filter(pk=booking.pk).update(resident=kept),
    )
    assert results == [1]
    assert News.objects.to_tell().filter(booking=booking, booking__resident=kept).count() == 1


@pytest.mark.parametrize("what", ["cancel", "change", "take back", "another gives up", "more places", "places filled"])
def test_what_changes_a_booking_waits_for_a_merge_of_that_person_before_it_locks_it(cast: Cast, what: str) -> None:
    kept, gone = (make_resident(cast.asha) for _ in range(2))
    waits = what in ("another gives up", "more places", "places filled")
    other = make_booking(cast.event, cast.asha, places=5 if waits else 1)
    booking = make_booking(cast.event, cast.asha, gone)
    if what == "take back":
        cancel_booking(booking=booking, because="Ill", by=cast.asha)
    if what == "places filled":
        Session.objects.filter(pk=cast.event.pk).update(places=9)
    work: dict[str, Callable[[], object]] = {
        "cancel": lambda: cancel_booking(booking=booking, because="Ill", by=cast.asha),
        "change": lambda: change_booking(booking=booking, wish=Wish(places=2), by=cast.asha),
        "take back": lambda: take_back_booking(booking=booking, by=cast.asha),
        "another gives up": lambda: cancel_booking(booking=other, because="Ill", by=cast.asha),
        "more places": lambda: say_event_places(session=cast.event, places=9, by=cast.asha),
        "places filled": lambda: fill_places(session=cast.event, by=cast.asha),
    }
    results = beside(
        lambda: lock_both(kept.pk, gone.pk),
        work[what],
        lambda: Booking.objects.filter(pk=booking.pk).update(resident=kept),
    )
    assert no_errors(results) == []
    booking.refresh_from_db()
    assert booking.resident_id == kept.pk
    assert booking.status == (BookingStatus.CANCELLED if what == "cancel" else BookingStatus.BOOKED)


def test_who_takes_a_booking_back_waits_first_for_whoever_waits_too_as_a_merge_of_both_does(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, back = (make_resident(cast.asha) for _ in range(2))
    assert waits.pk < back.pk
    booking = make_booking(cast.event, cast.asha, back)
    cancel_booking(booking=booking, because="Ill", by=cast.asha)
    make_booking(cast.event, cast.asha, places=5)
    make_booking(cast.event, cast.asha, waits)
    step = "talking_shops.actions.event_booking.lock_booking"

    def merge() -> None:
        with transaction.atomic():
            lock_both(back.pk, waits.pk)

    did = in_the_midst_of(monkeypatch, step, lambda: take_back_booking(booking=booking, by=cast.asha), merge)
    assert no_errors(did) == []
    assert cast.event.bookings.waiting().count() == 2


def test_a_death_holds_first_whoever_waits_for_the_place_as_a_merge_of_both_does(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, dies = (make_resident(cast.asha) for _ in range(2))
    assert waits.pk < dies.pk
    make_booking(cast.event, cast.asha, dies, places=5)
    waiting = make_booking(cast.event, cast.asha, waits)

    def died() -> object:
        return record_death(resident=dies, died_on=clock.today(), by=cast.dee, how_known="The hospital")

    def merge() -> None:
        with transaction.atomic():
            lock_both(dies.pk, waits.pk)

    did = in_the_midst_of(monkeypatch, "talking_shops.actions.event_life.lock_booking", died, merge)
    assert no_errors(did) == []
    waiting.refresh_from_db()
    assert waiting.status == BookingStatus.BOOKED


@pytest.mark.parametrize("what", ["a death that was an error", "a death of who had given up"])
def test_an_event_of_a_life_holds_those_who_booked_and_the_person_in_the_order_of_a_merge(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    dies, other = (make_resident(cast.asha) for _ in range(2))
    assert dies.pk < other.pk
    gone = make_booking(cast.event, cast.asha, dies)
    make_booking(cast.event, cast.asha, other)

    def died() -> LifeEvent:
        return record_death(resident=dies, died_on=clock.today(), by=cast.dee, how_known="The hospital")

    if what == "a death that was an error":
        event = died()
        work: Callable[[], object] = lambda: correct_life_event(event=event, because="Another Jean", by=cast.dee)  # noqa: E731
    else:
        cancel_booking(booking=gone, because="Ill", by=cast.asha)
        work = died

    def merge() -> None:
        with transaction.atomic():
            lock_both(other.pk, dies.pk)

    assert no_errors(in_the_midst_of(monkeypatch, "residents.actions.life.lock_life", work, merge)) == []
    gone.refresh_from_db()
    assert (gone.status == BookingStatus.BOOKED) == (what == "a death that was an error")


@pytest.mark.parametrize("what", ["cancel", "change", "another gives up"])
def test_of_a_death_and_a_change_of_a_booking_at_one_moment_neither_stops_the_other(cast: Cast, what: str) -> None:
    jean = make_resident(cast.asha)
    other = make_booking(cast.event, cast.asha, places=5 if what == "another gives up" else 1)
    booking = make_booking(cast.event, cast.asha, jean)
    work: dict[str, Callable[[], object]] = {
        "cancel": lambda: cancel_booking(booking=booking, because="Ill", by=cast.asha),
        "change": lambda: change_booking(booking=booking, wish=Wish(places=2), by=cast.asha),
        "another gives up": lambda: cancel_booking(booking=other, because="Ill", by=cast.asha),
    }

    def died() -> object:
        return record_death(resident=jean, died_on=clock.today(), by=cast.dee, how_known="The hospital")

    told = beside(died, work[what], lambda: None)
    assert all(isinstance(error, (Refused, WrongState)) for error in no_errors(told))
    booking.refresh_from_db()
    assert booking.status == BookingStatus.CANCELLED
    assert not News.objects.to_tell().filter(booking=booking).exists()
