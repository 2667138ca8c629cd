"""The address that a form's script posts its words to: whatever is sent, it keeps them or says why not."""

import json
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core.actions import MOST_DRAFTS, save_draft
from core.models import Draft

CALL = "/drafts/call/new"


def send(client: Client, body: Any, page: str = CALL) -> Any:
    return client.post(page, body if isinstance(body, (str, bytes)) else json.dumps(body), "application/json")


@pytest.fixture
def as_asha(client: Client, asha: User) -> Client:
    client.force_login(asha)
    return client


def test_keeps_text_and_lists_of_text(as_asha: Client, asha: User) -> None:
    fields = {"story": "Mum fell", "need": ["memory", "company"], "empty": ""}
    first = send(as_asha, {"fields": fields, "version": None}).json()["version"]
    assert send(as_asha, {"fields": fields, "version": first}).json()["version"] == first + 1
    assert Draft.objects.get(owner_id=asha.pk).fields == fields


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        b"\xff\xfe",
        '{"fields": {}, "version": Infinity}',
        '{"fields": {}, "version": NaN}',
        '{"fields": {}, "version": 1e999}',
        '{"fields": {}, "version": 1.5}',
        '{"fields": {}, "version": true}',
        '{"fields": {}, "version": ' + "9" * 5000 + "}",
        '{"fields": [], "version": 1}',
        '{"fields": {"story": "\\ud800"}}',
        '{"fields": {"story": "a\\u0000b"}}',
        '{"fields": {"a\\u0000b": ""}}',
        '{"fields": {"story": 1}}',
        '{"fields": {"story": null}}',
        '{"fields": {"person": {"a": 1}}}',
        '{"fields": {"person": [["a"]]}}',
        json.dumps({"fields": {"x" * 101: ""}}),
        '{"fields": {}, "page": 7}',
        '{"fields": {}, "page": "a page"}',
        '{"fields": {}, "page": "a", "turn": -1}',
        '{"fields": {}, "page": "a", "turn": 2147483648}',
        '{"fields": {}, "page": "a", "turn": true}',
        '{"fields": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
    ids=range(25),
)
def test_refuses_with_a_sentence_what_is_no_draft(as_asha: Client, body: str | bytes) -> None:
    answer = send(as_asha, body)
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")
    assert not Draft.objects.exists()


@pytest.mark.parametrize("page", ["/drafts/another-form/new", f"/drafts/{'call' * 11}/new", f"/drafts/call/{'n' * 41}"])
def test_knows_only_the_forms_that_keep_drafts(as_asha: Client, page: str) -> None:
    assert send(as_asha, {"fields": {}}, page).status_code == 404


def test_keeps_no_more_than_fifty_unfinished_forms_and_loses_none_of_them(as_asha: Client, asha: User) -> None:
    for number in range(MOST_DRAFTS):
        save_draft(owner_id=asha.pk, form="talk", subject=str(number), fields={}, version=None)
    seen = Draft.objects.get(subject="7").version
    refused = send(as_asha, {"fields": {"story": "Mum fell"}})
    assert (refused.status_code, Draft.objects.count()) == (422, MOST_DRAFTS)
    assert "50 unfinished forms" in refused.json()["error"]
    assert send(as_asha, {"fields": {"story": "x"}, "version": seen}, "/drafts/talk/7").status_code == 200


def test_takes_a_page_again_whose_answer_was_lost_on_the_way(as_asha: Client, asha: User) -> None:
    page = {"version": None, "page": "0af3"}
    assert send(as_asha, {"fields": {"story": "Mum fe"}, "turn": 1, **page}).status_code == 200
    assert send(as_asha, {"fields": {"story": "Mum fell"}, "turn": 2, **page}).status_code == 200
    assert Draft.objects.get(owner_id=asha.pk).fields == {"story": "Mum fell"}


def test_answers_410_and_keeps_nothing_when_the_form_was_sent_from_another_window(as_asha: Client) -> None:
    gone = send(as_asha, {"fields": {"story": "Mum fell"}, "version": 3})
    assert (gone.status_code, Draft.objects.count()) == (410, 0)
    assert "sent or discarded in another window" in gone.json()["error"]


@pytest.mark.parametrize("page", ["/calls/new", "/calls/new/check"])
def test_opens_the_form_whatever_lists_its_draft_holds(as_asha: Client, page: str) -> None:
    names = ("person", "story", "urgency", "need", "caller_phone", "started_at", "q")
    assert send(as_asha, {"fields": {name: ["a", "b"] for name in names}}).status_code == 200
    assert as_asha.get(page).status_code in (200, 302, 422)


def test_keeps_nothing_of_a_page_that_somebody_else_had_opened(as_asha: Client, asha: User, ben: User) -> None:
    body = json.dumps({"fields": {"story": "Ben's words"}})
    refused = as_asha.post(CALL, body, "application/json", headers={"X-Page-Owner": str(ben.pk)})
    assert (refused.status_code, Draft.objects.count()) == (401, 0)
    kept = as_asha.post(CALL, body, "application/json", headers={"X-Page-Owner": str(asha.pk)})
    assert (kept.status_code, kept.json()["owner"]) == (200, str(asha.pk))
