"""SER-1 to SER-3: the dates of a series, bank holidays, series that cannot be, and what a series is called."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from hypothesis import example, given
from hypothesis import strategies as some

from core.clock import LONDON
from talking_shops.enums import Every, OnBankHoliday
from talking_shops.rules.series import (
    SeriesFacts,
    dates_of,
    in_words,
    next_dates,
    rule_dates,
    why_impossible,
    written_out,
)

TUESDAY = 1
TODAY = date(2026, 11, 22)
CHRISTMAS = {date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Boxing Day (substitute day)"}
DAYS = some.dates(date(2019, 1, 1), date(2033, 12, 31))


def a_series(every: str = Every.MONTH, **told: Any) -> SeriesFacts:
    """The first Tuesday of every month, 10am to midday, unless told otherwise."""
    facts: dict[str, Any] = {"weekday": TUESDAY, "from_on": date(2026, 11, 1), "starts": time(10), "ends": time(12)}
    facts["nth"] = 1 if every == Every.MONTH else None
    return SeriesFacts(every=every, **(facts | told))


@some.composite
def any_series(draw: some.DrawFn) -> SeriesFacts:
    every = draw(some.sampled_from(Every.values))
    from_on = draw(DAYS)
    until = draw(some.none() | some.integers(0, 1500))
    return a_series(
        every,
        weekday=draw(some.integers(0, 6)),
        from_on=from_on,
        interval=draw(some.integers(1, 12)),
        nth=draw(some.sampled_from([1, 2, 3, 4, -1])) if every == Every.MONTH else None,
        until_on=None if until is None else from_on + timedelta(days=until),
    )


def by_dateutil(facts: SeriesFacts, first: date, last: date) -> list[date]:
    """The same dates by somebody else's hand."""
    start = datetime.combine(facts.from_on, time())
    if facts.every == Every.WEEK:
        rule = rrule(WEEKLY, interval=facts.interval, byweekday=weekday(facts.weekday), wkst=0, dtstart=start)
    else:
        nth = weekday(facts.weekday)(facts.nth)
        rule = rrule(MONTHLY, interval=facts.interval, byweekday=nth, dtstart=start)
    end = min(last, facts.until_on or last)
    return [at.date() for at in rule.between(datetime.combine(first, time()), datetime.combine(end, time()), inc=True)]


@given(facts=any_series(), first=DAYS, span=some.integers(0, 900))
@example(facts=a_series(weekday=6, nth=-1), first=date(2027, 3, 1), span=300)
@example(facts=a_series(Every.WEEK, weekday=6, from_on=date(2027, 3, 28), interval=31), first=date(2027, 3, 28), span=9)
@example(facts=a_series(weekday=5, nth=-1, from_on=date(2020, 2, 29)), first=date(2020, 2, 29), span=0)
@example(facts=a_series(weekday=1, nth=-1, from_on=date(2028, 2, 29), interval=12), first=date(2028, 2, 1), span=900)
def test_ser_1_gives_the_dates_that_dateutil_gives(facts: SeriesFacts, first: date, span: int) -> None:
    last = first + timedelta(days=span)
    assert rule_dates(facts, first, last) == by_dateutil(facts, first, last)


@given(facts=any_series(), first=DAYS, middle=some.integers(0, 500), span=some.integers(1, 500))
def test_ser_1_gives_the_same_dates_in_two_spans_as_in_one(
    facts: SeriesFacts, first: date, middle: int, span: int
) -> None:
    between, last = first + timedelta(days=middle), first + timedelta(days=middle + span)
    halves = rule_dates(facts, first, between) + rule_dates(facts, between + timedelta(days=1), last)
    assert halves == rule_dates(facts, first, last)


@pytest.mark.parametrize("year", range(2026, 2034))
def test_ser_1_keeps_the_hour_on_the_wall_over_both_clock_changes(year: int) -> None:
    facts = a_series(Every.WEEK, weekday=6, from_on=date(year, 1, 1))
    days = dates_of(facts, date(year, 1, 1), date(year, 12, 31))
    assert {(later - earlier).days for earlier, later in pairwise(days)} == {7}
    offsets = [datetime.combine(day, facts.starts, tzinfo=LONDON).utcoffset() for day in days]
    assert len(set(offsets)) == 2
    assert sum(one != two for one, two in pairwise(offsets)) == 2


def test_ser_1_counts_weeks_from_the_week_of_the_first_day() -> None:
    facts = a_series(Every.WEEK, interval=2, from_on=date(2026, 11, 25))  # a Wednesday: its Tuesday is past
    assert rule_dates(facts, TODAY, date(2026, 12, 31)) == [date(2026, 12, 8), date(2026, 12, 22)]


