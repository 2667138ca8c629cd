"""How long a sign-in holds: 8 hours without a click, 12 hours whatever is done."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core import clock
from core.actions import purge_what_is_over
from tests.factories.people import PASSWORD

PAGE = "/help"
START = clock.now()


@pytest.fixture
def after(monkeypatch: pytest.MonkeyPatch, client: Client, ben: User) -> Any:
    """Ben signs in; then the clock can be put so many minutes further."""

    def put(minutes: float) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: START + timedelta(minutes=minutes))

    put(0)
    client.post("/sign-in", {"username": ben.email, "password": PASSWORD})
    return put


def is_in(client: Client) -> bool:
    return client.get("/sign-in").status_code == 302


def test_ends_eight_hours_after_the_last_click(client: Client, after: Any) -> None:
    after(8 * 60 - 1)
    assert is_in(client)
    after(16 * 60)
    assert not is_in(client)


def test_slides_with_every_click(client: Client, after: Any) -> None:
    for minutes in (400, 700):
        after(minutes)
        assert is_in(client)


def test_ends_twelve_hours_after_the_sign_in_although_somebody_works(client: Client, after: Any) -> None:
    for minutes in range(0, 12 * 60, 45):
        after(minutes)
        assert is_in(client)
    after(12 * 60 + 1)
    assert not is_in(client)
    assert client.cookies["sessionid"].value == ""


def test_writes_the_session_at_most_every_ten_minutes(client: Client, after: Any) -> None:
    for minutes, written in ((5, 0), (11, 1), (20, 0), (22, 1)):
        after(minutes)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(PAGE)
        assert sum(query["sql"].startswith("UPDATE") for query in queries) == written, minutes


def test_clears_sessions_that_have_ended(client: Client, after: Any) -> None:
    assert purge_what_is_over()["sessions"] == 0
    after(8 * 60 + 1)
    assert purge_what_is_over()["sessions"] == 1
    assert not Session.objects.exists()
