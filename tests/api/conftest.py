"""The other systems of the API's tests, and how they call."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from knox.models import AuthToken

from accounts.models import User
from accounts.roles import Role
from tests.committed import committed
from tests.factories.people import make_user

__all__ = ["committed"]


class Caller:
    """Another system, which sends its token and JSON."""

    def __init__(self, token: str) -> None:
        self.client = Client(headers={"authorization": f"Token {token}"}, raise_request_exception=False)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query)

    def post(self, path: str, body: Any, *, key: str | None = "") -> Any:
        """Post JSON with a new key; with `key=None` with none."""
        headers = {} if key is None else {"idempotency-key": key or str(uuid4())}
        return self.client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)


def caller_for(user: User) -> Caller:
    """A caller with a fresh token of `user`."""
    _, token = AuthToken.objects.create(user=user, expiry=timedelta(days=1))
    return Caller(token)


@pytest.fixture
def basildon(db: None) -> User:
    """The hospital's and the GPs' systems, as one account that may send referrals and discharges in."""
    return make_user("Basildon EPR", Role.SERVICE, organisation="Mid and South Essex")


@pytest.fixture
def system(basildon: User) -> Caller:
    """`basildon`, calling."""
    return caller_for(basildon)
