"""Pairs that may be one person: found when somebody is added and by night, decided, remembered."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import NotPermitted, WrongState
from core.health import readiness
from core.models import Heartbeat
from outbox.actions import perform
from outbox.models import Job
from residents import duplicates
from residents.actions import (
    Home,
    Phone,
    add_phone,
    ask_again,
    change_address,
    change_identity,
    change_phone,
    find_duplicates,
    merge,
    tell_apart,
)
from residents.enums import BornPrecision, PairStatus, PhoneKind
from residents.models import PossibleDuplicate, Resident
from residents.tasks import find_duplicates as nightly
from tests.factories.people import make_resident


def open_pairs() -> set[frozenset[UUID]]:
    found = PossibleDuplicate.objects.filter(status=PairStatus.OPEN).values_list("one_id", "other_id")
    return {frozenset(pair) for pair in found}


def both(one: Resident, other: Resident) -> set[frozenset[UUID]]:
    return {frozenset((one.pk, other.pk))}


UNLIKE = {"phone": "", "postcode": "", "practice": None}


@pytest.mark.parametrize(("known", "found"), [
    ({}, True),
    (UNLIKE, True),
    ({"family_name": "Smyth", **UNLIKE}, True),
    ({"given_name": "Jeannie", "known_as": "", **UNLIKE}, True),
    ({"born_on": date(1945, 7, 15), **UNLIKE}, True),
    ({"family_name": "Jones", "previous_family_name": "Smith", **UNLIKE}, True),
    ({"born_on": None, "practice": None}, True),
    ({"given_name": "Maria", "known_as": "Maria"}, False),
    ({"born_on": date(1971, 2, 3)}, False),
    ({"family_name": "Okafor", **UNLIKE}, False),
])  # fmt: skip
def test_finds_by_night_who_may_be_the_same(jean: Resident, asha: User, known: dict[str, Any], found: bool) -> None:
    other = make_resident(asha, **known)
    assert find_duplicates() == int(found)
    assert open_pairs() == (both(jean, other) if found else set())


def test_finds_a_birth_date_with_day_and_month_swapped(asha: User) -> None:
    one = make_resident(asha, born_on=date(1945, 7, 12), **UNLIKE)
    other = make_resident(asha, born_on=date(1945, 12, 7), family_name="Smyth", **UNLIKE)
    find_duplicates()
    assert open_pairs() == both(one, other)
    assert any("day and month swapped" in why for why in PossibleDuplicate.objects.get().why)


def test_finds_any_telephone_number_that_both_have(jean: Resident, asha: User) -> None:
    phone = "07700900982"
    other = make_resident(asha, born_on=None, phone=phone, postcode="", practice=None)
    add_phone(resident=jean, phone=Phone(number=phone, kind=PhoneKind.MOBILE), by=asha)
    find_duplicates()
    assert open_pairs() == both(jean, other)
    assert f"The same telephone number: {phone}" in PossibleDuplicate.objects.get().why


def test_compares_in_a_large_group_only_neighbours_by_name(asha: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "LARGE_GROUP", 2)
    weighed = []
    weigh = duplicates.weigh
    monkeypatch.setattr(duplicates, "weigh", lambda one, other: weighed.append((one, other)) or weigh(one, other))
    for number in range(8):
        make_resident(asha, given_name=f"Name{number}", known_as="", family_name=f"Family{number}", postcode="")
    find_duplicates()
    assert len(weighed) <= 2 * 8


def test_finds_every_pair_once_however_often_it_runs(jean: Resident, asha: User) -> None:
    make_resident(asha)
    nightly()
    before = list(PossibleDuplicate.objects.values())
    nightly()
    assert list(PossibleDuplicate.objects.values()) == before
    assert len(before) == 1
    assert Heartbeat.objects.get(name="duplicates").detail == {"found": 0}


def test_readyz_says_when_nobody_looked_for_duplicates(db: None) -> None:
    assert readiness(connection)["duplicates"]["sentence"] == "duplicates has never run."
    nightly()
    check = readiness(connection)["duplicates"]
    assert (check["ok"], check["needed"]) == (True, False)
    Heartbeat.objects.filter(name="duplicates").update(beat_at=clock.now() - timedelta(hours=27))
    assert not readiness(connection)["duplicates"]["ok"]


def test_looks_for_somebody_who_was_added_once_the_record_is_saved(jean: Resident, asha: User) -> None:
    other = make_resident(asha, family_name="Smyth")
    assert open_pairs() == set()
    for job in Job.objects.filter(kind="duplicates.look"):
        assert perform(job.pk)
    assert open_pairs() == both(jean, other)
    found = PossibleDuplicate.objects.get()
    assert found.one_id < found.other_id
    assert found.score >= 60
    assert found.why[0] == "Born on the same day: 14 July 1945"


def looked_at() -> list[str]:
    return [job.payload["resident_id"] for job in Job.objects.filter(kind="duplicates.look").order_by("made_at")]


CHANGES: dict[str, tuple[Any, bool]] = {
    "a name": (lambda who, by: change_identity(resident=who, changes={"family_name": "Ho"}, by=by, version=1), True),
    "a birth date": (
        lambda who, by: change_identity(
            resident=who, changes={"born_on": date(1945, 7, 15), "born_precision": "exact"}, by=by, version=1
        ), True,
    ),
    "an NHS number": (
        lambda who, by: change_identity(resident=who, changes={"nhs_number": "9434765919"}, by=by, version=1), True,
    ),
    "the same name again": (
        lambda who, by: change_identity(resident=who, changes={"family_name": who.family_name}, by=by, version=1),
        False,
    ),
    "the language": (
        lambda who, by: change_identity(resident=who, changes={"language": "Polish"}, by=by, version=1), False,
    ),
    "another number": (lambda who, by: add_phone(resident=who, phone=Phone(number="07700900982"), by=by), True),
    "other digits": (
        lambda who, by: change_phone(
            number=who.phone_numbers.get(), phone=Phone(number="07700900982"), by=by, version=1
        ), True,
    ),
    "whose number it is": (
        lambda who, by: change_phone(
            number=who.phone_numbers.get(), phone=Phone(number="07700900118", note="Her son answers"), by=by, version=1
        ), False,
    ),
    "a postcode": (
        lambda who, by: change_address(resident=who, home=Home(lines="1 Elm Road", postcode="RM17 6SL"), by=by,
                                       version=1), True,
    ),
    "the lines of the address": (
        lambda who, by: change_address(resident=who, home=Home(lines="2 Elm Road", postcode=who.postcode), by=by,
                                       version=1), False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_looks_again_for_somebody_when_what_is_compared_has_changed(jean: Resident, asha: User, what: str) -> None:
    add_phone(resident=jean, phone=Phone(number="07700900118"), by=asha)
    Job.objects.all().delete()
    change, looks = CHANGES[what]
    change(jean, asha)
    assert looked_at() == [str(jean.pk)] * looks


def test_a_change_that_makes_two_alike_is_asked_about_before_the_night(jean: Resident, asha: User) -> None:
    other = make_resident(asha, given_name="Sam", known_as="", family_name="Brown", born_on=None, **UNLIKE)
    Job.objects.all().delete()
    names = {"given_name": jean.given_name, "family_name": jean.family_name}
    born = {"born_on": jean.born_on, "born_precision": jean.born_precision}
    change_identity(resident=other, changes=names | born, by=asha, version=1)
    assert perform(Job.objects.get(kind="duplicates.look").pk)
    assert open_pairs() == both(jean, other)


@pytest.fixture
def pair(jean: Resident, asha: User) -> PossibleDuplicate:
    make_resident(asha)
    find_duplicates()
    return PossibleDuplicate.objects.get()


def test_remembers_that_two_are_not_the_same_and_never_asks_again(pair: PossibleDuplicate, dee: User) -> None:
    tell_apart(pair=pair, note="Mother and daughter", by=dee)
    assert find_duplicates() == 0
    pair.refresh_from_db()
    assert (pair.status, pair.note, pair.decided_by) == (PairStatus.NOT_SAME, "Mother and daughter", dee)
    told = Event.objects.filter(verb="residents.told_apart").values_list("resident_id", flat=True)
    assert set(told) == {pair.one_id, pair.other_id}


def test_asks_no_more_about_a_record_with_what_was_merged_into_another(
    pair: PossibleDuplicate, asha: User, dee: User
) -> None:
    third = make_resident(asha)
    find_duplicates()
    for other in PossibleDuplicate.objects.of(third.pk):
        if other.one_id == pair.one_id or other.other_id == pair.one_id:
            tell_apart(pair=other, note="", by=dee)
        else:
            other.delete()
    merge(pair=pair, survivor=Resident.objects.get(pk=pair.other_id), why="Same person", by=dee)
    assert find_duplicates() == 0


def test_can_be_asked_again(pair: PossibleDuplicate, dee: User) -> None:
    tell_apart(pair=pair, note="Twins", by=dee)
    ask_again(pair=pair, by=dee)
    pair.refresh_from_db()
    assert (pair.status, pair.decided_by, pair.decided_at) == (PairStatus.OPEN, None, None)
    assert Event.objects.filter(verb="residents.pair_reopened").count() == 2


def test_the_second_to_decide_is_told_what_the_first_did(pair: PossibleDuplicate, dee: User, olu: User) -> None:
    tell_apart(pair=pair, note="Twins", by=dee)
    with pytest.raises(WrongState, match=r"Dee Walsh said that these are two people on .*“Twins”"):
        tell_apart(pair=pair, note="Sisters", by=olu)
    pair.refresh_from_db()
    assert pair.note == "Twins"


@pytest.mark.parametrize("who", ["ben", "gwen", "ines", "hal", "eve", "ada"])
def test_is_decided_only_by_who_may(pair: PossibleDuplicate, who: str, request: pytest.FixtureRequest) -> None:
    by = request.getfixturevalue(who)
    for act in (lambda: tell_apart(pair=pair, note="", by=by), lambda: ask_again(pair=pair, by=by)):
        with pytest.raises(NotPermitted):
            act()


def test_about_ages_are_compared_with_care(jean: Resident, asha: User) -> None:
    make_resident(asha, born_on=date(1946, 1, 1), born_precision=BornPrecision.ABOUT)
    make_resident(asha, born_on=date(1960, 1, 1), born_precision=BornPrecision.ABOUT)
    assert find_duplicates() == 1
