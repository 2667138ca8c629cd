"""POST referrals/: a referral that another system sends in."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from core.models import Receipt
from outbox.models import Job
from referrals.enums import ReferralSource
from referrals.models import Contact, HandOff, Referral
from residents.enums import Channel, SaidBy
from residents.models import Resident, Statement
from tests.api.conftest import Caller, caller_for

BODY: dict[str, Any] = {
    "need": "getting_about",
    "urgency": "this_week",
    "story": "Fell twice on the stairs this week.",
    "relation": "gp",
    "caller_name": "Dr Shah",
}


@pytest.fixture
def body(jean: Resident) -> dict[str, Any]:
    return {"resident": jean.reference, **BODY}


def test_goes_to_the_locality_team_with_rule_and_reason(system: Caller, body: dict[str, Any]) -> None:
    answer = system.post("referrals/", body)
    assert answer.status_code == 201
    told = answer.json()
    assert told["team"] == "cls-tilbury-chadwell"
    assert told["rule"] == "ROU-9"
    assert "Tilbury Health Centre" in told["because"]
    assert Referral.objects.get().reference == told["reference"]
    assert Contact.objects.get().reference == told["contact"]


def test_hrs_4_tells_when_the_team_takes_it_up(
    system: Caller, body: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    saturday = datetime(2026, 11, 21, 11, 0, tzinfo=clock.LONDON)
    monkeypatch.setattr(clock, "now", lambda: saturday)
    assert datetime.fromisoformat(system.post("referrals/", body).json()["works_from"]) == datetime(
        2026, 11, 23, 9, 0, tzinfo=clock.LONDON
    )
    urgent = system.post("referrals/", body | {"urgency": "now"}).json()
    assert (urgent["team"], urgent["rule"], urgent["works_from"]) == ("rapid-response", "ROU-1", None)


def test_keeps_the_story_as_a_professionals_words(system: Caller, body: dict[str, Any], basildon: User) -> None:
    system.post("referrals/", body)
    story = Statement.objects.get()
    assert (story.words, story.said_by, story.channel) == (BODY["story"], SaidBy.PROFESSIONAL, Channel.SYSTEM)
    assert story.heard_by == basildon
    assert Referral.objects.get().source == ReferralSource.SYSTEM


def test_is_handed_over_from_nobody(system: Caller, body: dict[str, Any]) -> None:
    system.post("referrals/", body)
    assert HandOff.objects.get().from_team is None


def test_audits_the_contact_and_the_referral_once(system: Caller, body: dict[str, Any], jean: Resident) -> None:
    system.post("referrals/", body)
    verbs = Event.objects.filter(resident_id=jean.pk).exclude(verb="resident.added").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["contact.taken", "referral.sent"]


def test_answers_the_same_and_makes_one_referral_when_sent_again(system: Caller, body: dict[str, Any]) -> None:
    key = str(uuid4())
    first = system.post("referrals/", body, key=key)
    again = system.post("referrals/", body, key=key)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert Referral.objects.count() == 1
    assert Job.objects.filter(kind="notice.deliver").count() == 1


def test_refuses_a_key_that_was_used_for_another_body(system: Caller, body: dict[str, Any]) -> None:
    key = str(uuid4())
    system.post("referrals/", body, key=key)
    other = system.post("referrals/", {**body, "urgency": "now"}, key=key)
    assert other.status_code == 422
    assert "key of its own" in other.json()["detail"]
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("key", [None, "short", "has a space in it", "x" * 101])
def test_asks_for_a_key_when_it_is_missing_or_misshapen(system: Caller, body: dict[str, Any], key: str | None) -> None:
    answer = system.post("referrals/", body, key=key)
    assert answer.status_code == 400
    assert "8 to 100" in answer.json()["fields"]["Idempotency-Key"][0]
    assert not Referral.objects.exists()


def test_leaves_the_key_free_when_the_call_was_refused(system: Caller, body: dict[str, Any]) -> None:
    key = str(uuid4())
    assert system.post("referrals/", {**body, "need": "gold"}, key=key).status_code == 400
    assert not Receipt.objects.exists()
    assert system.post("referrals/", body, key=key).status_code == 201


def test_keeps_two_callers_keys_apart(system: Caller, body: dict[str, Any], asha: User) -> None:
    key = str(uuid4())
    system.post("referrals/", body, key=key)
    assert caller_for(asha).post("referrals/", body, key=key).status_code == 403


def test_says_for_each_field_what_is_wrong(system: Caller) -> None:
    answer = system.post("referrals/", {"need": "gold", "colour": "red"})
    assert answer.status_code == 400
    assert answer.json()["fields"] == {"colour": ["There is no field of this name."]}
    answer = system.post("referrals/", {"need": "gold"})
    assert set(answer.json()["fields"]) == {"resident", "need", "urgency", "story"}


def test_answers_404_when_nobody_has_the_reference(system: Caller, body: dict[str, Any]) -> None:
    answer = system.post("referrals/", {**body, "resident": "P-222-2222"})
    assert answer.status_code == 404
    assert answer.json() == {"detail": "No resident here."}


def test_refuses_staff_who_do_not_send_referrals_in(body: dict[str, Any], dee: User) -> None:
    answer = caller_for(dee).post("referrals/", body)
    assert answer.status_code == 403
    assert "Send a referral in" in answer.json()["detail"]
    assert not Referral.objects.exists()


HARMFUL = {
    "nul": ("story", "a\x00b"),
    "number": ("story", 17),
    "null": ("story", None),
    "list": ("story", ["a"]),
    "object": ("story", {"a": 1}),
    "endless": ("story", "x" * 10_001),
    "empty": ("story", "   "),
    "nul in a reference": ("resident", "P-\x00"),
    "nul in a choice": ("need", "\x00"),
    "list as a choice": ("need", ["getting_about"]),
    "phone in words": ("caller_phone", "my mobile"),
    "maybe": ("may_speak_for", "perhaps"),
}


@pytest.mark.parametrize("case", HARMFUL)
def test_answers_400_to_what_cannot_be_kept(system: Caller, body: dict[str, Any], case: str) -> None:
    field, value = HARMFUL[case]
    answer = system.post("referrals/", {**body, field: value})
    assert answer.status_code == 400
    assert field in answer.json()["fields"]
    assert not Referral.objects.exists()


@pytest.mark.parametrize("words", ["‮مرحبا", "👩🏽‍🦽 ok", "Ａ－Ｚ", "'; DROP TABLE residents_resident; --", "<script>"])
def test_keeps_any_writing_as_it_was_sent(system: Caller, body: dict[str, Any], words: str) -> None:
    assert system.post("referrals/", {**body, "story": words}).status_code == 201
    assert Statement.objects.get().words == words


RAW = {
    "no JSON": (b"story=1", 400),
    "half a JSON": (b'{"story": ', 400),
    "a list": (b"[]", 400),
    "a number": (b"7", 400),
    "not a number": (b'{"story": NaN}', 400),
    "not UTF-8": (b'{"story": "\xff\xfe"}', 400),
    "half a character": (b'{"story": "\\ud800"}', 400),
    "half a character as a name": (b'{"\\ud800": 1}', 400),
    "too deep": (b'{"story":' + b"[" * 90_000 + b"]" * 90_000 + b"}", 400),
    "too long": (b'{"story": "' + b"x" * 300_000 + b'"}', 413),
}


@pytest.mark.parametrize("case", RAW)
def test_refuses_a_body_that_is_no_short_json_object(system: Caller, case: str) -> None:
    raw, status = RAW[case]
    answer = system.client.post(
        "/api/v1/referrals/", raw, content_type="application/json", headers={"idempotency-key": str(uuid4())}
    )
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_refuses_a_form(system: Caller) -> None:
    answer = system.client.post("/api/v1/referrals/", {"story": "x"}, headers={"idempotency-key": str(uuid4())})
    assert answer.status_code == 415
