"""The steps that several actions on a referral share. Each is taken inside the transaction of its action."""

from datetime import datetime
from typing import Any

from accounts.actions import settle_notices
from accounts.models import User
from core import clock
from core.errors import ChangedMeanwhile
from localities.enums import TeamKind
from localities.models import Team
from localities.places import bank_holidays
from referrals import messages
from referrals.enums import HandOffKind, NoteKind, ReferralStatus
from referrals.models import Allocation, HandOff, Referral, ReferralNote
from referrals.rules.answers import answer_by, is_answer, waits_for_answer
from residents.actions import end_share

PARTNER_KINDS = (TeamKind.CARERS, TeamKind.PROVIDER)
ANSWER = ("answer_by", "answered_at", "answered_by")


def because_for(team: Team, because: str, by: User) -> str:
    """A reason as the team may read it: to a partner, who works elsewhere, the role of whoever chose, not the name."""
    return because.replace(by.name, by.get_role_display()) if team.kind in PARTNER_KINDS else because


def lock(referral: Referral, version: int | None) -> Referral:
    """The referral, locked until the transaction ends.

    Raises ChangedMeanwhile when `version` is given and somebody acted since.
    """
    # The row alone first: whoever waits for it while its team changes would find it joined to none.
    Referral.objects.select_for_update().only("id").get(pk=referral.pk)
    locked: Referral = Referral.objects.select_related("resident", "team", "from_team", "sent_by").get(pk=referral.pk)
    if version is not None and locked.version != version:
        raise ChangedMeanwhile(f"{locked.reference} was changed while this page was open.", locked)
    return locked


def move(referral: Referral, status: ReferralStatus, *changed: str) -> None:
    """Give a locked referral its next status, and save it with the fields named in `changed`."""
    referral.status = status
    referral.version += 1
    referral.save(update_fields=["status", "version", *changed])


def end_allocation(allocation: Allocation, by: User) -> None:
    """From now on the worker holds it no longer."""
    allocation.ended_at = clock.now()
    allocation.ended_by = by
    allocation.save(update_fields=["ended_at", "ended_by"])


def take_from_worker(referral: Referral, by: User) -> User | None:
    """End the open allocation of a locked referral, and tell the worker; who it was, None when nobody held it."""
    held = referral.allocations.open().select_related("worker").first()
    if held is None:
        return None
    held.referral = referral
    end_allocation(held, by)
    if held.worker_id != by.pk:
        messages.tell_worker_of_ended_allocation(held)
    worker: User = held.worker
    return worker


def wait_for_answer(referral: Referral, received_at: datetime) -> None:
    """From `received_at` on the team has until the day of ANS-1 to answer, when anybody waits for it (ANS-2)."""
    waits = waits_for_answer(referral.source, referral.from_team_id, referral.team_id)
    referral.answer_by = answer_by(clock.london_date(received_at), bank_holidays()) if waits else None
    referral.answered_at = referral.answered_by = None


def mark_answered(referral: Referral, by: User, step: str, at: datetime | None = None) -> None:
    """Keep that the team has answered, when `step` is an answer (ANS-3) and somebody waits for one."""
    if referral.answer_by is not None and is_answer(step):
        referral.answer_by = None
        referral.answered_at, referral.answered_by = at or clock.now(), by


def settle(referral: Referral, by: User) -> None:
    """Take what its team was told of a referral off the team's list of notices: somebody has acted on it."""
    settle_notices(team=referral.team, link=referral.get_absolute_url(), by=by)


def leave_partner(referral: Referral, by: User, until: datetime) -> None:
    """A partner's team that has nothing else of the person's may look until `until`; no other team is a partner."""
    if referral.team.kind in PARTNER_KINDS:
        here = Referral.objects.with_its_team().filter(resident=referral.resident, team=referral.team)
        end_share(resident=referral.resident, team=referral.team, by=by, at=until, unless=here)


def write_note(
    referral: Referral, kind: NoteKind, words: str, *, team: Team, by: User, at: datetime | None = None,
    earlier: dict[str, Any] | None = None,
) -> ReferralNote:  # fmt: skip
    """Keep what one side said to the other; `earlier` is what the referral said before, where that changes with it."""
    return ReferralNote.objects.create(
        referral=referral, kind=kind, words=words, team=team, by=by, at=at or clock.now(), earlier=earlier
    )


def write_hand_off(
    referral: Referral,
    *,
    kind: HandOffKind,
    by: User,
    reason: str,
    from_team: Team | None = None,
    from_worker: User | None = None,
    to_worker: User | None = None,
    **more: Any,
) -> HandOff:
    """Write that the responsible team or worker of a referral changed: from, to and why. Without `to_team` in `more`
    it went to the referral's team; without `at`, now.
    """
    written = {"to_team": referral.team, "at": clock.now()} | more
    return HandOff.objects.create(
        resident=referral.resident, referral=referral, kind=kind, from_team=from_team, from_worker=from_worker,
        to_worker=to_worker, reason=reason[:500], by=by, **written,
    )  # fmt: skip
