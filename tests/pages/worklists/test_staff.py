"""Who works here."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import deactivate
from accounts.models import User
from accounts.roles import Role
from audit.actions import SYSTEM
from tests.factories.people import make_user
from tests.rows import rows

PAGE = "/staff/"


def test_names_role_employer_and_teams(client: Client, ada: User, ben: User) -> None:
    client.force_login(ada)
    page = client.get(PAGE).content.decode()
    for words in ("Ben Okafor", "Social worker", "Thurrock Council", "Tilbury and Chadwell CLS team", ben.email):
        assert words in page, words


def test_keeps_who_has_left_apart(client: Client, ada: User, ben: User) -> None:
    deactivate(user=ben, by=SYSTEM)
    client.force_login(ada)
    assert "Ben Okafor" not in client.get(PAGE).content.decode()
    assert "Ben Okafor" in client.get(f"{PAGE}?show=left").content.decode()


def test_says_that_nobody_has_left(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert "Nobody has left." in client.get(f"{PAGE}?show=left").content.decode()


@pytest.mark.parametrize("name", ["asha", "ben", "dee", "olu", "gwen", "hal", "ines", "eve"])
def test_refuses_everybody_but_the_administrator(client: Client, name: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(name))
    assert client.get(PAGE).status_code == 403


def test_asks_a_stranger_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE)["Location"] == f"/sign-in?next={PAGE}"


def test_writes_nothing_and_asks_as_often_for_one_as_for_25(client: Client, ada: User) -> None:
    client.force_login(ada)
    counted = []
    for people in (1, 24):
        for number in range(people):
            make_user(f"Worker {number}", Role.SOCIAL_WORKER, "cls-grays")
        before = rows()
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        assert rows() == before
        counted.append(len(queries))
    assert counted == [8, 8]
