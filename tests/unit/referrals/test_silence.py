"""Not answered in two working days: both sides are told once, however often and however late the job runs."""

from datetime import timedelta

import pytest

from accounts.models import Notice, User
from accounts.roles import Role
from core import clock
from core.models import Heartbeat
from outbox.actions import perform
from outbox.models import Job
from referrals.actions import accept, tell_of_silence
from referrals.models import Referral
from residents.models import Resident
from tests.committed import at_once
from tests.factories.answers import give_back, hand, let_the_days_pass
from tests.factories.people import make_resident, make_user
from tests.factories.referrals import give, make_referral


@pytest.fixture
def late(jean: Resident, asha: User, ben: User) -> Referral:
    """What Asha sent to Ben's team, to be answered by yesterday."""
    referral = make_referral(jean, asha)
    let_the_days_pass(referral)
    return referral


def told() -> list[tuple[str, str]]:
    """To whom, and what."""
    jobs = Job.objects.filter(dedupe_key__contains="referral-silent")
    return [(job.payload.get("team") or job.payload["user"], job.payload["words"]) for job in jobs.order_by("id")]


def test_ans_4_tells_the_team_and_the_sender_once(late: Referral, asha: User) -> None:
    assert tell_of_silence() == 1
    assert tell_of_silence() == 0
    (team, to_team), (sender, to_sender) = told()
    assert (team, sender) == (str(late.team_id), str(asha.pk))
    assert "accept it, ask, or return it" in to_team
    assert to_sender.startswith("The Tilbury and Chadwell CLS team has not answered")
    assert "Jean" not in to_team + to_sender
    for job in Job.objects.all():
        perform(job.pk)
    assert Notice.objects.filter(words__contains=late.reference, urgent=True).count() == 2
    assert Heartbeat.objects.filter(name="unanswered referrals").exists()


@pytest.mark.parametrize("step", ["today", "accepted", "allocated", "returned", "handed on"])
def test_ans_4_is_silent_of_what_was_answered_or_is_not_due(late: Referral, ben: User, dee: User, step: str) -> None:
    if step == "today":
        let_the_days_pass(late, 0)
    elif step == "accepted":
        accept(referral=late, by=ben)
    elif step == "allocated":
        give(late, ben, dee)
    elif step == "returned":
        give_back(late, ben)
    else:
        hand(late, "cls-grays", ben)
    assert tell_of_silence() == 0
    assert told() == []


def test_ans_4_stands_in_both_lists_by_date_alone(late: Referral, asha: User, jean: Resident) -> None:
    Referral.objects.filter(pk=late.pk).update(urgency="no_rush", urgency_order=3)
    fresh = make_referral(jean, asha)
    waiting = Referral.objects.in_team(late.team).awaiting_allocation()
    assert list(waiting.unanswered_first(clock.today())) == [late, fresh]
    assert list(Referral.objects.came_back_to(asha, clock.today())) == [late]
    assert late.from_team is not None
    assert list(Referral.objects.came_back_to_team(late.from_team, clock.today())) == [late]
    tomorrow = clock.today() + timedelta(days=30)
    assert set(Referral.objects.came_back_to(asha, tomorrow)) == {late, fresh}


def test_one_late_run_tells_as_many_as_daily_ones(jean: Resident, asha: User, ben: User) -> None:
    for days in (1, 2, 5, 9):
        let_the_days_pass(make_referral(jean, asha), days)
    assert tell_of_silence() == 4
    assert tell_of_silence(clock.today() + timedelta(days=1)) == 0


def test_tells_anew_when_it_was_handed_on_and_that_team_is_silent_too(late: Referral, ben: User) -> None:
    tell_of_silence()
    hand(late, "cls-grays", ben)
    let_the_days_pass(late)
    assert tell_of_silence() == 1
    assert len(told()) == 4


def test_a_broken_run_is_finished_by_the_next(late: Referral, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = "referrals.answer_messages.tell_sender"

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the worker was killed")

    with monkeypatch.context() as patch:
        patch.setattr(broken, fail)
        with pytest.raises(RuntimeError):
            tell_of_silence()
    assert told() == []
    assert tell_of_silence() == 1
    assert len(told()) == 2


def test_two_runs_at_once_tell_each_once(committed: str) -> None:
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    for _ in range(6):
        let_the_days_pass(make_referral(make_resident(asha), asha))
    counts = at_once(3, lambda _: tell_of_silence())
    assert not [count for count in counts if isinstance(count, Exception)]
    keys = list(Job.objects.filter(dedupe_key__contains="referral-silent").values_list("dedupe_key", flat=True))
    assert len(keys) == len(set(keys)) == 12
