"""Who opened and changed one person's record, for the auditor."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from audit.actions import record_list
from audit.models import Event
from residents.actions import open_record
from residents.models import Resident
from tests.factories.people import make_resident
from tests.factories.referrals import STORY, make_referral
from tests.rows import rows


@pytest.fixture
def page(jean: Resident) -> str:
    return f"/people/{jean.reference}/history"


def test_tells_who_did_what_and_why(
    client: Client, page: str, jean: Resident, asha: User, ben: User, eve: User
) -> None:
    make_referral(jean, asha)
    open_record(resident=jean, by=ben, page="worklists.resident", reason="She rang me")
    client.force_login(eve)
    shown = client.get(page).content.decode()
    for words in ("Ben Okafor", "Social worker", "Opened the record", "She rang me", "Sent a referral", "Asha Patel"):
        assert words in shown, words


def test_shows_the_reference_and_nothing_of_the_person(
    client: Client, page: str, jean: Resident, asha: User, eve: User
) -> None:
    make_referral(jean, asha)
    client.force_login(eve)
    shown = client.get(page).content.decode()
    assert jean.reference in shown
    for content in ("Jean", "Smith", "1945", "RM18", STORY, "tc-banner"):
        assert content not in shown


def test_tells_of_every_list_and_search_that_showed_the_person(
    client: Client, page: str, jean: Resident, asha: User, ben: User, chidi: User, eve: User
) -> None:
    other = make_resident(asha, known_as="Sam", family_name="Lee")
    record_list(by=ben, page="worklists.search", resident_ids=[other.pk, jean.pk])
    record_list(by=chidi, page="worklists.team_queue", resident_ids=[other.pk])
    client.force_login(eve)
    shown = client.get(page).content.decode().split("</form>")[-1]
    assert "Shown in a list or search" in shown
    assert "Ben Okafor" in shown
    assert "Chidi Eze" not in shown
    assert other.reference not in shown


def test_shows_lists_and_pages_in_one_order_and_loses_none(
    client: Client, page: str, jean: Resident, ben: User, eve: User
) -> None:
    for _ in range(60):
        open_record(resident=jean, by=ben, page="worklists.resident")
        record_list(by=ben, page="worklists.search", resident_ids=[jean.pk])
    client.force_login(eve)
    whats: list[str] = []
    address = f"{page}?who=Ben"
    while address:
        shown = client.get(address)
        whats += [line.what for line in shown.context["lines"]]
        older = shown.context["part"].older
        address = f"{page}?{urlencode({'who': 'Ben', 'before': older})}" if older else ""
    assert whats == ["Shown in a list or search", "Opened the record"] * 60


def test_leaves_out_what_touched_somebody_else(client: Client, page: str, ben: User, eve: User) -> None:
    client.force_login(eve)
    assert "Added an account" not in client.get(page).content.decode().split("</form>")[-1]


def test_writes_down_that_the_auditor_looked(client: Client, page: str, jean: Resident, eve: User) -> None:
    client.force_login(eve)
    before = rows(without="audit.event")
    client.get(page)
    assert rows(without="audit.event") == before
    event = Event.objects.get(verb="audit.viewed")
    assert (event.actor_id, event.resident_id) == (eve.pk, jean.pk)


@pytest.mark.parametrize("name", ["asha", "ben", "dee", "olu", "gwen", "hal", "ines", "ada"])
def test_refuses_everybody_but_the_auditor(
    client: Client, page: str, name: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(name))
    assert client.get(page).status_code == 403


def test_asks_a_stranger_to_sign_in(client: Client, page: str) -> None:
    assert client.get(page)["Location"] == f"/sign-in?next={page}"


def test_does_not_exist_for_a_reference_that_is_nobodys(client: Client, eve: User) -> None:
    client.force_login(eve)
    assert client.get("/people/P-000-0000/history").status_code == 404


def test_asks_as_often_for_few_events_as_for_many(
    client: Client, page: str, jean: Resident, ben: User, eve: User
) -> None:
    client.force_login(eve)
    counted = []
    for times in (1, 24):
        for _ in range(times):
            open_record(resident=jean, by=ben, page="worklists.resident")
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counted.append(len(queries))
    assert counted == [11, 11]
