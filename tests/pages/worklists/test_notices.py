"""Notices: what somebody was told and has not read."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import deliver_notice
from accounts.models import Notice, User
from tests.rows import rows

PAGE = "/notices/"


@pytest.fixture
def told(ben: User) -> Notice:
    deliver_notice(key="1", words="R-234-6790 was allocated to you", link="/teams/", user=str(ben.pk))
    return Notice.objects.get()


def test_shows_what_is_unread(client: Client, ben: User, told: Notice) -> None:
    client.force_login(ben)
    assert told.words in client.get(PAGE).content.decode()
    assert told.words in client.get("/").content.decode()


def test_says_that_one_is_up_to_date(client: Client, ben: User) -> None:
    client.force_login(ben)
    assert "You are up to date." in client.get(PAGE).content.decode()


def test_opens_what_it_tells_of_and_is_read_then(client: Client, ben: User, told: Notice) -> None:
    client.force_login(ben)
    assert client.post(f"/notices/{told.pk}/read", {"open": "yes"})["Location"] == "/teams/"
    told.refresh_from_db()
    assert told.read_by == ben


def test_stays_where_one_was_when_it_is_only_marked_as_read(client: Client, ben: User, told: Notice) -> None:
    client.force_login(ben)
    assert client.post(f"/notices/{told.pk}/read", {"next": "/"})["Location"] == "/"
    assert told.words not in client.get(PAGE).content.decode()


def test_never_leads_to_another_site(client: Client, ben: User, told: Notice) -> None:
    client.force_login(ben)
    answer = client.post(f"/notices/{told.pk}/read", {"next": "https://example.org/"})
    assert answer["Location"] == PAGE


def test_does_not_exist_for_somebody_else(client: Client, chidi: User, told: Notice) -> None:
    client.force_login(chidi)
    assert client.post(f"/notices/{told.pk}/read").status_code == 404
    told.refresh_from_db()
    assert told.read_at is None


def test_writes_nothing_when_it_is_opened(client: Client, ben: User, told: Notice) -> None:
    client.force_login(ben)
    before = rows()
    client.get(PAGE)
    assert rows() == before
    assert client.get(f"/notices/{told.pk}/read").status_code == 405


def test_asks_a_stranger_to_sign_in(client: Client, told: Notice) -> None:
    assert client.get(PAGE).status_code == 302
    assert client.post(f"/notices/{told.pk}/read").status_code == 302


@pytest.mark.parametrize(("number", "shown"), [(5, "(5<"), (6, "(6<"), (100, "(99+<")])
def test_my_day_counts_what_it_has_read_and_asks_once(client: Client, ben: User, number: int, shown: str) -> None:
    for each in range(number):
        deliver_notice(key=str(each), words=f"R-{each} was allocated to you", link="/teams/", user=str(ben.pk))
    client.force_login(ben)
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/").content.decode()
    assert shown in page
    assert page.count(" was allocated to you</button>") == 5
    assert ("See all notices" in page) == (number > 5)
    assert sum("accounts_notice" in query["sql"] for query in queries) == 1
