"""E11: what cannot be taken up is kept for its writer with the reason; nothing is ever dropped by itself."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError
from django.test import override_settings

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import NotPermitted, Refused, WrongState
from sealed.actions import keep_contents, let_go, receive_item, try_again
from sealed.enums import ItemStatus
from sealed.models import SealedItem
from sealed.opening import Opened
from tests.factories.sealed import make_envelope
from tests.factories.taking_up import REFUSALS, taking_up


@pytest.fixture(autouse=True)
def taken() -> Iterator[list[Opened]]:
    """What the handler of these tests has taken up."""
    with taking_up() as items:
        yield items


def refused(by: User, **body: Any) -> SealedItem:
    """Something of `by`'s that needs them."""
    one = make_envelope(by, {"meets": "not today", "words": "Kept"} | body)
    assert receive_item(envelope=one, by=by).state == "needs_you"
    found: SealedItem = SealedItem.objects.get(pk=one.id)
    return found


@pytest.mark.parametrize("why", REFUSALS)
def test_each_of_eight_kinds_of_refusal_keeps_the_words_and_says_why(ben: User, why: str) -> None:
    one = make_envelope(ben, {"meets": why, "words": "Kept"})
    receipt = receive_item(envelope=one, by=ben)
    assert (receipt.state, receipt.because) == ("needs_you", str(REFUSALS[why]))
    kept = SealedItem.objects.needing(ben).get()
    assert (kept.contents, kept.because) == ({"meets": why, "words": "Kept"}, str(REFUSALS[why]))
    event = Event.objects.get(verb="sealed.needs_writer")
    assert (event.subject_id, "Kept" in str(event.detail)) == (kept.pk, False)
    assert receive_item(envelope=one, by=ben) == receipt


def test_a_kind_that_this_version_does_not_know_is_kept(ben: User) -> None:
    receipt = receive_item(envelope=make_envelope(ben, {"words": "Kept"}, kind="photo"), by=ben)
    assert (receipt.state, "does not know what kind" in receipt.because) == ("needs_you", True)
    assert SealedItem.objects.needing(ben).get().contents == {"words": "Kept"}


def test_a_character_that_no_database_keeps_is_shown_and_taken_up_so_when_its_writer_agrees(
    ben: User, taken: list[Opened]
) -> None:
    receipt = receive_item(envelope=make_envelope(ben, {"words": {"story": ["a\0b"]}}), by=ben)
    assert (receipt.state, "NUL" in receipt.because) == ("needs_you", True)
    try_again(item=SealedItem.objects.needing(ben).get(), by=ben)
    assert taken[0].body == {"words": {"story": ["a␀b"]}}


def test_half_a_character_becomes_the_sign_for_it_and_is_taken_up(ben: User, taken: list[Opened]) -> None:
    assert receive_item(envelope=make_envelope(ben, {"words": "cut \ud83d, whole 🙂"}), by=ben).state == "taken"
    assert taken[0].body == {"words": "cut �, whole 🙂"}


@pytest.mark.parametrize(
    ("meets", "fault"), [("our fault", KeyError), ("away", OperationalError), ("at once", IntegrityError)]
)
def test_a_handler_that_breaks_keeps_nothing_so_that_it_is_sent_again(
    ben: User, meets: str, fault: type[Exception]
) -> None:
    one = make_envelope(ben, {"meets": meets})
    with pytest.raises(fault):
        receive_item(envelope=one, by=ben)
    assert not SealedItem.objects.exists()
    with override_settings(SEALED_HANDLERS={"footfall": f"{__name__}.mended"}):
        assert receive_item(envelope=one, by=ben).state == "taken"


def mended(*, item: Opened, by: User) -> dict[str, Any]:
    """A handler that breaks no more."""
    return {}


def test_what_meets_a_fault_of_ours_for_a_day_is_kept_for_its_writer(ben: User) -> None:
    day_before = clock.now() - timedelta(days=1)
    one = make_envelope(ben, {"meets": "our fault", "words": "Kept"}, written_at=day_before)
    receipt = receive_item(envelope=one, by=ben)
    assert (receipt.state, "wrong on our side" in receipt.because) == ("needs_you", True)
    away = make_envelope(ben, {"meets": "away"}, written_at=day_before)
    with pytest.raises(OperationalError):
        receive_item(envelope=away, by=ben)


@pytest.mark.parametrize("meets", ["our fault", "at once"])
def test_a_clock_that_is_years_ahead_does_not_keep_it_from_its_writer(ben: User, meets: str) -> None:
    one = make_envelope(ben, {"meets": meets, "words": "Kept"}, written_at=clock.now() + timedelta(days=3000))
    for _ in range(2):
        with pytest.raises((KeyError, IntegrityError)):
            receive_item(envelope=one, by=ben)
    assert Event.objects.filter(verb="sealed.broke", subject_id=one.id).count() == 1
    with clock.standing_at(clock.now() + timedelta(days=1)):
        assert receive_item(envelope=one, by=ben).state == "needs_you"
    assert SealedItem.objects.needing(ben).get().contents["words"] == "Kept"


def test_its_writer_tries_again_when_what_stood_in_the_way_is_gone(ben: User, taken: list[Opened]) -> None:
    item = refused(ben)
    with pytest.raises(Refused, match="is not today"):
        try_again(item=item, by=ben)
    assert SealedItem.objects.needing(ben).get() == item
    SealedItem.objects.filter(pk=item.pk).update(contents={"words": "Kept"})
    assert try_again(item=item, by=ben).status == ItemStatus.TAKEN
    assert [(one.id, one.body["words"]) for one in taken] == [(item.pk, "Kept")]
    with pytest.raises(WrongState):
        try_again(item=item, by=ben)
    assert len(taken) == 1


def test_its_writer_lets_it_go(ben: User) -> None:
    item = refused(ben)
    assert let_go(item=item, by=ben).status == ItemStatus.LET_GO
    assert SealedItem.objects.get().contents is None
    assert Event.objects.filter(verb="sealed.let_go", subject_id=item.pk).exists()
    with pytest.raises(WrongState):
        let_go(item=item, by=ben)


def keeping(*, item: Opened, by: User) -> dict[str, Any]:
    """A handler that has what is inside kept until all of its draft has become something."""
    keep_contents(item_id=item.id, contents=item.body)
    return {}


def test_what_a_handler_keeps_of_an_item_stays_kept_also_when_it_is_tried_again(ben: User) -> None:
    tried = refused(ben)
    with override_settings(SEALED_HANDLERS={"footfall": f"{__name__}.keeping"}):
        one = make_envelope(ben, {"words": "half a conversation"})
        receive_item(envelope=one, by=ben)
        try_again(item=tried, by=ben)
    kept = dict(SealedItem.objects.values_list("pk", "contents"))
    assert kept == {one.id: {"words": "half a conversation"}, tried.pk: {"meets": "not today", "words": "Kept"}}


@pytest.mark.parametrize("decide", [try_again, let_go])
def test_nobody_else_decides_what_becomes_of_it(ben: User, dee: User, decide: Any) -> None:
    item = refused(ben)
    with pytest.raises(NotPermitted, match="Only who wrote this"):
        decide(item=item, by=dee)
    assert SealedItem.objects.needing(ben).get().contents is not None
