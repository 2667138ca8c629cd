"""A referral is handed on with its story, counted, and taken back while nobody has acted."""

from datetime import timedelta

import pytest

from accounts.models import Notice, User
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused, WrongState
from outbox.actions import perform
from outbox.models import Job
from referrals.actions import accept, ask, close, undo_allocation, undo_hand_on
from referrals.enums import CloseReason, NoteKind, ReferralSource, ReferralStatus, Urgency
from referrals.models import Allocation, HandOff, Referral
from residents.models import Resident, Share, Statement
from tests.factories.answers import WHY, fresh, give_back, hand, to_team
from tests.factories.people import make_user
from tests.factories.referrals import give, make_referral


@pytest.fixture
def held(jean: Resident, asha: User, ben: User, dee: User) -> Referral:
    """A referral that Ben holds."""
    referral = make_referral(jean, asha)
    give(referral, ben, dee)
    return fresh(referral)


def columns(referral: Referral) -> dict[str, object]:
    """All that a referral says, but for how often it changed."""
    row = Referral.objects.filter(pk=referral.pk).values().get()
    return {name: value for name, value in row.items() if name not in {"version", "story_id"}}


def test_hands_it_on_with_all_that_was_said(held: Referral, ben: User, chidi: User) -> None:
    handed = hand(
        held, "cls-grays", ben, expects="A call on Friday.", done="Rails at the front door.", not_done="The bath.",
        rang=True,
    )  # fmt: skip
    now = fresh(held)
    assert (now.team.slug, now.from_team, now.sent_by) == ("cls-grays", held.team, ben)
    assert (now.status, now.urgency, now.urgency_order) == (ReferralStatus.AWAITING_ALLOCATION, Urgency.TODAY, 1)
    assert (now.story, now.expects, now.received_at) == (held.story, "A call on Friday.", held.received_at)
    assert now.answer_by is not None
    assert (handed.from_team, handed.from_worker, handed.to_team, handed.reason) == (held.team, ben, now.team, WHY)
    note = now.notes.get(kind=NoteKind.HANDED_ON)
    assert note.words == (
        f"Why: {WHY}\n\nWhat is done: Rails at the front door.\n\nWhat is not done: The bath.\n\n"
        "What they expect: A call on Friday.\n\nWe rang you about it."
    )
    assert not Allocation.objects.open().filter(referral=held).exists()
    assert Event.objects.filter(verb="referral.passed_on", subject_id=held.pk).count() == 1
    accept(referral=now, by=chidi)


def test_says_so_when_nobody_was_rung(held: Referral, ben: User) -> None:
    hand(held, "cls-grays", ben)
    assert fresh(held).notes.get().words.endswith("We have not rung you about it.")


def test_tells_the_next_team_without_a_name_and_takes_it_off_the_list_of_the_last(
    jean: Resident, asha: User, ben: User
) -> None:
    waiting = make_referral(jean, asha)
    for job in Job.objects.all():
        perform(job.pk)
    hand(waiting, "cls-grays", ben)
    assert Notice.objects.get(team=waiting.team).read_by == ben
    told = Job.objects.filter(dedupe_key__startswith="referral-new:").latest("made_at").payload
    assert told["team"] == str(fresh(waiting).team_id)
    assert "Jean" not in str(told)


def test_shares_with_a_partner_the_story_alone(held: Referral, ben: User, ines: User) -> None:
    hand(held, "carers-service", ben)
    assert list(Statement.objects.visible_to(ines)) == [held.story]
    assert list(Referral.objects.visible_to(ines)) == [held]


def test_lets_a_partner_from_whom_it_goes_look_for_30_days(jean: Resident, asha: User, olu: User, ines: User) -> None:
    referral = make_referral(jean, asha, need="carer")
    hand(referral, "cls-grays", olu)
    ended = Share.objects.get().ended_at
    assert ended is not None
    assert timedelta(days=29) < ended - clock.now() <= timedelta(days=30)
    assert not Referral.objects.visible_to(ines).exists()


@pytest.mark.parametrize("role", ["asha", "chidi", "hal", "gwen", "eve"])
def test_refuses_who_has_it_not(held: Referral, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotPermitted):
        hand(held, "cls-grays", request.getfixturevalue(role))
    assert fresh(held).team == held.team


def test_refuses_a_partner_who_may_return_instead(jean: Resident, asha: User, ines: User) -> None:
    referral = make_referral(jean, asha, need="carer")
    with pytest.raises(NotPermitted, match="A partner returns"):
        hand(referral, "cls-grays", ines)


def test_refuses_the_team_that_has_it_already(held: Referral, ben: User) -> None:
    with pytest.raises(Refused, match="already"):
        hand(held, held.team.slug, ben)


def test_refuses_a_review_after_a_stay_in_hospital(held: Referral, ben: User) -> None:
    Referral.objects.filter(pk=held.pk).update(source=ReferralSource.DISCHARGE)
    with pytest.raises(Refused, match="stays with the team"):
        hand(held, "cls-grays", ben)


