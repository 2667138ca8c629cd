"""Somebody who is recorded as moved out of the borough is in hospital here: do they live here again?"""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import Refused
from discharges.actions import record_discharge, say_where_they_live, void_discharge, void_stay
from discharges.enums import ClockStatus, EndReason, LivesHere, Pathway
from discharges.models import HospitalStay, SixWeekClock
from discharges.rules import may_end
from residents.actions import record_move
from residents.models import LifeEvent, Resident, TimelineEntry
from tests.factories.field import make_stay
from tests.rows import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def away(jean: Resident, dee: User) -> Resident:
    """Jean, who moved to Leeds forty days ago; the council there knows."""
    record_move(
        resident=jean, left_on=clock.days_ago(40), to="Leeds", by=dee, how_known="A letter", council_told=True
    )  # fmt: skip
    jean.refresh_from_db()
    return jean


def admit(resident: Resident, by: User, lives_here: str = "", **known: Any) -> HospitalStay:
    return make_stay(resident, by, admitted_on=clock.days_ago(9), lives_here=lives_here, **known)


def go_home(stay: HospitalStay, by: User) -> SixWeekClock:
    return record_discharge(stay=stay, discharged_on=clock.days_ago(1), pathway=Pathway.P1, by=by)


def story() -> list[str]:
    return list(TimelineEntry.objects.order_by("recorded_at", "id").values_list("title", flat=True))


@pytest.mark.parametrize(
    ("moved_on", "visiting", "told", "ends"),
    [
        (1, False, True, False),  # a move before the admission: they came back
        (1, True, True, True),  # they were visiting
        (1, True, False, False),  # the council there was not told
        (2, False, True, True),  # the day of the admission
        (3, False, True, True),  # during the stay
        (3, True, True, True),
    ],
)
def test_six_6_a_move_before_the_admission_ends_the_clock_of_a_visitor_only(
    moved_on: int, visiting: bool, told: bool, ends: bool
) -> None:
    days = {"on": date(2026, 11, moved_on), "admitted_on": date(2026, 11, 2)}
    assert may_end(EndReason.MOVED, council_told=told, was_visiting=visiting, **days) is ends


def test_six_6_a_yes_records_the_return_and_the_clock_runs(away: Resident, gwen: User) -> None:
    running = go_home(admit(away, gwen, LivesHere.YES), gwen)
    away.refresh_from_db()
    moved = LifeEvent.objects.get()
    assert (away.left_on, moved.returned_on, moved.corrected_at) == (None, clock.days_ago(9), None)
    assert running.status == ClockStatus.OPEN
    assert "Came back from Leeds: lives in the borough again" in story()
    assert Event.objects.get(verb="stay.lives_here").detail == {"lives_here": "yes"}


def test_six_6_a_no_keeps_the_move_and_ends_the_clock_at_the_discharge(away: Resident, gwen: User) -> None:
    running = go_home(admit(away, gwen, LivesHere.NO), gwen)
    away.refresh_from_db()
    assert away.left_for == "Leeds"
    assert (running.status, running.end_reason) == (ClockStatus.ENDED, EndReason.MOVED)
    assert running.ended_on == clock.days_ago(1)
    assert "Was visiting when they came into hospital: does not live here" in story()


@pytest.mark.parametrize("answer", [LivesHere.NOT_KNOWN, ""])
def test_six_6_not_known_lets_the_clock_run_and_says_so(away: Resident, gwen: User, answer: str) -> None:
    stay = admit(away, gwen, answer)
    assert stay.lives_here == LivesHere.NOT_KNOWN
    assert stay.leaves_home_open
    assert go_home(stay, gwen).status == ClockStatus.OPEN
    assert "Not known whether they live here again: the six-week clock will run" in story()


def test_six_6_the_answer_may_come_after_the_discharge(away: Resident, gwen: User) -> None:
    running = go_home(admit(away, gwen), gwen)
    say_where_they_live(stay=running.discharge.stay, lives_here=LivesHere.NO, by=gwen)
    running.refresh_from_db()
    assert (running.status, running.end_reason) == (ClockStatus.ENDED, EndReason.MOVED)
    assert not running.referral.__class__.objects.get(pk=running.referral_id).is_open
    say_where_they_live(stay=running.discharge.stay, lives_here=LivesHere.YES, by=gwen)
    running.refresh_from_db()
    assert running.status == ClockStatus.OPEN


def test_six_6_who_came_back_at_a_later_admission_had_visited_before(away: Resident, gwen: User) -> None:
    visited = go_home(admit(away, gwen, LivesHere.NO), gwen)
    make_stay(away, gwen, admitted_on=clock.today(), lives_here=LivesHere.YES)
    visited.refresh_from_db()
    assert visited.end_reason == EndReason.MOVED


