"""As referrals.actions.answering and handing_on: a referral is accepted, returned, sent again, handed on."""

from datetime import date, datetime
from typing import Any

from audit.actions import Actor
from localities.models import Team
from referrals.actions import HandOver
from referrals.enums import URGENT_FIRST, HandOffKind, NoteKind, ReferralStatus, Urgency
from referrals.models import Referral, ReferralNote
from referrals.routing import Suggestion
from referrals.rules import LOOK_BACK
from residents.enums import TimelineKind
from thurrock_care.demo.ledger import Row
from thurrock_care.demo.records.desk import Case, Desk
from thurrock_care.demo.records.front_door import (
    announce,
    audit,
    end_allocation,
    hand_off,
    leave_partner,
    mark_answered,
    move,
    note,
    settle,
    wait_for_answer,
)
from thurrock_care.demo.records.notices import link_to, tell, tell_of_end
from thurrock_care.demo.records.people import note_event
from thurrock_care.demo.staff import Worker


def accept(desk: Desk, *, case: Case, by: Actor, at: datetime) -> None:
    """As the action."""
    mark_answered(case.referral, by, at)
    move(case, ReferralStatus.AWAITING_ALLOCATION)
    audit(desk, case, "referral.accepted", by, at, team=case.team.slug)
    title = f"Referral {case.referral['reference']} accepted"
    note(desk, case, TimelineKind.REFERRAL, title, by, at, detail="")
    settle(case, by, at)


def return_referral(desk: Desk, *, case: Case, sender: Team, why: str, by: Actor, at: datetime) -> None:
    """As the action; `sender` is the team that sent it, through somebody who still works here."""
    worker = _take_from_worker(desk, case, by, at)
    mark_answered(case.referral, by, at)
    move(case, ReferralStatus.RETURNED)
    case.person.open_cases.remove(case)
    _write_note(desk, case, NoteKind.RETURNED, why, case.team, by, at)
    hand_off(
        desk, case, HandOffKind.TEAM, by, at, f"Returned: {why}", from_team=case.team, to_team=sender,
        from_worker=worker,
    )  # fmt: skip
    audit(desk, case, "referral.returned", by, at, team=case.team.slug)
    title = f"Referral {case.referral['reference']} returned by {case.team.spoken}"
    note_event(
        desk.ledger, case.person, TimelineKind.HAND_OFF, title, by=by, at=at,
        source=(Referral, case.referral["id"]), detail=why, team=sender,
    )  # fmt: skip
    settle(case, by, at)
    leave_partner(desk, case.person, case.team, by, at, at)
    whose = case.team.spoken[:1].upper() + case.team.spoken[1:]
    words = f"{whose} returned {case.referral['reference']} to you: say what becomes of it"
    key = f"referral-returned:{case.referral['id']}:{case.referral['version']}"
    tell(
        desk, at, key=key, words=words, link=link_to(case.referral), urgent=True,
        user_id=case.referral["sent_by_id"],
    )  # fmt: skip


def send_again(
    desk: Desk, *, case: Case, sender: Team, to: Suggestion, by: Actor, at: datetime, words: str = ""
) -> None:
    """As the action."""
    if words:
        _write_note(desk, case, NoteKind.ANSWERED, words, sender, by, at)
    case.team = to.team
    case.person.open_cases.append(case)
    case.referral.update(
        team_id=to.team.pk, rule=to.rule, because=to.because, works_from=to.works_from, sent_by_id=by.id
    )
    wait_for_answer(case.referral, at)
    move(case, ReferralStatus.AWAITING_ALLOCATION)
    hand_off(desk, case, HandOffKind.TEAM, by, at, f"{to.rule}: {to.because}", from_team=sender)
    audit(desk, case, "referral.sent_again", by, at, team=to.team.slug, rule=to.rule)
    announce(desk, case, by, at, f"Referral {case.referral['reference']} sent again")


def hand_on(desk: Desk, *, case: Case, to: Suggestion, told: HandOver, by: Actor, at: datetime) -> None:
    """As the action."""
    earlier, before = _as_it_was(case.referral), case.team
    worker = _take_from_worker(desk, case, by, at)
    settle(case, by, at)
    case.team = to.team
    case.referral.update(
        from_team_id=before.pk, team_id=to.team.pk, sent_by_id=by.id, rule=to.rule, because=to.because,
        works_from=to.works_from, expects=told.expects[:500], urgency=told.urgency,
        urgency_order=URGENT_FIRST.index(Urgency(told.urgency)),
    )  # fmt: skip
    wait_for_answer(case.referral, at)
    move(case, ReferralStatus.AWAITING_ALLOCATION)
    leave_partner(desk, case.person, before, by, at, at + LOOK_BACK)
    earlier["worker"] = worker and str(worker.id)
    hand_off(
        desk, case, HandOffKind.TEAM, by, at, told.why, from_team=before, from_worker=worker, earlier=earlier
    )  # fmt: skip
    _write_note(desk, case, NoteKind.HANDED_ON, told.words, before, by, at)
    audit(desk, case, "referral.passed_on", by, at, team=to.team.slug, rule=to.rule)
    announce(desk, case, by, at, f"Handed on from {before.spoken} to {to.team.spoken}", TimelineKind.HAND_OFF)


def _as_it_was(referral: Row) -> dict[str, Any]:
    """As the action keeps it."""
    return {
        "version": referral["version"],
        "status": str(referral["status"]),
        "from_team": _as_text(referral["from_team_id"]),
        "sent_by": _as_text(referral["sent_by_id"]),
        "rule": referral["rule"],
        "because": referral["because"],
        "urgency": str(referral["urgency"]),
        "expects": referral["expects"],
        "works_from": _as_text(referral["works_from"]),
        "answer_by": _as_text(referral["answer_by"]),
        "answered_at": _as_text(referral["answered_at"]),
        "answered_by": _as_text(referral["answered_by_id"]),
    }


def _as_text(value: Any) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def _take_from_worker(desk: Desk, case: Case, by: Actor, at: datetime) -> Worker | None:
    """As the step: whoever holds the case holds it no longer, and hears that unless they did it."""
    worker = case.worker
    end_allocation(case, by, at)
    if worker is not None and worker.id != by.id:
        tell_of_end(desk, case, at)
    case.worker = case.allocation = None
    return worker


def _write_note(desk: Desk, case: Case, kind: NoteKind, words: str, team: Team, by: Actor, at: datetime) -> None:
    desk.ledger.add(
        ReferralNote, at, referral_id=case.referral["id"], kind=kind, words=words, team_id=team.pk, by_id=by.id, at=at
    )
