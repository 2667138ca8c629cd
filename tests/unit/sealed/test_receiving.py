"""Each item is taken up once, whatever is sent how often; what is refused stays with its writer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import override_settings

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from core import clock
from core.errors import NotPermitted, Refused, WrongState
from sealed.actions import let_go, receive_item, renew_keys, try_again
from sealed.enums import ItemStatus
from sealed.models import SealedItem, SealingKey
from sealed.opening import Opened, Unopenable
from tests.committed import at_once
from tests.factories.people import make_user
from tests.factories.sealed import make_envelope

TAKEN: list[Opened] = []


def take_up(*, item: Opened, by: User) -> dict[str, Any]:
    """A handler for these tests: it keeps what it is given, and refuses what asks to be refused."""
    if item.body.get("refuse"):
        raise Refused("This Talking Shop is not today.")
    TAKEN.append(item)
    return {"number": len(TAKEN)}


@pytest.fixture(autouse=True)
def handler() -> Iterator[None]:
    TAKEN.clear()
    with override_settings(SEALED_HANDLERS={"footfall": f"{__name__}.take_up", "talk": f"{__name__}.take_up"}):
        yield


def test_is_taken_up_once_however_often_it_is_sent(ben: User) -> None:
    one = make_envelope(ben, {"words": "Tilbury"})
    receipts = [receive_item(envelope=one, by=ben) for _ in range(3)]
    assert [(receipt.state, receipt.result) for receipt in receipts] == [("taken", {"number": 1})] * 3
    assert [item.body for item in TAKEN] == [{"words": "Tilbury"}]
    kept = SealedItem.objects.get()
    assert (kept.pk, kept.owner, kept.contents, kept.written_at) == (one.id, ben, None, one.written_at)


def test_is_taken_up_once_when_two_tabs_send_it_at_one_moment(committed: str) -> None:
    ben = make_user("Ben Okafor", Role.SOCIAL_WORKER)
    one = make_envelope(ben)
    receipts = at_once(6, lambda _: receive_item(envelope=one, by=ben))
    assert {receipt.state for receipt in receipts} == {"taken"}
    assert len(TAKEN) == SealedItem.objects.count() == 1


def test_other_bytes_under_a_known_id_are_refused(ben: User) -> None:
    one = make_envelope(ben, {"words": "one"})
    receive_item(envelope=one, by=ben)
    with pytest.raises(Unopenable, match="Something else was sent"):
        receive_item(envelope=make_envelope(ben, {"words": "two"}, id=one.id), by=ben)
    assert len(TAKEN) == 1


def test_nobody_else_can_send_it_nor_take_its_id(ben: User, chidi: User) -> None:
    one = make_envelope(ben)
    with pytest.raises(Unopenable, match="not sealed by you"):
        receive_item(envelope=one, by=chidi)
    assert not SealedItem.objects.exists()
    receive_item(envelope=one, by=ben)
    with pytest.raises(Unopenable, match="Something else was sent"):
        receive_item(envelope=make_envelope(chidi, id=one.id), by=chidi)


def test_an_older_turn_that_comes_late_changes_nothing(ben: User) -> None:
    last = make_envelope(ben, {"words": "all of it"}, turn=2)
    receive_item(envelope=last, by=ben)
    first = make_envelope(ben, {"words": "half"}, draft=last.draft, part=last.part, turn=1)
    assert receive_item(envelope=first, by=ben).result == {"replaced": True}
    other_part = make_envelope(ben, {"words": "another sitting"}, draft=last.draft, turn=1)
    receive_item(envelope=other_part, by=ben)
    assert [item.body["words"] for item in TAKEN] == ["all of it", "another sitting"]


@pytest.mark.parametrize(("kind", "said"), [("footfall", "is not today"), ("unheard_of", "does not know what kind")])
def test_what_is_refused_is_kept_for_its_writer(ben: User, kind: str, said: str) -> None:
    receipt = receive_item(envelope=make_envelope(ben, {"refuse": True, "words": "Kept"}, kind=kind), by=ben)
    assert receipt.state == "needs_you"
    assert said in receipt.because
    kept = SealedItem.objects.needing(ben).get()
    assert kept.contents == {"refuse": True, "words": "Kept"}
    event = Event.objects.get(verb="sealed.needs_writer")
    assert (event.subject_id, "Kept" in str(event.detail)) == (kept.pk, False)


def test_its_writer_tries_again_or_lets_it_go_and_nobody_else(ben: User, chidi: User) -> None:
    receive_item(envelope=make_envelope(ben, {"words": "Kept"}, kind="unheard_of"), by=ben)
    item = SealedItem.objects.needing(ben).get()
    with pytest.raises(NotPermitted, match="Only who wrote this"):
        try_again(item=item, by=chidi)
    with pytest.raises(Refused, match="does not know what kind"):
        try_again(item=item, by=ben)
    SealedItem.objects.filter(pk=item.pk).update(kind="footfall")
    assert try_again(item=item, by=ben).status == ItemStatus.TAKEN
    assert [one.body["words"] for one in TAKEN] == ["Kept"]
    with pytest.raises(WrongState):
        let_go(item=item, by=ben)
    receive_item(envelope=make_envelope(ben, {"refuse": True}), by=ben)
    other = SealedItem.objects.needing(ben).get()
    assert (let_go(item=other, by=ben).status, SealedItem.objects.get(pk=other.pk).contents) == ("let_go", None)


def test_a_handler_that_breaks_keeps_nothing_so_that_it_is_sent_again(ben: User) -> None:
    one = make_envelope(ben)
    with override_settings(SEALED_HANDLERS={"footfall": f"{__name__}.break_down"}), pytest.raises(ZeroDivisionError):
        receive_item(envelope=one, by=ben)
    assert not SealedItem.objects.exists()
    assert receive_item(envelope=one, by=ben).state == "taken"


def break_down(*, item: Opened, by: User) -> dict[str, Any]:
    raise ZeroDivisionError


def test_a_key_is_renewed_after_30_days_opens_for_60_more_and_is_destroyed(ben: User) -> None:
    first = renew_keys()
    assert renew_keys() == first
    sealed_long_ago = make_envelope(ben)
    assert "private" not in first.private_key.lower()
    _make_older(first, days=30)
    second = renew_keys()
    assert second != first
    assert receive_item(envelope=sealed_long_ago, by=ben).state == "taken"
    SealingKey.objects.filter(pk=first.pk).update(retired_at=clock.now() - timedelta(days=61))
    renew_keys()
    first.refresh_from_db()
    assert (first.private_key, first.destroyed_at is None) == ("", False)
    late = replace(make_envelope(ben), key=first.pk)
    with pytest.raises(Unopenable, match="so long ago"):
        receive_item(envelope=late, by=ben)


def _make_older(key: SealingKey, *, days: int) -> None:
    SealingKey.objects.filter(pk=key.pk).update(made_at=clock.now() - timedelta(days=days))


def test_one_key_is_made_when_many_workers_begin_at_once(committed: str) -> None:
    made = at_once(6, lambda _: renew_keys().pk)
    assert [one for one in made if not isinstance(one, UUID)] == []
    assert SealingKey.objects.filter(retired_at__isnull=True).count() == 1
