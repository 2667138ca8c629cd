"""The first and the last day of a programme put right: day 42, its flag and the mark follow, and the history stays."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused
from outbox.models import Job
from residents.actions import record_death
from residents.models import Resident, TimelineEntry
from services.actions import End, correct_programme, end_programme, tell_of_free_periods
from services.enums import Outcome
from services.models import Programme, ProgrammeCorrection
from tests.factories.field import make_clock, make_stay
from tests.factories.programmes import make_programme
from tests.rows import rows

pytestmark = pytest.mark.django_db


def put_right(programme: Programme, by: User, days_ago: int, **more: Any) -> Programme:
    facts = {"because": "It began a day later", "starts_on": clock.days_ago(days_ago)} | more
    return correct_programme(programme=programme, by=by, **facts)


def test_reab_1_day_42_follows_and_the_history_keeps_both_days(jean: Resident, ben: User) -> None:
    programme = put_right(make_programme(jean, ben, days_ago=10), ben, 8)
    assert (programme.starts_on, programme.free_until) == (clock.days_ago(8), clock.today() + timedelta(days=34))
    made = ProgrammeCorrection.objects.get()
    assert (made.was_starts_on, made.now_starts_on, made.by) == (clock.days_ago(10), clock.days_ago(8), ben)
    assert made.because == "It began a day later"
    assert str(made) in TimelineEntry.objects.get(title__endswith="put right").detail


def test_reab_2_the_flag_of_day_42_goes_and_comes_again_on_its_right_day(jean: Resident, ben: User, dee: User) -> None:
    programme = make_programme(jean, ben, days_ago=42)
    assert tell_of_free_periods() == 1
    assert put_right(programme, ben, 40).told_on is None
    assert tell_of_free_periods() == 0
    assert tell_of_free_periods(clock.today() + timedelta(days=2)) == 1
    still = put_right(programme, ben, 60)
    assert still.told_on is not None  # day 42 has passed by both days: it was told
    assert tell_of_free_periods(clock.today() + timedelta(days=3)) == 0
    assert Job.objects.filter(payload__key__startswith="day-42:").exists()


def test_reab_3_the_mark_follows_the_first_day(jean: Resident, gwen: User, ben: User) -> None:
    make_clock(jean, gwen, days_ago=9)
    programme = make_programme(jean, ben, days_ago=3)
    assert not programme.straight_from_hospital
    assert put_right(programme, ben, 8).straight_from_hospital
    assert not put_right(programme, ben, 7).straight_from_hospital


def test_the_last_day_is_put_right_as_well(jean: Resident, ben: User) -> None:
    programme = make_programme(jean, ben, days_ago=20)
    end_programme(programme=programme, end=End(clock.days_ago(2), Outcome.INDEPENDENT), by=ben)
    right = put_right(programme, ben, 20, ended_on=clock.days_ago(6))
    assert right.ended_on == clock.days_ago(6)
    assert "Ended on" in str(ProgrammeCorrection.objects.get())


def test_the_same_days_change_nothing(jean: Resident, ben: User) -> None:
    programme = make_programme(jean, ben, days_ago=20)
    before = rows()
    put_right(programme, ben, 20, because="")
    assert rows() == before


def _ended(jean: Resident, ben: User) -> Programme:
    programme = make_programme(jean, ben, days_ago=20)
    return end_programme(programme=programme, end=End(clock.days_ago(2), Outcome.INDEPENDENT), by=ben)


@pytest.mark.parametrize(
    ("days_ago", "more", "said"),
    [
        (19, {"because": " "}, "Say what was wrong"),
        (-1, {}, "cannot be in the future"),
        (19, {"ended_on": clock.today()}, "It runs still"),
    ],
)
def test_impossible_days_of_one_that_runs_are_refused(
    jean: Resident, ben: User, days_ago: int, more: dict[str, Any], said: str
) -> None:
    programme = make_programme(jean, ben, days_ago=20)
    before = rows()
    with pytest.raises(Refused, match=said):
        put_right(programme, ben, days_ago, **more)
    assert rows() == before


@pytest.mark.parametrize(
    ("days_ago", "ended_ago", "said"),
    [(19, None, "Enter the last day"), (3, 4, "between the day"), (19, -1, "between the day")],
)
def test_impossible_days_of_one_that_ended_are_refused(
    jean: Resident, ben: User, days_ago: int, ended_ago: int | None, said: str
) -> None:
    programme = _ended(jean, ben)
    ended_on = None if ended_ago is None else clock.days_ago(ended_ago)
    with pytest.raises(Refused, match=said):
        put_right(programme, ben, days_ago, ended_on=ended_on)


def test_it_cannot_have_started_while_they_were_in_hospital(jean: Resident, gwen: User, ben: User) -> None:
    make_clock(jean, gwen, days_ago=9)  # admitted fourteen days ago
    programme = make_programme(jean, ben, days_ago=3)
    for day in (13, 10):
        with pytest.raises(Refused, match="They were in Basildon"):
            put_right(programme, ben, day)
    put_right(programme, ben, 14)  # the day of the admission
    make_stay(jean, gwen, admitted_on=clock.days_ago(2))
    with pytest.raises(Refused, match="They were in Basildon"):
        put_right(programme, ben, 1)


def test_two_of_a_kind_cannot_overlap_and_one_may_start_on_the_last_day_of_the_other(jean: Resident, ben: User) -> None:
    _ended(jean, ben)  # from twenty days ago to two days ago
    second = make_programme(jean, ben)
    with pytest.raises(Refused, match="They cannot overlap"):
        put_right(second, ben, 3)
    assert put_right(second, ben, 2).starts_on == clock.days_ago(2)


def test_nothing_ran_after_a_death(jean: Resident, ben: User) -> None:
    programme = make_programme(jean, ben, days_ago=20)
    record_death(resident=jean, died_on=clock.days_ago(5), by=ben, how_known="Her daughter rang")
    programme.refresh_from_db()
    with pytest.raises(Refused, match="Nothing ran after that"):
        put_right(programme, ben, 20, ended_on=clock.days_ago(4))


def test_what_has_not_started_has_no_day_to_put_right(jean: Resident, ben: User) -> None:
    with pytest.raises(Refused, match="It has not started"):
        put_right(make_programme(jean, ben, days_ago=-3), ben, 1)


def test_who_was_slower_and_who_may_not_change_nothing(jean: Resident, ben: User, hal: User) -> None:
    programme = make_programme(jean, ben, days_ago=10)
    put_right(programme, ben, 9)
    with pytest.raises(ChangedMeanwhile):
        put_right(programme, ben, 8, version=programme.version)
    with pytest.raises(NotPermitted):
        put_right(programme, hal, 8)
