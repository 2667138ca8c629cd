"""/outbox/key and /outbox/items, as a device uses them."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from core import clock
from sealed.actions import receive_item, renew_keys
from sealed.models import SealedItem, SealingKey
from sealed.opening import Envelope, Opened
from sealed.views import MOST_BYTES, OLDER, SPEAKS, TOO_LONG, items
from tests.factories.sealed import as_sent, make_envelope
from tests.factories.taking_up import taking_up


@pytest.fixture(autouse=True)
def taken() -> Iterator[list[Opened]]:
    """What the handler of these tests has taken up."""
    with taking_up() as opened:
        yield opened


@pytest.fixture
def device(client: Client, ben: User) -> Client:
    """A device on which Ben is signed in."""
    client.force_login(ben)
    return client


def send(device: Client, *sent: object) -> Any:
    things = [as_sent(one) if isinstance(one, Envelope) else one for one in sent]
    return device.post("/outbox/items", json.dumps({"items": things}), content_type="application/json")


def receipts(device: Client, *sent: object) -> list[dict[str, Any]]:
    answer = send(device, *sent)
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_the_key_comes_with_whose_it_is_and_until_when_it_opens(device: Client, ben: User) -> None:
    key = renew_keys()
    answer = device.get("/outbox/key")
    said = answer.json()
    assert {name: said[name] for name in ("signed_in", "user", "key", "public_key", "needing")} == {
        "signed_in": True,
        "user": str(ben.pk),
        "key": str(key.pk),
        "public_key": key.public_key,
        "needing": 0,
    }
    assert said["until"] > key.made_at.isoformat()
    assert len(said["csrf"]) == 64


def test_what_is_sealed_at_the_last_moment_still_opens_thirty_days_later(device: Client, ben: User) -> None:
    begun, key = clock.now(), renew_keys()
    until = datetime.fromisoformat(device.get("/outbox/key").json()["until"])
    assert until == key.made_at + timedelta(days=60)
    one = make_envelope(ben, {"words": "sealed at the last moment"})
    for day in range(30, 91, 10):
        with patch("core.clock.now", return_value=begun + timedelta(days=day)):
            renew_keys()
    with patch("core.clock.now", return_value=until + timedelta(days=30)):
        renew_keys()
        assert SealingKey.objects.filter(retired_at__isnull=True).get().pk != key.pk
        assert receive_item(envelope=one, by=ben).state == "taken"


def test_the_key_comes_with_the_forms_that_the_server_speaks(device: Client) -> None:
    assert device.get("/outbox/key").json()["speaks"] == SPEAKS == [1]


def test_what_comes_in_a_form_that_the_server_does_not_speak_stays_on_the_device(device: Client, ben: User) -> None:
    body = {"speaks": 2, "items": [as_sent(make_envelope(ben))]}
    answer = device.post("/outbox/items", json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.json()) == (409, {"error": OLDER})
    assert not SealedItem.objects.exists()
    known = device.post("/outbox/items", json.dumps(body | {"speaks": 1}), content_type="application/json")
    assert known.json()["items"][0]["state"] == "taken"


def test_before_there_is_a_key_it_is_said_so(device: Client) -> None:
    SealingKey.objects.all().delete()
    answer = device.get("/outbox/key")
    assert (answer.status_code, answer.json()["signed_in"]) == (503, True)


@pytest.mark.parametrize(("method", "path"), [("get", "/outbox/key"), ("post", "/outbox/items")])
def test_a_stranger_is_told_in_json_and_led_to_no_page(client: Client, db: None, method: str, path: str) -> None:
    answer = getattr(client, method)(path)
    assert (answer.status_code, answer.json()) == (401, {"signed_in": False})


def test_nothing_of_it_stays_in_a_cache(device: Client, ben: User) -> None:
    for answer in (device.get("/outbox/key"), send(device, make_envelope(ben)), device.get("/outbox/needing/")):
        assert "no-store" in answer["Cache-Control"]


def test_a_page_of_somebody_elses_cannot_send_for_us(ben: User) -> None:
    device = Client(enforce_csrf_checks=True)
    device.force_login(ben)
    one = make_envelope(ben)
    assert send(device, one).status_code == 403
    token = device.get("/outbox/key").json()["csrf"]
    body = json.dumps({"items": [as_sent(one)]})
    answer = device.post("/outbox/items", body, content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.json()["items"][0]["state"] == "taken"


def test_each_receipt_names_the_item_and_its_bytes(device: Client, ben: User) -> None:
    one = make_envelope(ben)
    first = receipts(device, one)
    assert first == [
        {
            "id": str(one.id),
            "state": "taken",
            "because": "",
            "digest": SealedItem.objects.get().digest,
            "result": {"number": 1},
        }
    ]
    assert receipts(device, one) == first


def test_50_items_go_at_once_and_no_more(device: Client, ben: User, taken: list[Opened]) -> None:
    many = [make_envelope(ben) for _ in range(50)]
    assert {receipt["state"] for receipt in receipts(device, *many)} == {"taken"}
    assert len(taken) == 50
    answer = send(device, *many, make_envelope(ben))
    assert (answer.status_code, answer.json()) == (400, {"error": "Send a list of at most 50 items."})


def test_one_that_is_bad_among_good_ones_holds_none_of_them_up(
    device: Client, ben: User, chidi: User, taken: list[Opened]
) -> None:
    good, other = make_envelope(ben, {"words": "one"}), make_envelope(ben, {"words": "two"})
    sent = [
        good,
        make_envelope(chidi),
        {"id": "7"},
        "rubbish",
        None,
        make_envelope(ben, {"meets": "our fault"}),
        make_envelope(ben, {"meets": "away"}),
        make_envelope(ben, {"meets": "merged"}),
        other,
    ]
    answers = receipts(device, *sent)
    assert [answer["state"] for answer in answers] == [
        "taken", "refused", "refused", "refused", "refused", "waiting", "waiting", "needs_you", "taken",
    ]  # fmt: skip
    assert [item.body["words"] for item in taken] == ["one", "two"]
    assert [answer["id"] for answer in answers[2:5]] == ["7", None, None]
    assert all(answer["because"] for answer in answers if answer["state"] != "taken")
    assert SealedItem.objects.count() == 3


def test_each_item_is_kept_for_itself_and_not_with_the_request() -> None:
    assert items._non_atomic_requests == {"default"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "not JSON"),
        ("[]", "JSON object"),
        ("{}", "list of at most 50"),
        ('{"items": {}}', "list of at most 50"),
        ('{"items": "' + "\\ud800" + '"}', "half a character"),
    ],
)
def test_what_is_no_list_of_items_is_told_in_a_sentence(device: Client, body: str, said: str) -> None:
    answer = device.post("/outbox/items", body, content_type="application/json")
    assert answer.status_code == 400
    assert said in answer.json()["error"]


def test_too_much_at_once_is_told_and_nothing_of_it_kept(device: Client, ben: User) -> None:
    one = make_envelope(ben, {"words": "x" * MOST_BYTES})
    answer = send(device, one)
    assert (answer.status_code, answer.json()) == (413, {"error": TOO_LONG})
    assert not SealedItem.objects.exists()


HOSTILE = [
    "'; DROP TABLE talking_shops_conversation; --",
    "<script>alert(1)</script>",
    "select the drop down",
    "{{ 7*7 }} {% csrf_token %}",
    "right‮to left‏",
    "👩‍👩‍👧 🙂",
    "“Word’s” quotes – and a tab",
    "ü" * 50_000,
]


def test_words_that_look_like_an_attack_come_through_to_the_byte(
    device: Client, ben: User, taken: list[Opened]
) -> None:
    for words in HOSTILE:
        receipts(device, make_envelope(ben, {"words": words}))
    assert [item.body["words"] for item in taken] == HOSTILE


def test_it_is_told_how_many_need_their_writer(device: Client, ben: User) -> None:
    receipts(device, make_envelope(ben, {"meets": "merged"}))
    assert device.get("/outbox/key").json()["needing"] == 1


def test_an_account_that_was_ended_sends_nothing_and_its_device_keeps_all(device: Client, ben: User) -> None:
    one = make_envelope(ben)
    User.objects.filter(pk=ben.pk).update(is_active=False)
    assert send(device, one).status_code == 401
    assert not SealedItem.objects.filter(pk=one.id or uuid4()).exists()
