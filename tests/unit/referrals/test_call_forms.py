"""The form of the call console: what each ending needs, and what the actions are handed."""

from datetime import timedelta

import pytest

from core import clock
from referrals.actions import Told
from referrals.call_forms import CallForm, Ending, words_of
from referrals.enums import Relation, Urgency
from tests.factories.referrals import STORY

HEARD = {"story": STORY, "relation": "child", "need": "getting_about", "urgency": "today"}


def told_from(**differently: str) -> Told:
    form = CallForm(HEARD | differently, ending=Ending.SEND)
    assert form.is_valid(), form.errors
    return form.told()


def test_needs_nothing_before_the_call_ends() -> None:
    assert CallForm({}).is_valid()


@pytest.mark.parametrize(
    ("ending", "needed"),
    [(Ending.SEND, {"story", "relation", "need", "urgency"}), (Ending.ADVISE, {"relation", "need", "advice"})],
)
def test_each_ending_asks_for_what_it_needs_and_no_more(ending: Ending, needed: set[str]) -> None:
    assert set(CallForm({}, ending=ending).errors) == needed


def test_spaces_are_no_story() -> None:
    assert "story" in CallForm(HEARD | {"story": "  \n "}, ending=Ending.SEND).errors


@pytest.mark.parametrize(("chosen", "meant"), [("yes", True), ("no", False), ("not_asked", None), ("", None)])
def test_not_asked_is_an_answer_of_its_own(chosen: str, meant: bool | None) -> None:
    assert told_from(may_speak_for=chosen).may_speak_for is meant


def test_hands_over_what_was_heard_in_the_domains_words() -> None:
    told = told_from(caller_phone="+44 (0)7700 900456", matters="Her garden", advice="Keep the stairs lit")
    assert (told.story, told.relation, told.urgency) == (STORY, Relation.DAUGHTER_OR_SON, Urgency.TODAY)
    assert (told.caller_phone, told.matters, told.advice) == ("07700900456", "Her garden", "Keep the stairs lit")


def test_an_advice_call_that_names_no_urgency_has_none() -> None:
    form = CallForm({"relation": "anonymous", "need": "other", "advice": "999"}, ending=Ending.ADVISE)
    assert form.is_valid()
    assert form.told().urgency == Urgency.NO_RUSH


def test_the_call_began_when_its_page_was_opened() -> None:
    opened = clock.now() - timedelta(minutes=7)
    assert told_from(started_at=opened.isoformat()).started_at == opened


@pytest.mark.parametrize(
    "kept", ["", "nonsense", "2001-01-01T09:00:00+00:00", "2999-01-01T09:00:00+00:00", "2026-01-01"]
)
def test_a_beginning_that_cannot_be_this_calls_is_left_out(kept: str) -> None:
    assert told_from(started_at=kept).started_at is None


def test_says_field_by_field_where_another_draft_differs() -> None:
    form = CallForm(HEARD)
    other = HEARD | {"story": "Something else", "caller_name": "Maria", "person": "P-7K3P-XQ4M"}
    assert form.differences(other) == [("What is happening", "Something else"), ("Caller’s name", "Maria")]


def test_a_draft_keeps_the_forms_own_fields_and_nothing_else() -> None:
    assert words_of(HEARD | {"csrfmiddlewaretoken": "x", "find": "yes"}) == HEARD
