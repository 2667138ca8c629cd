"""How systems sign in, and what strangers get."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from knox.models import AuthToken

from accounts.actions import deactivate, issue_api_token
from accounts.models import User
from audit.actions import SYSTEM
from audit.models import Event
from core import clock
from core.errors import Refused
from residents.models import Resident
from tests.api.conftest import Caller, caller_for

QUEUE = "teams/cls-grays/queue/"


def test_prints_a_token_that_works_and_keeps_only_its_hash(basildon: User) -> None:
    printed = StringIO()
    call_command("api_token", "--user", basildon.email.upper(), "--days", "30", stdout=printed)
    token = printed.getvalue().strip()
    assert Caller(token).get(QUEUE).status_code == 200
    kept = AuthToken.objects.get()
    assert token not in (kept.digest, kept.token_key)
    assert timedelta(days=29) < kept.expiry - clock.now() <= timedelta(days=30)
    assert Event.objects.filter(verb="api_token.issued", subject_id=basildon.pk).count() == 1


def test_names_the_address_that_nobody_has(db: None) -> None:
    with pytest.raises(CommandError, match=r"nobody@example\.org"):
        call_command("api_token", "--user", "nobody@example.org")


def test_stops_at_once_when_the_account_is_closed(basildon: User, system: Caller) -> None:
    deactivate(user=basildon, by=SYSTEM)
    assert system.get(QUEUE).status_code == 401
    with pytest.raises(Refused, match="closed"):
        issue_api_token(user=basildon, by=SYSTEM, days=1)


def test_stops_when_the_token_has_run_out(basildon: User) -> None:
    _, token = AuthToken.objects.create(user=basildon, expiry=timedelta(days=-1))
    assert Caller(token).get(QUEUE).status_code == 401


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_gives_no_token_for_less_than_a_day_or_more_than_a_year(basildon: User, days: int) -> None:
    with pytest.raises(Refused, match="1 to 365 days"):
        issue_api_token(user=basildon, by=SYSTEM, days=days)
    with pytest.raises(CommandError, match="1 to 365 days"):
        call_command("api_token", "--user", basildon.email, "--days", str(days))
    assert not AuthToken.objects.exists()


def test_gives_a_person_no_token(asha: User) -> None:
    with pytest.raises(Refused, match="no other system"):
        issue_api_token(user=asha, by=SYSTEM, days=1)


def test_ends_every_token_at_once_and_writes_it_down(basildon: User, system: Caller) -> None:
    another = issue_api_token(user=basildon, by=SYSTEM, days=30)
    printed = StringIO()
    call_command("api_token", "--user", basildon.email, "--revoke", stdout=printed)
    assert printed.getvalue() == f"2 tokens of {basildon.email} hold no longer.\n"
    assert (system.get(QUEUE).status_code, Caller(another).get(QUEUE).status_code) == (401, 401)
    assert Event.objects.get(verb="api_token.revoked").detail == {"tokens": 2}


def test_leaves_no_token_and_no_session_of_a_closed_account(
    client: Client, basildon: User, system: Caller, asha: User, ben: User
) -> None:
    client.force_login(asha)
    theirs = Client()
    theirs.force_login(ben)
    deactivate(user=basildon, by=SYSTEM)
    deactivate(user=ben, by=SYSTEM)
    assert not AuthToken.objects.exists()
    assert [session.pk for session in Session.objects.all()] == [client.session.session_key]


@pytest.mark.parametrize("token", ["", "wrong", "two words", "\xff\xfe", "x" * 5000])
def test_refuses_a_token_that_is_none(db: None, token: str) -> None:
    assert Caller(token).get(QUEUE).status_code == 401


def test_lets_staff_in_by_their_session(client: Client, asha: User) -> None:
    client.force_login(asha)
    assert client.get(f"/api/v1/{QUEUE}").status_code == 200


def test_asks_a_session_for_its_csrf_token(asha: User, jean: Resident) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(asha)
    answer = browser.post("/api/v1/referrals/", {}, content_type="application/json")
    assert answer.status_code == 403
    assert "CSRF" in answer.json()["detail"]


def test_keeps_answers_out_of_caches_and_search_engines(system: Caller) -> None:
    answer = system.get(QUEUE)
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_shows_its_schema_to_those_who_are_signed_in(eve: User, client: Client) -> None:
    assert client.get("/api/v1/schema/").status_code == 401
    schema = caller_for(eve).get("schema/").json()
    assert schema["openapi"] == "3.1.0"
    assert set(schema["paths"]) == {
        "/api/v1/residents/",
        "/api/v1/residents/{reference}/overview/",
        "/api/v1/referrals/",
        "/api/v1/discharges/",
        "/api/v1/hospital-notices/",
        "/api/v1/teams/{slug}/queue/",
    }
