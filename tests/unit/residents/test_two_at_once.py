"""Colleagues who add or change one person at one moment: nothing is there twice, overwritten, or a fault."""

from accounts.roles import Role
from core.errors import ChangedMeanwhile, Refused
from residents.actions import Phone, add_phone, change_identity, make_main
from residents.models import PhoneNumber, Resident
from tests.committed import at_once
from tests.factories.people import make_resident, make_user

DESKS = 6


def test_one_of_many_at_once_adds_somebody_and_the_others_are_told_that_they_are_known(committed: str) -> None:
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    did = at_once(DESKS, lambda _: make_resident(asha, nhs_number="9434765919"))
    assert Resident.objects.filter(nhs_number="9434765919").count() == 1
    refused = [str(one) for one in did if isinstance(one, Refused)]
    assert len(refused) == DESKS - 1
    assert set(refused) == {"Somebody with this NHS number is known already. Search for the number to find them."}


def test_one_of_many_at_once_changes_a_name_and_the_others_see_both_versions(committed: str) -> None:
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    jean = make_resident(asha)
    did = at_once(
        DESKS, lambda desk: change_identity(resident=jean, changes={"known_as": f"J{desk}"}, by=asha, version=1)
    )
    kept = [one for one in did if isinstance(one, Resident)]
    refused = [one for one in did if isinstance(one, ChangedMeanwhile)]
    assert (len(kept), len(refused)) == (1, DESKS - 1)
    jean.refresh_from_db()
    assert (jean.known_as, jean.version) == (kept[0].known_as, 2)
    assert {one.current.known_as for one in refused} == {jean.known_as}  # type: ignore[attr-defined]


def test_many_who_choose_the_main_number_at_once_leave_one_and_its_mirror(committed: str) -> None:
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    jean = make_resident(asha)
    numbers = [add_phone(resident=jean, phone=Phone(f"0770090010{desk}"), by=asha) for desk in range(DESKS)]
    did = at_once(DESKS, lambda desk: make_main(number=numbers[desk], by=asha))
    assert not [one for one in did if isinstance(one, Exception)]
    jean.refresh_from_db()
    assert jean.phone == PhoneNumber.objects.get(resident=jean, is_main=True).number
