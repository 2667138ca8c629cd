"""Who somebody is, changed: never silently, never over what somebody else wrote."""

from datetime import date

import pytest

from accounts.models import User
from audit.models import Event
from core.errors import ChangedMeanwhile, NotPermitted, Refused
from localities.models import Practice
from residents.actions import add_resident, change_identity
from residents.actions.identity import Identity
from residents.enums import AddressKind, BornPrecision, Gender, NhsNumberStatus
from residents.models import AccessNeed, Address, Resident, TimelineEntry
from residents.search import find
from tests.factories.people import make_resident
from tests.rows import rows

NHS = "9434765919"


def told(person: Resident) -> TimelineEntry:
    return TimelineEntry.objects.filter(resident=person).order_by("-at", "-id")[0]


def test_an_old_family_name_is_kept_and_found_by(jean: Resident, asha: User) -> None:
    change_identity(resident=jean, changes={"family_name": "Adeyemi"}, by=asha, version=1)
    jean.refresh_from_db()
    assert (jean.family_name, jean.previous_family_name, jean.version) == ("Adeyemi", "Smith", 2)
    assert (jean.family_key, jean.previous_family_key) == ("adeyemi", "smith")
    for name in ("jean adeyemi", "jean smith", "jean adeyeni"):
        assert jean in [hit.resident for hit in find(name, asha).hits], name


def test_a_name_that_was_only_written_wrong_is_not_kept(jean: Resident, asha: User) -> None:
    change_identity(resident=jean, changes={"family_name": "Smyth"}, by=asha, version=1, was_wrong=True)
    jean.refresh_from_db()
    assert jean.previous_family_name == ""


def test_says_what_was_and_is_on_the_timeline_and_which_columns_in_the_audit(jean: Resident, asha: User) -> None:
    changes = {"known_as": "Jeannie", "gender": Gender.FEMALE}
    change_identity(resident=jean, changes=changes, by=asha, version=1)
    entry = told(jean)
    assert entry.title == "Changed: known as and gender"
    assert entry.detail == "Known as: Jean → Jeannie\nGender: Not asked → Female"
    assert Event.objects.get(verb="resident.changed").detail["changed"] == ["known_as", "gender"]


def test_nothing_is_written_when_nothing_changes(jean: Resident, asha: User) -> None:
    before = rows()
    change_identity(resident=jean, changes={"known_as": "Jean"}, by=asha, version=1)
    jean.refresh_from_db()
    assert (rows(), jean.version) == (before, 1)


def test_an_approximate_birth_date_is_told_as_such(jean: Resident, asha: User) -> None:
    changes = {"born_on": date(1946, 1, 1), "born_precision": BornPrecision.ABOUT}
    change_identity(resident=jean, changes=changes, by=asha, version=1)
    jean.refresh_from_db()
    assert jean.born_text == "About 1946 (about 80)"
    assert told(jean).detail == "Born: 14 July 1945 → About 1946"


def test_two_who_change_one_person_do_not_overwrite_each_other(jean: Resident, asha: User, ben: User) -> None:
    change_identity(resident=jean, changes={"known_as": "Jeannie"}, by=asha, version=1)
    with pytest.raises(ChangedMeanwhile) as refusal:
        change_identity(resident=jean, changes={"known_as": "Mrs Smith"}, by=ben, version=1)
    assert refusal.value.current.known_as == "Jeannie"  # type: ignore[attr-defined]
    jean.refresh_from_db()
    assert jean.known_as == "Jeannie"


def test_an_nhs_number_is_not_traced_until_somebody_says_it_was_verified(jean: Resident, asha: User) -> None:
    person = change_identity(resident=jean, changes={"nhs_number": NHS}, by=asha, version=1)
    assert person.nhs_number_status == NhsNumberStatus.NOT_TRACED
    verified = {"nhs_number": NHS, "nhs_number_status": NhsNumberStatus.VERIFIED}
    person = change_identity(resident=jean, changes=verified, by=asha, version=person.version)
    assert person.nhs_number_status == NhsNumberStatus.VERIFIED
    gone = {"nhs_number": None, "nhs_number_status": NhsNumberStatus.VERIFIED}
    person = change_identity(resident=jean, changes=gone, by=asha, version=person.version)
    assert person.nhs_number_status == NhsNumberStatus.NOT_PRESENT


