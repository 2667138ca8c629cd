"""The parts that a demo borough is made of."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
from nhs_number import is_valid

from core.identifiers import ALPHABET
from thurrock_care.demo import build, lives
from thurrock_care.demo.addresses import GRAYS, STANFORD
from thurrock_care.demo.almanac import Almanac
from thurrock_care.demo.borough import Borough
from thurrock_care.demo.keys import Keys
from thurrock_care.demo.ledger import as_text
from thurrock_care.demo.names import HERITAGES, Names, feminine
from thurrock_care.demo.phrases import FILES, SLOT, Phrases, sections
from thurrock_care.demo.pressure import pressure
from thurrock_care.demo.records.people import Person
from thurrock_care.demo.staff import Worker

MOMENT = datetime(2026, 3, 1, 9, tzinfo=UTC)
FACTS = {
    "who", "Who", "she", "She", "her", "Her", "him", "herself", "name", "Name", "age", "Age", "month", "next_month",
    "Relative",
    "partner", "job", "worship",
}  # fmt: skip


def test_gives_keys_that_are_of_version_7_and_sort_by_their_moment() -> None:
    keys = Keys(7)
    given = [keys.key(MOMENT), keys.key(MOMENT), keys.key(MOMENT + timedelta(milliseconds=1))]
    assert given == sorted(given)
    assert {UUID(key).version for key in given} == {7}


def test_gives_no_reference_twice() -> None:
    keys = Keys(7)
    references = [keys.reference("P") for _ in range(50_000)]
    assert len(set(references)) == 50_000
    assert set("".join(references)) - {"-", "P"} <= set(ALPHABET)


def test_gives_every_nhs_number_of_the_test_range_once_and_then_none() -> None:
    keys = Keys(7)
    numbers = {keys.nhs_number() for _ in range(20_000)}
    assert len(numbers) == 20_000
    assert all(is_valid(number) for number in numbers)


def test_fills_every_slot_of_every_sentence() -> None:
    listed = {name: lines for file in FILES for name, lines in sections(file).items()}
    slots = {slot for lines in listed.values() for line in lines for slot in SLOT.findall(line) if "|" not in slot}
    assert slots - FACTS - listed.keys() == set()


def test_says_what_belongs_to_an_age_only_at_that_age() -> None:
    phrases, rng = Phrases(), Random(7)
    facts = dict.fromkeys(FACTS, "x")
    young = {phrases.say("said.people", rng, facts | {"age": "20"}) for _ in range(300)}
    assert not any("grandson" in words for words in young)


def test_spells_a_womans_family_name_as_she_bears_it() -> None:
    heritages = {heritage.name: heritage for heritage in HERITAGES}
    assert feminine("Kowalski", heritages["polish"]) == "Kowalska"
    assert feminine("Nowak", heritages["polish"]) == "Nowak"
    assert feminine("Petrov", heritages["bulgarian"]) == "Petrova"


def test_names_an_old_woman_as_women_of_her_years_are_named() -> None:
    names, rng = Names(), Random(7)
    english = next(heritage for heritage in HERITAGES if heritage.name == "english")
    given = {names.given(english, "female", 1935, rng).split(" ")[0] for _ in range(200)}  # type: ignore[arg-type]
    assert "Doreen" in given
    assert not given & {"Chloe", "Tracey", "Megan"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "\\N"),
        (True, "t"),
        ("a\tb\nc\\d", "a\\tb\\nc\\\\d"),
        (date(2026, 3, 1), "2026-03-01"),
        ({"a": 'b"'}, '{"a": "b\\\\""}'),
    ],
)
def test_writes_a_value_as_copy_reads_it(value: object, text: str) -> None:
    assert as_text(value) == text


def test_refuses_a_value_that_is_missing() -> None:
    with pytest.raises(TypeError, match="missing"):
        as_text(object())


def test_lets_stanford_get_worse_for_months_and_then_be_mended() -> None:
    assert pressure(STANFORD, 400) < 1.1
    assert pressure(STANFORD, 175) > 4
    assert pressure(STANFORD, 60) < 1
    assert pressure(GRAYS, 175) == pressure(GRAYS, 60)


@pytest.fixture
def slice_of_five(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[tuple[Any, float]]]:
    """Five people who draw so many numbers while they live: who they are, and the first number each draws."""

    def lived(draws: int) -> list[tuple[Any, float]]:
        seen: list[tuple[Any, float]] = []

        def live(borough: Any, person: Any, rng: Random, episodes: Any) -> None:
            seen.append((person, rng.random()))
            rng.sample(range(100), draws)

        monkeypatch.setattr(build, "live", live)
        monkeypatch.setattr(build, "ask_without_a_name", lambda borough, size, rng: None)
        people = SimpleNamespace(people=lambda count, rng: (rng.random() for _ in range(count)))
        build.people_a_slice(cast(Borough, SimpleNamespace(households=people)), "people 0", 5)
        return seen

    return lived


def test_whatever_a_life_draws_nobody_else_is_another_person_or_lives_otherwise(
    slice_of_five: Callable[[int], list[tuple[Any, float]]],
) -> None:
    few, many = slice_of_five(0), slice_of_five(7)
    assert few == many
    assert len(set(few)) == 5


def test_what_is_drawn_for_conversations_moves_nothing_else_in_a_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lives, "converse", lambda *of_it, until: None)
    almanac = Almanac(date(2026, 11, 24), frozenset())
    shops = SimpleNamespace(near=lambda locality, day, rng: rng.choice((None, None)))
    borough = SimpleNamespace(desk=None, almanac=almanac, staff=None, shops=shops, locality_of=lambda person: "grays")
    life = lives.Life(cast(Borough, borough), cast(Person, None), Random(7))
    before = life.rng.getstate()
    lives.meet(life, Worker("Ben", "ben@thurrock.example", "", ""), date(2026, 6, 1), date(2026, 9, 1))
    assert life.rng.getstate() == before
