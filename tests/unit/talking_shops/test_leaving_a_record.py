"""What hangs on a conversation that was on the wrong record leaves that record with it, and no row is deleted."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from assessments.actions import void
from assessments.models import Assessment
from core import clock
from core.errors import Refused
from residents.actions import confirm, hear
from residents.already_told import known_of
from residents.enums import Topic
from residents.models import Confirmation, Resident, Statement, TimelineEntry
from talking_shops.actions import (
    Answers,
    Talk,
    amend_conversation,
    answer_feedback,
    leave_out,
    log_anonymous,
    make_known,
    make_unknown,
    move_conversation,
    propose_by_link,
    propose_for_them,
    send_receipt,
)
from talking_shops.enums import Depth, ReceiptForm
from talking_shops.links import FEEDBACK, RECEIPT, digest_of, token_of
from talking_shops.models import Conversation, Feedback, WalkAwayReceipt
from tests.factories.field import make_conversation
from tests.factories.people import make_resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam(asha: User) -> Resident:
    return make_resident(asha, known_as="Sam", family_name="Lee")


def moved(held: Conversation, to: Resident, by: User) -> Conversation:
    return move_conversation(conversation=held, to=to, reason="The wrong page", by=by)


def anonymous(by: User, **told: Any) -> Conversation:
    facts: dict[str, Any] = {"held_on": clock.today(), "place": "home", "words": {"matters": "The choir."}}
    return log_anonymous(talk=Talk(**(facts | told)), called="Red scarf", by=by)


def given(held: Conversation, by: User) -> WalkAwayReceipt:
    receipt = WalkAwayReceipt(
        conversation=held, form=ReceiptForm.TEXT, sent_to="07700900123", made_at=clock.now(), made_by=by, words={}
    )
    receipt.token_digest = digest_of(token_of(RECEIPT, receipt.pk))
    receipt.save(force_insert=True)
    return receipt


class TestTheAssessment:
    def test_a_conversation_stays_while_the_assessment_that_it_grew_into_is_open(
        self, ben: User, dee: User, jean: Resident, sam: Resident
    ) -> None:
        held = make_conversation(jean, ben, depth=Depth.ASSESSMENT, with_whom="Sam's sister")
        with pytest.raises(Refused, match="grown into a full assessment"):
            moved(held, sam, ben)
        assert Statement.objects.get(source_id=held.pk).resident == jean
        void(assessment=Assessment.objects.get(), because="The wrong person", by=dee)
        assert moved(held, sam, ben).resident == sam

    def test_nor_is_it_taken_back(self, ben: User, jean: Resident) -> None:
        held = make_known(conversation=anonymous(ben), resident=jean, by=ben)
        more = Talk(held_on=held.held_on, place="home", words={"people": "Pat."}, depth=Depth.ASSESSMENT)
        amend_conversation(conversation=held, talk=more, by=ben, version=held.version)
        with pytest.raises(Refused, match="grown into a full assessment"):
            make_unknown(conversation=held, by=ben)


class TestWhatWasConfirmed:
    def test_what_was_still_true_of_the_one_is_not_confirmed_by_the_other(
        self, ben: User, jean: Resident, sam: Resident
    ) -> None:
        old = hear(resident=jean, topic=Topic.PEOPLE, words="Pat has a key.", by=ben, source=jean)
        confirm(resident=jean, statement=old, by=ben, source=jean)
        held = make_conversation(jean, ben, still_true=[old])
        moved(held, sam, ben)
        assert [one.source_id for one in old.confirmations.all()] == [jean.pk]
        assert Confirmation.objects.get(source_id=held.pk).statement is None

    def test_what_it_confirmed_of_itself_goes_with_it(self, ben: User, jean: Resident, sam: Resident) -> None:
        held = make_conversation(jean, ben)
        said = Statement.objects.get(source_id=held.pk)
        more = Talk(held_on=held.held_on, place="home", words={"people": "Pat."}, still_true=[said])
        moved(amend_conversation(conversation=held, talk=more, by=ben, version=held.version), sam, ben)
        assert Confirmation.objects.get().statement == said


def test_what_is_taken_off_a_record_is_kept_and_is_nobodys(ben: User, jean: Resident) -> None:
    hear(resident=jean, topic=Topic.MATTERS, words="Dancing.", by=ben, source=jean, heard_at=clock.now() - timedelta(1))
    held = make_known(conversation=anonymous(ben), resident=jean, by=ben)
    said = Statement.objects.get(source_id=held.pk)
    entries = list(TimelineEntry.objects.filter(source_id=held.pk).values_list("pk", flat=True))
    assert said.re_asked
    make_unknown(conversation=held, by=ben)
    said.refresh_from_db()
    assert (said.resident, said.words) == (None, "The choir.")
    assert {entry.resident for entry in TimelineEntry.objects.filter(pk__in=entries)} == {None}
    assert not Statement.objects.re_asked().exists()
    assert "The choir." not in str(known_of(jean, ben))


class TestLinks:
    def test_nobody_proposes_a_change_of_the_other_through_a_receipt_from_the_wrong_record(
        self, ben: User, jean: Resident, sam: Resident
    ) -> None:
        held = make_conversation(jean, ben)
        receipt = given(held, ben)
        moved(held, sam, ben)
        assert WalkAwayReceipt.objects.with_token(token_of(RECEIPT, receipt.pk)) is None
        with pytest.raises(Refused, match="holds no longer"):
            propose_by_link(receipt=receipt, words="That was not me")
        assert WalkAwayReceipt.objects.last_wish(held) is None

    def test_what_became_of_a_change_is_not_sent_to_whom_it_is_not_about(
        self, ben: User, jean: Resident, sam: Resident
    ) -> None:
        held = make_conversation(jean, ben)
        given(held, ben)
        held = moved(held, sam, ben)
        change = propose_for_them(conversation=held, words="My name is Sam", by=ben)
        assert change.receipt is None
        with pytest.raises(Refused, match="how you told them"):
            leave_out(change=change, because="It is right as it is", by=ben)

    def test_a_receipt_that_has_not_left_yet_is_not_sent(self, ben: User, jean: Resident, sam: Resident) -> None:
        held = make_conversation(jean, ben)
        receipt = given(held, ben)
        moved(held, sam, ben)
        send_receipt(receipt=str(receipt.pk))
        receipt.refresh_from_db()
        assert (receipt.sent_at, "another record" in receipt.failed_because) == (None, True)

    def test_what_somebody_took_away_before_they_were_known_stays_theirs(self, ben: User, jean: Resident) -> None:
        held = anonymous(ben)
        before = given(held, ben)
        held = make_known(conversation=held, resident=jean, by=ben)
        since = given(held, ben)
        make_unknown(conversation=held, by=ben)
        theirs = {row.pk: row.is_theirs for row in WalkAwayReceipt.objects.all()}
        assert theirs == {before.pk: True, since.pk: False}

    def test_the_question_what_they_thought_is_closed_unless_it_was_answered(
        self, ben: User, jean: Resident, sam: Resident
    ) -> None:
        held = make_conversation(jean, ben)
        asked = Feedback(conversation=held, asked_by="link", asked_at=clock.now(), sent_to="07700900123")
        asked.token_digest = digest_of(token_of(FEEDBACK, asked.pk))
        asked.save(force_insert=True)
        moved(held, sam, ben)
        with pytest.raises(Refused, match="holds no longer"):
            answer_feedback(feedback=asked, answers=Answers(listened=5))
        assert Feedback.objects.get().locality == sam.locality
