"""Put right what was written on the wrong record: what was heard and noted in one talk changes hands, or goes."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from audit.actions import record
from core.errors import Refused
from residents.actions.merging import moving_rows_of
from residents.merging.tables import Table
from residents.models import Confirmation, Resident, Statement, TimelineEntry

HEARD, NOTED = Table(Statement, "resident"), Table(TimelineEntry, "resident")
WRITTEN_OVER = (
    "Somebody has confirmed or replaced since what was said in this conversation. Ask them first, or add what is "
    "right in a new conversation."
)


@transaction.atomic
def hand_over(*, source: Any, of: Resident, to: Resident, reason: str, by: User) -> None:
    """Make what was heard and noted in `source` another person's. What it replaced on the first record holds again.

    Raises Refused when somebody has confirmed or replaced it since.
    """
    said, noted = _rows_of(source, of)
    with moving_rows_of(HEARD):
        Statement.objects.filter(pk__in=said).update(resident=to, supersedes=None)
    with moving_rows_of(NOTED):
        TimelineEntry.objects.filter(pk__in=noted).update(resident=to)
    record("resident.words_handed_over", by=by, subject=source, resident_id=of.pk, reason=reason, to=str(to.pk))


@transaction.atomic
def take_away(*, source: Any, of: Resident, by: User) -> None:
    """Take what was heard and noted in `source` off a record that it does not belong to. Only for a source that keeps
    its words itself.

    Raises Refused when somebody has confirmed or replaced it since.
    """
    said, noted = _rows_of(source, of)
    with moving_rows_of(HEARD):
        Statement.objects.filter(pk__in=said).delete()
    with moving_rows_of(NOTED):
        TimelineEntry.objects.filter(pk__in=noted).delete()
    record("resident.words_taken_away", by=by, subject=source, resident_id=of.pk)


def _rows_of(source: Any, of: Resident) -> tuple[list[UUID], list[UUID]]:
    """The keys of the statements and of the entries in the timeline that `source` made on one record."""
    where = {"resident": of, "source_type": source._meta.label_lower, "source_id": source.pk}
    said: QuerySet[Statement] = Statement.objects.filter(**where)
    keys = list(said.values_list("pk", flat=True))
    later = Statement.objects.filter(supersedes__in=keys).exclude(source_id=source.pk)
    if later.exists() or Confirmation.objects.filter(statement__in=keys).exists():
        raise Refused(WRITTEN_OVER)
    return keys, list(TimelineEntry.objects.filter(**where).values_list("pk", flat=True))
