"""A form longer than is read at once: a page that says so and gives the words back."""

import json

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User

pytestmark = pytest.mark.django_db
LONGEST = 1_000


@pytest.fixture(autouse=True)
def _short(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = LONGEST


def send(client: Client, characters: int) -> tuple[int, str]:
    words = f"story={'x' * characters}&matters=Her+cat"
    answer = client.post("/calls/new", words, content_type="application/x-www-form-urlencoded")
    return answer.status_code, answer.content.decode()


def test_gives_every_word_back(client: Client, asha: User) -> None:
    client.force_login(asha)
    status, page = send(client, LONGEST)
    assert status == 413
    assert "This is too long to send at once" in page
    assert "x" * LONGEST in page
    assert "Her cat" in page


def test_beyond_four_times_as_much_only_says_so(client: Client, asha: User) -> None:
    client.force_login(asha)
    status, page = send(client, LONGEST * 5)
    assert status == 413
    assert "Her cat" not in page
    assert "what you typed is still there" in page


def test_gives_nothing_back_to_a_stranger(client: Client) -> None:
    assert "Her cat" not in send(client, LONGEST)[1]


def test_tells_the_page_that_keeps_a_draft(client: Client, asha: User) -> None:
    client.force_login(asha)
    body = json.dumps({"fields": {"story": "x" * LONGEST}, "version": None})
    answer = client.post("/drafts/call/new", body, content_type="application/json")
    assert answer.status_code == 413
    assert answer.json() == {"error": "This is too long to be kept while it is written."}