def test_ser_2_keeps_a_bank_holiday_among_the_dates_and_does_not_hold_it() -> None:
    fridays = a_series(Every.WEEK, weekday=4, holidays=CHRISTMAS)
    dated = written_out(fridays, date(2026, 12, 18), date(2027, 1, 1))
    assert [(one.on.day, one.is_held, one.holiday) for one in dated] == [
        (18, True, ""),
        (25, False, "Christmas Day"),
        (1, True, ""),
    ]
    assert date(2026, 12, 25) not in dates_of(fridays, date(2026, 12, 18), date(2027, 1, 1))


def test_ser_2_holds_on_bank_holidays_where_the_series_says_so() -> None:
    fridays = a_series(Every.WEEK, weekday=4, holidays=CHRISTMAS, bank_holidays=OnBankHoliday.HELD)
    assert written_out(fridays, date(2026, 12, 25), date(2026, 12, 25))[0].is_held
    assert written_out(fridays, date(2026, 12, 25), date(2026, 12, 25))[0].holiday == "Christmas Day"


def test_the_next_12_dates_of_the_first_tuesday() -> None:
    dates = [one.on for one in next_dates(a_series(), 12, TODAY)]
    assert dates[:3] == [date(2026, 12, 1), date(2027, 1, 5), date(2027, 2, 2)]
    assert len(dates) == 12
    assert {day.weekday() for day in dates} == {TUESDAY}


def test_the_next_dates_begin_with_the_series_and_end_with_it() -> None:
    facts = a_series(from_on=date(2027, 1, 1), until_on=date(2027, 3, 1))
    assert [one.on for one in next_dates(facts, 12, TODAY)] == [date(2027, 1, 5), date(2027, 2, 2)]


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"nth": 5}, "nth", "Not every month has a fifth Tuesday, so some months would have none. Choose the last"),
        ({"interval": 0}, "interval", "every 1 to 12 weeks or months"),
        ({"interval": 13}, "interval", "every 1 to 12 weeks or months"),
        ({"ends": time(9)}, "ends", "It starts at 10am and would end at 9am"),
        ({"ends": time(10)}, "ends", "The end must be later on the same day"),
        ({"starts": time(1, 30)}, "starts", "between 6am and 10pm"),
        ({"until_on": date(2026, 10, 1)}, "until_on", "The last day is before the first, 1 November 2026"),
        (
            {"from_on": date(2026, 11, 4), "until_on": date(2026, 11, 30)},
            "until_on",
            "No date of “First Tuesday of every month” lies between 4 November 2026 and 30 November 2026",
        ),
        ({"from_on": date(2028, 11, 23)}, "from_on", "within two years, by 22 November 2028"),
    ],
)
def test_ser_3_explains_a_series_that_cannot_be(told: dict[str, Any], field: str, words: str) -> None:
    wrong = why_impossible(a_series(**told), TODAY)
    assert list(wrong) == [field]
    assert words in wrong[field]


def test_ser_3_explains_a_series_of_bank_holidays_alone() -> None:
    told: dict[str, Any] = {"weekday": 4, "from_on": date(2026, 12, 20), "until_on": date(2026, 12, 26)}
    friday = a_series(Every.WEEK, holidays=CHRISTMAS, **told)
    assert "Its only date is a bank holiday" in why_impossible(friday, TODAY)["until_on"]
    held = a_series(Every.WEEK, holidays=CHRISTMAS, bank_holidays=OnBankHoliday.HELD, **told)
    assert why_impossible(held, TODAY) == {}


@given(facts=any_series(), today=DAYS)
def test_ser_3_finds_a_date_in_each_series_that_it_lets_pass(facts: SeriesFacts, today: date) -> None:
    if not why_impossible(facts, today):
        assert next_dates(facts, 1, facts.from_on)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (a_series(), "First Tuesday of every month, 10am to midday"),
        (a_series(weekday=4, nth=-1, ends=time(13, 30)), "Last Friday of every month, 10am to 1:30pm"),
        (a_series(Every.WEEK), "Every Tuesday, 10am to midday"),
        (a_series(Every.WEEK, interval=2), "Every 2 weeks on Tuesday, 10am to midday"),
        (a_series(interval=3), "First Tuesday of the month, every 3 months from November, 10am to midday"),
        (a_series(interval=12), "First Tuesday of November every year, 10am to midday"),
        (a_series(until_on=date(2027, 6, 4)), "First Tuesday of every month, 10am to midday, until 4 June 2027"),
    ],
)
def test_a_series_has_a_name_in_words(facts: SeriesFacts, words: str) -> None:
    assert in_words(facts) == words
