"""/conversations/<id>/: what was said and agreed, with a tick for what is done."""

from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from residents.models import Resident
from talking_shops.actions import Agreed, tick_off
from talking_shops.models import AgreedAction, Conversation
from tests.factories.field import STORY_OF_THE_TALK, make_conversation
from tests.rows import rows


@pytest.fixture
def held(jean: Resident, ben: User) -> Conversation:
    words = {"worries": "The stairs.", "matters": STORY_OF_THE_TALK}
    lines = [Agreed("Ring the choir", "worker"), Agreed("Bring the key", "family", "Maria")]
    return make_conversation(jean, ben, words=words, agreed=lines, with_whom="Maria", effect="delayed")


def test_shows_what_was_said_by_topic_and_what_was_agreed(client: Client, held: Conversation, ben: User) -> None:
    client.force_login(ben)
    text = client.get(held.get_absolute_url()).content.decode()
    assert text.index(STORY_OF_THE_TALK) < text.index("The stairs.") < text.index("Ring the choir")
    assert "Delayed a need for care" in text
    assert "Maria (family)" in text
    assert 'aria-label="Record of Jean Smith"' in text


def test_offers_to_add_only_to_the_worker_who_held_it(client: Client, held: Conversation, ben: User, dee: User) -> None:
    for user, offered in ((ben, True), (dee, False)):
        client.force_login(user)
        assert ("Add to this conversation" in client.get(held.get_absolute_url()).content.decode()) is offered


def test_offers_no_tick_to_somebody_who_may_only_read(client: Client, held: Conversation, gwen: User) -> None:
    client.force_login(gwen)
    text = client.get(held.get_absolute_url()).content.decode()
    assert "Ring the choir" in text
    assert "Tick off" not in text


def test_shows_who_ticked_it_off(client: Client, held: Conversation, ben: User, dee: User) -> None:
    tick_off(action=AgreedAction.objects.get(words="Ring the choir"), by=dee)
    client.force_login(ben)
    text = client.get(held.get_absolute_url()).content.decode()
    assert "Dee Walsh" in text
    assert "Undo" in text


@pytest.mark.parametrize("role", ["hal", "ines"])
def test_does_not_exist_for_a_partner(
    client: Client, held: Conversation, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(held.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", ["eve", "ada"])
def test_is_closed_to_roles_that_open_no_records(
    client: Client, held: Conversation, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(held.get_absolute_url()).status_code == 403


def test_sends_a_stranger_to_sign_in(client: Client, held: Conversation) -> None:
    assert client.get(held.get_absolute_url()).url.startswith("/sign-in?next=/conversations/")


def test_is_not_there_for_an_id_that_nothing_has(client: Client, ben: User) -> None:
    client.force_login(ben)
    assert client.get(f"/conversations/{uuid4()}/").status_code == 404


def test_writes_nothing_but_who_opened_the_record(
    client: Client, held: Conversation, jean: Resident, dee: User
) -> None:
    client.force_login(dee)
    before = rows(without="audit.event")
    client.get(held.get_absolute_url())
    assert rows(without="audit.event") == before
    event = Event.objects.get(verb="resident.viewed")
    assert (event.resident_id, event.actor_id) == (jean.pk, dee.pk)


def test_asks_the_database_as_often_for_many_words_as_for_few(
    client: Client, held: Conversation, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(ben)
    # 2 savepoints, the frame 3, conversation, audit, said, agreed, flags, what came of it 3
    with django_assert_num_queries(15):
        client.get(held.get_absolute_url())


def test_offers_a_tick_only_to_whoever_may_tick(
    client: Client, held: Conversation, ben: User, dee: User, chidi: User
) -> None:
    for user, offered in ((ben, True), (dee, True), (chidi, False)):
        client.force_login(user)
        assert ("Tick off" in client.get(held.get_absolute_url()).content.decode()) is offered
