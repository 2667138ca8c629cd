"""The frame of every page: the service navigation of each role, and the count of notices."""

import pytest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from accounts.actions import deliver_notice
from accounts.models import User
from accounts.navigation import navigation
from accounts.roles import Role
from tests.factories.people import make_user

EXPECTED = {
    Role.TRIAGE: ["My day", "People", "Calls", "Team", "Talking Shops"],
    Role.SOCIAL_WORKER: ["My day", "People", "Team", "Talking Shops", "Reablement"],
    Role.LOCALITY_MANAGER: ["My day", "People", "Team", "Talking Shops", "Reablement", "Reports"],
    Role.HEAD_OF_SERVICE: ["My day", "People", "Team", "Talking Shops", "Reablement", "Reports"],
    Role.HOSPITAL_HUB: ["My day", "People", "Team", "Hospital", "Reablement"],
    Role.CARERS_SERVICE: ["My day", "People", "Team"],
    Role.PROVIDER: ["My day", "People", "Team", "Reablement"],
    Role.AUDITOR: ["My day", "Audit log"],
    Role.ADMINISTRATOR: ["My day", "Staff"],
}


def frame(user: object, path: str = "/") -> dict[str, object]:
    request = RequestFactory().get(path)
    request.user = user  # type: ignore[assignment]
    return navigation(request)


@pytest.mark.parametrize(("role", "entries"), EXPECTED.items())
def test_offers_what_the_role_may_open_and_never_more_than_seven(db: None, role: Role, entries: list[str]) -> None:
    shown = frame(make_user("Somebody", role))["navigation"]
    assert [entry["text"] for entry in shown] == entries  # type: ignore[attr-defined]
    assert len(entries) <= 7


@pytest.mark.parametrize(
    ("path", "current"),
    [("/", "My day"), ("/notices/", "My day"), ("/teams/cls-grays/", "Team"), ("/reports/locality/grays/", "Reports")],
)
def test_marks_the_place_where_one_is(dee: User, path: str, current: str) -> None:
    shown = frame(dee, path)["navigation"]
    assert [entry["text"] for entry in shown if entry["current"]] == [current]  # type: ignore[attr-defined]


def test_every_entry_opens_for_its_role(client: Client, db: None) -> None:
    for role in EXPECTED:
        user = make_user("Somebody", role)
        client.force_login(user)
        for entry in frame(user)["navigation"]:  # type: ignore[attr-defined]
            assert client.get(entry["href"], follow=True).status_code == 200, (role, entry)


def test_counts_unread_notices_of_the_person_and_their_teams_in_one_query(
    ben: User, chidi: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    team = ben.teams.get(slug="cls-tilbury-chadwell")
    deliver_notice(key="1", words="For Ben", link="/", user=str(ben.pk))
    deliver_notice(key="2", words="For his team", link="/", team=str(team.pk))
    deliver_notice(key="3", words="For Chidi", link="/", user=str(chidi.pk))
    with django_assert_num_queries(1):
        assert frame(ben)["unread_notices"] == "2"


def test_counts_no_more_notices_than_anybody_reads(ben: User) -> None:
    assert frame(ben)["unread_notices"] == ""
    for number in range(101):
        deliver_notice(key=str(number), words="For Ben", link="/", user=str(ben.pk))
    assert frame(ben)["unread_notices"] == "99+"


def test_asks_the_database_nothing_for_a_stranger(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    savepoint_of_the_request = 2
    with django_assert_num_queries(savepoint_of_the_request):
        page = client.get("/help").content.decode()
    assert "Around Thurrock Care" not in page
