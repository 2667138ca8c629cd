"""HUB-9: a discharge that another system tells of a day off from the hub's is no second discharge."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.roles import Role
from core import clock
from core.errors import Refused
from discharges.actions import WentHome, add_stay, receive_discharge, record_discharge, void_discharge
from discharges.enums import ClockStatus, Hospital, Pathway
from discharges.models import Discharge, HospitalStay, SixWeekClock
from discharges.rules import Told, is_same_stay
from residents.models import Resident
from tests.factories.people import make_user

D0 = date(2026, 11, 1)
B, S = Hospital.BASILDON, Hospital.SOUTHEND


def stay(first: int | None, last: int, hospital: str = B) -> Told:
    return Told(hospital, None if first is None else D0 + timedelta(days=first), D0 + timedelta(days=last))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (stay(1, 10), stay(1, 9), True),  # a day off
        (stay(1, 10), stay(2, 11), True),
        (stay(1, 10), stay(5, 7), True),  # one in the middle of the other
        (stay(1, 10), stay(1, 9, S), True),  # nobody is in two hospitals at once
        (stay(1, 10), stay(10, 12), False),  # in hospital again on the day on which they went home
        (stay(1, 10), stay(11, 12), False),
        (stay(11, 20), stay(None, 10), False),
        (stay(11, 20), stay(None, 12), True),
        (stay(None, 10), stay(None, 11), True),
        (stay(None, 10), stay(None, 13), True),
        (stay(None, 10), stay(None, 14), False),
        (stay(None, 10), stay(None, 11, S), False),
        (stay(1, 10), stay(None, 11), True),
        (stay(1, 10), stay(None, 14), False),
    ],
)
def test_hub_9_says_of_two_stays_whether_they_are_one(one: Told, other: Told, same: bool) -> None:
    assert is_same_stay(one, other) is same
    assert is_same_stay(other, one) is same


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_hub_9_agrees_with_the_days_that_two_stays_share(first: int, days: int, second: int, more: int) -> None:
    """Of two stays whose days are known, which ended on different days: that some night belongs to both, or that one of
    a single day lies in the other.
    """
    one, other = (first, first + days), (second, second + more)
    if one[1] == other[1]:
        return
    is_over = other[0] >= one[1] if one[1] < other[1] else one[0] >= other[1]
    assert is_same_stay(stay(*one), stay(*other)) is not is_over


@pytest.fixture
def system(db: None) -> User:
    return make_user("Basildon EPR", Role.SERVICE)


@pytest.fixture
def home(jean: Resident, gwen: User) -> SixWeekClock:
    """She went home five days ago, says the hub."""
    listed = add_stay(resident=jean, hospital=B, admitted_on=clock.days_ago(12), by=gwen)
    return record_discharge(stay=listed, discharged_on=clock.days_ago(5), pathway=Pathway.P1, by=gwen)


def sends(jean: Resident, system: User, days_ago: int, admitted: int | None) -> SixWeekClock:
    told = WentHome(
        hospital=B, discharged_on=clock.days_ago(days_ago), pathway="1",
        admitted_on=None if admitted is None else clock.days_ago(admitted),
    )  # fmt: skip
    return receive_discharge(resident=jean, told=told, by=system)


@pytest.mark.parametrize(("days_ago", "admitted"), [(4, None), (6, None), (4, 12), (6, 12), (2, None), (8, 10)])
def test_hub_9_makes_no_readmission_of_a_discharge_that_another_system_dates_otherwise(
    home: SixWeekClock, jean: Resident, system: User, days_ago: int, admitted: int | None
) -> None:
    with pytest.raises(Refused, match=r"recorded already as gone home from Basildon .* Ring the hospital hub"):
        sends(jean, system, days_ago, admitted)
    home.refresh_from_db()
    assert home.status == ClockStatus.OPEN
    assert Discharge.objects.count() == HospitalStay.objects.count() == 1


@pytest.mark.parametrize(("days_ago", "admitted"), [(1, None), (1, 5), (1, 3)])
def test_hub_9_takes_another_stay_as_the_readmission_that_it_is(
    home: SixWeekClock, jean: Resident, system: User, days_ago: int, admitted: int | None
) -> None:
    assert sends(jean, system, days_ago, admitted).status == ClockStatus.OPEN
    home.refresh_from_db()
    assert home.status == ClockStatus.ENDED


def test_hub_9_asks_nothing_of_a_discharge_that_was_an_error(
    home: SixWeekClock, jean: Resident, gwen: User, system: User
) -> None:
    void_discharge(discharge=home.discharge, reason="Another ward", by=gwen)
    assert sends(jean, system, 4, 12).status == ClockStatus.OPEN


def test_hub_9_lets_somebody_go_home_who_is_on_the_list_again(
    home: SixWeekClock, jean: Resident, gwen: User, system: User
) -> None:
    add_stay(resident=jean, hospital=B, admitted_on=clock.days_ago(4), by=gwen)
    assert sends(jean, system, 3, None).status == ClockStatus.OPEN


def test_hub_9_takes_a_late_word_of_the_earlier_stay_for_no_end_of_the_one_on_the_list(
    home: SixWeekClock, jean: Resident, gwen: User, system: User
) -> None:
    listed = add_stay(resident=jean, hospital=B, by=gwen)
    with pytest.raises(Refused, match="recorded already as gone home"):
        sends(jean, system, 4, 12)
    listed.refresh_from_db()
    assert listed.is_in_hospital
