"""Open a record, and share a person with a partner."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from accounts.models import User
from audit.actions import record, record_view
from core import clock
from localities.models import Team
from residents.models import Resident, Share, Statement
from residents.policies import check_can_open


@transaction.atomic
def open_record(*, resident: Resident, by: User, page: str, reason: str = "") -> Resident:
    """Write that `by` opened a page of the person's record; every such page calls this before it shows anything."""
    check_can_open(by)
    record_view(by=by, subject=resident, resident_id=resident.pk, page=page, reason=reason)
    return resident


@transaction.atomic
def share(*, resident: Resident, team: Team, by: User, reason: str, story: Statement | None = None) -> None:
    """Share a person, and of their words `story` alone, with a partner's team until it is ended.

    Harmless when they are shared already.
    """
    _lock_shares(resident, team)
    row = Share(resident=resident, team=team, story=story, reason=reason, started_at=clock.now())
    Share.objects.bulk_create([row], ignore_conflicts=True)
    record("resident.shared", by=by, subject=resident, resident_id=resident.pk, reason=reason, team=team.slug)


@transaction.atomic
def end_share(*, resident: Resident, team: Team, by: User, at: datetime, unless: QuerySet[Any]) -> None:
    """Let a partner's team look at a person until `at` and no longer, unless there is still a row of `unless`, or a
    programme that the floor of reablement knows of (settings.HAS_PROGRAMME).

    Harmless when they are not shared. Whoever shares or ends at the same moment waits, so that `unless` is read
    when it holds.
    """
    lasting = _lock_shares(resident, team)
    if not lasting or unless.exists() or import_string(settings.HAS_PROGRAMME)(resident, team):
        return
    Share.objects.filter(pk__in=lasting).update(ended_at=at)
    record("resident.share_ended", by=by, subject=resident, resident_id=resident.pk, team=team.slug)


def _lock_shares(resident: Resident, team: Team) -> list[UUID]:
    """The keys of the shares that nobody has ended."""
    lasting = Share.objects.select_for_update().filter(resident=resident, team=team, ended_at__isnull=True)
    return list(lasting.order_by("pk").values_list("pk", flat=True))
