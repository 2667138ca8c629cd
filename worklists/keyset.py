"""Long lists of events, newest first, a stretch at a time: as quick at the end as at the beginning."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet


class HasMoment(Protocol):
    """A row with a moment and a key."""

    id: UUID
    at: datetime


Row = TypeVar("Row", bound=HasMoment)


@dataclass(frozen=True)
class Stretch(Generic[Row]):
    """Some rows of a list. `older` is where the next stretch begins, "" when there is none."""

    rows: Sequence[Row]
    older: str
    is_newest: bool


def stretch(rows: QuerySet[Any], before: str, size: int) -> Stretch[Any]:
    """At most `size` rows older than `before` (a key from `older`; "" or nonsense begins at the newest)."""
    key = _read(before)
    if key:
        at, row_id = key
        rows = rows.filter(at__lte=at).filter(Q(at__lt=at) | Q(id__lt=row_id))
    found = list(rows.order_by("-at", "-id")[: size + 1])
    older = _write(found[size - 1]) if len(found) > size else ""
    return Stretch(rows=found[:size], older=older, is_newest=key is None)


def _write(row: HasMoment) -> str:
    return f"{row.at.isoformat()}~{row.id}"


def _read(key: str) -> tuple[datetime, UUID] | None:
    at, _, row_id = key.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment.astimezone(UTC), UUID(row_id)) if moment.tzinfo else None
    except (ValueError, OverflowError):  # the latter at either end of the calendar, where UTC has no such day
        return None
