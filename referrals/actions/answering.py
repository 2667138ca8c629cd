"""The receiving team answers: it accepts, asks, or returns; and the sender answers, sends again, or is told."""

from collections.abc import Sequence
from datetime import date
from itertools import islice

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.actions import beat
from core.errors import Refused
from outbox.models import Job
from referrals import answer_messages as messages
from referrals.actions.sending import announce
from referrals.actions.steps import (
    ANSWER,
    because_for,
    leave_partner,
    lock,
    mark_answered,
    move,
    settle,
    take_from_worker,
    wait_for_answer,
    write_hand_off,
    write_note,
)
from referrals.answer_policies import (
    check_can_answer,
    check_can_send_to,
    check_waits_for_answer,
    check_with_its_team,
    open_question,
)
from referrals.enums import HandOffKind, NoteKind, ReferralStatus
from referrals.models import Referral, ReferralNote
from referrals.policies import check_can_decide
from referrals.routing import Suggestion
from referrals.rules.answers import ACCEPT, ASK, RETURN
from referrals.states import REFERRAL
from residents.actions import note_event
from residents.enums import TimelineKind

BATCH = 500


@transaction.atomic
def accept(*, referral: Referral, by: User, version: int | None = None) -> Referral:
    """Say that the team takes the referral up; who holds it is decided when it is allocated.

    Raises NotPermitted, WrongState, ChangedMeanwhile, and Refused when nobody waits for an answer or has one already.
    """
    locked = lock(referral, version)
    check_can_answer(by, locked)
    step = REFERRAL.transition("accept", locked.status)
    check_waits_for_answer(locked)
    if locked.answer_by is None:
        raise Refused(f"{locked.reference} was accepted already.")
    mark_answered(locked, by, ACCEPT)
    move(locked, ReferralStatus(step.target), *ANSWER)
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id, team=locked.team.slug)
    note_event(
        locked.resident, TimelineKind.REFERRAL, f"Referral {locked.reference} accepted", by=by, source=locked,
        team=locked.team,
    )  # fmt: skip
    settle(locked, by)
    return locked


@transaction.atomic
def ask(*, referral: Referral, words: str, by: User, version: int | None = None) -> ReferralNote:
    """Ask the sender something about a referral. The day to answer it stays as it is (ANS-3).

    Raises NotPermitted, WrongState, ChangedMeanwhile, and Refused when nobody sent it or a question waits already.
    """
    locked = lock(referral, version)
    check_can_answer(by, locked)
    check_with_its_team(locked)
    check_waits_for_answer(locked)
    if open_question(locked):
        raise Refused("A question waits for its answer already.")
    mark_answered(locked, by, ASK)
    move(locked, ReferralStatus(locked.status))
    note = write_note(locked, NoteKind.ASKED, words, team=locked.team, by=by)
    record("referral.asked", by=by, subject=locked, resident_id=locked.resident_id, team=locked.team.slug)
    messages.tell_sender_of_question(note)
    return note


@transaction.atomic
def answer_question(*, referral: Referral, words: str, by: User, version: int | None = None) -> ReferralNote:
    """Answer what the receiving team asked, for the team that sent the referral.

    Raises NotPermitted, WrongState, ChangedMeanwhile, and Refused when no question waits for an answer.
    """
    locked = lock(referral, version)
    check_can_decide(by, locked)
    check_with_its_team(locked)
    asked = open_question(locked)
    if asked is None or locked.from_team is None:
        raise Refused("No question waits for an answer. It was answered already.")
    move(locked, ReferralStatus(locked.status))
    note = write_note(locked, NoteKind.ANSWERED, words, team=locked.from_team, by=by)
    record("referral.question_answered", by=by, subject=locked, resident_id=locked.resident_id)
    messages.tell_of_answer(note, asked)
    return note


@transaction.atomic
def return_referral(*, referral: Referral, words: str, by: User, version: int | None = None) -> Referral:
    """Give a referral back to who sent it; `words` are the reason. Whoever held it holds it no longer, and a partner's
    team that has nothing else of the person's does not see them any more.

    The return is a hand-off, and a note by which the returns of a team are counted. Raises NotPermitted, WrongState,
    ChangedMeanwhile, and Refused when nobody sent it.
    """
    locked = lock(referral, version)
    check_can_answer(by, locked)
    step = REFERRAL.transition("return", locked.status)
    check_waits_for_answer(locked)
    worker = take_from_worker(locked, by)
    mark_answered(locked, by, RETURN)
    move(locked, ReferralStatus(step.target), *ANSWER)
    note = write_note(locked, NoteKind.RETURNED, words, team=locked.team, by=by)
    write_hand_off(
        locked, kind=HandOffKind.TEAM, by=by, reason=f"Returned: {words}", from_team=locked.team, from_worker=worker,
        to_team=locked.from_team, at=note.at,
    )  # fmt: skip
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id, team=locked.team.slug)
    note_event(
        locked.resident, TimelineKind.HAND_OFF, f"Referral {locked.reference} returned by {locked.team.spoken}",
        by=by, source=locked, detail=words, team=locked.from_team,
    )  # fmt: skip
    settle(locked, by)
    leave_partner(locked, by, note.at)
    messages.tell_sender_of_return(locked)
    return locked


@transaction.atomic
def send_again(
    *, referral: Referral, to: Suggestion, by: User, words: str = "", version: int | None = None
) -> Referral:
    """Send a returned referral to a team: the same one, with what it did not know, or another.

    The two days begin anew. `words` are for the receiving team. Raises NotPermitted, WrongState, ChangedMeanwhile.
    """
    locked = lock(referral, version)
    check_can_decide(by, locked)
    check_can_send_to(to.team, locked)
    step = REFERRAL.transition("send again", locked.status)
    now = clock.now()
    if words and locked.from_team is not None:
        write_note(locked, NoteKind.ANSWERED, words, team=locked.from_team, by=by, at=now)
    locked.team, locked.rule, locked.works_from = to.team, to.rule, to.works_from
    locked.because = because_for(to.team, to.because, by)
    locked.sent_by = by
    wait_for_answer(locked, now)
    move(locked, ReferralStatus(step.target), "team", "rule", "because", "works_from", "sent_by", *ANSWER)
    reason = f"{to.rule}: {locked.because}"
    write_hand_off(locked, kind=HandOffKind.TEAM, by=by, reason=reason, from_team=locked.from_team, at=now)
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id, team=to.team.slug, rule=to.rule)
    announce(locked, by, f"Referral {locked.reference} sent again")
    return locked


def tell_of_silence(today: date | None = None) -> int:
    """Tell both sides of every referral whose day to answer lies before `today` (London; the present day when None),
    once; how many were told now. Run late, twice, or on two workers at once it tells nobody twice.
    """
    day = today or clock.today()
    late = Referral.objects.unanswered(day).select_related("team", "from_team", "sent_by").iterator(chunk_size=BATCH)
    told = 0
    while batch := list(islice(late, BATCH)):
        told += _tell_of_silence(batch)
    beat("unanswered referrals", on=str(day), told=told)
    return told


@transaction.atomic
def _tell_of_silence(late: Sequence[Referral]) -> int:
    keys = {messages.key_of_silence(referral): referral for referral in late}
    told = set(Job.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
    for key in keys.keys() - told:
        messages.tell_both_of_silence(keys[key])
    return len(keys.keys() - told)
