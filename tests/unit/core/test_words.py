"""Dates, times and counts in words."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from core import words
from core.templatetags.care import page_numbers, sort_state, undo_url

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("at", "told"),
    [(time(9, 32), "9:32am"), (time(9), "9am"), (time(12), "midday"), (time(0), "midnight"), (time(12, 5), "12:05pm")],
)
def test_tells_the_time_as_govuk_does(at: time, told: str) -> None:
    assert words.clock_time(at) == told


@pytest.mark.parametrize(
    ("utc", "told"),
    [
        (datetime(2026, 6, 4, 8, 32, tzinfo=UTC), "4 June 2026 at 9:32am"),
        (datetime(2026, 1, 4, 8, 32, tzinfo=UTC), "4 January 2026 at 8:32am"),
        (datetime(2026, 6, 4, 23, 30, tzinfo=UTC), "5 June 2026 at 12:30am"),
    ],
)
def test_tells_moments_by_the_clock_in_london(utc: datetime, told: str) -> None:
    assert words.moment(utc) == told


@pytest.mark.parametrize(
    ("days", "told"),
    [(-3, "3 days overdue"), (-1, "1 day overdue"), (0, "due today"), (1, "due tomorrow"), (9, "due in 9 days")],
)
def test_says_how_far_off_a_due_date_is(days: int, told: str) -> None:
    assert words.due_in(TODAY + timedelta(days=days), TODAY) == told


def test_tells_the_year_only_when_it_is_another_one() -> None:
    assert words.weekday_date(date(2026, 12, 1), TODAY) == "Tuesday 1 December"
    assert words.weekday_date(date(2027, 1, 12), TODAY) == "Tuesday 12 January 2027"


@pytest.mark.parametrize(
    ("gap", "told"),
    [
        (timedelta(seconds=59), "under a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=23, minutes=59), "23 hours"),
        (timedelta(days=2, hours=5), "2 days"),
    ],
)
def test_tells_a_wait_in_one_unit(gap: timedelta, told: str) -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert words.waited(now - gap, now) == told


def test_counts_are_never_1_people() -> None:
    assert [words.plural(count, "person", "people") for count in (0, 1, 1204)] == [
        "0 people",
        "1 person",
        "1,204 people",
    ]


def test_nhs_number_stands_in_three_groups_or_says_not_known() -> None:
    assert (words.nhs_number("9991234567"), words.nhs_number("")) == ("999 123 4567", "Not known")


@pytest.mark.parametrize(
    ("things", "told"), [([], ""), (["tea"], "tea"), (["tea", "cake", "song"], "tea, cake and song")]
)
def test_lists_things_with_an_and(things: list[str], told: str) -> None:
    assert words.listed(things) == told


@pytest.mark.parametrize(("number", "shown"), [(1, [1, 2, 0, 6]), (3, [1, 2, 3, 4, 0, 6]), (6, [1, 0, 5, 6])])
def test_links_to_the_first_the_last_and_the_neighbouring_pages(number: int, shown: list[int]) -> None:
    assert page_numbers(Paginator(range(132), 25).page(number)) == shown


def test_sorting_a_column_again_turns_it_round() -> None:
    assert sort_state("due", "due").next == "-due"
    assert sort_state("due", "-due").next == "due"
    assert sort_state("due", "name").aria == "none"


def test_undo_goes_where_the_message_says() -> None:
    assert undo_url(Message(25, "Allocated.", extra_tags="undo:/allocations/1/undo")) == "/allocations/1/undo"
    assert undo_url(Message(25, "Saved.")) == ""


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (112, "112th"),
    ],
)
def test_counts_out_loud(count: int, told: str) -> None:
    assert words.ordinal(count) == told


@pytest.mark.parametrize(
    ("count", "what", "said"),
    [
        (0, "people", "No people"),
        (1, "people", "1 person"),
        (1, "referrals", "1 referral"),
        (2, "call-backs", "Showing 1 to 2 of 2 call-backs"),
    ],
)
def test_one_in_a_list_is_said_in_the_singular(count: int, what: str, said: str) -> None:
    page = Paginator(range(count), 25).page(1)
    printed = strip_tags(render_to_string("components/pagination.html", {"page": page, "what": what}))
    assert " ".join(printed.split()) == said
