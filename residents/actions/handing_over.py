"""Put right what was written on the wrong record: what was heard, confirmed and noted in one talk
changes hands, or leaves the record; no row is deleted (docs/adr/0018)."""

from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core.errors import Refused
from residents.actions.merging import moving_rows_of
from residents.merging.tables import Table
from residents.models import Confirmation, Resident, Statement, TimelineEntry

HEARD, NOTED = Table(Statement, "resident"), Table(TimelineEntry, "resident")
CONFIRMED = Table(Confirmation, "statement")
WRITTEN_OVER = (
    "Somebody has confirmed or replaced since what was said in this conversation. Ask them first, or add what is "
    "right in a new conversation."
)


@transaction.atomic
def hand_over(*, source: Any, of: Resident, to: Resident, reason: str, by: User) -> None:
    """Make what was heard and noted in `source` another person's. What it replaced on the first record holds again,
    and what it confirmed there is not confirmed by it.

    Raises Refused when somebody has confirmed or replaced it since.
    """
    _give(source, of, to)
    record("resident.words_handed_over", by=by, subject=source, resident_id=of.pk, reason=reason, to=str(to.pk))


@transaction.atomic
def take_away(*, source: Any, of: Resident, by: User) -> None:
    """Take what was heard and noted in `source` off a record that it does not belong to: it is nobody's from then on.
    Only for a source that keeps its words itself.

    Raises Refused when somebody has confirmed or replaced it since.
    """
    _give(source, of, None)
    record("resident.words_taken_away", by=by, subject=source, resident_id=of.pk)


def _give(source: Any, of: Resident, to: Resident | None) -> None:
    """The rows that `source` made on one record become those of another person, or nobody's."""
    made_by_it = {"source_type": source._meta.label_lower, "source_id": source.pk}
    said = list(Statement.objects.filter(resident=of, **made_by_it).values_list("pk", flat=True))
    _check_nobody_went_on(said, made_by_it)
    confirmed = Confirmation.objects.filter(statement__resident=of, **made_by_it).exclude(statement__in=said)
    with moving_rows_of(CONFIRMED):
        Confirmation.objects.filter(pk__in=list(confirmed.values_list("pk", flat=True))).update(statement=None)
    with moving_rows_of(HEARD):
        Statement.objects.filter(pk__in=said).update(resident=to, supersedes=None)
    with moving_rows_of(NOTED):
        TimelineEntry.objects.filter(resident=of, **made_by_it).update(resident=to)


def _check_nobody_went_on(said: list[UUID], made_by_it: dict[str, Any]) -> None:
    replaced = Statement.objects.filter(supersedes__in=said).exclude(**made_by_it)
    confirmed = Confirmation.objects.filter(statement__in=said)
    if replaced.exists() or confirmed.exclude(source_id__isnull=False, **made_by_it).exists():
        raise Refused(WRITTEN_OVER)