def test_refuses_what_is_closed_or_returned(held: Referral, ben: User, asha: User, dee: User, olu: User) -> None:
    give_back(held, ben)
    with pytest.raises((WrongState, NotPermitted)):
        hand(held, "cls-grays", olu)
    close(referral=fresh(held), reason=CloseReason.DECLINED, by=asha)
    with pytest.raises((WrongState, NotPermitted)):
        hand(held, "cls-grays", olu)


def test_refuses_words_about_what_changed_meanwhile(held: Referral, ben: User, dee: User) -> None:
    seen = held.version
    give(held, dee, dee)
    with pytest.raises(ChangedMeanwhile):
        accept(referral=held, by=dee, version=seen)


def test_undo_brings_everything_back(held: Referral, ben: User) -> None:
    before = columns(held)
    handed = hand(held, "carers-service", ben, expects="A call.")
    undo_hand_on(hand_off=handed, by=ben)
    undo_hand_on(hand_off=handed, by=ben)  # a double click
    assert columns(held) == before
    assert Allocation.objects.open().get(referral=held).worker == ben
    assert not Share.objects.filter(ended_at__isnull=True).exists()
    assert Event.objects.filter(verb="referral.taken_back").count() == 1


def test_undo_brings_back_the_day_by_which_to_answer(jean: Resident, asha: User, ben: User) -> None:
    waiting = make_referral(jean, asha)
    before = columns(waiting)
    undo_hand_on(hand_off=hand(waiting, "cls-grays", ben), by=ben)
    assert columns(waiting) == before


def test_undo_shares_again_with_the_partner_who_had_it(jean: Resident, asha: User, olu: User, ines: User) -> None:
    referral = make_referral(jean, asha, need="carer")
    undo_hand_on(hand_off=hand(referral, "cls-grays", olu), by=olu)
    assert list(Referral.objects.visible_to(ines)) == [referral]
    assert Share.objects.filter(ended_at__isnull=True).count() == 1


@pytest.mark.parametrize("act", ["accept", "ask", "give", "hand on", "late"])
def test_hand_2_refuses_to_undo_once_somebody_acted_or_ten_minutes_passed(
    held: Referral, ben: User, chidi: User, olu: User, act: str
) -> None:
    handed = hand(held, "cls-grays", ben)
    if act == "accept":
        accept(referral=fresh(held), by=chidi)
    elif act == "ask":
        ask(referral=fresh(held), words="Which stairs?", by=chidi)
    elif act == "give":
        give(held, chidi, olu)
    elif act == "hand on":
        hand(held, "ilt-grays", olu)
    else:
        handed.at -= timedelta(minutes=10)
    now = columns(held)
    with pytest.raises(Refused, match="10 minutes"):
        undo_hand_on(hand_off=handed, by=ben)
    assert columns(held) == now


def test_refuses_a_stranger_who_would_undo(held: Referral, ben: User, chidi: User, dee: User) -> None:
    handed = hand(held, "cls-grays", ben)
    with pytest.raises(NotPermitted):
        undo_hand_on(hand_off=handed, by=chidi)
    undo_hand_on(hand_off=handed, by=dee)  # who manages the team from which it went


def felt(resident: Resident) -> int:
    return HandOff.objects.felt().filter(resident=resident).count()


def test_hand_1_counts_no_hand_on_that_was_undone(held: Referral, ben: User) -> None:
    before = felt(held.resident)
    handed = hand(held, "cls-grays", ben)
    assert felt(held.resident) == before + 1
    undo_hand_on(hand_off=handed, by=ben)
    assert felt(held.resident) == before
    shown = HandOff.objects.of_referral(held)
    assert sum(one.was_felt for one in shown) == before


def test_hand_1_counts_no_allocation_that_was_undone(held: Referral, dee: User) -> None:
    before = felt(held.resident)
    other = make_user("Pia Lund", "social_worker", held.team.slug)
    mistaken = give(held, other, dee)
    assert felt(held.resident) == before + 1
    undo_allocation(allocation=mistaken, by=dee)
    assert felt(held.resident) == before
    give(held, other, dee)
    assert felt(held.resident) == before + 1


def test_hand_1_feels_every_change_that_stands(held: Referral, ben: User, olu: User, chidi: User) -> None:
    assert felt(held.resident) == 1  # Thurrock First to the team
    hand(held, "cls-grays", ben)
    give(held, chidi, olu)
    hand(held, "ilt-grays", chidi)
    assert felt(held.resident) == 3


def test_hands_on_a_whole_chain_and_keeps_the_story(held: Referral, ben: User, olu: User) -> None:
    for slug in ("cls-grays", "ilt-grays", "cls-stanford-corringham"):
        hand(held, slug, olu)
    assert fresh(held).story == held.story
    assert Statement.objects.count() == 1
    assert to_team("ilt-grays").team not in {fresh(held).team}
