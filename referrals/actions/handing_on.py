"""Hand a referral on to another team with its story, and take that back while nobody has acted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from localities.models import Team
from referrals.actions.allocating import hold
from referrals.actions.sending import announce
from referrals.actions.steps import (
    ANSWER,
    PARTNER_KINDS,
    because_for,
    leave_partner,
    lock,
    move,
    settle,
    take_from_worker,
    wait_for_answer,
    write_hand_off,
    write_note,
)
from referrals.answer_policies import check_can_hand_on, check_can_send_to, check_can_undo_hand_on
from referrals.enums import URGENT_FIRST, HandOffKind, NoteKind, ReferralStatus, Urgency
from referrals.models import HandOff, Referral
from referrals.routing import Suggestion
from referrals.rules import LOOK_BACK
from referrals.states import REFERRAL
from residents.actions import note_event, share
from residents.enums import TimelineKind

UNDONE = "Undone: it was handed on by mistake"
HANDED = (
    "team", "from_team", "sent_by", "rule", "because", "works_from", "urgency", "urgency_order", "expects", *ANSWER,
)  # fmt: skip


@dataclass(frozen=True)
class HandOver:
    """What the next team is told. `rang` is whether somebody spoke with that team about it."""

    why: str
    urgency: str
    expects: str = ""
    done: str = ""
    not_done: str = ""
    rang: bool = False

    @property
    def words(self) -> str:
        """All of it as one note."""
        call = "We rang you about it." if self.rang else "We have not rung you about it."
        parts = (
            ("Why", self.why),
            ("What is done", self.done),
            ("What is not done", self.not_done),
            ("What they expect", self.expects),
        )
        told = [f"{title}: {words}" for title, words in parts if words]
        return "\n\n".join([*told, call])


@transaction.atomic
def hand_on(*, referral: Referral, to: Suggestion, told: HandOver, by: User, version: int | None = None) -> HandOff:
    """Give a referral that this team has to another team. Its story, what was done and the reason go along.

    Whoever held it holds it no longer; the next team has two days to answer. Raises NotPermitted, WrongState,
    ChangedMeanwhile, and Refused when that team has it already and for a review after a stay in hospital.
    """
    locked = lock(referral, version)
    check_can_hand_on(by, locked)
    check_can_send_to(to.team, locked)
    step = REFERRAL.transition("pass on", locked.status)
    earlier = _as_it_was(locked)
    before, worker = locked.team, take_from_worker(locked, by)
    now = clock.now()
    settle(locked, by)
    left = Referral(resident=locked.resident, team=before)
    _give(locked, to, told, by, now)
    move(locked, ReferralStatus(step.target), *HANDED)
    leave_partner(left, by, now + LOOK_BACK)
    earlier["worker"] = str(worker.pk) if worker else None
    handed = write_hand_off(
        locked, kind=HandOffKind.TEAM, by=by, reason=told.why, from_team=before, from_worker=worker, at=now,
        earlier=earlier,
    )  # fmt: skip
    write_note(locked, NoteKind.HANDED_ON, told.words, team=before, by=by, at=now)
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id, team=to.team.slug, rule=to.rule)
    announce(locked, by, f"Handed on from {before.spoken} to {to.team.spoken}", TimelineKind.HAND_OFF)
    return handed


def _give(referral: Referral, to: Suggestion, told: HandOver, by: User, at: datetime) -> None:
    referral.from_team, referral.team, referral.sent_by = referral.team, to.team, by
    referral.rule, referral.works_from = to.rule, to.works_from
    referral.because = because_for(to.team, to.because, by)
    referral.expects = told.expects[:500]
    referral.urgency, referral.urgency_order = told.urgency, URGENT_FIRST.index(Urgency(told.urgency))
    wait_for_answer(referral, at)


def _as_it_was(referral: Referral) -> dict[str, Any]:
    """What `undo_hand_on` gives back, as JSON keeps it."""
    return {
        "version": referral.version,
        "status": referral.status,
        "from_team": str(referral.from_team_id) if referral.from_team_id else None,
        "sent_by": str(referral.sent_by_id) if referral.sent_by_id else None,
        "rule": referral.rule,
        "because": referral.because,
        "urgency": referral.urgency,
        "expects": referral.expects,
        "works_from": _as_text(referral.works_from),
        "answer_by": _as_text(referral.answer_by),
        "answered_at": _as_text(referral.answered_at),
        "answered_by": str(referral.answered_by_id) if referral.answered_by_id else None,
    }


def _as_text(when: date | None) -> str | None:
    return when.isoformat() if when else None


@transaction.atomic
def undo_hand_on(*, hand_off: HandOff, by: User) -> Referral:
    """Take a referral back to the team, and the worker, from whom it was handed on by mistake (HAND-2).

    Harmless when it was undone already. Raises NotPermitted, and Refused when somebody acted or ten minutes passed.
    """
    if hand_off.referral is None:
        raise Refused("This cannot be undone.")
    locked = lock(hand_off.referral, None)
    if HandOff.objects.filter(undoes=hand_off).exists():
        return locked
    hand_off.referral = locked
    check_can_undo_hand_on(by, hand_off, clock.now())
    assert hand_off.earlier is not None
    assert hand_off.from_team is not None
    settle(locked, by)
    left, back = locked.team, hand_off.from_team
    _take_back(locked, hand_off.earlier, back)
    step = REFERRAL.transition("take back", locked.status)
    move(locked, ReferralStatus(step.target), *HANDED)
    leave_partner(Referral(resident=locked.resident, team=left), by, clock.now())
    write_hand_off(locked, kind=HandOffKind.TEAM, by=by, reason=UNDONE, from_team=left, undoes=hand_off)
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id, team=back.slug)
    title = f"Back with {back.spoken}: the hand-over was undone"
    note_event(locked.resident, TimelineKind.HAND_OFF, title, by=by, source=locked, team=back)
    _back_to_those_who_had_it(locked, hand_off, back, by)
    return locked


def _take_back(referral: Referral, earlier: dict[str, Any], team: Team) -> None:
    referral.team = team
    referral.from_team_id, referral.sent_by_id = earlier["from_team"], earlier["sent_by"]
    referral.rule, referral.because, referral.expects = earlier["rule"], earlier["because"], earlier["expects"]
    referral.urgency = earlier["urgency"]
    referral.urgency_order = URGENT_FIRST.index(Urgency(referral.urgency))
    referral.answer_by = earlier["answer_by"]
    referral.answered_at = parse_datetime(earlier["answered_at"] or "")
    referral.works_from = parse_datetime(earlier["works_from"] or "")
    referral.answered_by_id = earlier["answered_by"]


def _back_to_those_who_had_it(referral: Referral, hand_off: HandOff, team: Team, by: User) -> None:
    """The worker who held it holds it again, and a partner may look again."""
    if team.kind in PARTNER_KINDS:
        reason = f"Referral {referral.reference}"
        share(resident=referral.resident, team=team, by=by, reason=reason, story=referral.story)
    worker = User.objects.in_team(team).filter(pk=hand_off.from_worker_id).first()
    if worker is not None:
        step = REFERRAL.transition("allocate", referral.status)
        move(referral, ReferralStatus(step.target))
        hold(referral, worker, by=by, at=clock.now(), reason=UNDONE)
