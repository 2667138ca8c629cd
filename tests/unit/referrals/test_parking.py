"""A call that is put aside keeps every word, and at most three are."""

import pytest

from accounts.models import User
from core.actions import save_draft
from core.drafts import slot_for
from core.errors import ChangedMeanwhile, NotPermitted, Refused, SentAlready
from core.models import Draft
from referrals.actions import park_call, take_up_call
from referrals.parking import parked_calls, taken_places
from residents.models import Resident


def write(by: User, story: str, **fields: str) -> Draft:
    """A call that is being written."""
    return save_draft(
        owner_id=by.pk, form="call", subject="new", fields={"story": story, **fields}, version=None, page="a tab"
    )


def story_at(by: User, subject: str) -> str:
    return str(slot_for(by.pk, "call", subject).fields.get("story", ""))


def test_a_parked_call_leaves_an_empty_console_and_keeps_every_word(asha: User) -> None:
    write(asha, "She fell", q="smith")
    assert park_call(by=asha)
    assert slot_for(asha.pk, "call").version is None
    assert slot_for(asha.pk, "call", "parked-1").fields == {"story": "She fell", "q": "smith"}


def test_nothing_is_parked_when_nothing_was_typed(asha: User) -> None:
    write(asha, "", may_speak_for="not_asked", started_at="2026-11-22T09:00:00+00:00")
    assert not park_call(by=asha)
    assert not Draft.objects.exists()


def test_a_fourth_call_is_refused_and_loses_nothing(asha: User) -> None:
    for story in ("one", "two", "three"):
        write(asha, story)
        park_call(by=asha)
    write(asha, "four")
    with pytest.raises(Refused, match="Three calls are parked already"):
        park_call(by=asha)
    assert story_at(asha, "new") == "four"
    assert Draft.objects.count() == 4


def test_taking_a_call_up_parks_the_present_one_in_its_place(asha: User) -> None:
    write(asha, "first")
    park_call(by=asha)
    write(asha, "second")
    assert take_up_call(place="parked-1", by=asha)
    assert (story_at(asha, "new"), story_at(asha, "parked-1")) == ("first", "second")


def test_taking_a_call_up_with_an_empty_console_parks_nothing(asha: User) -> None:
    write(asha, "first")
    park_call(by=asha)
    write(asha, "")
    assert not take_up_call(place="parked-1", by=asha)
    assert story_at(asha, "new") == "first"
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("place", ["parked-1", "new", "nonsense"])
def test_what_is_not_parked_cannot_be_taken_up(asha: User, place: str) -> None:
    write(asha, "mine")
    with pytest.raises(Refused, match="taken up already"):
        take_up_call(place=place, by=asha)
    assert story_at(asha, "new") == "mine"


def test_an_old_tab_writes_over_neither_call(asha: User) -> None:
    seen = write(asha, "first").version
    again = {"owner_id": asha.pk, "form": "call", "subject": "new", "fields": {"story": "old tab"}, "page": "a tab"}
    park_call(by=asha)
    with pytest.raises(SentAlready):
        save_draft(**again, version=seen, turn=9)
    take_up_call(place="parked-1", by=asha)
    with pytest.raises(ChangedMeanwhile):
        save_draft(**again, version=seen, turn=9)
    assert story_at(asha, "new") == "first"


def test_only_who_answers_calls_parks_them(ben: User) -> None:
    with pytest.raises(NotPermitted):
        park_call(by=ben)
    with pytest.raises(NotPermitted):
        take_up_call(place="parked-1", by=ben)


def test_each_parked_call_has_a_name_or_its_first_words(asha: User, jean: Resident) -> None:
    for fields in ({"story": "She fell", "person": jean.reference}, {"story": "", "q": "smith rm17"}):
        write(asha, **fields)
        park_call(by=asha)
    assert [call.about for call in parked_calls(taken_places(asha), asha)] == ["Jean Smith: She fell", "smith rm17"]
