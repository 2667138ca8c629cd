"""What taking a call keeps: who called and how to reach them, what was said to whom, where it went onward, and what was
promised."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import NotPermitted, Refused
from referrals.actions import advise_contact, route_contact, send_onward
from referrals.enums import ContactOutcome, Onward, Relation
from referrals.models import CallBack, Contact, Promise
from residents.models import Resident, Statement
from tests.factories.referrals import STORY, told
from tests.rows import rows

MASH = "The hub on 01375 652 802"


def onward(resident: Resident | None, by: User, to: str = MASH, **more: Any) -> Contact:
    return send_onward(resident=resident, told=told(**more), onward=Onward.UNDER_18, onward_to=to, by=by).contact


def test_keeps_why_it_is_not_for_us_and_whom_they_were_told_to_ring(asha: User) -> None:
    contact = onward(None, asha, matters="Her school", advice="Ring now", advised="caller")
    assert (contact.outcome, contact.onward, contact.onward_to) == (ContactOutcome.ONWARD, Onward.UNDER_18, MASH)
    assert contact.advice == f"{STORY}\n\nHer school\n\nSaid to the caller: Ring now"
    assert Event.objects.filter(verb="contact.taken", subject_id=contact.pk).count() == 1


def test_keeps_the_story_with_the_person_who_is_known(asha: User, jean: Resident) -> None:
    onward(jean, asha)
    assert Statement.objects.filter(resident=jean, words=STORY).exists()


def test_is_never_a_dead_end(asha: User) -> None:
    before = rows()
    with pytest.raises(Refused, match="whom the caller was told to ring"):
        onward(None, asha, to="  ")
    assert rows() == before


def test_only_who_answers_calls_sends_somebody_onward(ben: User) -> None:
    with pytest.raises(NotPermitted):
        onward(None, ben)


def test_the_database_keeps_no_onward_answer_without_its_reason(asha: User) -> None:
    contact = onward(None, asha)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=contact.pk).update(onward_to="")


def test_keeps_whether_the_callers_number_is_safe_to_ring_and_to_text(asha: User, jean: Resident) -> None:
    said = told(caller_phone="07700900456", caller_safe_to_call=True, caller_safe_to_text=False)
    contact = route_contact(resident=jean, told=said, by=asha).contact
    assert (contact.caller_safe_to_call, contact.caller_safe_to_text) == (True, False)


@pytest.mark.parametrize(
    ("relation", "advised", "kept"),
    [
        (Relation.DAUGHTER_OR_SON, "caller", "Said to the caller: Ring 999"),
        (Relation.DAUGHTER_OR_SON, "person", "Said to the person: Ring 999"),
        (Relation.DAUGHTER_OR_SON, "both", "Said to both of them: Ring 999"),
        (Relation.DAUGHTER_OR_SON, "", "Ring 999"),
        (Relation.SELF, "caller", "Ring 999"),
    ],
)
def test_says_to_whom_advice_was_said(asha: User, jean: Resident, relation: str, advised: str, kept: str) -> None:
    said = told(relation=relation, advised=advised)
    assert advise_contact(resident=jean, told=said, advice="Ring 999", by=asha).contact.advice == kept


def test_makes_the_promise_and_books_the_call_back_of_a_call_that_is_sent_on(asha: User, jean: Resident) -> None:
    day = clock.today() + timedelta(days=2)
    said = told(promise="Ben rings Maria", promise_by=day, ring_back=(day, 10), caller_phone="07700900456")
    sent = route_contact(resident=jean, told=said, by=asha)
    promise, call_back = Promise.objects.get(), CallBack.objects.get()
    assert (promise.words, promise.due_on, promise.owner, promise.told) == (
        "Ben rings Maria",
        day,
        asha,
        "Maria Hughes",
    )
    assert (promise.contact, promise.referral, promise.resident) == (sent.contact, sent.referral, jean)
    assert (call_back.phone, call_back.day, call_back.hour) == ("07700900456", day, 10)
    assert (call_back.name, call_back.resident, call_back.contact) == ("Maria Hughes", jean, sent.contact)


def test_books_a_call_back_about_nobody_whom_we_know(asha: User) -> None:
    day = clock.today() + timedelta(days=1)
    said = told(ring_back=(day, 9), caller_phone="07700900456")
    advise_contact(resident=None, told=said, advice="We ring back", by=asha)
    assert CallBack.objects.get().resident is None


def test_keeps_nothing_when_the_hour_cannot_be_booked(asha: User, jean: Resident) -> None:
    before = rows()
    said = told(ring_back=(clock.today() - timedelta(days=1), 9), caller_phone="07700900456")
    with pytest.raises(Refused):
        route_contact(resident=jean, told=said, by=asha)
    assert rows() == before
