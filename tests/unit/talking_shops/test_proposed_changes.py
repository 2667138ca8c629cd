"""Changes that people ask for: kept once, decided by whoever held the conversation, in their words, and told."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Notice, User
from audit.models import Event
from core import clock
from core.errors import NotPermitted, Refused, WrongState
from residents.actions import end_phone
from residents.enums import Channel
from residents.models import PhoneNumber, Resident, Statement, TimelineEntry
from talking_shops.actions import (
    Talk,
    leave_out,
    log_anonymous,
    open_again,
    propose_by_link,
    propose_for_them,
    take_in,
)
from talking_shops.enums import ProposalStatus
from talking_shops.models import ConversationPart, ProposedChange, WalkAwayReceipt
from talking_shops.tasks import tell_of_unsent
from tests.factories.after import NUMBER, WRONG, deliver, has_phone, make_change, make_receipt, make_text
from tests.factories.field import STORY_OF_THE_TALK, make_conversation
from tests.notify import Notify, notify

__all__ = ["notify"]


def test_nothing_on_the_record_changes_by_itself_and_the_worker_is_told(jean: Resident, ben: User) -> None:
    change = make_change(make_conversation(jean, ben), ben)
    assert [one.words for one in Statement.objects.all()] == [STORY_OF_THE_TALK]
    assert (change.status, change.resident, change.taken_by) == (ProposalStatus.WAITING, jean, None)
    deliver_notices()
    assert Notice.objects.get(user=ben).link == change.get_absolute_url()
    assert TimelineEntry.objects.filter(title="They asked for a change in what we wrote down", detail=WRONG).exists()


def deliver_notices() -> None:
    """Put before people what waits for them."""
    deliver("notice.deliver")


def test_the_same_words_sent_twice_are_kept_once(jean: Resident, ben: User) -> None:
    receipt = make_receipt(make_conversation(jean, ben), ben)
    first, again = (propose_by_link(receipt=receipt, words=words) for words in (WRONG, f" {WRONG}\n"))
    assert first == again
    assert ProposedChange.objects.count() == 1


@pytest.mark.parametrize("words", ["", "  \n", "x" * 5_001])
def test_nothing_and_far_too_much_are_refused_with_a_sentence(jean: Resident, ben: User, words: str) -> None:
    receipt = make_receipt(make_conversation(jean, ben), ben)
    with pytest.raises(Refused):
        propose_by_link(receipt=receipt, words=words)


def test_rcp_5_a_link_of_sixty_days_takes_nothing_in(jean: Resident, ben: User) -> None:
    receipt = make_receipt(make_conversation(jean, ben), ben)
    WalkAwayReceipt.objects.update(made_at=clock.now() - timedelta(days=60))
    with pytest.raises(Refused, match="holds no longer"):
        propose_by_link(receipt=receipt, words=WRONG)


def test_nobody_floods_the_worker(jean: Resident, ben: User) -> None:
    receipt = make_receipt(make_conversation(jean, ben), ben)
    for number in range(20):
        propose_by_link(receipt=receipt, words=f"{number}")
    with pytest.raises(Refused, match="ring us"):
        propose_by_link(receipt=receipt, words="one more")


def test_is_taken_in_as_their_own_words_in_the_place_of_what_was_wrong(jean: Resident, ben: User) -> None:
    change = make_change(make_conversation(jean, ben), ben)
    earlier = Statement.objects.get()
    taken = take_in(change=change, topic=earlier.topic, replaces=earlier, by=ben)
    now = Statement.objects.get(supersedes=earlier)
    assert (now.words, now.channel, now.said_by) == (WRONG, Channel.LINK, "person")
    assert (now.heard_at, now.heard_by, now.re_asked) == (change.at, ben, False)
    assert (taken.status, taken.became, taken.decided_by) == (ProposalStatus.TAKEN, now, ben)
    assert earlier.words == STORY_OF_THE_TALK
    assert Event.objects.filter(verb="proposed_change.taken", resident_id=jean.pk).count() == 1


def test_locks_the_person_the_conversation_and_then_the_change_as_a_move_does(jean: Resident, ben: User) -> None:
    change = make_change(make_conversation(jean, ben), ben)
    with CaptureQueriesContext(connection) as asked:
        take_in(change=change, topic="matters", by=ben)
    locks = [found[1] for one in asked if (found := re.search(r'FROM "(\w+)".* FOR (NO KEY )?UPDATE', one["sql"]))]
    assert list(dict.fromkeys(locks)) == [
        "residents_resident",
        "talking_shops_conversation",
        "talking_shops_proposedchange",
    ]


def test_what_replaces_nothing_is_added_and_nobody_counts_as_asked_again(jean: Resident, ben: User) -> None:
    make_conversation(jean, ben)
    change = make_change(make_conversation(jean, ben, words={"worries": "The stairs."}), ben)
    take_in(change=change, topic="matters", by=ben)
    assert Statement.objects.get(words=WRONG).re_asked is False


def test_what_somebody_else_replaced_meanwhile_is_refused(jean: Resident, ben: User) -> None:
    held = make_conversation(jean, ben)
    one, other = make_change(held, ben), make_change(held, ben, words="Another thing.")
    earlier = Statement.objects.get()
    take_in(change=one, topic="matters", replaces=earlier, by=ben)
    with pytest.raises(Refused, match="replaced by somebody else"):
        take_in(change=other, topic="matters", replaces=earlier, by=ben)
    other.refresh_from_db()
    assert other.status == ProposalStatus.WAITING


def test_rcp_6_left_out_needs_a_reason_and_how_they_were_told(jean: Resident, ben: User) -> None:
    change = make_change(make_conversation(jean, ben), ben)
    with pytest.raises(Refused, match="why"):
        leave_out(change=change, because=" ", by=ben, told_how="phone")
    with pytest.raises(Refused, match="how you told them"):
        leave_out(change=change, because="It is what you said to me.", by=ben)
    left = leave_out(change=change, because="It is what you said to me.", by=ben, told_how="phone")
    assert (left.status, left.told_how) == (ProposalStatus.NOT_TAKEN, "phone")
    assert left.told_at is not None
    assert not Statement.objects.filter(words=WRONG).exists()


def test_who_got_a_text_is_told_the_reason_by_text_once(jean: Resident, ben: User, notify: Notify) -> None:
    receipt = make_text(make_conversation(jean, ben), ben)
    change = propose_by_link(receipt=receipt, words=WRONG)
    leave_out(change=change, because="We agreed that it stays as it is.", by=ben)
    deliver()
    deliver()
    words = [one["personalisation"]["words"] for one in notify.sent_to(NUMBER)]
    assert len(words) == 2  # the receipt itself, and what became of the change
    assert "because: We agreed that it stays as it is." in words[1]
    assert all(name not in words[1] for name in ("Jean", "Smith", "Ben", WRONG))
    change.refresh_from_db()
    assert change.told_at is not None


def test_what_became_of_it_is_not_texted_to_a_number_that_is_no_longer_theirs(
    jean: Resident, ben: User, notify: Notify
) -> None:
    has_phone(jean, safe_to_text=True)
    change = propose_by_link(receipt=make_text(make_conversation(jean, ben), ben), words=WRONG)
    deliver()
    number = PhoneNumber.objects.get(resident=jean)
    end_phone(number=number, on=clock.today(), by=ben, version=number.version)
    leave_out(change=change, because="We agreed that it stays.", by=ben)
    deliver()
    change.refresh_from_db()
    assert "no longer theirs" in change.failed_because
    assert len(notify.taken) == 1  # the receipt


def test_rcp_2_after_sixty_days_nobody_is_texted_what_became_of_it_and_the_worker_hears_that(
    jean: Resident, ben: User, notify: Notify
) -> None:
    receipt = make_text(make_conversation(jean, ben), ben)
    deliver()
    first, second = (propose_by_link(receipt=receipt, words=words) for words in (WRONG, "Another thing."))
    WalkAwayReceipt.objects.update(made_at=clock.now() - timedelta(days=60))
    with pytest.raises(Refused, match="how you told them"):
        leave_out(change=first, because="It stays.", by=ben)
    take_in(change=second, topic="matters", by=ben)
    deliver()
    second.refresh_from_db()
    assert "Ask first" in second.failed_because
    assert len(notify.taken) == 1
    deliver_notices()
    assert Notice.objects.filter(user=ben, words__contains="could not be sent").exists()


def test_a_message_that_does_not_leave_is_told_to_who_decided(jean: Resident, ben: User, notify: Notify) -> None:
    change = propose_by_link(receipt=make_text(make_conversation(jean, ben), ben), words=WRONG)
    take_in(change=change, topic="matters", by=ben)
    ProposedChange.objects.update(decided_at=clock.now() - timedelta(hours=2))
    tell_of_unsent()
    deliver()
    deliver_notices()
    change.refresh_from_db()
    assert "for an hour" in change.failed_because
    assert Notice.objects.filter(user=ben, words__contains="could not be sent").exists()
    assert len(notify.taken) == 1


def test_opened_again_before_it_was_told_nobody_is_told(jean: Resident, ben: User, notify: Notify) -> None:
    change = propose_by_link(receipt=make_text(make_conversation(jean, ben), ben), words=WRONG)
    leave_out(change=change, because="No.", by=ben)
    again = open_again(change=change, by=ben)
    deliver()
    assert (again.status, again.because, again.decided_at) == (ProposalStatus.WAITING, "", None)
    assert len(notify.taken) == 1


def test_is_decided_once(jean: Resident, ben: User) -> None:
    change = make_change(make_conversation(jean, ben), ben)
    take_in(change=change, topic="matters", by=ben)
    with pytest.raises(WrongState):
        leave_out(change=change, because="No.", by=ben, told_how="met")
    with pytest.raises(WrongState):
        open_again(change=change, by=ben)


def test_only_who_held_it_or_a_manager_decides(jean: Resident, ben: User, chidi: User, dee: User) -> None:
    change = make_change(make_conversation(jean, ben), ben)
    with pytest.raises(NotPermitted, match="Ben Okafor"):
        take_in(change=change, topic="matters", by=chidi)
    assert take_in(change=change, topic="matters", by=dee).status == ProposalStatus.TAKEN


def test_what_they_say_on_the_telephone_is_written_down_for_them(jean: Resident, ben: User, chidi: User) -> None:
    held = make_conversation(jean, ben)
    change = propose_for_them(conversation=held, words=WRONG, by=chidi, statement=Statement.objects.get())
    deliver_notices()
    assert (change.taken_by, Notice.objects.filter(user=ben).count()) == (chidi, 1)
    take_in(change=change, topic="matters", by=ben)
    assert Statement.objects.get(words=WRONG).channel == Channel.VISIT


def test_of_somebody_whom_nobody_knows_yet_it_becomes_a_part_of_the_conversation(ben: User) -> None:
    held = log_anonymous(talk=Talk(held_on=clock.today(), place="home", words={"matters": "x"}), called="", by=ben)
    take_in(change=make_change(held, ben), topic="matters", by=ben)
    assert ConversationPart.objects.filter(conversation=held, words=WRONG).exists()
