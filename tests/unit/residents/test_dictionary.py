"""The dictionary of names in process memory: complete, and cheap to keep so."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Thread

import pytest
from pytest_django import DjangoAssertNumQueries

from core import clock
from residents.enums import NamePart
from residents.models import DictionaryName
from residents.search.dictionary import OVERLAP, READ_ANEW_AFTER, Dictionary, Names


@pytest.fixture
def dictionary(db: None) -> Iterator[Dictionary]:
    return Dictionary()


def learn(value: str, added_at: datetime | None = None) -> None:
    DictionaryName.objects.create(part=NamePart.FAMILY, value=value, added_at=added_at or clock.now())


def family(dictionary: Dictionary) -> frozenset[str]:
    return dictionary.names()[NamePart.FAMILY].values


def test_reads_every_name_at_first_and_only_new_ones_later(
    dictionary: Dictionary, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    learn("smith", clock.now() - timedelta(days=400))
    assert family(dictionary) == {"smith"}
    learn("jones")
    with django_assert_num_queries(1) as captured:
        assert family(dictionary) == {"smith", "jones"}
    assert "added_at" in captured.captured_queries[0]["sql"]


def test_learns_a_name_that_was_committed_later_than_it_was_added(dictionary: Dictionary) -> None:
    dictionary.names()
    learn("late", clock.now() - OVERLAP + timedelta(seconds=5))
    assert "late" in family(dictionary)


def test_reads_everything_anew_after_an_hour(dictionary: Dictionary, monkeypatch: pytest.MonkeyPatch) -> None:
    dictionary.names()
    learn("bulk", clock.now() - timedelta(minutes=30))
    assert "bulk" not in family(dictionary)
    later = clock.now() + READ_ANEW_AFTER + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "bulk" in family(dictionary)


def test_reads_everything_anew_when_the_clock_went_back(
    dictionary: Dictionary, monkeypatch: pytest.MonkeyPatch
) -> None:
    dictionary.names()
    earlier = clock.now() - timedelta(days=2)
    learn("earlier", earlier - timedelta(days=1))
    monkeypatch.setattr(clock, "now", lambda: earlier)
    assert "earlier" in family(dictionary)


def test_gives_the_same_names_to_every_thread_when_many_take_in_new_ones() -> None:
    dictionary = Dictionary()
    names = [(str(NamePart.FAMILY), f"name {number}") for number in range(400)]

    def take(some: list[tuple[str, str]]) -> None:
        for pair in some:
            dictionary._take([pair], clock.now(), whole=False)

    threads = [Thread(target=take, args=(names[start::8],)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(dictionary._parts[NamePart.FAMILY].values) == 400


def test_puts_the_same_name_first_then_other_forms_then_near_ones_then_longer_ones() -> None:
    names = Names(frozenset({"bill", "william", "gill", "billingham", "smith jones", "tudor"}))
    assert names.near("bill", 20)[:3] == ("bill", "william", "gill")
    assert "billingham" in names.near("bill", 20)
    assert "tudor" not in names.near("bill", 20)


def test_finds_each_word_of_a_name_of_several() -> None:
    names = Names(frozenset({"smith jones", "van der berg"}))
    assert names.near("jones", 5) == ("jones", "smith jones")
    assert "van der berg" in names.near("burg", 5)
    assert names.beginning("ber", 5) == ["van der berg"]
