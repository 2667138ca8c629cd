"""The page that gives a receipt opens on how somebody wants things in writing, and offers to remember another way."""

from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from core import clock
from residents.actions import change_identity
from residents.models import Resident
from talking_shops.actions import Talk, log_anonymous, say_may_ask
from talking_shops.models import Conversation
from tests.factories.after import has_phone
from tests.factories.around import make_email
from tests.factories.field import make_conversation
from tests.notify import Notify, notify

__all__ = ["notify"]
ADDRESS = "jean@example.org"


@pytest.fixture
def held(jean: Resident, ben: User) -> Conversation:
    make_email(jean, ben, safe_to_write=True)
    change_identity(resident=jean, changes={"in_writing": "email"}, by=ben, version=jean.version)
    return make_conversation(jean, ben)


def opened(client: Client, held: Conversation, by: User) -> BeautifulSoup:
    client.force_login(by)
    return BeautifulSoup(client.get(f"/conversations/{held.pk}/receipt").content, "html.parser")


def given(**typed: Any) -> dict[str, Any]:
    return {"form": "print", "number": "", "address": "", "may_ask": "not_asked", "form_token": str(uuid4())} | typed


def test_opens_on_what_they_want_with_the_address_and_what_is_known_of_it(
    client: Client, held: Conversation, ben: User, notify: Notify
) -> None:
    page = opened(client, held, ben)
    assert page.select_one("input[name=form][checked]")["value"] == "email"
    assert page.select_one("input[name=address]")["value"] == ADDRESS
    text = " ".join(page.text.split())
    assert f"already that it is safe to write to {ADDRESS}" in text
    assert "How they want to have things in writing: By e-mail." in text
    answer = client.post(f"/conversations/{held.pk}/receipt", given(form="email", address=ADDRESS))
    assert answer.status_code == 302


def test_offers_to_remember_another_way_and_does_so_only_when_it_is_ticked(
    client: Client, held: Conversation, jean: Resident, ben: User
) -> None:
    page = opened(client, held, ben)
    tick = page.select_one("input[name=remember]")
    assert not tick.has_attr("checked")
    assert "Their record says: By e-mail" in page.text
    client.post(f"/conversations/{held.pk}/receipt", given(form="large_print"))
    jean.refresh_from_db()
    assert jean.in_writing == "email"
    client.post(f"/conversations/{held.pk}/receipt", given(form="large_print", remember="on"))
    jean.refresh_from_db()
    assert jean.in_writing == "large_print"


def test_nothing_is_ticked_either_of_who_was_not_asked_yet(client: Client, jean: Resident, ben: User) -> None:
    page = opened(client, make_conversation(jean, ben), ben)
    assert not page.select_one("input[name=remember]").has_attr("checked")
    assert "Their record says: Not asked yet" in page.text


def test_there_is_nothing_to_remember_of_who_did_not_want_one(
    client: Client, held: Conversation, jean: Resident, ben: User
) -> None:
    client.force_login(ben)
    answer = client.post(f"/conversations/{held.pk}/receipt", given(form="not_wanted", remember="on"))
    assert (answer.status_code, "or do not tick this" in answer.content.decode()) == (422, True)
    jean.refresh_from_db()
    assert jean.in_writing == "email"


def test_is_not_asked_of_somebody_whom_nobody_knows(client: Client, ben: User) -> None:
    held = log_anonymous(talk=Talk(held_on=clock.today(), place="home", words={"matters": "x"}), called="", by=ben)
    page = opened(client, held, ben)
    assert page.select_one("input[name=form]")
    assert page.select_one("input[name=remember]") is None


def test_the_link_to_three_questions_goes_the_same_way(
    client: Client, held: Conversation, jean: Resident, ben: User, notify: Notify
) -> None:
    has_phone(jean, safe_to_text=True)
    say_may_ask(conversation=held, may_ask="yes", by=ben)
    client.force_login(ben)
    page = BeautifulSoup(client.get(f"/conversations/{held.pk}/feedback").content, "html.parser")
    assert page.select_one("input[name=to]")["value"] == ADDRESS
    assert not page.select_one("input[name=is_safe]").has_attr("checked")
