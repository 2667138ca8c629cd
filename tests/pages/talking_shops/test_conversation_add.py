"""/conversations/<id>/add: only its worker adds; two windows see each other's words."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from residents.models import Resident, Statement
from talking_shops.models import AgreedAction, Conversation
from tests.factories.field import STORY_OF_THE_TALK, make_conversation
from tests.pages.talking_shops.forms import sent
from tests.rows import rows


@pytest.fixture
def held(jean: Resident, ben: User) -> Conversation:
    return make_conversation(jean, ben)


@pytest.fixture
def page(held: Conversation) -> str:
    return f"/conversations/{held.pk}/add"


def added(version: int, **typed: Any) -> dict[str, Any]:
    return sent(version=str(version), **typed)


def test_shows_what_was_said_beside_the_empty_boxes(client: Client, page: str, ben: User) -> None:
    client.force_login(ben)
    text = client.get(page).content.decode()
    assert text.index(STORY_OF_THE_TALK) < text.index('name="matters"')
    assert 'name="version"' in text


def test_adds_words_rows_and_effect(client: Client, page: str, held: Conversation, ben: User) -> None:
    client.force_login(ben)
    rows_typed = {"agreed-0-words": "Find a cat sitter", "agreed-0-doer": "community"}
    response = client.post(page, added(1, worries="The cat.", effect="reduced", **rows_typed), follow=True)
    assert response.redirect_chain == [(held.get_absolute_url(), 302)]
    held.refresh_from_db()
    assert (held.version, held.effect) == (2, "reduced")
    assert set(Statement.objects.values_list("words", flat=True)) == {STORY_OF_THE_TALK, "The cat."}
    assert AgreedAction.objects.filter(words="Find a cat sitter").exists()


def test_shows_both_versions_when_another_window_saved_first(client: Client, page: str, ben: User) -> None:
    client.force_login(ben)
    client.post(page, added(1, worries="Said in the first window."))
    response = client.post(page, added(1, worries="Said in the second window.", still_true=[]))
    text = response.content.decode()
    assert response.status_code == 409
    assert text.index("What is saved now") < text.index("Said in the first window.")
    assert text.index("What you typed") < text.index("Said in the second window.")
    assert "\nSaid in the second window.</textarea>" in text
    assert Statement.objects.filter(words="Said in the second window.").count() == 0


def test_saves_both_when_the_second_window_sends_again(
    client: Client, page: str, held: Conversation, ben: User
) -> None:
    client.force_login(ben)
    client.post(page, added(1, worries="First."))
    text = client.post(page, added(1, worries="Second.")).content.decode()
    assert 'name="version" type="hidden" value="2"' in text
    assert client.post(page, added(2, worries="Second.")).status_code == 302
    held.refresh_from_db()
    assert held.version == 3
    assert Statement.objects.filter(words__in=["First.", "Second."]).count() == 2


def test_keeps_the_words_when_a_row_is_wrong(client: Client, page: str, ben: User) -> None:
    client.force_login(ben)
    response = client.post(page, added(1, worries="The <cat>.", **{"agreed-0-words": "Ring"}))
    text = response.content.decode()
    assert response.status_code == 422
    assert "Select who will do it" in text
    assert "The &lt;cat&gt;." in text
    assert Conversation.objects.get().version == 1


def test_one_form_sent_twice_adds_once(client: Client, page: str, ben: User) -> None:
    client.force_login(ben)
    typed = added(1, worries="The cat.")
    assert [client.post(page, typed).status_code for _ in range(2)] == [302, 302]
    assert Statement.objects.filter(words="The cat.").count() == 1


@pytest.mark.parametrize("role", ["dee", "chidi", "asha", "gwen", "hal", "ines", "eve", "ada"])
def test_is_closed_to_everybody_but_its_worker(
    client: Client, page: str, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(page).status_code == 403
    assert client.post(page, added(1, worries="The cat.")).status_code == 403
    assert Conversation.objects.get().version == 1


def test_sends_a_stranger_to_sign_in(client: Client, page: str) -> None:
    assert client.get(page).url == f"/sign-in?next={page}"


def test_writes_nothing_but_who_opened_the_record(client: Client, page: str, ben: User) -> None:
    client.force_login(ben)
    before = rows(without="audit.event")
    client.get(page)
    assert rows(without="audit.event") == before
    assert Event.objects.get(verb="resident.viewed").detail == {"page": "talking_shops.conversation_add"}


def test_asks_the_database_a_fixed_number_of_times(
    client: Client, page: str, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(ben)
    with django_assert_num_queries(12):  # 2 savepoints, the frame 3, conversation, audit, draft, known, flags
        client.get(page)
