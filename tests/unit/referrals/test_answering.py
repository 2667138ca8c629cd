"""The receiving team accepts, asks, or returns: effect, audit, who is told, and what is refused."""

import pytest

from accounts.actions import deactivate
from accounts.models import Notice, User
from audit.actions import SYSTEM
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused, WrongState
from localities.places import bank_holidays
from outbox.actions import perform
from outbox.models import Job
from referrals.actions import accept, answer_question, ask, close, return_referral, send_again, undo_allocation
from referrals.enums import CloseReason, HandOffKind, NoteKind, ReferralSource, ReferralStatus
from referrals.models import HandOff, Referral, ReferralNote
from referrals.routing import suggest
from referrals.rules.answers import answer_by
from residents.models import Resident, Share
from tests.factories.answers import NOT_OURS, fresh, give_back, to_team
from tests.factories.referrals import give, make_referral


@pytest.fixture
def sent(jean: Resident, asha: User, ben: User) -> Referral:
    """Asha sent Jean to Tilbury and Chadwell, where Ben works."""
    return make_referral(jean, asha)


def told(key: str) -> list[str]:
    """The notices whose job begins so."""
    return [job.payload["words"] for job in Job.objects.filter(dedupe_key__startswith=key)]


def test_ans_1_is_due_two_working_days_after_it_was_sent(sent: Referral) -> None:
    assert sent.answer_by == answer_by(clock.london_date(sent.received_at), bank_holidays())
    assert (sent.answered_at, sent.answered_by) == (None, None)


def test_accepts_for_the_team(sent: Referral, ben: User) -> None:
    accept(referral=sent, by=ben, version=sent.version)
    now = fresh(sent)
    assert (now.status, now.answer_by, now.answered_by) == (ReferralStatus.AWAITING_ALLOCATION, None, ben)
    assert now.answered_at is not None
    assert Event.objects.filter(verb="referral.accepted", subject_id=sent.pk).count() == 1


def test_ans_3_counts_allocating_as_accepting_and_its_undoing_takes_that_back(
    sent: Referral, ben: User, dee: User
) -> None:
    due = sent.answer_by
    given = give(sent, ben, dee)
    now = fresh(sent)
    assert (now.answer_by, now.answered_by, now.answered_at) == (None, dee, given.started_at)
    undo_allocation(allocation=given, by=dee)
    now = fresh(sent)
    assert (now.answer_by, now.answered_by, now.answered_at) == (due, None, None)


def test_stays_accepted_when_an_allocation_after_that_is_undone(sent: Referral, ben: User, dee: User) -> None:
    accept(referral=sent, by=ben)
    undo_allocation(allocation=give(sent, ben, dee), by=dee)
    assert fresh(sent).answered_by == ben


@pytest.mark.parametrize("again", [True, False])
def test_refuses_to_accept_twice(sent: Referral, ben: User, dee: User, again: bool) -> None:
    seen = sent.version
    accept(referral=sent, by=ben, version=seen)
    with pytest.raises(ChangedMeanwhile if again else Refused):
        accept(referral=sent, by=dee, version=seen if again else None)
    assert Event.objects.filter(verb="referral.accepted").count() == 1


@pytest.mark.parametrize("role", ["asha", "chidi", "hal", "ines", "eve"])
@pytest.mark.parametrize("step", [accept, ask, return_referral])
def test_refuses_who_is_not_of_the_team(
    sent: Referral, step: object, role: str, request: pytest.FixtureRequest
) -> None:
    words = {accept: {}, ask: {"words": "?"}, return_referral: {"words": "?"}}[step]  # type: ignore[index]
    with pytest.raises(NotPermitted):
        step(referral=sent, by=request.getfixturevalue(role), **words)  # type: ignore[operator]
    assert fresh(sent).version == sent.version
    assert not ReferralNote.objects.exists()


def test_refuses_a_colleague_of_the_worker_who_holds_it(sent: Referral, ben: User, dee: User) -> None:
    give(sent, dee, dee)
    with pytest.raises(NotPermitted, match="the worker who holds it"):
        return_referral(referral=fresh(sent), words=NOT_OURS, by=ben)


def test_ans_3_asks_without_stopping_the_clock(sent: Referral, ben: User, asha: User) -> None:
    note = ask(referral=sent, words="Which stairs?", by=ben, version=sent.version)
    assert (note.kind, note.words, note.team, note.by) == (NoteKind.ASKED, "Which stairs?", sent.team, ben)
    assert fresh(sent).answer_by == sent.answer_by
    job = Job.objects.get(dedupe_key=f"referral-asked:{note.pk}")
    assert job.payload["user"] == str(asha.pk)
    assert "stairs" not in str(job.payload)
    assert "Jean" not in str(job.payload)