def test_refuses_the_nhs_number_of_somebody_else(jean: Resident, asha: User) -> None:
    make_resident(asha, given_name="Ann", nhs_number=NHS)
    with pytest.raises(Refused, match="NHS number is known already"):
        change_identity(resident=jean, changes={"nhs_number": NHS}, by=asha, version=1)


def test_a_new_practice_places_anew(jean: Resident, asha: User) -> None:
    grays = Practice.objects.filter(locality__name="Grays").select_related("locality")[0]
    change_identity(resident=jean, changes={"practice": grays}, by=asha, version=1)
    jean.refresh_from_db()
    assert str(jean.locality) == "Grays"
    assert grays.name in jean.locality_because
    assert "Locality: Grays" in told(jean).detail


def test_loc_2_no_practice_and_one_elsewhere_are_answers_and_place_by_postcode(jean: Resident, asha: User) -> None:
    elsewhere = {"practice": None, "no_practice": "outside", "practice_elsewhere": "Hawthorn Surgery, Laindon"}
    change_identity(resident=jean, changes=elsewhere, by=asha, version=1)
    jean.refresh_from_db()
    assert jean.practice_text == "A practice outside Thurrock: Hawthorn Surgery, Laindon"
    assert (jean.locality_basis, str(jean.locality)) == ("postcode", "Tilbury and Chadwell")
    assert jean.locality_because.startswith("their practice, Hawthorn Surgery, Laindon, is outside Thurrock, and RM18")
    assert told(jean).title == "Changed: GP practice"
    assert told(jean).detail.splitlines()[0] == f"GP practice: Tilbury Health Centre → {jean.practice_text}"
    change_identity(resident=jean, changes={"no_practice": "none"}, by=asha, version=jean.version)
    jean.refresh_from_db()
    assert (jean.practice_text, jean.practice_elsewhere) == ("Registered with no practice", "")
    assert jean.locality_because.startswith("they are registered with no practice, and RM18")


def test_a_practice_here_takes_the_place_of_none(asha: User) -> None:
    person = make_resident(asha, practice=None, no_practice="outside", practice_elsewhere="Hawthorn Surgery")
    here = Practice.objects.select_related("locality").get(ods_code="F81110")
    change_identity(resident=person, changes={"practice": here}, by=asha, version=1)
    person.refresh_from_db()
    assert (person.practice_text, person.no_practice) == (str(here), "")
    assert person.practice_elsewhere == ""


def test_not_asked_of_the_practice_is_neither_none_nor_elsewhere(asha: User) -> None:
    person = make_resident(asha, practice=None)
    assert person.practice_text == "Not asked"
    assert person.locality_because.startswith("no Thurrock practice is known, and RM18")


def test_refuses_to_leave_nobodys_name(jean: Resident, asha: User) -> None:
    with pytest.raises(Refused, match="at least one name"):
        change_identity(
            resident=jean, changes={"known_as": "", "given_name": "", "family_name": ""}, by=asha, version=1
        )


def test_refuses_to_change_a_record_that_was_merged_away(jean: Resident, asha: User) -> None:
    Resident.objects.filter(pk=jean.pk).update(merged_into=make_resident(asha))
    with pytest.raises(Refused, match="merged"):
        change_identity(resident=jean, changes={"known_as": "J"}, by=asha, version=1)


@pytest.mark.parametrize("role", ["hal", "ines", "eve", "ada", "olu"])
def test_is_refused_to_who_may_not_change_people(jean: Resident, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotPermitted):
        change_identity(resident=jean, changes={"known_as": "J"}, by=request.getfixturevalue(role), version=1)


def test_somebody_is_added_with_no_fixed_address_and_what_they_need(asha: User) -> None:
    identity = Identity(given_name="Sam", family_name="Roe", no_fixed_address=True, access="bsl", address="the park")
    person = add_resident(identity=identity, by=asha)
    assert person.address_lines == ["No fixed address", "the park"]
    assert Address.objects.get(resident=person).kind == AddressKind.NONE
    assert AccessNeed.objects.get(resident=person).kind == "bsl"
    assert person.access_asked_on is not None


@pytest.mark.parametrize(("access", "asked"), [("none", True), ("", False)])
def test_asked_and_none_is_kept_apart_from_not_asked(asha: User, access: str, asked: bool) -> None:
    person = add_resident(identity=Identity(given_name="Sam", phone="07700900123", access=access), by=asha)
    assert (person.access_asked_on is not None) is asked
    assert not AccessNeed.objects.filter(resident=person).exists()
