"""How a death or a move ends what this floor holds: what partners may see, and access needs to review."""

from datetime import date, datetime
from typing import Any

from accounts.models import User
from audit.actions import record
from core import clock
from core.constraints import refused_by
from core.errors import Refused
from residents.endings import Ender, UnderWay
from residents.enums import Ending
from residents.models import AccessNeed, EndedRow, LifeEvent, Resident, Share
from residents.rules import partners_look_until


def find_shares(resident: Resident) -> list[UnderWay]:
    """What partners may see, without an end so far; one line for each share."""
    lasting = Share.objects.filter(resident=resident, ended_at__isnull=True).select_related("team", "resident")
    return [UnderWay(share, f"What {share.team.spoken} may see, after 30 days") for share in lasting.order_by("pk")]


def end_one_share(share: Share, event: LifeEvent, by: User) -> dict[str, Any] | None:
    """The partner may look for 30 days more (LIFE-5)."""
    until = partners_look_until(event.recorded_at)
    if not Share.objects.filter(pk=share.pk, ended_at__isnull=True).update(ended_at=until):
        return None
    record("resident.share_ended", by=by, subject=event.resident, resident_id=event.resident_id, team=share.team.slug)
    return {"until": until.isoformat()}


def reopen_share(row: EndedRow, by: User) -> str:
    """Let the partner look on without an end, unless somebody else has ended it or shared it anew."""
    share = Share.objects.select_for_update(of=("self",)).select_related("team", "resident").get(pk=row.row_id)
    if share.ended_at != datetime.fromisoformat(row.was["until"]):
        raise Refused("its end was changed since")
    share.ended_at = None
    with refused_by("shared_once_with_a_team", "it was shared anew since"):
        share.save(update_fields=["ended_at"])
    record("resident.shared", by=by, subject=share.resident, resident_id=share.resident_id, team=share.team.slug)
    return f"What {share.team.spoken} may see, without an end"


def find_needs(resident: Resident) -> list[UnderWay]:
    """Access needs that hold: each comes up for review on its day."""
    holding = AccessNeed.objects.filter(resident=resident, ended_on__isnull=True).order_by("pk")
    return [UnderWay(need, f"Review of the access need: {need.get_kind_display()}") for need in holding]


def end_one_need(need: AccessNeed, event: LifeEvent, by: User) -> dict[str, Any] | None:
    """It is not reviewed again; it stays to be read."""
    locked = AccessNeed.objects.select_for_update().get(pk=need.pk)
    if locked.ended_on is not None:
        return None
    _set_need(locked, clock.today(), "The person died")
    record("resident.access_ended", by=by, subject=locked, resident_id=locked.resident_id)
    return {"ended_on": clock.today().isoformat()}


def reopen_need(row: EndedRow, by: User) -> str:
    """It holds again, unless the same need was recorded anew."""
    need = AccessNeed.objects.select_for_update().get(pk=row.row_id)
    if need.ended_on is None:
        raise Refused("it holds already")
    with refused_by("access_need_once", "it was recorded anew since"):
        _set_need(need, None, "")
    record("resident.access_reopened", by=by, subject=need, resident_id=need.resident_id)
    return row.words


def _set_need(need: AccessNeed, day: date | None, because: str) -> None:
    need.ended_on, need.ended_because = day, because
    need.version += 1
    need.save(update_fields=["ended_on", "ended_because", "version"])


ENDERS = (
    Ender(Ending.SHARE, find_shares, end_one_share, reopen_share),
    Ender(Ending.ACCESS_NEED, find_needs, end_one_need, reopen_need),
)
