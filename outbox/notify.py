"""GOV.UK Notify: text messages and e-mail. The words are ours; its templates hold one placeholder for them.

Only handlers of the outbox call this. A message is sent once however often its job is tried: it is asked for by its
reference first, for an answer that never came may have been a yes.
"""

import base64
import hashlib
import hmac
import json
import logging
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from core import clock

logger = logging.getLogger(__name__)

SECONDS = 8  # for each answer: with the asking beforehand, less than a transaction may stand idle
MOST_BYTES = 64 * 1024  # of an answer
KEY_LENGTH = 36  # a service's id and a secret, both UUIDs, end the key
NOT_CONNECTED = "Text messages and e-mail are not connected here."
ANSWERS_OF_NO = {400, 413}
NOT_LET_IN = 403
ARRIVED = ("delivered", "sent")  # "sent" is the last that is told of a text message to another country
# what Notify says in the end of a message that did not arrive → what it means, and what to do
FAILED = {
    "permanent-failure": "There is no such number or address, or it takes no messages. Ask them for the right one.",
    "temporary-failure": "It could not be delivered for three days: the telephone may be off, or the mailbox full.",
    "technical-failure": "It was lost between the networks. Send it once more.",
    "validation-failed": "There is no such number or address. Ask them for the right one.",
}


class NotTaken(Exception):
    """The message will never be taken; `str()` of it is a sentence for staff."""


class NoAnswer(Exception):
    """Nobody knows whether the message was taken: it is to be tried again."""


@dataclass(frozen=True)
class Message:
    """What goes to whom. One with a subject is an e-mail, one without a text message.

    `reference` is a key of ours, never anything about a person: Notify shows it to its operators.
    """

    to: str
    words: str
    reference: str
    subject: str = ""


def is_connected() -> bool:
    """Whether anything can be sent from here."""
    return bool(settings.NOTIFY["key"])


def send(message: Message) -> None:
    """Give a message to GOV.UK Notify, unless it has it already. Raises NotTaken and NoAnswer."""
    if not is_connected():
        raise NotTaken(NOT_CONNECTED)
    if _was_taken(message.reference):
        return
    kind, to = ("email", "email_address") if message.subject else ("sms", "phone_number")
    words = {"words": message.words} | ({"subject": message.subject} if message.subject else {})
    body = {
        to: message.to,
        "template_id": settings.NOTIFY["templates"][kind],
        "personalisation": words,
        "reference": message.reference,
    }
    status, answer = _ask("POST", f"/v2/notifications/{kind}", body)
    _check_let_in(status, answer)
    if status in ANSWERS_OF_NO:
        raise NotTaken(_why(answer))
    if status != 201 or not isinstance(answer.get("id"), str):
        raise NoAnswer(f"GOV.UK Notify answered {status}")


@dataclass(frozen=True)
class Became:
    """What became of a message that was taken: it arrived, it failed with a sentence why, or nobody knows yet."""

    arrived: bool = False
    failed: str = ""


def what_became(reference: str) -> Became:
    """Ask what became of the message with this reference. Raises NoAnswer."""
    if not is_connected():
        raise NoAnswer(NOT_CONNECTED)
    states = _states_of(reference)
    if any(state in ARRIVED for state in states):
        return Became(arrived=True)
    if states and all(state in FAILED for state in states):
        return Became(failed=FAILED[states[0]])
    return Became()


def _was_taken(reference: str) -> bool:
    """Whether an earlier try came through although its answer did not."""
    return any(state not in FAILED for state in _states_of(reference))


def _states_of(reference: str) -> list[str]:
    """How it stands with every message that Notify took under a reference, the newest first. Raises NoAnswer."""
    status, answer = _ask("GET", f"/v2/notifications?{urlencode({'reference': reference})}")
    found = answer.get("notifications")
    _check_let_in(status, answer)
    if status != 200 or not isinstance(found, list):
        raise NoAnswer(f"GOV.UK Notify answered {status} when it was asked for a reference")
    return [str(one.get("status", "")) for one in found if isinstance(one, dict)]


def _check_let_in(status: int, answer: dict[str, Any]) -> None:
    """Raise NoAnswer, and alarm whoever runs this, when Notify does not take our key or our clock: that is nothing
    about this message, and is over once it is put right.
    """
    if status == NOT_LET_IN:
        logger.error("GOV.UK Notify does not let us in: look at its key and at the clock. %s", _why(answer))
        raise NoAnswer("GOV.UK Notify does not let us in: its key or our clock is wrong")


def _why(answer: dict[str, Any]) -> str:
    """Notify's reason for staff. It may repeat the number, which staff know; it goes into no log."""
    errors = answer.get("errors")
    told = [str(one.get("message", "")) for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    return f"GOV.UK Notify does not take it: {'; '.join(filter(None, told)) or 'it gave no reason'}"[:300]


def _ask(method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
    """Status and JSON of one answer. Raises NoAnswer for silence, a lost connection and what is not Notify's JSON."""
    address = urlsplit(settings.NOTIFY["url"])
    connect = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = connect(address.netloc, timeout=SECONDS)
    headers = {"Authorization": f"Bearer {_token()}", "Content-Type": "application/json"}
    try:
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        response = connection.getresponse()
        answer = json.loads(response.read(MOST_BYTES))
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer(f"GOV.UK Notify did not answer: {type(error).__name__}") from None
    finally:
        connection.close()
    if not isinstance(answer, dict):
        raise NoAnswer("GOV.UK Notify answered with something that is not its own")
    return response.status, answer


def _token() -> str:
    """A JSON Web Token (RFC 7519) that says which service asks, and when."""
    key = settings.NOTIFY["key"]
    service, secret = key[-2 * KEY_LENGTH - 1 : -KEY_LENGTH - 1], key[-KEY_LENGTH:]
    claims = {"iss": service, "iat": int(clock.now().timestamp())}
    signed = b".".join(_part(json.dumps(one).encode()) for one in ({"typ": "JWT", "alg": "HS256"}, claims))
    return b".".join([signed, _part(hmac.new(secret.encode(), signed, hashlib.sha256).digest())]).decode()


def _part(plain: bytes) -> bytes:
    return base64.urlsafe_b64encode(plain).rstrip(b"=")
