"""Two colleagues who add one person at one moment: the NHS number is there once, and nobody meets a fault."""

from accounts.roles import Role
from core.errors import Refused
from residents.models import Resident
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
