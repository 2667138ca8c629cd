"""A GOV.UK Notify on this machine: it takes messages, and it can fail, hang, refuse, and forget to answer."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from pytest_django import Settings

__all__ = ["Notify", "notify"]

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"thurrock_care_test-{SERVICE}-{SECRET}"
TEMPLATES = {"sms": "11111111-1111-4111-8111-111111111111", "email": "22222222-2222-4222-8222-222222222222"}

FAULTS = {"failing": 500, "busy": 429}


@dataclass
class Notify:
    """`taken` holds what it took. `mood` is "well", "failing" (500), "busy" (429), "refusing" (400), "hanging",
    "deaf" (takes the message and answers nothing) or "portal" (a page of a captive portal instead of its own).
    """

    mood: str = "well"
    taken: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0
    hold: float = 3.0  # seconds
    became: str = "sending"  # what it says of messages that it took

    def sent_to(self, to: str) -> list[dict[str, Any]]:
        return [one for one in self.taken if to in (one.get("phone_number"), one.get("email_address"))]


class _Handler(BaseHTTPRequestHandler):
    """Answers by the mood of `state`, which each server sets on a class of its own."""

    state: Notify

    def log_message(self, *args: object) -> None:
        """Nothing: the test tells what matters."""

    def do_GET(self) -> None:
        """What was taken under a reference."""
        if self._is_unwell():
            return
        wanted = parse_qs(urlsplit(self.path).query)["reference"][0]
        taken = [one for one in reversed(self.state.taken) if one["reference"] == wanted]
        found = [{"id": one["id"], "status": one.get("became", self.state.became)} for one in taken]
        self._answer(200, {"notifications": found, "links": {}})

    def do_POST(self) -> None:
        """Take a message, or refuse it."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self._is_unwell():
            return
        if self.state.mood == "refusing":
            error = {"error": "ValidationError", "message": "phone_number is not a valid number"}
            self._answer(400, {"status_code": 400, "errors": [error]})
            return
        kind = self.path.rsplit("/", 1)[-1]
        assert body["template_id"] == TEMPLATES[kind]
        self.state.taken.append(body | {"id": str(uuid4()), "kind": kind})
        if self.state.mood != "deaf":
            self._answer(201, {"id": self.state.taken[-1]["id"]})

    def _is_unwell(self) -> bool:
        """Whether the mood has answered already."""
        self.state.asked += 1
        if not _is_signed(self.headers.get("Authorization", "")):
            self._answer(403, {"errors": [{"error": "AuthError", "message": "Invalid token: API key not found"}]})
        elif self.state.mood == "hanging":
            time.sleep(self.state.hold)
        elif self.state.mood in FAULTS:
            self._answer(FAULTS[self.state.mood], {"errors": []})
        elif self.state.mood == "portal":
            self._send(200, b"<html>Welcome to the free Wi-Fi</html>")
        else:
            return False
        return True

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        self._send(status, json.dumps(body).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)


def _is_signed(header: str) -> bool:
    """Whether the token is signed with our secret, names our service and is fresh."""
    head, claims, signature = header.removeprefix("Bearer ").split(".")
    right = hmac.new(SECRET.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
    told = json.loads(_plain(claims))
    return (
        hmac.compare_digest(right, _plain(signature)) and told["iss"] == SERVICE and abs(told["iat"] - time.time()) < 30
    )


def _plain(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


@pytest.fixture
def notify(settings: Settings) -> Iterator[Notify]:
    """Notify as the application finds it, in its best mood."""
    state = Notify()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"state": state}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.NOTIFY = {"url": f"http://127.0.0.1:{server.server_port}", "key": KEY, "templates": TEMPLATES}
    yield state
    server.shutdown()
    server.server_close()
