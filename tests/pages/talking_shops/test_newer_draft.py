"""Two tabs on one form: sending the older words destroys neither the newer ones nor makes a second record."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.actions import save_draft
from core.models import Draft
from residents.models import Resident, Statement
from talking_shops.models import Conversation

pytestmark = pytest.mark.django_db
OLDER, NEWER = "I want to sleep in my own bed.", "I want to sleep in my own bed, and the cat with me."


@pytest.fixture
def slot(ben: User, jean: Resident) -> dict[str, Any]:
    return {"owner_id": ben.pk, "form": "talk", "subject": jean.reference}


def send(client: Client, jean: Resident, words: str, draft_version: int) -> Any:
    rows = {"agreed-TOTAL_FORMS": "0", "agreed-INITIAL_FORMS": "0"}
    sent = {"held_on": "today", "place": "home", "effect": "not_said", "matters": words, "draft_version": draft_version}
    return client.post(reverse("talking_shops:conversation_new", args=[jean.reference]), sent | rows)


def on_the_page(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_shows_a_newer_draft_beside_the_words_that_were_sent_in_the_form_itself(
    client: Client, ben: User, jean: Resident, slot: dict[str, Any]
) -> None:
    seen = save_draft(**slot, fields={"matters": OLDER}, version=None).version
    save_draft(**slot, fields={"matters": NEWER}, version=seen)
    client.force_login(ben)
    answer = send(client, jean, OLDER, seen)
    assert answer.status_code == 409
    page = on_the_page(answer)
    assert "The other tab says" in page
    assert f">{NEWER}</td>" in page
    assert f"{OLDER}</textarea>" in page
    assert Draft.objects.get(**slot).fields == {"matters": NEWER}
    assert not Conversation.objects.exists()
    assert not Statement.objects.filter(words=OLDER).exists()


def test_saves_the_words_that_were_sent_when_they_are_sent_again_knowing_the_newer_ones(
    client: Client, ben: User, jean: Resident, slot: dict[str, Any]
) -> None:
    seen = save_draft(**slot, fields={"matters": OLDER}, version=None).version
    newer = save_draft(**slot, fields={"matters": NEWER}, version=seen).version
    client.force_login(ben)
    page = on_the_page(send(client, jean, OLDER, seen))
    assert f'name="draft_version" value="{newer}"' in page
    assert send(client, jean, OLDER, newer).status_code == 302
    assert Statement.objects.get().words == OLDER
    assert not Draft.objects.exists()


def test_compares_each_line_of_what_was_agreed(client: Client, ben: User, jean: Resident, slot: dict[str, Any]) -> None:
    kept = {"agreed-TOTAL_FORMS": "1", "agreed-0-words": "Order a bath board", "agreed-0-doer": "worker"}
    seen = save_draft(**slot, fields={"matters": OLDER}, version=None).version
    save_draft(**slot, fields={"matters": OLDER, "held_on": "today", "place": "home"} | kept, version=seen)
    client.force_login(ben)
    page = on_the_page(send(client, jean, OLDER, seen))
    assert "What we agreed, line 1" in page
    assert "Order a bath board, worker" in page


def test_makes_one_conversation_when_both_tabs_send_the_same_draft(
    client: Client, ben: User, jean: Resident, slot: dict[str, Any]
) -> None:
    seen = save_draft(**slot, fields={"matters": NEWER}, version=None).version
    client.force_login(ben)
    assert send(client, jean, NEWER, seen).status_code == 302
    again = send(client, jean, NEWER, seen)
    assert again.status_code == 409
    page = on_the_page(again)
    assert "This form was sent, or started again, in another window." in page
    assert "What is saved now" in page
    assert f"{NEWER}</textarea>" in page
    assert Conversation.objects.count() == 1
