"""/sessions/: today's Talking Shops, those near the worker first."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core import clock
from tests.factories.field import make_conversation, make_session
from tests.rows import rows

PAGE = "/sessions/"


def test_shows_the_workers_own_sessions_before_the_others(client: Client, ben: User, jean: object) -> None:
    make_session("grays", venue="Grays Library", hour=9)
    own = make_session(hour=14)
    make_conversation(jean, ben, session=own)
    client.force_login(ben)
    text = client.get(PAGE).content.decode()
    assert text.index("In your localities") < text.index("Tilbury Hub") < text.index("Grays Library")
    assert "2pm to 4pm" in text


def test_shows_the_next_days_under_today(client: Client, ben: User) -> None:
    make_session(on=clock.today() + timedelta(days=1))
    client.force_login(ben)
    text = client.get(PAGE).content.decode()
    assert "There is none today." in text
    assert text.index("The next 7 days") < text.index("Tilbury Hub")


def test_says_so_when_nothing_is_planned(client: Client, ben: User) -> None:
    client.force_login(ben)
    assert "No Talking Shops are planned" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("role", ["gwen", "hal", "eve", "ada", "ines"])
def test_is_closed_to_roles_that_run_no_sessions(client: Client, role: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(PAGE).status_code == 403


def test_sends_a_stranger_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE).url == f"/sign-in?next={PAGE}"


def test_writes_nothing(client: Client, ben: User) -> None:
    make_session()
    client.force_login(ben)
    before = rows()
    client.get(PAGE)
    assert rows() == before


def test_asks_the_database_as_often_for_many_sessions_as_for_one(
    client: Client, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for hour in range(8, 18, 2):
        make_session(hour=hour)
        make_session("grays", venue="Grays Library", hour=hour, on=clock.today() + timedelta(days=1))
    client.force_login(ben)
    with django_assert_num_queries(7):  # a savepoint and its release, the frame 3, sessions, own teams
        client.get(PAGE)
