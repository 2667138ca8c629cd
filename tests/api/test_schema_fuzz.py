"""The API against its own schema: generated calls, right ones and wrong ones, and every answer as declared.

Seeded and bounded: the same calls in every run. What it checks of each answer: no 5xx, a declared
status, type, headers and body; wrong data refused; nothing without a token.
"""

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from accounts.actions import issue_api_token
from accounts.roles import Role
from audit.actions import SYSTEM
from residents.models import Resident
from tests.factories.people import make_resident, make_user

CALLS = 60
SEED = 20260704
OPERATIONS = (
    "find_residents",
    "resident_overview",
    "send_referral",
    "send_discharge",
    "send_hospital_notice",
    "team_queue",
)
RIGHT, WRONG = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
# No data of an overview can be wrong: its address takes any reference, and it takes nothing else.
CASES = [(name, mode) for name in OPERATIONS for mode in (RIGHT, WRONG) if (name, mode) != ("resident_overview", WRONG)]
# A sentence of spaces, or a day in the future, is refused although its type is right.
NOT_ASKED = ("positive_data_acceptance",)
CALMLY = settings(
    max_examples=CALLS, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False
)


@pytest.fixture(scope="module")
def schema() -> Any:
    loaded = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
    loaded.app = get_wsgi_application()
    return loaded


@pytest.fixture
def authorization(committed: str) -> dict[str, str]:
    """A token of an account that may do all that the API offers, and a person to find."""
    make_resident(make_user("Asha Patel", Role.TRIAGE))
    token = issue_api_token(user=make_user("GP system", Role.SERVICE), by=SYSTEM, days=1)
    return {"Authorization": f"Token {token}"}


@pytest.mark.parametrize(("operation_id", "mode"), CASES)
def test_answers_generated_calls_as_its_schema_declares(
    schema: Any, authorization: dict[str, str], operation_id: str, mode: GenerationMode
) -> None:
    operation = schema.find_operation_by_id(operation_id)
    known = Resident.objects.get().reference
    excluded = [CHECKS.get_one(name) for name in NOT_ASKED]
    calls = 0

    @seed(SEED)
    @CALMLY
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case: Any) -> None:
        nonlocal calls
        calls += 1
        if calls % 2 and mode is RIGHT:
            speak_of(case, known)
        case.call_and_validate(headers=authorization, excluded_checks=excluded)

    call()
    assert calls >= CALLS / 2


def speak_of(case: Any, reference: str) -> None:
    """Make a generated call be about a person who exists."""
    if isinstance(case.body, dict):
        case.body["resident"] = reference
    if "reference" in (case.path_parameters or {}):
        case.path_parameters["reference"] = reference
