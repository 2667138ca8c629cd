"""The list of teams, and the short cut to one's own."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from residents.models import Resident
from tests.factories.referrals import make_referral
from tests.rows import rows

PAGE = "/teams/"


def test_shows_ones_own_teams_before_the_others(client: Client, jean: Resident, asha: User, ben: User) -> None:
    make_referral(jean, asha)
    client.force_login(ben)
    page = client.get(PAGE).content.decode()
    assert page.index("Your teams") < page.index("Tilbury and Chadwell CLS team") < page.index("Other teams")
    assert '1<span class="govuk-visually-hidden"> waiting, Tilbury and Chadwell CLS team</span>' in page


def test_shows_a_partner_only_their_own(client: Client, ines: User) -> None:
    client.force_login(ines)
    page = client.get(PAGE).content.decode()
    assert "Carers service" in page
    assert "Grays" not in page


def test_leads_straight_to_ones_own_queue(client: Client, ben: User, olu: User) -> None:
    client.force_login(ben)
    assert client.get("/teams/mine")["Location"] == "/teams/cls-tilbury-chadwell/"
    client.force_login(olu)
    assert client.get("/teams/mine")["Location"] == PAGE


@pytest.mark.parametrize("name", ["eve", "ada"])
@pytest.mark.parametrize("page", [PAGE, "/teams/mine"])
def test_refuses_a_role_without_queues(client: Client, name: str, page: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(name))
    assert client.get(page).status_code == 403


@pytest.mark.parametrize("page", [PAGE, "/teams/mine"])
def test_asks_a_stranger_to_sign_in(client: Client, db: None, page: str) -> None:
    assert client.get(page)["Location"] == f"/sign-in?next={page}"


def test_counts_every_team_in_one_query_and_writes_nothing(
    client: Client, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(ben)
    before = rows()
    with django_assert_num_queries(7):
        client.get(PAGE)
    assert rows() == before
