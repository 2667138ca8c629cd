"""What the two sides of a referral said to each other, how it went from hand to hand, and what a viewer may answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.roles import PARTNERS, Permission
from core import clock
from core.words import due_in, weekday_date
from referrals.answer_policies import can_answer, can_come_back, can_hand_on
from referrals.enums import HandOffKind, NoteKind, ReferralSource, ReferralStatus
from referrals.models import HandOff, Referral, ReferralNote
from referrals.policies import can_decide
from referrals.rules.answers import is_unanswered

OPEN_QUESTION = (NoteKind.ASKED, NoteKind.ANSWERED)


@dataclass(frozen=True)
class Said:
    """One note between teams, as one viewer may read it."""

    kind: str
    title: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Hand:
    """One hand-off as one viewer may read it; `origin` is who had it before."""

    at: datetime
    origin: str
    to: str
    reason: str


@dataclass(frozen=True)
class Answering:
    """What the two sides said, what waits for an answer, and what the viewer may do about it now."""

    notes: Sequence[Said]
    handed_on: Said | None
    asks: Said | None
    due: str
    late: bool
    accepted: str
    may_accept: bool
    may_ask: bool
    may_return: bool
    may_hand_on: bool
    may_reply: bool
    may_decide: bool


def answering(referral: Referral, viewer: User, hand_offs: Sequence[HandOff]) -> Answering:
    """Read what passed between the teams of a referral that came with `for_page()`."""
    notes = [_said(note, viewer) for note in notes_for(referral, viewer, hand_offs)]
    last = next((note for note in reversed(notes) if note.kind in OPEN_QUESTION), None)
    asks = last if last and last.kind == NoteKind.ASKED and with_its_team(referral) else None
    ours = with_its_team(referral) and viewer.may(Permission.SEE_TEAM_QUEUE) and can_answer(viewer, referral)
    theirs = bool(asks or referral.status == ReferralStatus.RETURNED) and can_decide(viewer, referral)
    back = ours and can_come_back(referral)
    today, by = clock.today(), referral.answer_by
    return Answering(
        notes=notes,
        handed_on=next((note for note in reversed(notes) if note.kind == NoteKind.HANDED_ON), None),
        asks=asks,
        due=f"{weekday_date(by, today)} ({due_in(by, today)})" if by else "",
        late=is_unanswered(by, today),
        accepted=_accepted(referral, viewer),
        may_accept=ours and by is not None,
        may_ask=back and asks is None,
        may_return=back,
        may_hand_on=ours and can_hand_on(viewer, referral) and referral.source != ReferralSource.DISCHARGE,
        may_reply=theirs and asks is not None,
        may_decide=theirs and referral.status == ReferralStatus.RETURNED,
    )


def with_its_team(referral: Referral) -> bool:
    """Whether the referral waits in its team or is held there."""
    return referral.status in (ReferralStatus.AWAITING_ALLOCATION, ReferralStatus.ALLOCATED)


def notes_for(referral: Referral, viewer: User, hand_offs: Sequence[HandOff]) -> list[ReferralNote]:
    """The notes that the viewer may read, oldest first: a partner those since the referral came to their team."""
    notes = referral.notes.select_related("by", "team").order_by("at", "id")
    if viewer.role not in PARTNERS:
        return list(notes)
    came = [one.at for one in hand_offs if one.kind == HandOffKind.TEAM and one.to_team_id == referral.team_id]
    return list(notes.filter(at__gte=max(came))) if came else []


def hands_for(referral: Referral, viewer: User, hand_offs: Sequence[HandOff]) -> list[Hand]:
    """The hand-offs as the viewer may read them: a partner those from, to and within their own team."""
    return [
        Hand(
            at=one.at,
            origin=named(one.from_worker, viewer) or str(one.from_team or ""),
            to=named(one.to_worker, viewer) or str(one.to_team or ""),
            reason=unnamed(one.reason, one.by, viewer),
        )
        for one in hand_offs
        if viewer.role not in PARTNERS or referral.team_id in (one.from_team_id, one.to_team_id)
    ]


def named(user: User | None, viewer: User) -> str:
    """Somebody's name; for a partner, who works elsewhere, their role alone."""
    if user is None:
        return ""
    stranger = viewer.role in PARTNERS and user.organisation_id != viewer.organisation_id
    return user.get_role_display() if stranger else user.name


def unnamed(words: str, user: User | None, viewer: User) -> str:
    """A reason that names who chose; for a partner, who works elsewhere, their role in its place."""
    return words.replace(user.name, named(user, viewer)) if user else words


def _said(note: ReferralNote, viewer: User) -> Said:
    by: Any = f"{named(note.by, viewer)}, {note.team}" if viewer.role not in PARTNERS else str(note.team)
    return Said(kind=note.kind, title=note.get_kind_display(), words=note.words, by=by, at=note.at)


def _accepted(referral: Referral, viewer: User) -> str:
    """Who accepted it, in words; "" while nobody has, and for what was returned."""
    if not with_its_team(referral) or referral.answered_at is None or referral.answered_by is None:
        return ""
    return f"{named(referral.answered_by, viewer)} accepted it on"
