"""The figures of one locality."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from residents.models import Resident
from tests.factories.field import make_clock
from tests.factories.people import make_resident
from tests.factories.referrals import give, make_referral
from tests.rows import rows

PAGE = "/reports/locality/tilbury-chadwell/"


def opened(client: Client, user: User, page: str = PAGE) -> str:
    client.force_login(user)
    answer = client.get(page)
    assert answer.status_code == 200
    return answer.content.decode()


def tiles(page: str) -> dict[str, tuple[str, str]]:
    """Number and meaning of each tile by its label."""
    figure, label = r'tc-tile__figure">([^<]*)</span>', r'<span class="tc-tile__label">([^<]*)</span>'
    tile = rf'{figure} {label}.*?meaning">\s*([^<]*?)\s*</p>'
    return {text: (number, meaning) for number, text, meaning in re.findall(tile, page, re.S)}


def test_shows_nine_numbers_with_what_they_mean(
    client: Client, jean: Resident, asha: User, ben: User, dee: User, gwen: User
) -> None:
    make_referral(jean, asha)
    give(make_referral(make_resident(asha, known_as="Sam"), asha), ben, dee)
    make_clock(make_resident(asha, known_as="Arthur"), gwen, days_ago=50)
    shown = tiles(opened(client, dee))
    assert shown["contacts this week"][0] == "2"
    assert shown["waiting"] == ("2", "Longest: under a minute")
    assert shown["six-week reviews"][0] == "1"
    assert shown["reviews overdue"][0] == "1"
    assert shown["reviews nobody holds"][0] == "1"
    assert shown["due in 7 days"][0] == "0"
    assert shown["hand-offs a person"] == ("1.0", "3 hand-offs of 3 people in 28 days")
    assert shown["people held"] == ("1", "1 worker with room for 20")
    assert shown["times asked again"][0] == "0"


def test_leaves_out_what_belongs_to_another_locality(client: Client, asha: User, dee: User, gwen: User) -> None:
    grays = make_resident(asha, practice=None, postcode="RM17 6AA")
    make_referral(grays, asha)
    make_clock(grays, gwen, days_ago=50)
    numbers = {number for number, _ in tiles(opened(client, dee)).values()}
    assert numbers == {"0"}
    assert tiles(opened(client, dee, "/reports/locality/grays/"))["waiting"][0] == "2"


def test_draws_a_strip_and_four_charts_with_their_tables(client: Client, dee: User) -> None:
    page = opened(client, dee)
    assert page.count('class="tc-chart__svg"') == 5
    assert page.count("The same as a table") == 5
    assert "26 whole weeks, counted" in page


@pytest.mark.parametrize("name", ["dee", "olu"])
def test_opens_any_locality_to_whoever_sees_figures(client: Client, name: str, request: pytest.FixtureRequest) -> None:
    assert "Grays" in opened(client, request.getfixturevalue(name), "/reports/locality/grays/")


@pytest.mark.parametrize("name", ["asha", "ben", "gwen", "hal", "ines", "eve", "ada"])
def test_refuses_a_role_without_figures(client: Client, name: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(name))
    assert client.get(PAGE).status_code == 403


def test_does_not_exist_for_a_locality_that_is_none(client: Client, dee: User) -> None:
    client.force_login(dee)
    assert client.get("/reports/locality/atlantis/").status_code == 404


def test_asks_a_stranger_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE)["Location"] == f"/sign-in?next={PAGE}"


def test_writes_nothing_and_counts_past_weeks_only_now_and_then(client: Client, asha: User, dee: User) -> None:
    make_referral(make_resident(asha), asha)
    client.force_login(dee)
    before = rows()
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counted.append(len(queries))
    assert counted == [17, 11]
    assert rows() == before
