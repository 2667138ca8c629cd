"""The story is told once: what is known stands beside each question, is confirmed by a tick, or replaced by words."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from residents.actions import hear
from residents.enums import Topic
from residents.models import Confirmation, Resident, Statement
from talking_shops.models import Conversation
from tests.factories.field import make_conversation
from tests.pages.talking_shops.forms import sent

pytestmark = pytest.mark.django_db
GARDEN = "My garden."
FLAT = "My flat: the garden is too much."


@pytest.fixture
def known(jean: Resident, asha: User) -> Statement:
    return hear(resident=jean, topic=Topic.MATTERS, words=GARDEN, by=asha, source=jean)


@pytest.fixture
def page(jean: Resident) -> str:
    return reverse("talking_shops:conversation_new", args=[jean.reference])


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_shows_what_is_known_with_who_heard_it_and_two_ticks(
    client: Client, page: str, ben: User, known: Statement
) -> None:
    client.force_login(ben)
    text = text_of(client.get(page))
    assert GARDEN in text
    assert "The person, to Asha Patel" in text
    assert f'id="still-{known.pk}"' in text
    assert f'id="changed-{known.pk}"' in text


def test_what_has_no_box_can_be_confirmed_and_not_replaced(
    client: Client, page: str, ben: User, asha: User, jean: Resident
) -> None:
    story = hear(resident=jean, topic=Topic.STORY, words="I fell.", by=asha, source=jean)
    client.force_login(ben)
    text = text_of(client.get(page))
    assert f'id="still-{story.pk}"' in text
    assert f'id="changed-{story.pk}"' not in text


def test_new_words_replace_what_has_changed(client: Client, page: str, ben: User, known: Statement) -> None:
    client.force_login(ben)
    assert client.post(page, sent(matters=FLAT, replaces=[str(known.pk)])).status_code == 302
    now = Statement.objects.get(words=FLAT)
    assert now.supersedes == known
    assert not now.re_asked
    assert list(Statement.objects.current()) == [now]


def test_ask_1_words_beside_known_ones_count_as_asked_again(
    client: Client, page: str, ben: User, known: Statement
) -> None:
    client.force_login(ben)
    client.post(page, sent(matters=FLAT))
    now = Statement.objects.get(words=FLAT)
    assert now.re_asked
    assert now.team is not None
    assert now.team.slug == "cls-tilbury-chadwell"


def test_ask_1_a_tick_beside_new_words_is_no_re_ask(client: Client, page: str, ben: User, known: Statement) -> None:
    client.force_login(ben)
    client.post(page, sent(matters="And the birds in it.", still_true=[str(known.pk)]))
    assert not Statement.objects.get(words="And the birds in it.").re_asked
    assert Confirmation.objects.get().statement == known


@pytest.mark.parametrize(
    ("ticks", "sentence"),
    [
        ({"replaces"}, "Write what has changed, or untick “Has changed”"),
        ({"replaces", "still_true"}, "Tick either “Still true” or “Has changed” for a statement"),
    ],
)
def test_says_beside_the_box_what_is_missing(
    client: Client, page: str, ben: User, known: Statement, ticks: set[str], sentence: str
) -> None:
    client.force_login(ben)
    typed = sent(worries="The stairs.", **{tick: [str(known.pk)] for tick in ticks})
    answer = client.post(page, typed)
    assert answer.status_code == 422
    text = text_of(answer)
    assert f'<a href="#id_matters">{sentence}</a>' in text
    assert "The stairs.</textarea>" in text
    assert not Conversation.objects.exists()


def test_two_statements_are_not_replaced_by_one(
    client: Client, page: str, ben: User, known: Statement, jean: Resident, asha: User
) -> None:
    other = hear(resident=jean, topic=Topic.MATTERS, words="The choir.", by=asha, source=jean)
    client.force_login(ben)
    answer = client.post(page, sent(matters=FLAT, replaces=[str(known.pk), str(other.pk)]))
    assert answer.status_code == 422
    assert "for one statement only" in text_of(answer)


def test_shows_what_is_known_now_when_somebody_replaced_it_meanwhile(
    client: Client, page: str, ben: User, known: Statement, jean: Resident, asha: User
) -> None:
    hear(resident=jean, topic=Topic.MATTERS, words="My cat.", by=asha, source=jean, supersedes=known)
    client.force_login(ben)
    answer = client.post(page, sent(matters=FLAT, replaces=[str(known.pk)]))
    assert answer.status_code == 422
    text = text_of(answer)
    assert "was changed while this page was open" in text
    assert "My cat." in text
    assert f"{FLAT}</textarea>" in text


def test_adding_to_a_conversation_shows_it_too_and_replaces(client: Client, ben: User, jean: Resident) -> None:
    held = make_conversation(jean, ben)
    said = Statement.objects.get()
    client.force_login(ben)
    page = reverse("talking_shops:conversation_add", args=[held.pk])
    assert f'id="changed-{said.pk}"' in text_of(client.get(page))
    answer = client.post(page, sent(matters=FLAT, replaces=[str(said.pk)], version=1))
    assert answer.status_code == 302
    assert Statement.objects.get(words=FLAT).supersedes == said
