"""Each item is taken up once, whatever is sent how often, in whatever order."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.roles import Role
from sealed.actions import receive_item
from sealed.models import SealedItem
from sealed.opening import Envelope, Opened, Unopenable
from tests.committed import at_once
from tests.factories.people import make_user
from tests.factories.sealed import make_envelope
from tests.factories.taking_up import taking_up


@pytest.fixture(autouse=True)
def taken() -> Iterator[list[Opened]]:
    """What the handler of these tests has taken up."""
    with taking_up() as items:
        yield items


def test_is_taken_up_once_however_often_it_is_sent(ben: User, taken: list[Opened]) -> None:
    one = make_envelope(ben, {"words": "Tilbury"})
    receipts = [receive_item(envelope=one, by=ben) for _ in range(3)]
    assert [(receipt.state, receipt.result) for receipt in receipts] == [("taken", {"number": 1})] * 3
    assert [item.body for item in taken] == [{"words": "Tilbury"}]
    kept = SealedItem.objects.get()
    assert (kept.pk, kept.owner, kept.contents, kept.written_at) == (one.id, ben, None, one.written_at)


def test_is_taken_up_once_when_two_tabs_send_it_at_one_moment(committed: str, taken: list[Opened]) -> None:
    ben = make_user("Ben Okafor", Role.SOCIAL_WORKER)
    one = make_envelope(ben)
    receipts: list[Any] = at_once(6, lambda _: receive_item(envelope=one, by=ben))
    assert {receipt.state for receipt in receipts} == {"taken"}
    assert len(taken) == SealedItem.objects.count() == 1


def test_turns_of_one_part_that_come_at_one_moment_are_taken_up_in_their_order(
    committed: str, taken: list[Opened]
) -> None:
    ben = make_user("Ben Okafor", Role.SOCIAL_WORKER)
    draft, part = uuid4(), uuid4()
    turns = [make_envelope(ben, draft=draft, part=part, turn=turn) for turn in range(6)]
    at_once(6, lambda turn: receive_item(envelope=turns[turn], by=ben))
    order = [item.turn for item in taken]
    assert order == sorted(order)
    assert order[-1] == 5
    assert SealedItem.objects.count() == 6


def test_other_bytes_under_a_known_id_are_refused(ben: User, taken: list[Opened]) -> None:
    one = make_envelope(ben, {"words": "one"})
    receive_item(envelope=one, by=ben)
    with pytest.raises(Unopenable, match="Something else was sent"):
        receive_item(envelope=make_envelope(ben, {"words": "two"}, id=one.id), by=ben)
    assert len(taken) == 1


def test_nobody_else_can_send_it_nor_take_its_id(ben: User, chidi: User) -> None:
    one = make_envelope(ben)
    with pytest.raises(Unopenable, match="not sealed by you"):
        receive_item(envelope=one, by=chidi)
    assert not SealedItem.objects.exists()
    receive_item(envelope=one, by=ben)
    with pytest.raises(Unopenable, match="Something else was sent"):
        receive_item(envelope=make_envelope(chidi, id=one.id), by=chidi)


def test_an_older_turn_that_comes_late_changes_nothing(ben: User, taken: list[Opened]) -> None:
    last = make_envelope(ben, {"words": "all of it"}, turn=2)
    receive_item(envelope=last, by=ben)
    first = make_envelope(ben, {"words": "half"}, draft=last.draft, part=last.part, turn=1)
    assert receive_item(envelope=first, by=ben).result == {"replaced": True}
    other_part = make_envelope(ben, {"words": "another sitting"}, draft=last.draft, turn=1)
    receive_item(envelope=other_part, by=ben)
    assert [item.body["words"] for item in taken] == ["all of it", "another sitting"]


def test_a_later_turn_replaces_an_earlier_one_that_needed_its_writer(ben: User) -> None:
    first = make_envelope(ben, {"meets": "not today"}, turn=1)
    receive_item(envelope=first, by=ben)
    assert SealedItem.objects.needing(ben).count() == 1
    receive_item(envelope=make_envelope(ben, draft=first.draft, part=first.part, turn=2), by=ben)
    assert not SealedItem.objects.needing(ben).exists()
    assert receive_item(envelope=first, by=ben).result == {"replaced": True}


@pytest.mark.parametrize("schema", [0, 1, 7])
def test_each_handler_gets_the_version_of_the_page_that_wrote_it(ben: User, schema: int, taken: list[Opened]) -> None:
    receive_item(envelope=make_envelope(ben, schema=schema), by=ben)
    assert [item.schema for item in taken] == [schema]


def tangled(items: list[Envelope], chance: Random) -> list[Envelope]:
    """Every item, and some again, in any order: what comes of networks that cut and tabs that send twice."""
    sent = items + chance.sample(items, k=len(items) // 2)
    chance.shuffle(sent)
    return sent


@pytest.mark.parametrize("seed", range(3))
def test_200_items_shuffled_and_doubled_over_cut_connections_have_200_effects(
    ben: User, seed: int, taken: list[Opened]
) -> None:
    chance = Random(seed)
    items = [make_envelope(ben, {"words": f"sentence {number} – ü‮"}) for number in range(200)]
    sent = tangled(items, chance)
    for place, one in enumerate(sent):
        if chance.random() < 0.2:  # cut on its way: what arrives is not what was sent
            with pytest.raises(Unopenable):
                receive_item(envelope=cut(one), by=ben)
            sent.append(one)
        assert receive_item(envelope=one, by=ben).state == "taken", place
    assert len(taken) == SealedItem.objects.count() == 200
    assert {item.id: item.body["words"] for item in taken} == {
        one.id: f"sentence {number} – ü‮" for number, one in enumerate(items)
    }


def cut(one: Envelope) -> Envelope:
    """The item without its last byte, under another id: the first bytes of one that the connection cut."""
    return Envelope(**{**vars(one), "id": uuid4(), "sealed": one.sealed[:-1]})


@settings(max_examples=60, deadline=timedelta(seconds=5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrivals=st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 4)), max_size=14))
def test_whatever_turns_come_in_whatever_order_the_last_one_counts(
    ben: User, taken: list[Opened], arrivals: list[tuple[str, int]]
) -> None:
    taken.clear()
    draft, parts, sent = uuid4(), {"a": uuid4(), "b": uuid4()}, dict[tuple[str, int], Envelope]()
    for part, turn in arrivals:
        one = sent.setdefault((part, turn), make_envelope(ben, draft=draft, part=parts[part], turn=turn))
        receive_item(envelope=one, by=ben)
    last: dict[UUID, int] = {}
    for item in taken:
        assert item.turn > last.get(item.part, -1)
        last[item.part] = item.turn
    assert last == {parts[part]: max(turn for p, turn in arrivals if p == part) for part, _ in arrivals}
