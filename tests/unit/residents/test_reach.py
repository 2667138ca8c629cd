"""Telephone numbers and addresses with their dates; the person's own columns mirror what holds now."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused
from localities.enums import LocalityBasis
from residents.actions import (
    Home,
    Phone,
    add_phone,
    change_address,
    change_phone,
    choose_locality,
    end_phone,
    make_main,
)
from residents.enums import AddressKind, PhoneKind
from residents.models import Address, PhoneNumber, Resident, TimelineEntry
from residents.search import find
from tests.factories.people import make_resident
from tests.rows import rows

FIRST, SECOND, THIRD = "01375511000", "07700900123", "07700900456"


def mirrored(person: Resident) -> tuple[str, bool | None, bool | None]:
    person.refresh_from_db()
    return person.phone, person.safe_to_call, person.safe_to_text


def titles(person: Resident) -> list[str]:
    return list(TimelineEntry.objects.filter(resident=person).order_by("-at", "-id").values_list("title", flat=True))


def test_the_first_number_is_the_main_one_and_the_person_mirrors_it(jean: Resident, asha: User) -> None:
    number = add_phone(resident=jean, phone=Phone(FIRST, safe_to_call=True, safe_to_text=False), by=asha)
    assert number.is_main
    assert mirrored(jean) == (FIRST, True, False)
    assert titles(jean)[0] == f"Telephone number added: {FIRST}"
    assert Event.objects.filter(verb="resident.phone_added", resident_id=jean.pk, actor_id=asha.pk).count() == 1


def test_a_second_number_is_main_only_when_it_says_so(jean: Resident, asha: User) -> None:
    add_phone(resident=jean, phone=Phone(FIRST), by=asha)
    second = add_phone(resident=jean, phone=Phone(SECOND, safe_to_call=True), by=asha)
    assert mirrored(jean)[0] == FIRST
    make_main(number=second, by=asha)
    assert mirrored(jean) == (SECOND, True, None)
    add_phone(resident=jean, phone=Phone(THIRD, is_main=True), by=asha)
    assert mirrored(jean)[0] == THIRD
    assert PhoneNumber.objects.filter(resident=jean, is_main=True).count() == 1


def test_making_the_main_number_main_again_is_harmless(jean: Resident, asha: User) -> None:
    number = add_phone(resident=jean, phone=Phone(FIRST), by=asha)
    before = rows()
    make_main(number=number, by=asha)
    assert rows() == before


def test_every_current_number_is_found_by_the_search(jean: Resident, asha: User) -> None:
    add_phone(resident=jean, phone=Phone(FIRST), by=asha)
    second = add_phone(resident=jean, phone=Phone(SECOND), by=asha)
    assert [hit.resident for hit in find(SECOND, asha).hits] == [jean]
    end_phone(number=second, on=clock.today(), by=asha, version=second.version)
    assert [hit.resident for hit in find(FIRST, asha).hits] == [jean]


def test_ending_the_main_number_keeps_it_and_finds_the_next(jean: Resident, asha: User) -> None:
    first = add_phone(resident=jean, phone=Phone(FIRST), by=asha)
    add_phone(resident=jean, phone=Phone(SECOND, safe_to_call=False), by=asha)
    add_phone(resident=jean, phone=Phone(THIRD, safe_to_call=True), by=asha)
    end_phone(number=first, on=clock.today(), by=asha, version=first.version)
    first.refresh_from_db()
    assert first.ended_on == clock.today()
    assert mirrored(jean) == (THIRD, True, None)


def test_ending_the_last_number_leaves_none(jean: Resident, asha: User) -> None:
    number = add_phone(resident=jean, phone=Phone(FIRST, safe_to_call=True), by=asha)
    end_phone(number=number, on=clock.today(), by=asha, version=number.version)
    assert mirrored(jean) == ("", None, None)
    assert PhoneNumber.objects.filter(resident=jean).count() == 1


def test_changing_the_digits_ends_the_old_number_and_begins_the_new(jean: Resident, asha: User) -> None:
    old = add_phone(resident=jean, phone=Phone(FIRST), by=asha)
    change_phone(number=old, phone=Phone(SECOND, kind=PhoneKind.MOBILE), by=asha, version=old.version)
    old.refresh_from_db()
    assert old.ended_on == clock.today()
    assert mirrored(jean)[0] == SECOND
    assert TimelineEntry.objects.filter(resident=jean, detail=f"Number: {FIRST} → {SECOND}").exists()


def test_changing_whether_it_is_safe_changes_the_mirror_and_says_what_changed(jean: Resident, asha: User) -> None:
    number = add_phone(resident=jean, phone=Phone(FIRST), by=asha)
    change_phone(number=number, phone=Phone(FIRST, safe_to_call=False), by=asha, version=number.version)
    assert mirrored(jean) == (FIRST, False, None)
    assert Event.objects.get(verb="resident.phone_changed").detail["changed"] == ["safe_to_call"]


def test_two_who_change_one_number_do_not_overwrite_each_other(jean: Resident, asha: User, ben: User) -> None:
    number = add_phone(resident=jean, phone=Phone(FIRST), by=asha)
    change_phone(number=number, phone=Phone(FIRST, note="her son answers"), by=asha, version=number.version)
    with pytest.raises(ChangedMeanwhile) as refusal:
        change_phone(number=number, phone=Phone(FIRST, note="ring late"), by=ben, version=number.version)
    assert refusal.value.current.note == "her son answers"  # type: ignore[attr-defined]


def test_refuses_a_number_that_stands_there_already(jean: Resident, asha: User) -> None:
    add_phone(resident=jean, phone=Phone(FIRST), by=asha)
    with pytest.raises(Refused, match="already"):
        add_phone(resident=jean, phone=Phone(FIRST), by=asha)


def test_refuses_an_end_before_the_beginning(jean: Resident, asha: User) -> None:
    number = add_phone(resident=jean, phone=Phone(FIRST), by=asha)
    with pytest.raises(Refused, match="before it began"):
        end_phone(number=number, on=clock.days_ago(1), by=asha, version=number.version)


def test_a_new_address_ends_the_old_one_and_places_anew(asha: User) -> None:
    person = make_resident(asha, practice=None, address="14 Dock Road")
    assert str(person.locality) == "Tilbury and Chadwell"
    change_address(resident=person, home=Home(lines="2 High Street", postcode="RM17 6SL"), by=asha, version=1)
    person.refresh_from_db()
    assert (person.address, person.postcode, str(person.locality)) == ("2 High Street", "RM17 6SL", "Grays")
    assert "RM17" in person.locality_because
    old, new = Address.objects.filter(resident=person).order_by("started_on", "pk")
    assert (old.lines, old.ended_on, new.ended_on) == ("14 Dock Road", clock.today(), None)
    told = TimelineEntry.objects.get(resident=person, title="Address changed").detail
    assert "14 Dock Road, RM18 8EB → 2 High Street, RM17 6SL" in told
    assert "Locality: Grays" in told


def test_no_fixed_address_is_an_answer_and_the_postcode_still_places(asha: User) -> None:
    person = make_resident(asha, practice=None)
    home = Home(kind=AddressKind.NONE, lines="the hostel", postcode="RM17 6SL")
    change_address(resident=person, home=home, by=asha, version=1)
    person.refresh_from_db()
    assert person.address_lines == ["No fixed address", "the hostel", "RM17 6SL"]
    assert str(person.locality) == "Grays"


def test_a_locality_chosen_by_hand_holds_against_a_new_address(asha: User) -> None:
    person = make_resident(asha, practice=None)
    grays = make_resident(asha, practice=None, postcode="RM17 6SL").locality
    chosen = choose_locality(resident=person, locality=grays, reason="lives with her son", by=asha, version=1)
    assert (chosen.locality, chosen.locality_because) == (grays, "chosen by hand: lives with her son")
    moved = Home(lines="3 Dock Road", postcode="RM18 8EB")
    change_address(resident=chosen, home=moved, by=asha, version=chosen.version)
    person.refresh_from_db()
    assert (person.locality, person.locality_basis) == (grays, LocalityBasis.BY_HAND)
    assert person.locality_because == "chosen by hand: lives with her son"
    back = choose_locality(resident=person, locality=None, reason="", by=asha, version=person.version)
    assert (str(back.locality), back.locality_basis) == ("Tilbury and Chadwell", LocalityBasis.POSTCODE)


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_choice_by_hand_needs_a_reason(jean: Resident, asha: User, reason: str) -> None:
    with pytest.raises(Refused, match="why"):
        choose_locality(resident=jean, locality=jean.locality, reason=reason, by=asha, version=1)


def test_two_who_move_one_person_do_not_overwrite_each_other(jean: Resident, asha: User, ben: User) -> None:
    change_address(resident=jean, home=Home(lines="1 New Road"), by=asha, version=1)
    with pytest.raises(ChangedMeanwhile):
        change_address(resident=jean, home=Home(lines="9 Old Road"), by=ben, version=1)
    assert Address.objects.get(resident=jean, ended_on__isnull=True).lines == "1 New Road"


def test_an_address_cannot_begin_before_the_one_it_follows(jean: Resident, asha: User) -> None:
    home = Home(lines="1 New Road", since=clock.today() - timedelta(days=400))
    with pytest.raises(Refused, match="before"):
        change_address(resident=jean, home=home, by=asha, version=1)
    assert Address.objects.filter(resident=jean).count() == 1


def test_refuses_an_address_that_says_nothing(jean: Resident, asha: User) -> None:
    with pytest.raises(Refused, match="no fixed address"):
        change_address(resident=jean, home=Home(since=date(2026, 1, 1)), by=asha, version=1)


@pytest.mark.parametrize("role", ["hal", "ines", "eve", "ada", "olu"])
def test_is_refused_to_who_may_not_change_people(jean: Resident, role: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(role)
    before = rows()
    with pytest.raises(NotPermitted):
        add_phone(resident=jean, phone=Phone(FIRST), by=user)
    with pytest.raises(NotPermitted):
        change_address(resident=jean, home=Home(lines="1 New Road"), by=user, version=1)
    assert rows() == before
