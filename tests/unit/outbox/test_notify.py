"""GOV.UK Notify: each message once, whatever becomes of its answers."""

import pytest
from pytest_django import Settings

from outbox import notify as client
from outbox.notify import Message, NoAnswer, NotTaken, send
from tests.notify import KEY, Notify, notify

__all__ = ["notify"]

TEXT = Message("07700900123", "What we agreed", "0190-a")
EMAIL = Message("jean@example.org", "What we agreed", "0190-b", subject="What we talked about")


def test_a_text_and_an_email_carry_our_words_and_a_reference_without_a_name(notify: Notify) -> None:
    send(TEXT)
    send(EMAIL)
    text, email = notify.taken
    assert (text["phone_number"], text["personalisation"]) == ("07700900123", {"words": "What we agreed"})
    assert email["personalisation"] == {"words": "What we agreed", "subject": "What we talked about"}
    assert (email["kind"], email["reference"]) == ("email", "0190-b")


def test_a_message_that_is_sent_again_is_not_taken_twice(notify: Notify) -> None:
    send(TEXT)
    send(TEXT)
    assert len(notify.taken) == 1


def test_a_message_whose_answer_was_lost_is_not_taken_twice(notify: Notify) -> None:
    notify.mood = "deaf"
    with pytest.raises(NoAnswer):
        send(TEXT)
    notify.mood = "well"
    send(TEXT)
    assert len(notify.taken) == 1


@pytest.mark.parametrize("mood", ["failing", "busy", "portal"])
def test_nobody_knows_when_it_fails_or_something_else_answers(notify: Notify, mood: str) -> None:
    notify.mood = mood
    with pytest.raises(NoAnswer) as told:
        send(TEXT)
    assert "07700900123" not in str(told.value)
    assert notify.taken == []


def test_waits_no_longer_than_the_limit_when_it_hangs(notify: Notify, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "SECONDS", 0.2)
    notify.mood = "hanging"
    with pytest.raises(NoAnswer, match="Timeout"):
        send(TEXT)


def test_nobody_knows_when_nobody_is_there(notify: Notify, settings: Settings) -> None:
    settings.NOTIFY = settings.NOTIFY | {"url": "http://127.0.0.1:1"}
    with pytest.raises(NoAnswer, match="ConnectionRefused"):
        send(TEXT)


def test_a_refusal_is_told_in_its_own_words(notify: Notify) -> None:
    notify.mood = "refusing"
    with pytest.raises(NotTaken, match="phone_number is not a valid number"):
        send(TEXT)


def test_a_wrong_key_gives_no_message_up_and_alarms_whoever_runs_this(
    notify: Notify, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    right = settings.NOTIFY
    settings.NOTIFY = right | {"key": KEY[:-1] + "1"}
    with pytest.raises(NoAnswer, match="does not let us in"):
        send(TEXT)
    assert "API key not found" in caplog.text
    assert [one.levelname for one in caplog.records if one.name == "outbox.notify"] == ["ERROR"]
    settings.NOTIFY = right
    send(TEXT)
    assert len(notify.taken) == 1


def test_nothing_leaves_where_nothing_is_connected(settings: Settings) -> None:
    settings.NOTIFY = settings.NOTIFY | {"key": ""}
    with pytest.raises(NotTaken, match="not connected"):
        send(TEXT)
