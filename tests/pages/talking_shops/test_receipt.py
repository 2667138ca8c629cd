"""The page that somebody takes away: given, sent, read again, printed."""

from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core import clock
from residents.models import Resident
from talking_shops.actions import Talk, log_anonymous
from talking_shops.links import RECEIPT, token_of
from talking_shops.models import Conversation, WalkAwayReceipt
from tests.factories.after import NUMBER, has_phone, make_receipt, make_text
from tests.factories.field import STORY_OF_THE_TALK, make_conversation
from tests.notify import Notify, notify
from tests.rows import rows

__all__ = ["notify"]


@pytest.fixture
def held(jean: Resident, ben: User) -> Conversation:
    return make_conversation(jean, ben)


@pytest.fixture
def page(held: Conversation) -> str:
    return f"/conversations/{held.pk}/receipt"


def given(**typed: Any) -> dict[str, Any]:
    """The form as a browser sends it: a printed page, unless `typed` says otherwise."""
    return {"form": "print", "number": "", "address": "", "may_ask": "not_asked", "form_token": str(uuid4())} | typed


def test_shows_the_page_as_they_will_have_it(client: Client, page: str, ben: User) -> None:
    client.force_login(ben)
    text = client.get(page).content.decode()
    assert STORY_OF_THE_TALK in text
    assert "Ring the choir" in text
    assert "not connected here" in text


def test_is_given_once_and_leads_to_the_page_to_print(client: Client, page: str, ben: User) -> None:
    client.force_login(ben)
    typed = given(form="large_print", may_ask="yes")
    answers = [client.post(page, typed) for _ in range(2)]
    receipt = WalkAwayReceipt.objects.get()
    assert [answer.url for answer in answers] == [receipt.get_absolute_url()] * 2
    assert Conversation.objects.get().may_ask == "yes"
    paper = client.get(f"/receipts/{receipt.pk}/paper").content.decode()
    assert "tc-paper--large" in paper
    assert token_of(RECEIPT, receipt.pk) in paper


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"form": ""}, "Select how they would like it"),
        ({"form": "text"}, "Enter the number to text"),
        ({"form": "text", "number": "12"}, "Enter a telephone number, like"),
        ({"form": "email", "address": "jean"}, "Enter an e-mail address, like"),
        ({"form": "text", "number": NUMBER}, "Ask first whether it is safe to text this number"),
        ({"form": "email", "address": "jean@example.org"}, "Ask first whether they want these words"),
    ],
)
def test_says_what_is_missing_and_keeps_what_was_typed(
    client: Client, page: str, ben: User, notify: Notify, typed: dict[str, str], told: str
) -> None:
    client.force_login(ben)
    response = client.post(page, given(**typed))
    text = response.content.decode()
    assert (response.status_code, told in text) == (422, True)
    assert all(word in text for word in typed.values())
    assert not WalkAwayReceipt.objects.exists()


def test_warns_before_anybody_texts_where_it_is_not_safe(
    client: Client, page: str, jean: Resident, ben: User, notify: Notify
) -> None:
    has_phone(jean, safe_to_text=False)
    client.force_login(ben)
    assert "It is not safe to text this number" in client.get(page).content.decode()
    response = client.post(page, given(form="text", number=NUMBER, is_safe="on"))
    assert response.status_code == 422


def test_nobody_but_they_say_that_an_address_is_safe_whatever_the_record_says_of_another(
    client: Client, page: str, jean: Resident, ben: User, notify: Notify
) -> None:
    has_phone(jean, safe_to_text=True)
    client.force_login(ben)
    begun = BeautifulSoup(client.get(page).content, "html.parser")
    tick = begun.select_one("input[name=is_safe]")
    assert tick
    assert not tick.has_attr("checked")
    assert f"already that it is safe to text {NUMBER}" in begun.text
    assert client.post(page, given(form="text", number=NUMBER)).status_code == 302
    assert client.post(page, given(form="email", address="daughter@example.org")).status_code == 422


def test_says_whether_it_has_left(client: Client, held: Conversation, ben: User, notify: Notify) -> None:
    receipt = make_text(held, ben)
    client.force_login(ben)
    assert "Waits to be sent" in client.get(receipt.get_absolute_url()).content.decode()
    WalkAwayReceipt.objects.update(failed_because="It is not a number.")
    text = client.get(receipt.get_absolute_url()).content.decode()
    assert "It is not a number." in text
    assert "Not sent" in text


ATTACKS = ["<script>alert(1)</script>", "'; DROP TABLE x", "{{ 7*7 }}", "\u202eright to left 🎻"]


@pytest.mark.parametrize("words", ATTACKS)
def test_words_that_look_like_an_attack_stand_on_it_as_they_were_said(
    client: Client, jean: Resident, ben: User, words: str
) -> None:
    receipt = make_receipt(make_conversation(jean, ben, words={"matters": words}), ben)
    client.force_login(ben)
    text = client.get(f"/receipts/{receipt.pk}/paper").content.decode()
    assert words.replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#x27;") in text


def test_the_conversation_leads_to_it_and_says_what_came_of_it(client: Client, held: Conversation, ben: User) -> None:
    receipt = make_receipt(held, ben)
    client.force_login(ben)
    text = client.get(held.get_absolute_url()).content.decode()
    assert f'href="/conversations/{held.pk}/receipt"' in text
    assert f'href="{receipt.get_absolute_url()}"' in text


def test_one_of_somebody_not_known_is_for_who_held_it_and_managers(
    client: Client, ben: User, chidi: User, dee: User
) -> None:
    held = log_anonymous(talk=Talk(held_on=clock.today(), place="home", words={"matters": "x"}), called="", by=ben)
    receipt = make_receipt(held, ben)
    for user, answer in ((ben, 200), (dee, 200), (chidi, 403)):
        client.force_login(user)
        for path in (f"/conversations/{held.pk}/receipt", receipt.get_absolute_url(), f"/receipts/{receipt.pk}/paper"):
            assert client.get(path).status_code == answer, (user, path)


@pytest.mark.parametrize("role", ["hal", "ines"])
def test_does_not_exist_for_a_partner(
    client: Client, held: Conversation, ben: User, role: str, request: pytest.FixtureRequest
) -> None:
    receipt = make_receipt(held, ben)
    client.force_login(request.getfixturevalue(role))
    assert client.get(receipt.get_absolute_url()).status_code == 404
    assert client.get(f"/receipts/{receipt.pk}/paper").status_code == 404


def test_writes_nothing_but_who_opened_the_record(client: Client, page: str, jean: Resident, ben: User) -> None:
    client.force_login(ben)
    before = rows(without="audit.event")
    client.get(page)
    assert rows(without="audit.event") == before
    event = Event.objects.get(verb="resident.viewed")
    assert (event.resident_id, event.detail) == (jean.pk, {"page": "talking_shops.receipt_new"})


def test_asks_the_database_a_fixed_number_of_times(
    client: Client, page: str, held: Conversation, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    receipt = make_receipt(held, ben)
    client.force_login(ben)
    # 4 savepoints, the frame 3, conversation, needs, last, e-mail addresses, audit, banner, said, agreed, given
    with django_assert_num_queries(16):
        client.get(page)
    with django_assert_num_queries(10):  # 4 savepoints, the frame 3, receipt, audit, banner
        client.get(receipt.get_absolute_url())
