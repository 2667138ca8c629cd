"""Drafts: what was typed is kept, and no tab writes over what another has kept."""

from uuid import uuid4

import pytest

from core.actions import discard_draft, save_draft
from core.drafts import slot_for
from core.errors import ChangedMeanwhile, SentAlready
from core.models import Draft

OWNER = uuid4()


def save(words: str, version: int | None) -> Draft:
    return save_draft(owner_id=OWNER, form="call", subject="new", fields={"story": words}, version=version)


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
def test_begins_anew_once_the_form_was_sent() -> None:
    save("Mum fell", None)
    discard_draft(owner_id=OWNER, form="call", subject="new")
    assert slot_for(OWNER, "call").version is None
    assert save("Another call", None).version == 1


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
