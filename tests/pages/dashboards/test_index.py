"""The localities beside each other."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from residents.models import Resident
from tests.factories.referrals import make_referral
from tests.rows import rows

PAGE = "/reports/"


@pytest.mark.parametrize("name", ["dee", "olu"])
def test_shows_every_locality_to_whoever_sees_figures(
    client: Client, name: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(name))
    page = client.get(PAGE).content.decode()
    for locality in ("Grays", "Tilbury and Chadwell", "Stanford-le-Hope and Corringham", "Aveley"):
        assert locality in page


def test_links_every_number_to_its_rows(client: Client, jean: Resident, asha: User, dee: User) -> None:
    make_referral(jean, asha)
    client.force_login(dee)
    page = client.get(PAGE).content.decode()
    assert page.count("/reports/locality/") == 4 * 8 + 5
    assert 'href="/reports/locality/tilbury-chadwell/waiting/">1<' in page


def test_says_as_at_when_and_what_each_number_means(client: Client, dee: User) -> None:
    client.force_login(dee)
    page = client.get(PAGE).content.decode()
    assert "As at " in page
    assert "A first allocation is none." in page


@pytest.mark.parametrize("name", ["asha", "ben", "gwen", "hal", "ines", "eve", "ada"])
def test_refuses_a_role_without_figures(client: Client, name: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(name))
    assert client.get(PAGE).status_code == 403


def test_asks_a_stranger_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE)["Location"] == f"/sign-in?next={PAGE}"


def test_counts_everything_in_one_query_and_writes_nothing(
    client: Client, dee: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(dee)
    before = rows()
    with django_assert_num_queries(9):  # one more for those without a locality
        client.get(PAGE)
    assert rows() == before
