"""Notices of wards for tests, read as they come in and taken in by the application's own action."""

from datetime import timedelta
from typing import Any

from accounts.models import User
from core import clock
from discharges.actions import receive_notice
from discharges.enums import NoticeSource
from discharges.models import HospitalNotice
from discharges.notice_reading import Read, read_notice

JEANS_NUMBER = "9990000018"
OF_KIND: dict[str, dict[str, str]] = {
    "assessment": {"ward": "Elizabeth Fry ward"},
    "discharge": {},
    "withdrawal": {"withdrawal": "all", "withdrawal_reason": "12"},
}


def said(kind: str = "assessment", **words: str) -> dict[str, str]:
    """What a ward says of Jean Smith, two hours ago."""
    day = str(clock.today() + timedelta(days=3))
    told = {
        "issued_at": (clock.now() - timedelta(hours=2)).isoformat(), "family_name": "Smith", "given_name": "Jean",
        "born_on": "14/7/1945", "nhs_number": JEANS_NUMBER, "hospital": "basildon",
    }  # fmt: skip
    more = OF_KIND[kind] | ({"discharge_on": day} if kind == "discharge" else {})
    return told | more | words


def read(kind: str = "assessment", **words: str) -> Read:
    """The same, read."""
    return read_notice(kind, said(kind, **words), clock.now())


def receive(by: User, kind: str = "assessment", **words: str) -> HospitalNotice:
    """The same, taken in."""
    found = read(kind, **words)
    assert not found.problems
    return receive_notice(read=found, source=NoticeSource.API, by=by)[0]


def hours_ago(hours: float) -> str:
    """A moment of issue."""
    return (clock.now() - timedelta(hours=hours)).isoformat()


def csv_of(*rows: dict[str, Any]) -> bytes:
    """A file of notices with these columns."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [names, *([str(row.get(name, "")) for name in names] for row in rows)]
    return "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in lines).encode()
