"""/sessions/<id>/: one Talking Shop, who was talked with, and whom to talk with next."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core import clock
from residents.models import Resident
from talking_shops.actions.anonymous import log_anonymous
from talking_shops.actions.conversations import Talk
from talking_shops.models import Session
from tests.factories.field import make_conversation, make_session
from tests.factories.people import make_resident
from tests.rows import rows


@pytest.fixture
def session(db: None) -> Session:
    return make_session()


def test_shows_where_and_when_it_is(client: Client, ben: User, session: Session) -> None:
    client.force_login(ben)
    text = client.get(session.get_absolute_url()).content.decode()
    assert "10am to midday" in text
    assert "16 Civic Square, Tilbury" in text
    assert "No conversation has been logged" in text


def test_shows_who_was_talked_with_and_records_who_was_shown(
    client: Client, ben: User, jean: Resident, session: Session
) -> None:
    held = make_conversation(jean, ben, session=session)
    client.force_login(ben)
    text = client.get(session.get_absolute_url()).content.decode()
    assert "Jean Smith" in text
    assert held.get_absolute_url() in text
    event = Event.objects.get(verb="list.viewed", subject_type="talking_shops.session")
    assert event.detail["residents"] == [str(jean.pk)]


@pytest.mark.parametrize(("who", "reads"), [("ben", True), ("dee", True), ("chidi", False), ("asha", False)])
def test_somebody_not_known_yet_is_read_of_by_who_held_the_talk_and_by_managers(
    client: Client, ben: User, session: Session, who: str, reads: bool, request: pytest.FixtureRequest
) -> None:
    held = log_anonymous(
        talk=Talk(held_on=session.held_on, place="talking_shop", words={"matters": "x"}, session=session),
        called="Tall man", by=ben,
    )  # fmt: skip
    client.force_login(request.getfixturevalue(who))
    text = client.get(session.get_absolute_url()).content.decode()
    assert "Tall man" in text
    assert (held.get_absolute_url() in text) is reads
    assert ("Not known yet with whom" in text) is not reads
    assert (client.get(held.get_absolute_url(), follow=True).status_code == 200) is reads


def test_finds_a_person_and_leads_on_to_the_conversation_here(
    client: Client, ben: User, jean: Resident, session: Session
) -> None:
    client.force_login(ben)
    text = client.get(session.get_absolute_url(), {"q": "jean smith"}).content.decode()
    assert f"/people/{jean.reference}/talk/?session={session.pk}" in text
    assert "1 person found" in text
    event = Event.objects.get(verb="list.viewed", subject_type="talking_shops.session")
    assert event.detail["residents"] == [str(jean.pk)]


def test_offers_to_add_a_person_whom_nobody_knows(client: Client, ben: User, session: Session) -> None:
    client.force_login(ben)
    text = client.get(session.get_absolute_url(), {"q": "Zebedee Quux"}).content.decode()
    assert "No people found" in text
    assert "Add this person" in text


def test_offers_no_conversation_at_a_session_that_lies_ahead(client: Client, ben: User) -> None:
    ahead = make_session(on=clock.today() + timedelta(days=1))
    client.force_login(ben)
    assert "Start a conversation" not in client.get(ahead.get_absolute_url()).content.decode()


def test_offers_no_conversation_to_triage(client: Client, asha: User, session: Session) -> None:
    client.force_login(asha)
    text = client.get(session.get_absolute_url(), {"q": "jean"}).content.decode()
    assert "Start a conversation" not in text


@pytest.mark.parametrize("role", ["gwen", "hal", "eve", "ada", "ines"])
def test_is_closed_to_roles_that_run_no_sessions(
    client: Client, role: str, session: Session, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(session.get_absolute_url()).status_code == 403


def test_sends_a_stranger_to_sign_in(client: Client, session: Session) -> None:
    assert client.get(session.get_absolute_url()).url.startswith("/sign-in?next=/sessions/")


def test_is_not_there_for_an_id_that_nothing_has(client: Client, ben: User) -> None:
    client.force_login(ben)
    assert client.get(f"/sessions/{uuid4()}/").status_code == 404


def test_writes_nothing_but_the_audit_row(client: Client, ben: User, jean: Resident, session: Session) -> None:
    make_conversation(jean, ben, session=session)
    client.force_login(ben)
    before, events = rows(without="audit.event"), Event.objects.count()
    client.get(session.get_absolute_url())
    assert rows(without="audit.event") == before
    assert Event.objects.count() == events + 1


def test_asks_the_database_as_often_for_many_people_as_for_one(
    client: Client, ben: User, asha: User, session: Session, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        make_conversation(make_resident(asha), ben, session=session)
    client.force_login(ben)
    # a savepoint and its release, the frame 3, session, taps, last tap, list, notes, conversations, audit
    with django_assert_num_queries(12):
        client.get(session.get_absolute_url())
