"""LIFE-7: somebody who had moved out of the borough lives here again; the move was true."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import NotPermitted, Refused
from discharges.enums import ClockStatus
from discharges.models import SixWeekClock
from residents.actions import correct_life_event, record_move, record_return, take_back_return
from residents.enums import TimelineKind
from residents.life import recorded_of, stopped_in_words
from residents.models import LifeEvent, Resident, TimelineEntry
from residents.rules import is_possible_return
from tests.factories.field import make_clock
from tests.rows import rows

pytestmark = pytest.mark.django_db


def moves(jean: Resident, by: User, days_ago: int = 20, to: str = "Leeds") -> LifeEvent:
    return record_move(
        resident=jean, left_on=clock.days_ago(days_ago), to=to, by=by, how_known="A letter", council_told=True
    )


def comes_back(jean: Resident, by: User, days_ago: int = 3) -> LifeEvent:
    return record_return(resident=jean, back_on=clock.days_ago(days_ago), by=by, how_known="Her daughter rang")


@pytest.mark.parametrize(
    ("back_on", "possible"),
    [
        (date(2026, 11, 9), False),  # the day before the move
        (date(2026, 11, 10), True),
        (date(2026, 11, 22), True),
        (date(2026, 11, 23), False),  # to come
    ],
)
def test_life_7_back_on_a_day_that_has_come_and_is_not_before_the_move(back_on: date, possible: bool) -> None:
    assert is_possible_return(back_on, date(2026, 11, 10), date(2026, 11, 22)) is possible


def test_life_7_the_move_stays_true_and_holds_no_longer(jean: Resident, ben: User, gwen: User) -> None:
    make_clock(jean, gwen, days_ago=30)
    moved = moves(jean, ben)
    comes_back(jean, ben)
    jean.refresh_from_db()
    moved.refresh_from_db()
    assert (jean.left_on, jean.left_for, stopped_in_words(jean)) == (None, "", "")
    assert (moved.returned_on, moved.returned_by, moved.corrected_at) == (clock.days_ago(3), ben, None)
    assert SixWeekClock.objects.get().status == ClockStatus.ENDED  # what the move ended stays ended
    story = TimelineEntry.objects.filter(resident=jean, kind=TimelineKind.LIFE).order_by("recorded_at").last()
    assert story is not None
    assert story.title == "Came back from Leeds: lives in the borough again"
    assert "Her daughter rang" in story.detail
    facts = {fact["key"]: fact["value"] for fact in recorded_of(jean)[0].facts}
    assert "Ben Okafor" in facts["Lives here again"]
    assert Event.objects.get(verb="resident.returned").resident_id == jean.pk


def test_life_7_a_return_in_error_is_taken_back_and_the_move_holds_again(jean: Resident, ben: User, hal: User) -> None:
    moved = moves(jean, ben)
    comes_back(jean, ben)
    with pytest.raises(Refused, match="Say why"):
        take_back_return(event=moved, because=" ", by=ben)
    with pytest.raises(NotPermitted):
        take_back_return(event=moved, because="It was her sister", by=hal)
    take_back_return(event=moved, because="It was her sister", by=ben)
    jean.refresh_from_db()
    moved.refresh_from_db()
    assert (jean.left_on, jean.left_for) == (clock.days_ago(20), "Leeds")
    assert (moved.returned_on, moved.returned_at, moved.returned_by) == (None, None, None)
    assert "It was her sister" in TimelineEntry.objects.get(title__startswith="Recorded in error").detail
    assert Event.objects.get(verb="resident.return_taken_back").resident_id == jean.pk
    before = rows()
    take_back_return(event=moved, because="Once more", by=ben)
    assert rows() == before
    comes_back(jean, ben)  # and may be recorded anew


def test_a_return_before_another_move_and_one_of_a_move_in_error_are_left(jean: Resident, ben: User) -> None:
    first = moves(jean, ben)
    comes_back(jean, ben, days_ago=9)
    second = moves(jean, ben, days_ago=2, to="Kent")
    before = rows()
    with pytest.raises(Refused, match="moved out of the borough again"):
        take_back_return(event=first, because="It was her sister", by=ben)
    assert rows() == before
    correct_life_event(event=second, because="It was her sister", by=ben)
    correct_life_event(event=first, because="It was her sister", by=ben)
    before = rows()
    take_back_return(event=first, because="It was her sister", by=ben)
    assert rows() == before


def test_who_came_back_may_move_away_once_more(jean: Resident, ben: User) -> None:
    moves(jean, ben)
    comes_back(jean, ben, days_ago=9)
    moves(jean, ben, days_ago=2, to="Kent")
    jean.refresh_from_db()
    assert (jean.left_on, jean.left_for) == (clock.days_ago(2), "Kent")


def test_correcting_a_move_that_is_over_leaves_the_later_one(jean: Resident, ben: User) -> None:
    first = moves(jean, ben)
    comes_back(jean, ben, days_ago=9)
    moves(jean, ben, days_ago=2, to="Kent")
    correct_life_event(event=first, because="It was her sister", by=ben)
    jean.refresh_from_db()
    assert jean.left_for == "Kent"


@pytest.mark.parametrize(
    ("back_on", "how_known", "said"),
    [
        (clock.days_ago(21), "She rang", "nor before they moved away"),
        (clock.today() + timedelta(days=1), "She rang", "cannot be in the future"),
        (clock.days_ago(1), " ", "Say who told us"),
    ],
)
def test_life_7_refuses_what_cannot_be(jean: Resident, ben: User, back_on: date, how_known: str, said: str) -> None:
    moves(jean, ben)
    before = rows()
    with pytest.raises(Refused, match=said):
        record_return(resident=jean, back_on=back_on, by=ben, how_known=how_known)
    assert rows() == before


def test_nobody_comes_back_who_never_moved_and_a_provider_says_nothing(jean: Resident, ben: User, hal: User) -> None:
    with pytest.raises(Refused, match="is not recorded as moved"):
        comes_back(jean, ben)
    moves(jean, ben)
    with pytest.raises(NotPermitted):
        comes_back(jean, hal)
