"""What a worker said in a conversation that they will do by a day is a promise, done and kept together."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from core import clock
from referrals.actions import follow_agreed, keep_promise, reopen_promise, withdraw_promise
from referrals.enums import PromiseStatus
from referrals.models import Promise
from residents.models import Resident, TimelineEntry
from talking_shops.actions import (
    Agreed,
    Talk,
    log_anonymous,
    make_known,
    make_unknown,
    move_conversation,
    tick_off,
    untick,
)
from talking_shops.enums import Doer
from talking_shops.models import AgreedAction
from tests.factories.field import make_conversation
from tests.factories.people import make_resident

pytestmark = pytest.mark.django_db
FRIDAY = timedelta(days=4)


def agree(resident: Resident, by: User, *, doer: str = Doer.WORKER, due_on: date | None = None) -> AgreedAction:
    make_conversation(resident, by, agreed=[Agreed("Ring the choir", doer, due_on=due_on)])
    return AgreedAction.objects.get()


def test_a_line_of_the_workers_with_a_day_is_promised_to_the_person(jean: Resident, ben: User) -> None:
    line = agree(jean, ben, due_on=clock.today() + FRIDAY)
    promise = Promise.objects.get()
    assert (promise.words, promise.resident, promise.owner) == ("Ring the choir", jean, ben)
    assert (promise.due_on, promise.agreed) == (clock.today() + FRIDAY, line)


@pytest.mark.parametrize("doer", [Doer.FAMILY, Doer.NEIGHBOUR, Doer.COMMUNITY, Doer.PERSON, Doer.SERVICE])
def test_what_others_do_is_theirs_and_no_promise_of_ours(jean: Resident, ben: User, doer: str) -> None:
    assert agree(jean, ben, doer=doer, due_on=clock.today() + FRIDAY).done_at is None
    assert not Promise.objects.exists()


@pytest.mark.parametrize("days", [None, -1, 400])
def test_without_a_day_that_can_be_promised_it_stays_agreed_alone(jean: Resident, ben: User, days: int | None) -> None:
    agree(jean, ben, due_on=None if days is None else clock.today() + timedelta(days=days))
    assert not Promise.objects.exists()


def test_nothing_is_promised_to_who_has_died_and_the_conversation_is_kept(jean: Resident, ben: User) -> None:
    Resident.objects.filter(pk=jean.pk).update(died_on=clock.today())
    jean.refresh_from_db()
    agree(jean, ben, due_on=clock.today() + FRIDAY)
    assert not Promise.objects.exists()


def test_ticked_off_it_is_kept_and_unticked_it_waits_again(jean: Resident, ben: User) -> None:
    line = agree(jean, ben, due_on=clock.today() + FRIDAY)
    tick_off(action=line, by=ben)
    assert Promise.objects.get().status == PromiseStatus.KEPT
    untick(action=line, by=ben)
    assert Promise.objects.get().status == PromiseStatus.OPEN


def test_kept_it_is_ticked_off_and_opened_again_it_is_not(jean: Resident, ben: User, chidi: User) -> None:
    line = agree(jean, ben, due_on=clock.today() + FRIDAY)
    keep_promise(promise=Promise.objects.get(), by=chidi)
    line.refresh_from_db()
    assert line.done_by == chidi
    reopen_promise(promise=Promise.objects.get(), by=chidi)
    line.refresh_from_db()
    assert line.done_at is None


def test_is_promised_once_however_often_it_is_followed(jean: Resident, ben: User) -> None:
    line = agree(jean, ben, due_on=clock.today() + FRIDAY)
    for _ in range(3):
        follow_agreed([line], ben)
    assert Promise.objects.count() == 1


def test_a_withdrawn_promise_stays_withdrawn_when_its_line_is_ticked_and_unticked(jean: Resident, ben: User) -> None:
    line = agree(jean, ben, due_on=clock.today() + FRIDAY)
    withdraw_promise(promise=Promise.objects.get(), by=ben, note="Pat rang herself", told="Jean")
    tick_off(action=line, by=ben)
    untick(action=line, by=ben)
    assert Promise.objects.get().status == PromiseStatus.WITHDRAWN


def test_a_withdrawn_promise_goes_to_the_right_record_as_it_stands(jean: Resident, asha: User, ben: User) -> None:
    line = agree(jean, ben, due_on=clock.today() + FRIDAY)
    withdraw_promise(promise=Promise.objects.get(), by=ben, note="Sam rang herself")
    sam = make_resident(asha, known_as="Sam")
    move_conversation(conversation=line.conversation, to=sam, reason="The wrong page", by=ben)
    promise = Promise.objects.get()
    assert (promise.resident, promise.status) == (sam, PromiseStatus.WITHDRAWN)
    assert not TimelineEntry.objects.filter(resident=jean, source_id=promise.pk).exists()
    assert TimelineEntry.objects.filter(resident=sam, source_id=promise.pk).count() == 2


def test_a_withdrawn_promise_leaves_with_who_is_not_known_and_is_not_made_again(
    jean: Resident, asha: User, ben: User
) -> None:
    due = clock.today() + FRIDAY
    talk = Talk(held_on=clock.today(), place="home", words={"matters": "The choir."},
                agreed=[Agreed("Ring the choir", Doer.WORKER, due_on=due)])  # fmt: skip
    held = make_known(conversation=log_anonymous(talk=talk, called="", by=ben), resident=jean, by=ben)
    promise = Promise.objects.get()
    withdraw_promise(promise=promise, by=ben, note="Sam rang herself")
    back = make_unknown(conversation=held, by=ben)
    assert not Promise.objects.exists()
    assert not TimelineEntry.objects.filter(resident=jean, source_id=promise.pk).exists()
    make_known(conversation=back, resident=make_resident(asha, known_as="Sam"), by=ben)
    assert not Promise.objects.exists()
    assert "withdrawn" in AgreedAction.objects.get().ended_because
