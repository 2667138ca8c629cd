"""E9: one call that arrives several times at one moment happens once, and everybody hears the same."""

from uuid import uuid4

from accounts.actions import issue_api_token
from accounts.roles import Role
from audit.actions import SYSTEM
from outbox.models import Job
from referrals.models import Referral
from tests.api.conftest import Caller
from tests.committed import at_once
from tests.factories.people import make_resident, make_user

THREADS = 8
KEYS = 5


def test_eight_calls_with_one_key_make_one_referral_and_get_one_answer(committed: str) -> None:
    resident = make_resident(make_user("Asha Patel", Role.TRIAGE))
    token = issue_api_token(user=make_user("GP system", Role.SERVICE), by=SYSTEM, days=1)
    body = {"resident": resident.reference, "need": "memory", "urgency": "today", "story": "She forgets the stove."}

    for _ in range(KEYS):
        key = str(uuid4())

        def send(_: int, key: str = key) -> tuple[int, str]:
            answer = Caller(token).post("referrals/", body, key=key)
            return answer.status_code, answer.json()["reference"]

        answers = at_once(THREADS, send)
        assert len(set(answers)) == 1
        assert answers[0][0] == 201  # type: ignore[index]
    assert Referral.objects.count() == Job.objects.filter(kind="notice.deliver").count() == KEYS
