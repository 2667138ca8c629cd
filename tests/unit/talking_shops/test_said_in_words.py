"""A series as people say it is read into the answers of its form."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from talking_shops.enums import Every
from talking_shops.rules.series import SeriesFacts, in_words
from talking_shops.said_in_words import read_series


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ("first Tuesday of every month, 10 to 12", "month 1 1 1 10am midday"),
        ("First Tuesday of the month 10am-12", "month 1 1 1 10am midday"),
        ("1st tues monthly, 10:30 to 12.30", "month 1 1 1 10:30am 12:30pm"),
        ("the last Friday of each month, from 2 till 4pm", "month -1 4 1 2pm 4pm"),
        ("Third Wednesday of every 2 months, 9 to midday", "month 3 2 2 9am midday"),
        ("every Thursday, 1 to 3", "week  3 1 1pm 3pm"),
        ("Every other Monday 10am to noon", "week  0 2 10am midday"),
        ("every two weeks on a Saturday, 11 to 1", "week  5 2 11am 1pm"),
        ("Every 3 weeks on Sunday, 10am to 11:15am", "week  6 3 10am 11:15am"),
        ("Thursdays, 10 to 12", "week  3 1 10am midday"),
        ("every second Tuesday, 10 to 12", "week  1 2 10am midday"),
        ("second Tuesday, 10 to 12", "month 2 1 1 10am midday"),
        ("every second Tuesday of the month, 10 to 12", "month 2 1 1 10am midday"),
        ("Tuesday, 11 to 2pm", "week  1 1 11am 2pm"),
    ],
)
def test_reads_what_people_say(said: str, answers: str) -> None:
    names = ("every", "nth", "weekday", "interval", "starts", "ends")
    found = read_series(said)
    assert [found.get(name, "") for name in names] == answers.split(" ")


@pytest.mark.parametrize(
    "said",
    ["", "often", "first Tuesday of every month", "10 to 12", "every blue Monday, 10 to 12", "fifth Tuesday, 10 to 12",
     "every Tuesday, 10 to 25", "first day of the month, 10 to 12", "every moon on Monday, 10 to 12"],
)  # fmt: skip
def test_what_it_does_not_understand_it_leaves_alone(said: str) -> None:
    assert read_series(said) == {}


@given(some.sampled_from(Every.values), some.integers(0, 6), some.sampled_from([1, 2, 3, 4, -1]), some.integers(6, 20))
def test_reads_what_the_application_itself_says(every: str, weekday: int, nth: int, hour: int) -> None:
    month = every == Every.MONTH
    facts = SeriesFacts(every, weekday, date(2026, 11, 22), time(hour), time(hour + 2), nth=nth if month else None)
    found = read_series(in_words(facts))
    assert (found["every"], found["weekday"], found["interval"]) == (every, str(weekday), "1")
    assert found.get("nth") == (str(nth) if month else None)


@given(some.text(max_size=80))
def test_never_fails_on_anything_typed(said: str) -> None:
    read_series(said)
    read_series(f"every Tuesday, {said}")