def test_answers_a_question_once(sent: Referral, ben: User, asha: User) -> None:
    note = ask(referral=sent, words="Which stairs?", by=ben)
    with pytest.raises(Refused, match="waits for its answer"):
        ask(referral=sent, words="And which bath?", by=ben)
    reply = answer_question(referral=sent, words="Those to her flat.", by=asha)
    assert (reply.kind, reply.team) == (NoteKind.ANSWERED, sent.from_team)
    assert Job.objects.get(dedupe_key=f"referral-answered:{reply.pk}").payload["user"] == str(note.by_id)
    with pytest.raises(Refused, match="No question waits"):
        answer_question(referral=sent, words="Those to her flat.", by=asha)
    assert ReferralNote.objects.count() == 2


@pytest.mark.parametrize("role", ["ben", "chidi", "ines"])
def test_lets_nobody_but_the_senders_side_answer(sent: Referral, role: str, request: pytest.FixtureRequest) -> None:
    ask(referral=sent, words="Which stairs?", by=request.getfixturevalue("ben"))
    with pytest.raises(NotPermitted):
        answer_question(referral=sent, words="Mine.", by=request.getfixturevalue(role))


def test_returns_to_the_sender_with_the_reason(sent: Referral, ben: User, asha: User) -> None:
    give_back(sent, ben)
    now = fresh(sent)
    assert (now.status, now.answer_by, now.answered_by) == (ReferralStatus.RETURNED, None, ben)
    assert ReferralNote.objects.filter(kind=NoteKind.RETURNED, team=sent.team).get().words == NOT_OURS
    handed = HandOff.objects.filter(referral=sent).latest("at")
    assert (handed.kind, handed.from_team, handed.to_team) == (HandOffKind.TEAM, sent.team, sent.from_team)
    assert handed.reason == f"Returned: {NOT_OURS}"
    assert list(Referral.objects.came_back_to(asha, clock.today())) == [sent]
    assert Event.objects.filter(verb="referral.returned", subject_id=sent.pk).count() == 1
    assert Job.objects.get(dedupe_key__startswith="referral-returned:").payload["user"] == str(asha.pk)


def test_returns_it_from_the_worker_who_held_it(sent: Referral, ben: User, dee: User) -> None:
    given = give(sent, ben, dee)
    give_back(sent, dee)
    given.refresh_from_db()
    assert given.ended_by == dee
    assert told(f"allocation-ended:{given.pk}") == [f"{sent.reference} is no longer allocated to you"]


def test_tells_the_worker_nothing_of_what_they_returned_themselves(sent: Referral, ben: User, dee: User) -> None:
    give(sent, ben, dee)
    give_back(sent, ben)
    assert told("allocation-ended:") == []


def test_a_partner_who_returns_sees_the_person_no_more(jean: Resident, asha: User, ines: User) -> None:
    referral = make_referral(jean, asha, need="carer")
    give_back(referral, ines)
    assert not Resident.objects.visible_to(ines).exists()
    assert not Referral.objects.visible_to(ines).exists()
    assert Share.objects.get().ended_at <= clock.now()


def test_a_partner_who_returns_one_of_two_sees_the_other(jean: Resident, asha: User, ines: User) -> None:
    one, other = (make_referral(jean, asha, need="carer") for _ in range(2))
    give_back(one, ines)
    assert list(Referral.objects.visible_to(ines)) == [other]
    assert jean in Resident.objects.visible_to(ines)
    give_back(other, ines)
    assert not Resident.objects.visible_to(ines).exists()


@pytest.mark.parametrize("source", [ReferralSource.SYSTEM, ReferralSource.DISCHARGE])
def test_ans_2_returns_nothing_that_nobody_here_sent(sent: Referral, ben: User, source: ReferralSource) -> None:
    Referral.objects.filter(pk=sent.pk).update(source=source)
    for step in (lambda: give_back(sent, ben), lambda: ask(referral=fresh(sent), words="?", by=ben)):
        with pytest.raises(Refused, match="nobody here waits"):
            step()
    assert fresh(sent).status == ReferralStatus.AWAITING_ALLOCATION


def test_ans_2_asks_thurrock_first_for_no_answer_to_itself(asha: User, jean: Resident) -> None:
    Resident.objects.filter(pk=jean.pk).update(practice=None, locality=None, locality_basis="unknown")
    kept = make_referral(Resident.objects.get(pk=jean.pk), asha)
    assert (kept.team, kept.answer_by) == (kept.from_team, None)


