"""POST hospital-notices/: a notice that a hospital's system sends in."""

from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from core import clock
from discharges.models import HospitalNotice, HospitalStay
from residents.models import Resident
from tests.api.conftest import Caller, caller_for
from tests.factories.notices import JEANS_NUMBER, hours_ago
from tests.factories.people import make_resident

PATH = "hospital-notices/"


@pytest.fixture
def jeannie(asha: User) -> Resident:
    return make_resident(asha, nhs_number=JEANS_NUMBER)


@pytest.fixture
def body() -> dict[str, Any]:
    return {
        "kind": "assessment", "issued_at": hours_ago(2), "family_name": "Smith", "given_name": "Jean",
        "born_on": "1945-07-14", "nhs_number": JEANS_NUMBER, "hospital": "basildon", "ward": "Fry",
        "admitted_on": str(clock.days_ago(2)), "interpreter": False, "message_id": "M1",
    }  # fmt: skip


def test_takes_a_notice_in_and_says_what_it_changed(system: Caller, body: dict[str, Any], jeannie: Resident) -> None:
    answer = system.post(PATH, body)
    assert answer.status_code == 201
    notice = HospitalNotice.objects.get()
    assert answer.json() == {
        "id": str(notice.pk), "status": "applied", "resident": jeannie.reference,
        "told": ["Put on the hospital list: Basildon University Hospital, Fry."],
    }  # fmt: skip
    assert (notice.source, notice.interpreter) == ("api", False)
    assert HospitalStay.objects.get().admitted_on == clock.days_ago(2)


def test_not_1_the_same_notice_under_another_key_is_one_notice(
    system: Caller, body: dict[str, Any], jeannie: Resident
) -> None:
    first, again = system.post(PATH, body), system.post(PATH, body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert HospitalNotice.objects.count() == 1


def test_the_same_call_twice_gets_the_first_answer(system: Caller, body: dict[str, Any]) -> None:
    key = str(uuid4())
    assert [system.post(PATH, body, key=key).status_code for _ in range(2)] == [201, 201]


def test_names_nobody_while_the_hub_has_to_say_who_it_is(system: Caller, body: dict[str, Any]) -> None:
    answer = system.post(PATH, body).json()
    assert (answer["status"], answer["resident"]) == ("waiting", None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"nhs_number": "9434765918"}, "nhs_number"),
        ({"withdrawal": "all"}, "withdrawal"),
        ({"kind": "discharge"}, "admitted_on"),
        ({"kind": "admission"}, "kind"),
        ({"issued_at": hours_ago(-3)}, "issued_at"),
        ({"shoe_size": "9"}, "shoe_size"),
        ({"interpreter": "yes"}, "interpreter"),
        ({"family_name": ""}, "family_name"),
        ({"ward": "x" * 81}, "ward"),
        ({"born_on": "14/7/45"}, "born_on"),
        ({"hospital": 7}, "hospital"),
    ],
)
def test_says_by_field_what_is_wrong(system: Caller, body: dict[str, Any], change: dict[str, Any], field: str) -> None:
    answer = system.post(PATH, body | change)
    assert answer.status_code == 400
    assert field in answer.json()["fields"]
    assert not HospitalNotice.objects.exists()


@pytest.mark.parametrize("role", ["gwen", "ben", "ines", "hal"])
def test_is_closed_to_everybody_but_systems(role: str, body: dict[str, Any], request: pytest.FixtureRequest) -> None:
    assert caller_for(request.getfixturevalue(role)).post(PATH, body).status_code == 403
