"""What is wrong: said through a link that shows nothing, or written down; decided by whoever held the conversation."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core import clock
from residents.models import Resident, Statement
from talking_shops.links import RECEIPT, token_of
from talking_shops.models import Conversation, ProposedChange, WalkAwayReceipt
from tests.factories.after import WRONG, make_change, make_receipt
from tests.factories.field import STORY_OF_THE_TALK, make_conversation


@pytest.fixture
def held(jean: Resident, ben: User) -> Conversation:
    return make_conversation(jean, ben)


@pytest.fixture
def link(held: Conversation, ben: User) -> str:
    return f"/r/{token_of(RECEIPT, make_receipt(held, ben).pk)}"


@pytest.fixture
def change(held: Conversation, ben: User) -> ProposedChange:
    return make_change(held, ben)


def decided(**typed: Any) -> dict[str, Any]:
    """The form that takes a change in, or leaves it out."""
    blank = {"decision": "", "topic": "", "replaces": "", "because": "", "told_how": "", "form_token": str(uuid4())}
    return blank | typed


def test_the_link_shows_nothing_of_the_record_and_sets_no_cookie(link: str) -> None:
    anybody = Client(enforce_csrf_checks=True)
    response = anybody.get(link)
    text = response.content.decode()
    for hidden in (STORY_OF_THE_TALK, "Ring the choir", "Jean", "Smith", "Ben", "Okafor"):
        assert hidden not in text
    assert "<script" not in text
    assert anybody.post(link, {"words": WRONG}).url == f"{link}?sent"
    assert "We have what you wrote" in anybody.get(f"{link}?sent").content.decode()
    assert not anybody.cookies
    assert ProposedChange.objects.get().words == WRONG


def test_a_link_that_never_was_and_one_that_is_over_look_the_same(link: str) -> None:
    anybody = Client()
    never = anybody.get("/r/aaaa-bbbb-cccc-dddd")
    WalkAwayReceipt.objects.update(made_at=clock.now() - timedelta(days=61))
    over = anybody.get(link)
    assert (never.status_code, over.status_code) == (404, 404)
    assert never.content == over.content
    assert anybody.post(link, {"words": WRONG}).status_code == 404
    assert not ProposedChange.objects.exists()


@pytest.mark.parametrize("words", ["", "x" * 5_001])
def test_the_link_says_what_is_missing_and_keeps_the_words(link: str, words: str) -> None:
    response = Client().post(link, {"words": words})
    assert response.status_code == 422
    assert f"\n{words}</textarea>" in response.content.decode()


def test_whoever_held_it_takes_it_in(client: Client, change: ProposedChange, ben: User) -> None:
    client.force_login(ben)
    assert WRONG in client.get("/conversations/put-right/").content.decode()
    earlier = Statement.objects.get()
    page = change.get_absolute_url()
    assert client.post(page, decided(decision="take", replaces=str(earlier.pk))).url == page
    assert Statement.objects.get(words=WRONG).supersedes == earlier
    assert "Taken into the record" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Select what becomes of it"),
        ({"decision": "take"}, "Select what it is about"),
        ({"decision": "leave", "told_how": "met"}, "Write why it is left out"),
        ({"decision": "leave", "because": "She said so."}, "Select how you told them"),
    ],
)
def test_says_what_is_missing(
    client: Client, change: ProposedChange, ben: User, typed: dict[str, str], told: str
) -> None:
    client.force_login(ben)
    response = client.post(change.get_absolute_url(), decided(**typed))
    assert (response.status_code, told in response.content.decode()) == (422, True)
    change.refresh_from_db()
    assert change.status == "waiting"


def test_is_left_out_with_the_reason_and_decided_again(client: Client, change: ProposedChange, ben: User) -> None:
    client.force_login(ben)
    page = change.get_absolute_url()
    client.post(page, decided(decision="leave", because="It is what you said.", told_how="phone"))
    text = client.get(page).content.decode()
    assert "It is what you said." in text
    assert "by telephone" in text
    assert client.post(f"{page}again").url == page
    change.refresh_from_db()
    assert change.status == "waiting"


def test_somebody_else_reads_it_and_cannot_decide(client: Client, change: ProposedChange, chidi: User) -> None:
    client.force_login(chidi)
    text = client.get(change.get_absolute_url()).content.decode()
    assert "Waits for Ben Okafor" in text
    assert "What becomes of it?" not in text
    client.post(change.get_absolute_url(), decided(decision="take", topic="matters"))
    change.refresh_from_db()
    assert change.status == "waiting"
    assert WRONG not in client.get("/conversations/put-right/").content.decode()


def test_a_manager_sees_those_of_her_localities(client: Client, change: ProposedChange, dee: User) -> None:
    client.force_login(dee)
    assert WRONG in client.get("/conversations/put-right/").content.decode()


def test_is_written_down_for_them(client: Client, held: Conversation, ben: User) -> None:
    client.force_login(ben)
    about = Statement.objects.get()
    page = f"/conversations/{held.pk}/put-right"
    typed = {"words": WRONG, "statement": str(about.pk), "form_token": str(uuid4())}
    assert [client.post(page, typed).status_code for _ in range(2)] == [302, 302]
    change = ProposedChange.objects.get()
    assert (change.taken_by, change.statement) == (ben, about)
    assert "is wrong" in client.get(held.get_absolute_url()).content.decode()


def test_asks_the_database_as_often_for_many_changes_as_for_one(
    client: Client, held: Conversation, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        make_change(held, ben, f"This is wrong too: {number}")
    client.force_login(ben)
    with django_assert_num_queries(8):  # 2 savepoints, the frame 3, waiting, decided, audit
        client.get("/conversations/put-right/")