def test_sends_a_returned_one_again_elsewhere(sent: Referral, ben: User, asha: User, chidi: User) -> None:
    give_back(sent, ben)
    back = fresh(sent)
    send_again(referral=back, to=to_team("cls-grays"), words="She has moved.", by=asha, version=back.version)
    now = fresh(sent)
    assert (now.team.slug, now.rule, now.status) == ("cls-grays", "ROU-11", ReferralStatus.AWAITING_ALLOCATION)
    assert (now.received_at, now.answer_by, now.answered_at) == (sent.received_at, sent.answer_by, None)
    assert list(now.notes.order_by("at").values_list("kind", flat=True)) == [NoteKind.RETURNED, NoteKind.ANSWERED]
    assert HandOff.objects.felt().filter(referral=sent).count() == 3  # there, back, and there again
    assert not Referral.objects.came_back_to(asha, clock.today()).exists()
    accept(referral=now, by=chidi)


def test_sends_it_to_the_same_team_again_by_the_routers_word(sent: Referral, ben: User, asha: User) -> None:
    give_back(sent, ben)
    send_again(referral=fresh(sent), to=suggest(sent.resident, sent.need), by=asha)
    assert (fresh(sent).team, fresh(sent).rule) == (sent.team, sent.rule)


def test_shares_a_person_with_the_partner_to_whom_it_is_sent_again(sent: Referral, ben: User, ines: User) -> None:
    give_back(sent, ben)
    assert sent.sent_by is not None
    send_again(referral=fresh(sent), to=to_team("carers-service"), by=sent.sent_by)
    assert list(Referral.objects.visible_to(ines)) == [sent]
    assert Share.objects.get().story == sent.story


@pytest.mark.parametrize("role", ["ben", "dee", "chidi", "ines"])
def test_lets_only_the_senders_side_decide_what_becomes_of_it(
    sent: Referral, ben: User, role: str, request: pytest.FixtureRequest
) -> None:
    give_back(sent, ben)
    user = request.getfixturevalue(role)
    with pytest.raises(NotPermitted):
        send_again(referral=fresh(sent), to=to_team("cls-grays"), by=user)
    with pytest.raises(NotPermitted):
        close(referral=fresh(sent), reason=CloseReason.DECLINED, by=user)


def test_closes_a_returned_one_with_a_reason(sent: Referral, ben: User, asha: User) -> None:
    give_back(sent, ben)
    close(referral=fresh(sent), reason=CloseReason.DECLINED, by=asha)
    assert fresh(sent).status == ReferralStatus.CLOSED
    assert not Referral.objects.came_back_to(asha, clock.today()).exists()


@pytest.mark.parametrize("step", [accept, return_referral, send_again])
def test_does_nothing_with_what_is_closed(sent: Referral, ben: User, dee: User, asha: User, step: object) -> None:
    close(referral=sent, reason=CloseReason.DECLINED, by=dee)
    assert fresh(sent).answer_by is None
    to = {"to": to_team("cls-grays")}
    words = {accept: {}, return_referral: {"words": "?"}, send_again: to}[step]  # type: ignore[index]
    with pytest.raises(WrongState):
        step(referral=fresh(sent), by=asha if step is send_again else ben, **words)  # type: ignore[operator]


@pytest.mark.parametrize("step", ["accepted", "allocated", "returned", "closed"])
def test_takes_the_teams_notice_off_the_list_once_somebody_acted(
    sent: Referral, ben: User, dee: User, step: str
) -> None:
    for job in Job.objects.all():
        perform(job.pk)
    notice = Notice.objects.get(team=sent.team)
    assert notice.read_at is None
    if step == "accepted":
        accept(referral=sent, by=dee)
    elif step == "allocated":
        give(sent, ben, dee)
    elif step == "returned":
        give_back(sent, dee)
    else:
        close(referral=sent, reason=CloseReason.DECLINED, by=dee)
    notice.refresh_from_db()
    assert notice.read_by == dee


def test_ans_5_comes_back_to_the_whole_team_when_the_sender_has_left(
    sent: Referral, ben: User, asha: User, olu: User
) -> None:
    colleague = olu
    colleague.memberships.create(team=sent.from_team, starts_on=clock.today())
    assert not Referral.objects.came_back_to(colleague, clock.today()).exists()
    deactivate(user=asha, by=SYSTEM)
    give_back(sent, ben)
    assert list(Referral.objects.came_back_to(colleague, clock.today())) == [sent]
    assert Job.objects.get(dedupe_key__startswith="referral-returned:").payload["team"] == str(sent.from_team_id)
