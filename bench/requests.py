"""Requests as plain data, which the load generator takes as JSON."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"


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
