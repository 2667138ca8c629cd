"""Statements as they are shown: components/statements.html takes a list of `Heard`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from residents.models import Statement


@dataclass(frozen=True)
class Heard:
    """A statement in words: what was said, by whom, to whom and when. `topic` is empty when a heading says it."""

    id: UUID
    words: str
    said_by: str
    heard_by: str
    heard_at: datetime
    topic: str


def heard(statements: Iterable[Statement], *, with_topic: bool = True, named: bool = True) -> list[Heard]:
    """The statements as the component shows them; they must come with `heard_by` (`current()` brings it).

    `named` is False for a partner, who reads whose words they are and the role of who heard them, but no names.
    """
    return [
        Heard(
            id=statement.pk,
            words=statement.words,
            said_by=statement.speaker if named else statement.get_said_by_display(),
            heard_by=statement.heard_by.name if named else statement.heard_by.get_role_display(),
            heard_at=statement.heard_at,
            topic=statement.get_topic_display() if with_topic else "",
        )
        for statement in statements
    ]
