"""/outbox/needing/: what came from the worker's devices and could not be put where it belongs."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from sealed.actions import receive_item
from sealed.enums import ItemStatus
from sealed.models import SealedItem
from tests.factories.sealed import make_envelope
from tests.factories.taking_up import taking_up
from tests.pages.sealed.test_sending import HOSTILE

AT_NINE = datetime(2026, 6, 4, 8, 32, tzinfo=UTC)


@pytest.fixture(autouse=True)
def refusing() -> Iterator[None]:
    with taking_up():
        yield


@pytest.fixture
def item(ben: User) -> SealedItem:
    """A conversation of Ben's that nobody could take up."""
    return refused(ben, words={"story": "Fell.\nTwice."})


def refused(by: User, **body: object) -> SealedItem:
    one = make_envelope(by, {"meets": "merged", **body}, kind="talk", written_at=AT_NINE)
    receive_item(envelope=one, by=by)
    found: SealedItem = SealedItem.objects.get(pk=one.id)
    return found


@pytest.fixture
def desk(client: Client, ben: User) -> Client:
    client.force_login(ben)
    return client


def test_shows_what_it_is_when_it_was_written_why_it_waits_and_its_words(desk: Client, item: SealedItem) -> None:
    text = desk.get("/outbox/needing/").content.decode()
    for said in (
        "Conversation, written on 4 June 2026 at 9:32am",
        "record was merged into one that you may not see",
        "What is happening",
        "Fell.<br>Twice.",
        "Try again",
        f'href="/outbox/needing/{item.pk}/text"',
        f'href="/outbox/needing/{item.pk}/let-go"',
    ):
        assert said in text, said


def test_says_so_when_nothing_needs_the_worker(desk: Client) -> None:
    assert "Nothing needs you." in desk.get("/outbox/needing/").content.decode()


def test_nobody_else_sees_saves_or_decides_it(client: Client, item: SealedItem, dee: User) -> None:
    client.force_login(dee)
    assert "Fell." not in client.get("/outbox/needing/").content.decode()
    page = f"/outbox/needing/{item.pk}"
    assert [client.get(f"{page}/text").status_code, client.get(f"{page}/let-go").status_code] == [404, 404]
    assert [client.post(f"{page}/{step}", {"sure": "on"}).status_code for step in ("again", "let-go")] == [404, 404]
    item.refresh_from_db()
    assert item.status == ItemStatus.NEEDS_YOU


def test_asks_as_many_questions_for_twenty_as_for_one(
    desk: Client, ben: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        refused(ben, words={"story": f"Story {number}"})
    with django_assert_max_num_queries(8):
        assert "Story 19" in desk.get("/outbox/needing/").content.decode()


def test_is_tried_again_and_is_where_it_belongs(desk: Client, item: SealedItem) -> None:
    SealedItem.objects.filter(pk=item.pk).update(contents={"words": {"story": "Fell."}})
    answer = desk.post(f"/outbox/needing/{item.pk}/again", follow=True)
    assert answer.redirect_chain == [("/outbox/needing/", 302)]
    assert "It is where it belongs now." in answer.content.decode()
    item.refresh_from_db()
    assert item.status == ItemStatus.TAKEN


@pytest.mark.parametrize(
    ("meets", "said"),
    [
        ("merged", "could not be taken up: This person"),
        ("not permitted", "does not include"),
        ("our fault", "our side"),
    ],
)
def test_stays_with_its_words_when_it_is_refused_again(desk: Client, item: SealedItem, meets: str, said: str) -> None:
    SealedItem.objects.filter(pk=item.pk).update(contents={"meets": meets, "words": {"story": "Fell."}})
    text = desk.post(f"/outbox/needing/{item.pk}/again", follow=True).content.decode()
    assert said in text
    assert "Fell." in text


def test_is_let_go_only_after_a_second_question(desk: Client, item: SealedItem) -> None:
    page = f"/outbox/needing/{item.pk}/let-go"
    asked = desk.get(page).content.decode()
    assert "nobody can bring them back" in asked
    assert "Fell.<br>Twice." in asked
    unsure = desk.post(page)
    assert unsure.status_code == 422
    assert "Tick this to let it go" in unsure.content.decode()
    item.refresh_from_db()
    assert item.contents is not None
    assert "It was let go." in desk.post(page, {"sure": "on"}, follow=True).content.decode()
    item.refresh_from_db()
    assert (item.status, item.contents) == (ItemStatus.LET_GO, None)
    assert desk.get(page).status_code == 404


def test_is_saved_as_text(desk: Client, item: SealedItem) -> None:
    answer = desk.get(f"/outbox/needing/{item.pk}/text")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="talk-2026-06-04-0932.txt"'
    assert "What is happening:\nFell.\nTwice.\n" in answer.content.decode()


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_words_that_look_like_an_attack_are_words(desk: Client, ben: User, words: str) -> None:
    item = refused(ben, words={"story": words})
    page = desk.get("/outbox/needing/").content.decode()
    assert "<script>alert" not in page
    assert words[:20].replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#x27;") in page
    assert words in desk.get(f"/outbox/needing/{item.pk}/text").content.decode()
