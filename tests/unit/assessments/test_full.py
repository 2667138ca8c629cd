"""The full assessment: one at a time, written by whose it is, and what its end does to the clock."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.roles import Role
from assessments.actions import (
    Assessed,
    Found,
    FoundNeed,
    complete,
    complete_full,
    save_full,
    start_full,
    undo_completion,
    void,
)
from assessments.clock_met import met_in_words
from assessments.models import AssessedNeed, Assessment
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused, WrongState
from core.words import long_date
from discharges.enums import ClockStatus
from discharges.models import SixWeekClock
from residents.actions import undo_merge
from residents.models import Resident, Statement, TimelineEntry
from tests.factories.duplicates import make_merge
from tests.factories.field import make_clock, make_light_touch, make_stay
from tests.factories.people import make_resident, make_user
from tests.factories.referrals import give

FOUND = Found(seen="yes", decision="Two visits a day go on.")
ENOUGH = Assessed(FOUND, words={"matters": "My cat."})


@pytest.fixture
def running(jean: Resident, gwen: User) -> SixWeekClock:
    return make_clock(jean, gwen, days_ago=10)


@pytest.fixture
def begun(jean: Resident, ben: User) -> Assessment:
    return start_full(resident=jean, by=ben)


def finish(begun: Assessment, by: User, **more: Any) -> Assessment:
    return complete_full(**({"assessment": begun, "told": ENOUGH, "held_on": clock.today(), "by": by} | more))


def test_a_second_one_is_not_started_while_one_is_open(begun: Assessment, jean: Resident, dee: User) -> None:
    with pytest.raises(Refused, match="open already"):
        start_full(resident=jean, by=dee)
    with pytest.raises(IntegrityError, match="one_open_full_assessment"), transaction.atomic():
        Assessment.objects.create(resident=jean, kind="full", assessor=dee, started_at=clock.now())


def test_a_next_one_is_started_once_the_first_is_over(begun: Assessment, jean: Resident, ben: User) -> None:
    complete(assessment=begun, by=ben)
    assert start_full(resident=jean, by=ben).pk != begun.pk


def test_keeps_findings_needs_and_words_and_is_changed_by_the_next_save(begun: Assessment, ben: User) -> None:
    needs = [FoundNeed("Getting up", "person", "A rail"), FoundNeed("Company", "worker")]
    told = Assessed(Found(can_get_in="no", view="Tired."), needs, {"worries": "The stairs."})
    saved = save_full(assessment=begun, told=told, by=ben, version=1)
    assert (saved.findings.can_get_in, saved.findings.view, saved.version) == ("no", "Tired.", 2)
    assert Statement.objects.get(source_id=begun.pk).words == "The stairs."
    save_full(assessment=begun, told=Assessed(Found(can_get_in="yes"), needs[1:]), by=ben, version=2)
    begun.refresh_from_db()
    assert begun.findings.can_get_in == "yes"
    assert list(AssessedNeed.objects.values_list("number", "need")) == [(1, "Company")]


def test_an_older_version_is_not_written_over_a_newer_one(begun: Assessment, ben: User, dee: User) -> None:
    save_full(assessment=begun, told=Assessed(Found(view="One.")), by=ben, version=1)
    with pytest.raises(ChangedMeanwhile):
        save_full(assessment=begun, told=Assessed(Found(view="Two.")), by=dee, version=1)
    assert Assessment.objects.get().findings.view == "One."


def test_asm_1_a_colleague_writes_only_when_the_review_is_theirs(
    begun: Assessment, running: SixWeekClock, ben: User, chidi: User, dee: User
) -> None:
    with pytest.raises(NotPermitted, match="Ben Okafor holds this assessment"):
        save_full(assessment=begun, told=ENOUGH, by=chidi)
    save_full(assessment=begun, told=ENOUGH, by=dee)
    priya = make_user("Priya Nair", Role.SOCIAL_WORKER, "cls-tilbury-chadwell")
    give(running.referral, priya, dee)
    assert finish(begun, priya).completed_by == priya


def test_six_4_meets_the_clock_and_says_that_it_was_in_time(
    begun: Assessment, running: SixWeekClock, ben: User
) -> None:
    done = finish(begun, ben)
    running.refresh_from_db()
    assert (running.status, running.met_on) == (ClockStatus.MET, clock.today())
    home, due = long_date(running.discharged_on), long_date(running.due_on)
    assert (
        met_in_words(done) == f"It meets the six-week clock of the discharge on {home}, in time: it was due by {due}."
    )


def test_six_3_says_by_how_many_days_it_was_late(jean: Resident, gwen: User, ben: User) -> None:
    make_clock(jean, gwen, days_ago=47)
    assert "5 days late: it was due by" in met_in_words(finish(start_full(resident=jean, by=ben), ben))


def test_says_that_there_is_no_clock_to_meet(begun: Assessment, ben: User) -> None:
    assert met_in_words(finish(begun, ben)) == "There is no six-week clock to meet."


def test_six_4_one_held_before_the_discharge_leaves_the_clock_running_and_says_so(
    begun: Assessment, running: SixWeekClock, ben: User
) -> None:
    done = finish(begun, ben, held_on=running.discharged_on - timedelta(days=1), written_later=True)
    running.refresh_from_db()
    assert running.status == ClockStatus.OPEN
    assert f"discharge on {long_date(running.discharged_on)} runs on. Only a completed full" in met_in_words(done)


def test_six_4_a_light_touch_assessment_meets_nothing(jean: Resident, gwen: User, running: SixWeekClock) -> None:
    make_light_touch(make_stay(jean, gwen), gwen, completed=True)
    assert not SixWeekClock.objects.filter(status=ClockStatus.MET).exists()


@pytest.mark.parametrize("days", [-1, 1])
def test_asm_2_a_day_before_it_was_begun_or_to_come_is_refused(begun: Assessment, ben: User, days: int) -> None:
    with pytest.raises(Refused, match="cannot have been held on that day"):
        finish(begun, ben, held_on=clock.today() + timedelta(days=days))
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        Assessed(Found(decision="It goes on."), words={"matters": "My cat."}),
        Assessed(Found(seen="yes"), words={"matters": "My cat."}),
        Assessed(FOUND),
    ],
)
def test_asm_5_too_little_is_not_completed(begun: Assessment, ben: User, told: Assessed) -> None:
    with pytest.raises(Refused, match="what they said or what is still true of it, and what was decided"):
        finish(begun, ben, told=told)
    assert Assessment.objects.get().is_open


def test_asm_5_words_that_were_kept_before_are_enough(begun: Assessment, ben: User) -> None:
    save_full(assessment=begun, told=ENOUGH, by=ben)
    assert finish(begun, ben, told=Assessed(FOUND)).status == "completed"


def test_asm_4_opened_again_it_can_be_written_and_the_clock_runs_again(
    begun: Assessment, running: SixWeekClock, ben: User
) -> None:
    done = finish(begun, ben)
    opened = undo_completion(assessment=done, by=ben)
    running.refresh_from_db()
    assert (opened.status, opened.completed_on, running.status) == ("in_progress", None, ClockStatus.OPEN)
    assert running.referral.is_open
    assert Event.objects.filter(verb="assessment.reopened", subject_id=begun.pk).exists()
    finish(opened, ben)
    running.refresh_from_db()
    assert running.status == ClockStatus.MET


def test_asm_4_is_not_opened_again_by_others_nor_after_ten_minutes_nor_twice(
    begun: Assessment, ben: User, dee: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = finish(begun, ben)
    with pytest.raises(Refused, match="10 minutes"):
        undo_completion(assessment=done, by=dee)
    later = clock.now() + timedelta(minutes=10)
    with monkeypatch.context() as ten_minutes_on:
        ten_minutes_on.setattr(clock, "now", lambda: later)
        with pytest.raises(Refused, match="10 minutes"):
            undo_completion(assessment=done, by=ben)
    undo_completion(assessment=done, by=ben)
    with pytest.raises(Refused, match="10 minutes"):
        undo_completion(assessment=done, by=ben)


def test_asm_4_is_not_opened_again_beside_another_that_is_open(begun: Assessment, jean: Resident, ben: User) -> None:
    done = finish(begun, ben)
    start_full(resident=jean, by=ben)
    with pytest.raises(Refused, match="open already"):
        undo_completion(assessment=done, by=ben)
    done.refresh_from_db()
    assert done.status == "completed"


def test_entered_in_error_it_counts_no_longer_and_the_clock_runs_again(
    begun: Assessment, running: SixWeekClock, ben: User
) -> None:
    done = finish(begun, ben)
    voided = void(assessment=done, because="It was about another Jean.", by=ben)
    running.refresh_from_db()
    assert (voided.status, running.status, running.met_on) == ("voided", ClockStatus.OPEN, None)
    told = TimelineEntry.objects.get(title="Care and support assessment: entered in error")
    assert told.detail == "It was about another Jean."
    with pytest.raises(WrongState):
        void(assessment=done, because="Again.", by=ben)


@pytest.mark.parametrize("because", ["", "  "])
def test_entered_in_error_needs_a_reason(begun: Assessment, ben: User, because: str) -> None:
    with pytest.raises(Refused, match="Say why"):
        void(assessment=begun, because=because, by=ben)


def test_entered_in_error_is_said_by_whose_it_is(begun: Assessment, ben: User, chidi: User, dee: User) -> None:
    with pytest.raises(NotPermitted):
        void(assessment=begun, because="No.", by=chidi)
    assert void(assessment=begun, because="Started on the wrong person.", by=dee).status == "voided"


def test_a_voided_one_that_lost_its_reason_is_refused_by_the_database(begun: Assessment, ben: User) -> None:
    void(assessment=begun, because="Wrong.", by=ben)
    with pytest.raises(IntegrityError, match="assessment_voided_says_who_and_why"), transaction.atomic():
        Assessment.objects.filter(pk=begun.pk).update(voided_because="")


def test_of_two_that_were_held_the_first_meets_the_clock_and_voiding_it_leaves_the_second(
    begun: Assessment, running: SixWeekClock, jean: Resident, ben: User
) -> None:
    first: date = clock.days_ago(3)
    earlier = finish(begun, ben, held_on=first, written_later=True)
    finish(start_full(resident=jean, by=ben), ben)
    running.refresh_from_db()
    assert running.met_on == first
    void(assessment=earlier, because="Wrong.", by=ben)
    running.refresh_from_db()
    assert (running.status, running.met_on) == (ClockStatus.MET, clock.today())


def test_of_two_open_ones_a_merge_leaves_the_other_where_it_was_begun_until_the_records_are_parted(
    begun: Assessment, jean: Resident, asha: User, ben: User, dee: User
) -> None:
    twin = make_resident(asha, given_name="Jeanne", known_as="")
    other = start_full(resident=twin, by=dee)
    made = make_merge(jean, twin, dee)
    assert list(Assessment.objects.visible_to(ben)) == [begun]
    other.refresh_from_db()
    assert other.resident_id == twin.pk
    undo_merge(merge=made, by=dee)
    assert set(Assessment.objects.visible_to(ben)) == {begun, other}


def test_one_of_a_record_that_was_merged_away_comes_along_when_nothing_stands_against_it(
    jean: Resident, asha: User, ben: User, dee: User
) -> None:
    twin = make_resident(asha, given_name="Jeanne", known_as="")
    other = start_full(resident=twin, by=dee)
    make_merge(jean, twin, dee)
    assert Assessment.objects.open_full_of(jean) == other
