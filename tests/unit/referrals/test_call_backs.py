"""Call-backs: booked into an hour, taken by somebody, ended, and tried again."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused, WrongState
from referrals.actions import (
    book_call_back,
    claim_call_back,
    claim_next,
    end_call_back,
    reopen_call_back,
    try_again,
)
from referrals.call_backs import call_backs_of, to_ring, warnings_before_ringing, who_of
from referrals.enums import CallBackOutcome
from referrals.models import CallBack
from referrals.slots import free_slots, next_free, slot_of
from residents.models import PhoneNumber, Resident, TimelineEntry
from tests.factories.promises import make_call_back, ring_at
from tests.rows import rows

WEDNESDAY = date(2026, 11, 25)
PHONE = "07700 900123"


@pytest.fixture(autouse=True)
def _wednesday_at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    at_hour(monkeypatch, 10)


def at_hour(monkeypatch: pytest.MonkeyPatch, hour: int) -> None:
    moment = datetime(2026, 11, 25, hour, 15, tzinfo=clock.LONDON)
    monkeypatch.setattr(clock, "now", lambda: moment)


def fill_hour(by: User, hour: int, times: int) -> None:
    for _ in range(times):
        book_call_back(by=by, phone=PHONE, day=WEDNESDAY, hour=hour)


def test_books_an_hour_and_shows_it_on_the_person(jean: Resident, asha: User) -> None:
    booked = book_call_back(by=asha, phone=PHONE, day=WEDNESDAY, hour=14, about="The rail", resident=jean)
    assert (booked.phone, booked.booked_by, booked.outcome) == ("07700900123", asha, CallBackOutcome.BOOKED)
    event = Event.objects.get(verb="call_back.booked")
    assert (event.resident_id, event.detail) == (jean.pk, {"slot": "2026-11-25 14"})
    entry = TimelineEntry.objects.get(resident=jean, title__startswith="Call-back booked")
    assert (entry.kind, entry.title) == ("promise", "Call-back booked for Wednesday 25 November, 2pm to 3pm")
    (row,) = call_backs_of(jean, asha)
    assert (row.when, row.overdue, row.on_it) == ("Wednesday 25 November, 2pm to 3pm", False, "")


def test_books_for_somebody_whom_nobody_knows(asha: User) -> None:
    booked = book_call_back(by=asha, phone=PHONE, day=WEDNESDAY, hour=14, name="Maria Hughes")
    assert who_of(booked) == "Maria Hughes"
    assert Event.objects.get(verb="call_back.booked").resident_id is None


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"phone": ""}, "Enter the telephone number to ring."),
        ({"phone": "ring me"}, "Enter a telephone number, like"),
        ({"hour": 9}, "that has not ended"),
        ({"hour": 19}, "7am to 7pm"),
        ({"day": WEDNESDAY + timedelta(days=29)}, "within the next 28 days"),
    ],
)
def test_refuses_what_cannot_be_rung(asha: User, said: dict[str, Any], sentence: str) -> None:
    before = rows()
    with pytest.raises(Refused, match=sentence):
        book_call_back(by=asha, **({"phone": PHONE, "day": WEDNESDAY, "hour": 14} | said))
    assert rows() == before


@pytest.mark.parametrize("role", ["ben", "gwen", "hal", "ines", "eve", "ada"])
def test_only_who_answers_calls_books_and_rings(
    jean: Resident, asha: User, role: str, request: pytest.FixtureRequest
) -> None:
    other = request.getfixturevalue(role)
    booked = make_call_back(jean, asha)
    before = rows()
    with pytest.raises(NotPermitted):
        book_call_back(by=other, phone=PHONE, day=WEDNESDAY, hour=14)
    for act in (claim_call_back, reopen_call_back, try_again):
        with pytest.raises(NotPermitted):
            act(call_back=booked, by=other)
    with pytest.raises(NotPermitted):
        end_call_back(call_back=booked, outcome=CallBackOutcome.SPOKE, by=other)
    with pytest.raises(NotPermitted):
        claim_next(by=other)
    assert rows() == before


def test_cbk_1_a_full_hour_says_so_with_its_numbers_and_names_the_next(asha: User) -> None:
    fill_hour(asha, 14, 4)
    assert slot_of(WEDNESDAY, 14).is_full
    with pytest.raises(Refused) as refusal:
        book_call_back(by=asha, phone=PHONE, day=WEDNESDAY, hour=14)
    assert str(refusal.value) == (
        "Wednesday 25 November, 2pm to 3pm is full: 4 call-backs of 4 are booked."
        " The next hour with room is Wednesday 25 November, 3pm to 4pm."
    )


def test_cbk_1_two_in_an_hour_of_limited_service_or_what_the_council_sets(asha: User, settings: Any) -> None:
    fill_hour(asha, 18, 2)
    with pytest.raises(Refused, match="2 call-backs of 2"):
        book_call_back(by=asha, phone=PHONE, day=WEDNESDAY, hour=18)
    settings.CALL_BACKS_AN_HOUR = {"full": 4, "limited": 3}
    book_call_back(by=asha, phone=PHONE, day=WEDNESDAY, hour=18)


def test_a_call_that_was_made_leaves_room(asha: User) -> None:
    fill_hour(asha, 18, 2)
    end_call_back(call_back=CallBack.objects.earliest("id"), outcome=CallBackOutcome.SPOKE, by=asha)
    assert slot_of(WEDNESDAY, 18).taken == "1 of 2 booked"


def test_lists_every_hour_that_has_not_ended_with_what_is_booked(asha: User) -> None:
    fill_hour(asha, 18, 2)
    today, tomorrow = free_slots(WEDNESDAY, 2)
    assert [slot.hour for slot in today.hours] == list(range(10, 19))
    assert [slot.hour for slot in tomorrow.hours] == list(range(7, 19))
    assert today.hours[-1].taken == "full: 2 of 2 booked"
    assert today.room == 7 * 4 + 2
    later = next_free(WEDNESDAY, 18)
    assert later is not None
    assert later.key == "2026-11-26 7"


def test_spoke_counts_as_having_spoken_and_the_rest_does_not(jean: Resident, asha: User) -> None:
    end_call_back(call_back=make_call_back(jean, asha), outcome=CallBackOutcome.CANCELLED, by=asha, note="She rang us")
    assert TimelineEntry.objects.last_spoken([jean.pk]) == {}
    done = end_call_back(call_back=make_call_back(jean, asha), outcome=CallBackOutcome.SPOKE, by=asha)
    assert done.ended_by == asha
    assert list(TimelineEntry.objects.last_spoken([jean.pk])) == [jean.pk]


def test_ending_twice_is_harmless_and_otherwise_is_refused(jean: Resident, asha: User) -> None:
    booked = make_call_back(jean, asha)
    end_call_back(call_back=booked, outcome=CallBackOutcome.SPOKE, by=asha)
    before = rows()
    end_call_back(call_back=booked, outcome=CallBackOutcome.SPOKE, by=asha)
    with pytest.raises(ChangedMeanwhile, match="spoke to them"):
        end_call_back(call_back=booked, outcome=CallBackOutcome.CANCELLED, by=asha)
    with pytest.raises(ChangedMeanwhile, match="spoke to them"):
        try_again(call_back=booked, by=asha)
    with pytest.raises(WrongState, match="spoke to them"):
        claim_call_back(call_back=booked, by=asha)
    assert rows() == before


def test_who_has_seen_what_was_said_may_say_otherwise(jean: Resident, asha: User) -> None:
    booked = make_call_back(jean, asha)
    first = end_call_back(call_back=booked, outcome=CallBackOutcome.NO_ANSWER, by=asha)
    seen = {"call_back": booked, "outcome": CallBackOutcome.SPOKE, "by": asha, "seen": first.ended_at}
    assert end_call_back(**seen, note="She rang back").note == "She rang back"
    assert [event.detail["outcome"] for event in Event.objects.filter(verb="call_back.ended").order_by("id")] == [
        CallBackOutcome.NO_ANSWER,
        CallBackOutcome.SPOKE,
    ]


def test_cbk_6_what_was_said_stands_after_ten_minutes(
    jean: Resident, asha: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked = make_call_back(jean, asha)
    ended = end_call_back(call_back=booked, outcome=CallBackOutcome.SPOKE, by=asha)
    before, at = rows(), ended.ended_at
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(minutes=10))
    with pytest.raises(Refused, match="can be changed or undone for ten minutes"):
        reopen_call_back(call_back=booked, by=asha)
    with pytest.raises(Refused, match="can be changed or undone for ten minutes"):
        end_call_back(call_back=booked, outcome=CallBackOutcome.CANCELLED, by=asha, seen=at)
    assert rows() == before
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(minutes=9, seconds=59))
    assert reopen_call_back(call_back=booked, by=asha).outcome == CallBackOutcome.BOOKED


def test_undo_lets_it_wait_again_once(jean: Resident, asha: User) -> None:
    booked = make_call_back(jean, asha)
    end_call_back(call_back=booked, outcome=CallBackOutcome.SPOKE, by=asha)
    again = reopen_call_back(call_back=booked, by=asha)
    assert (again.outcome, again.ended_at, again.note) == (CallBackOutcome.BOOKED, None, "")
    before = rows()
    reopen_call_back(call_back=booked, by=asha)
    assert rows() == before


def test_cbk_3_nobody_answered_is_booked_again_two_hours_later(jean: Resident, asha: User) -> None:
    later = try_again(call_back=make_call_back(jean, asha, name="Maria"), by=asha)
    assert (later.day, later.hour, later.tried) == (WEDNESDAY, 12, 1)
    assert (later.phone, later.name, later.about, later.resident) == ("07700900123", "Maria", "The rail", jean)
    assert CallBack.objects.get(outcome=CallBackOutcome.NO_ANSWER).ended_by == asha
    (row,) = to_ring([later], asha)
    assert row.tried == "Nobody answered once before."


def test_tries_again_in_the_next_hour_with_room(jean: Resident, asha: User) -> None:
    booked = make_call_back(jean, asha)
    fill_hour(asha, 12, 4)
    assert try_again(call_back=booked, by=asha).hour == 13


def test_who_takes_it_is_seen_for_half_an_hour(
    jean: Resident, asha: User, dee: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = claim_call_back(call_back=make_call_back(jean, asha), by=asha)
    assert [(row.on_it, row.mine) for row in to_ring([taken], dee)] == [("Asha Patel", False)]
    assert [(row.on_it, row.mine) for row in to_ring([taken], asha)] == [("Asha Patel", True)]
    at_hour(monkeypatch, 11)
    assert [(row.on_it, row.mine) for row in to_ring([taken], asha)] == [("", False)]


def test_the_next_is_the_longest_overdue_that_nobody_is_on(asha: User, jean: Resident) -> None:
    first = ring_at(make_call_back(jean, asha), WEDNESDAY - timedelta(days=1), 17)
    second = ring_at(make_call_back(None, asha), WEDNESDAY, 10)
    ring_at(make_call_back(None, asha), WEDNESDAY, 11)
    assert claim_next(by=asha) == first
    assert claim_next(by=asha) == first, "what I am on comes before what I could take"
    end_call_back(call_back=first, outcome=CallBackOutcome.SPOKE, by=asha)
    assert claim_next(by=asha) == second
    end_call_back(call_back=second, outcome=CallBackOutcome.SPOKE, by=asha)
    assert claim_next(by=asha) is None, "the hour of the third has not come"


def test_warns_before_ringing(jean: Resident, asha: User) -> None:
    assert warnings_before_ringing(None) == []
    assert warnings_before_ringing(jean, "07700900123") == []
    PhoneNumber.objects.create(
        resident=jean, number="07700900123", safe_to_call=False, started_on=WEDNESDAY, noted_by=asha
    )
    (other,) = warnings_before_ringing(jean, "07700900123")
    assert other == "It is not safe to ring 07700900123: somebody else may answer."
    jean.phone, jean.safe_to_call = "01632960479", False
    assert warnings_before_ringing(jean, jean.phone) == [
        "It is not safe to ring 01632960479: somebody else may answer."
    ]
    jean.died_on = WEDNESDAY
    assert warnings_before_ringing(jean) == ["Jean Smith has died. Do not ring, text or write to them."]


def test_keeps_the_note_of_a_try_that_nobody_answered(jean: Resident, asha: User) -> None:
    booked = make_call_back(jean, asha)
    try_again(call_back=booked, by=asha, note="A man said to ring after two")
    booked.refresh_from_db()
    assert booked.note == "A man said to ring after two"


def test_drops_no_note_when_two_say_the_same_at_once(jean: Resident, asha: User) -> None:
    booked = make_call_back(jean, asha)
    end_call_back(call_back=booked, outcome=CallBackOutcome.SPOKE, by=asha, note="She is well")
    again = {"call_back": booked, "outcome": CallBackOutcome.SPOKE, "by": asha}
    assert end_call_back(**again, note="She is well").note == "She is well"
    with pytest.raises(ChangedMeanwhile):
        end_call_back(**again, note="Her son wants a call tomorrow")