def test_a_stay_that_goes_on_after_an_error_keeps_the_answer(away: Resident, gwen: User) -> None:
    running = go_home(admit(away, gwen, LivesHere.NO), gwen)
    void_discharge(discharge=running.discharge, reason="The wrong person", by=gwen, still_in_hospital=True)
    again = HospitalStay.objects.get(continues=running.discharge.stay)
    assert again.lives_here == LivesHere.NO
    assert go_home(again, gwen).status == ClockStatus.ENDED


def _moved_to(person: Resident) -> str:
    person.refresh_from_db()
    return person.left_for


def test_a_stay_in_error_takes_back_the_return_that_it_recorded(away: Resident, gwen: User) -> None:
    stay = admit(away, gwen, LivesHere.YES)
    assert _moved_to(away) == ""
    void_stay(stay=stay, because="Another Jean", by=gwen)
    stay.refresh_from_db()
    assert (_moved_to(away), away.left_on, stay.came_back) == ("Leeds", clock.days_ago(40), None)
    assert LifeEvent.objects.get().returned_on is None
    assert "Recorded in error: lives in the borough again" in story()


def test_a_stay_in_error_that_recorded_no_return_leaves_the_one_that_stands(away: Resident, gwen: User) -> None:
    go_home(admit(away, gwen, LivesHere.YES), gwen)
    void_stay(stay=make_stay(away, gwen), because="Another Jean", by=gwen)
    assert _moved_to(away) == ""


def test_a_stay_in_error_leaves_a_later_move(away: Resident, gwen: User, dee: User) -> None:
    stay = admit(away, gwen, LivesHere.YES)
    record_move(resident=away, left_on=clock.today(), to="Kent", by=dee, how_known="A letter")
    with pytest.raises(Refused, match="again"):
        say_where_they_live(stay=stay, lives_here=LivesHere.NO, by=gwen)
    void_stay(stay=stay, because="Another Jean", by=gwen)
    assert _moved_to(away) == "Kent"


def test_the_stay_that_went_on_takes_the_return_back_once(away: Resident, gwen: User) -> None:
    running = go_home(admit(away, gwen, LivesHere.YES), gwen)
    first = running.discharge.stay
    void_discharge(discharge=running.discharge, reason="Another Jean", by=gwen, still_in_hospital=True)
    void_stay(stay=HospitalStay.objects.get(continues=first), because="Another Jean", by=gwen)
    assert _moved_to(away) == "Leeds"
    assert not HospitalStay.objects.filter(came_back__isnull=False).exists()


@pytest.mark.parametrize(
    ("otherwise", "status", "title"),
    [
        (LivesHere.NO, ClockStatus.ENDED, "Was visiting when they came into hospital: does not live here"),
        (LivesHere.NOT_KNOWN, ClockStatus.OPEN, "Not known whether they live here again: the six-week clock will run"),
    ],
)
def test_six_6_a_yes_in_error_is_said_otherwise_and_back_again(
    away: Resident, gwen: User, otherwise: LivesHere, status: ClockStatus, title: str
) -> None:
    running = go_home(admit(away, gwen, LivesHere.YES), gwen)
    stay = say_where_they_live(stay=running.discharge.stay, lives_here=otherwise, by=gwen)
    running.refresh_from_db()
    assert (stay.lives_here, stay.came_back, _moved_to(away), running.status) == (otherwise, None, "Leeds", status)
    assert title in story()
    say_where_they_live(stay=stay, lives_here=LivesHere.YES, by=gwen)
    running.refresh_from_db()
    assert (_moved_to(away), running.status) == ("", ClockStatus.OPEN)
    assert LifeEvent.objects.get().returned_on == clock.days_ago(9)


def test_nobody_is_asked_who_never_moved_and_the_same_answer_twice_is_one(jean: Resident, gwen: User) -> None:
    stay = make_stay(jean, gwen)
    assert (stay.lives_here, stay.leaves_home_open) == ("", False)
    with pytest.raises(Refused, match="not recorded as moved"):
        say_where_they_live(stay=stay, lives_here=LivesHere.NO, by=gwen)


def test_saying_it_twice_changes_nothing_and_an_error_is_asked_nothing(away: Resident, gwen: User) -> None:
    stay = admit(away, gwen, LivesHere.NO)
    before = rows()
    say_where_they_live(stay=stay, lives_here=LivesHere.NO, by=gwen)
    assert rows() == before
    void_stay(stay=stay, because="Another Jean", by=gwen)
    with pytest.raises(Refused, match="in error"):
        say_where_they_live(stay=stay, lives_here=LivesHere.YES, by=gwen)
