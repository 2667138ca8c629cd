"""Two colleagues who put one person on the list at one moment: one does, the other reads a sentence."""

from accounts.roles import Role
from core.errors import Refused
from discharges.models import HospitalStay
from tests.committed import at_once
from tests.factories.field import make_stay
from tests.factories.people import make_resident, make_user

HUB = 6


def test_one_of_many_at_once_puts_somebody_on_the_list_and_the_others_are_refused(committed: str) -> None:
    jean = make_resident(make_user("Asha Patel", Role.TRIAGE, "thurrock-first"))
    hub = [make_user(f"Gwen {number}", Role.HOSPITAL_HUB, "hospital-hub") for number in range(HUB)]
    did = at_once(HUB, lambda number: make_stay(jean, hub[number]))
    assert HospitalStay.objects.count() == 1
    refused = [str(one) for one in did if isinstance(one, Refused)]
    assert refused == ["Jean Smith is on the hospital list already."] * (HUB - 1)
