"""Drafts: what was typed is kept, and no tab writes over what another has kept."""

from datetime import timedelta
from uuid import uuid4

import pytest

from core import clock
from core.actions import discard_draft, save_draft
from core.drafts import slot_for
from core.errors import ChangedMeanwhile, SentAlready
from core.models import Draft

OWNER = uuid4()


def save(words: str, version: int | None, page: str = "", turn: int = 0) -> Draft:
    fields = {"story": words}
    return save_draft(owner_id=OWNER, form="call", subject="new", fields=fields, version=version, page=page, turn=turn)


@pytest.mark.django_db
def test_keeps_each_save_that_has_seen_the_last() -> None:
    first = save("Mum", None)
    second = save("Mum fell", first.version)
    slot = slot_for(OWNER, "call")
    assert (slot.fields, slot.version) == ({"story": "Mum fell"}, second.version)


@pytest.mark.django_db
def test_refuses_a_tab_that_has_not_seen_the_last_save() -> None:
    seen = save("Mum", None).version
    save("Mum fell", seen)
    with pytest.raises(ChangedMeanwhile) as refusal:
        save("Mum is well", seen)
    assert slot_for(OWNER, "call").fields == {"story": "Mum fell"}
    assert isinstance(refusal.value.current, Draft)


@pytest.mark.django_db
def test_refuses_a_tab_that_was_opened_before_another_kept_the_first_words() -> None:
    save("From one tab", None)
    with pytest.raises(ChangedMeanwhile):
        save("From the other", None)
    assert slot_for(OWNER, "call").fields == {"story": "From one tab"}


@pytest.mark.django_db
@pytest.mark.parametrize("turns", [(1, 2), (2, 1)], ids=["as sent", "overtaken on the way"])
def test_keeps_the_later_turn_of_a_page_in_whatever_order_they_arrive(turns: tuple[int, int]) -> None:
    words = {1: "Mum", 2: "Mum fell"}
    for turn in turns:
        save(words[turn], None, "one page", turn)
    assert slot_for(OWNER, "call").fields == {"story": "Mum fell"}


@pytest.mark.django_db
def test_refuses_a_page_whose_words_another_tab_has_written_over() -> None:
    seen = save("Mum", None, "one page", 1)
    save("From the other tab", seen.version, "another page", 1)
    with pytest.raises(ChangedMeanwhile):
        save("Mum fell", seen.version, "one page", 2)
    assert slot_for(OWNER, "call").fields == {"story": "From the other tab"}


@pytest.mark.django_db
def test_gives_no_version_twice_so_that_an_old_page_is_never_taken_for_a_new_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = save("Last week's call", None).version
    discard_draft(owner_id=OWNER, form="call", subject="new")
    later = clock.now() + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert save("Today's call", None).version > old
    with pytest.raises(ChangedMeanwhile):
        save("Last week's call", old)


@pytest.mark.django_db
def test_begins_anew_once_the_form_was_sent() -> None:
    save("Mum fell", None)
    discard_draft(owner_id=OWNER, form="call", subject="new")
    assert slot_for(OWNER, "call").version is None
    assert save("Another call", None).fields == {"story": "Another call"}


@pytest.mark.django_db
def test_never_brings_back_what_another_tab_has_sent() -> None:
    seen = save("Mum fell", None).version
    discard_draft(owner_id=OWNER, form="call", subject="new")
    with pytest.raises(SentAlready):
        save("Mum fell twice", seen)
    assert not Draft.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("seen", [0, 1])
def test_discards_no_words_that_the_page_has_not_seen(seen: int) -> None:
    save("From the other tab, later", save("From the other tab", None).version)
    with pytest.raises(ChangedMeanwhile):
        discard_draft(owner_id=OWNER, form="call", subject="new", version=seen)
    assert slot_for(OWNER, "call").fields == {"story": "From the other tab, later"}


@pytest.mark.django_db
def test_sends_a_draft_once() -> None:
    seen = save("Mum fell", None).version
    discard_draft(owner_id=OWNER, form="call", subject="new", version=seen)
    with pytest.raises(SentAlready):
        discard_draft(owner_id=OWNER, form="call", subject="new", version=seen)
