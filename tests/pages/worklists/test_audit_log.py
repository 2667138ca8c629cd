"""The audit log."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.actions import record_list
from audit.models import Event
from core import clock
from residents.actions import open_record
from residents.models import Resident
from tests.rows import rows

PAGE = "/audit/"


def opened(client: Client, user: User, **asked: str) -> str:
    client.force_login(user)
    answer = client.get(PAGE, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_tells_who_did_what_with_whose_record_by_reference(
    client: Client, jean: Resident, ben: User, eve: User
) -> None:
    open_record(resident=jean, by=ben, page="worklists.resident")
    shown = opened(client, eve)
    assert f'href="/people/{jean.reference}/history"' in shown
    assert "Opened the record" in shown
    assert "Jean" not in shown
    assert "Smith" not in shown


def test_tells_how_many_people_a_list_showed(client: Client, jean: Resident, ben: User, eve: User) -> None:
    record_list(by=ben, page="worklists.team_queue", resident_ids=[jean.pk])
    shown = opened(client, eve)
    assert "Opened a list of people: 1 person" in " ".join(shown.split())
    assert "Queue of a team" in shown


def test_finds_by_name_by_kind_and_by_day(client: Client, jean: Resident, asha: User, ben: User, eve: User) -> None:
    open_record(resident=jean, by=ben, page="worklists.resident")
    today = clock.today().strftime("%d/%m/%Y")
    for asked, found in (
        ({"who": "okafor"}, {"Ben Okafor"}),
        ({"verb": "resident.added"}, {"Asha Patel"}),
        ({"day": today, "who": "asha"}, {"Asha Patel"}),
        ({"day": "1/1/2020"}, set()),
        ({"who": "nobody of that name"}, set()),
    ):
        shown = opened(client, eve, **asked).split("</form>")[-1]
        assert {name for name in ("Ben Okafor", "Asha Patel") if name in shown} == found, asked


def test_says_when_it_looked_only_at_the_last_days(client: Client, eve: User) -> None:
    assert "in the last 28 days" in opened(client, eve, verb="resident.added")
    assert "in the last 28 days" not in opened(client, eve, verb="resident.added", who="asha")


def test_shows_everything_and_says_what_is_wrong_for_a_day_that_is_none(client: Client, eve: User) -> None:
    client.force_login(eve)
    answer = client.get(PAGE, {"day": "31/2/2026"})
    assert answer.status_code == 422
    assert "Day must be a real date" in answer.content.decode()


@pytest.mark.parametrize("day", ["31/12/9999", "2/1/2900"])
def test_says_what_is_wrong_for_a_day_that_has_not_come(client: Client, eve: User, day: str) -> None:
    client.force_login(eve)
    answer = client.get(PAGE, {"day": day})
    assert answer.status_code == 422
    assert "Day must be today or in the past" in answer.content.decode()


def test_shows_nothing_of_the_first_day_of_the_calendar(client: Client, jean: Resident, eve: User) -> None:
    assert "Asha Patel" not in opened(client, eve, day="1/1/0001")


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "2026-01-01", "nonsense"])
def test_begins_at_the_newest_for_a_place_that_is_none(client: Client, jean: Resident, eve: User, at: str) -> None:
    assert "Asha Patel" in opened(client, eve, before=f"{at}~{jean.pk}")


def test_writes_down_that_the_auditor_looked(client: Client, eve: User) -> None:
    before = rows(without="audit.event")
    opened(client, eve)
    assert rows(without="audit.event") == before
    assert Event.objects.get(verb="audit.viewed").detail == {"page": "worklists.audit_log"}


@pytest.mark.parametrize("name", ["asha", "ben", "dee", "olu", "gwen", "hal", "ines", "ada"])
def test_refuses_everybody_but_the_auditor(client: Client, name: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(name))
    assert client.get(PAGE).status_code == 403


def test_asks_a_stranger_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE)["Location"] == f"/sign-in?next={PAGE}"


def test_asks_eight_questions_however_much_it_shows(
    client: Client, jean: Resident, ben: User, eve: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(60):
        open_record(resident=jean, by=ben, page="worklists.resident")
    client.force_login(eve)
    with django_assert_num_queries(8):
        shown = client.get(PAGE).content.decode()
    assert "Older events" in shown
