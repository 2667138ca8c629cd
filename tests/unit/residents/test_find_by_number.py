"""Found by any telephone number that is theirs now; and who was merged into another leads to that one."""

from datetime import date

import pytest

from accounts.models import User
from core import clock
from residents.actions import share
from residents.models import PhoneNumber, Resident
from residents.search import find
from tests.factories.people import make_resident

DAUGHTERS = "07700900555"


def add_number(resident: Resident, by: User, number: str, ended_on: date | None = None) -> None:
    PhoneNumber.objects.create(
        resident=resident, number=number, started_on=clock.today(), ended_on=ended_on, noted_by=by
    )


def merge(merged: Resident, survivor: Resident) -> None:
    Resident.objects.filter(pk=merged.pk).update(merged_into=survivor)


def found(query: str, viewer: User) -> list[Resident]:
    return [hit.resident for hit in find(query, viewer).hits]


def why(query: str, viewer: User) -> list[str]:
    return find(query, viewer).hits[0].why


@pytest.mark.parametrize("typed", ["07700 900555", "+44 7700 900 555", "tel:+447700900555", "smith 07700900555"])
def test_finds_somebody_by_a_number_that_is_not_their_main_one(asha: User, jean: Resident, typed: str) -> None:
    add_number(jean, asha, DAUGHTERS)
    assert "telephone number" in why(typed, asha)


def test_finds_everybody_who_shares_a_number(asha: User) -> None:
    make_resident(asha, phone=DAUGHTERS)
    add_number(make_resident(asha, given_name="Albert"), asha, DAUGHTERS)
    assert {person.given_name for person in found(DAUGHTERS, asha)} == {"Jean", "Albert"}


def test_finds_nobody_by_a_number_that_is_theirs_no_more(asha: User, jean: Resident) -> None:
    add_number(jean, asha, DAUGHTERS, ended_on=clock.today())
    assert found(DAUGHTERS, asha) == []


def test_says_that_one_digit_of_the_number_differs(asha: User, jean: Resident) -> None:
    add_number(jean, asha, DAUGHTERS)
    assert why("smith 07700900556", asha) == ["family name Smith", "telephone number one digit different"]


def test_leaves_out_who_was_merged_into_another(asha: User, jean: Resident) -> None:
    other = make_resident(asha, family_name="Smyth")
    merge(other, jean)
    assert found("smyth", asha) == [jean]
    assert found("jean smyth", asha) == [jean]


def test_leads_from_the_old_reference_to_the_survivor(asha: User, jean: Resident) -> None:
    other = make_resident(asha, family_name="Smyth", given_name="Jeannie")
    merge(other, jean)
    assert found(other.reference, asha) == [jean]
    assert why(other.reference, asha) == ["reference of a record that was merged into this one"]


@pytest.mark.parametrize("typed", ["943 476 5919", "943 476 5918"])
def test_leads_from_the_old_nhs_number_to_the_survivor(asha: User, jean: Resident, typed: str) -> None:
    merge(make_resident(asha, nhs_number="9434765919"), jean)
    assert found(typed, asha) == [jean]
    assert why(typed, asha) == ["NHS number of a record that was merged into this one"]


def test_tells_a_partner_of_no_other_record(asha: User, hal: User, jean: Resident) -> None:
    share(resident=jean, team=hal.teams.get(), by=asha, reason="care at home")
    other = make_resident(asha, nhs_number="9434765919")
    merge(other, jean)
    assert why(other.reference, hal) == ["reference that was recorded before"]
    assert why("943 476 5919", hal) == ["NHS number that was recorded before"]


def test_leads_to_the_survivor_of_the_survivor(asha: User, jean: Resident) -> None:
    first, second = make_resident(asha), make_resident(asha)
    merge(second, jean)
    merge(first, second)
    assert found(first.reference, asha) == [jean]


def test_leads_a_partner_to_nobody_who_is_not_shared_with_them(hal: User, asha: User, jean: Resident) -> None:
    other = make_resident(asha)
    merge(other, jean)
    assert found(other.reference, hal) == []


def test_finds_somebody_who_was_added_a_moment_ago(asha: User, jean: Resident) -> None:
    assert found("zbigniewska", asha) == []
    added = make_resident(asha, family_name="Zbigniewska")
    assert found("zbignewska", asha) == [added]
