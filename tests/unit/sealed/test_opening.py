"""ADR 17: what is sealed opens for its writer and as what it is, or not at all."""

from dataclasses import replace
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from sealed.opening import (
    CURVE,
    Envelope,
    Unopenable,
    from_text,
    open_envelope,
    public_point,
    read_envelope,
    seal,
    to_text,
)
from tests.factories.sealed import as_sent

OWNER = uuid4()
PRIVATE = ec.generate_private_key(CURVE)
PUBLIC = to_text(public_point(PRIVATE))


def envelope(body: dict[str, object]) -> Envelope:
    blank = Envelope(
        id=uuid4(), kind="talk", schema=1, draft=uuid4(), part=uuid4(), turn=3, written_at=clock.now(), key=uuid4(),
        point=b"", iv=bytes(range(12)), sealed=b"",
    )  # fmt: skip
    return seal(body, blank, OWNER, PUBLIC)


@given(words=st.text())
def test_words_come_out_as_they_went_in(words: str) -> None:
    words = words.encode("utf-8", "replace").decode()
    assert open_envelope(envelope({"words": words}), OWNER, PRIVATE).body == {"words": words}


@pytest.mark.parametrize("name", ["kind", "schema", "draft", "part", "turn", "id"])
def test_it_opens_as_nothing_else(name: str) -> None:
    other = {"kind": "footfall", "schema": 2, "turn": 4}.get(name, uuid4())
    with pytest.raises(Unopenable, match="not sealed by you"):
        open_envelope(replace(envelope({}), **{name: other}), OWNER, PRIVATE)


def test_it_opens_for_nobody_else_and_with_no_other_key() -> None:
    one = envelope({"words": "mine"})
    with pytest.raises(Unopenable, match="not sealed by you"):
        open_envelope(one, uuid4(), PRIVATE)
    with pytest.raises(Unopenable, match="not sealed by you"):
        open_envelope(one, OWNER, ec.generate_private_key(CURVE))


@given(place=st.integers(0, 40), bit=st.integers(0, 7))
def test_one_bit_changed_on_its_way_is_told(place: int, bit: int) -> None:
    one = envelope({"words": "thirty letters and some more, really"})
    sealed = bytearray(one.sealed)
    sealed[place] ^= 1 << bit
    with pytest.raises(Unopenable):
        open_envelope(replace(one, sealed=bytes(sealed)), OWNER, PRIVATE)


def test_what_a_device_sends_is_read_back() -> None:
    one = envelope({"words": "Jean"})
    assert read_envelope(as_sent(one)) == one
    assert b"Jean" not in one.sealed
    assert from_text(to_text(b"\x00\xff\xfe")) == b"\x00\xff\xfe"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"id": "7"}, "“id” is no UUID"),
        ({"kind": "Talk!"}, "“kind” names no kind"),
        ({"schema": "1"}, "“schema” is no whole number"),
        ({"turn": -1}, "“turn” is no whole number"),
        ({"turn": True}, "“turn” is no whole number"),
        ({"written_at": "2026-11-22T10:00:00"}, "“written_at” is no moment"),
        ({"written_at": "yesterday"}, "“written_at” is no moment"),
        ({"point": "!"}, "wrong length"),
        ({"iv": "AAAA"}, "wrong length"),
        ({"sealed": ""}, "wrong length"),
        ({"point": to_text(bytes(65))}, None),
    ],
)
def test_what_is_no_item_is_told_in_a_sentence(changed: dict[str, object], said: str | None) -> None:
    sent = as_sent(envelope({})) | changed
    if said is None:  # a point that is on no curve is found when it is opened
        with pytest.raises(Unopenable, match="not sealed by you"):
            open_envelope(read_envelope(sent), OWNER, PRIVATE)
    else:
        with pytest.raises(Unopenable, match=said):
            read_envelope(sent)


@pytest.mark.parametrize("sent", [None, [], "item", 7])
def test_an_item_is_an_object(sent: object) -> None:
    with pytest.raises(Unopenable, match="JSON object"):
        read_envelope(sent)
