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


def test_keeps_the_newer_draft_and_gives_the_older_words_back(
    client: Client, ben: User, jean: Resident, slot: dict[str, Any]
) -> None:
    seen = save_draft(**slot, fields={"matters": OLDER}, version=None).version
    save_draft(**slot, fields={"matters": NEWER}, version=seen)
    client.force_login(ben)
    answer = send(client, jean, OLDER, seen)
    assert answer.status_code == 409
    assert OLDER in answer.content.decode()
    assert Draft.objects.get(**slot).fields == {"matters": NEWER}
    assert not Conversation.objects.exists()
    assert not Statement.objects.filter(words=OLDER).exists()


def test_makes_one_conversation_when_both_tabs_send_the_same_draft(
    client: Client, ben: User, jean: Resident, slot: dict[str, Any]
) -> None:
    seen = save_draft(**slot, fields={"matters": NEWER}, version=None).version
    client.force_login(ben)
    assert send(client, jean, NEWER, seen).status_code == 302
    again = send(client, jean, NEWER, seen)
    assert again.status_code == 409
    assert NEWER in again.content.decode()
    assert Conversation.objects.count() == 1
