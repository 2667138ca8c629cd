"""Requests as plain data, which the load generator takes as JSON."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"


VERSION = re.compile(rb'name="draft_version"[^>]* value="(\d+)"')


@dataclass
class Seen:
    """What a page read before tells the form that is sent next: the server gives a draft its version."""

    version: str = ""

    def read(self, page: bytes) -> None:
        """Remember the version on a page, where there is one."""
        if found := VERSION.search(page):
            self.version = found[1].decode()

    def fill(self, body: str) -> str:
        """The body of a form, with the version in the place that is kept for it."""
        return body.replace("draft_version=seen", f"draft_version={self.version}")


@dataclass(frozen=True)
class Ask:
    """One request and the status that it must be answered with. `form` makes it a POST."""

    path: str
    form: dict[str, str] | None = None
    expect: int = 200

    @property
    def body(self) -> str:
        return urlencode(self.form) if self.form is not None else ""


@dataclass(frozen=True)
class Exchange:
    """A request that is timed, after those that must come before it and are not."""

    timed: Ask
    before: list[Ask] = field(default_factory=list)


@dataclass(frozen=True)
class Session:
    """Somebody who is signed in: the cookies of their browser."""

    email: str
    cookies: str
    csrf: str


def as_json(session: Session, exchanges: list[Exchange]) -> dict[str, Any]:
    """What one client is to do."""
    return {
        "cookies": session.cookies,
        "csrf": session.csrf,
        "exchanges": [
            [[ask.path, None if ask.form is None else ask.body, ask.expect] for ask in (*one.before, one.timed)]
            for one in exchanges
        ],
    }
