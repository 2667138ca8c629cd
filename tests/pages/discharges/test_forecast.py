"""/hospital/forecast/: what falls due in each locality on each day of six weeks, against what is usually held."""

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core import clock
from core.working_days import is_working_day
from discharges.enums import ClockStatus
from discharges.forecast import Ahead, Span, six_weeks_ahead
from discharges.models import SixWeekClock
from localities.places import bank_holidays, plan_by
from residents.models import Resident
from tests.factories.field import make_clock, make_stay
from tests.factories.people import make_resident

PAGE = "/hospital/forecast/"


def tilbury(viewer: User) -> Ahead:
    return next(one for one in six_weeks_ahead(viewer) if one.slug == "tilbury-chadwell")


def on(ahead: Ahead, day: date) -> Span:
    return next(span for span in ahead.days if span.starts_on == day)


def hold(asha: User, gwen: User, people: int, *, days_ago: int = 20) -> None:
    """So many reviews that were held so many days ago."""
    for _ in range(people):
        held = make_clock(make_resident(asha), gwen, days_ago=30)
        SixWeekClock.objects.filter(pk=held.pk).update(status=ClockStatus.MET, met_on=clock.days_ago(days_ago))


def test_an_open_review_stands_on_the_day_by_which_to_plan_it(gwen: User, jean: Resident, asha: User) -> None:
    first = make_clock(jean, gwen, days_ago=10)
    make_clock(make_resident(asha), gwen, days_ago=10)
    late = make_clock(make_resident(asha), gwen, days_ago=60)
    ahead = tilbury(gwen)
    assert on(ahead, first.plan_by).due == 2
    assert sum(day.due for day in ahead.days) == 2
    assert (ahead.late, late.plan_by < clock.today()) == (1, True)
    assert sum(week.due for week in ahead.weeks) == 2


def test_hub_7_who_is_expected_home_stands_on_their_day_and_their_review_six_weeks_later(
    gwen: User, jean: Resident, asha: User
) -> None:
    soon = clock.today() + timedelta(days=3)
    make_stay(jean, gwen, expected_on=soon)
    make_stay(make_resident(asha), gwen, expected_on=clock.days_ago(5))
    make_stay(make_resident(asha), gwen)
    ahead = tilbury(gwen)
    assert (on(ahead, soon).coming, on(ahead, clock.today()).coming) == (1, 1)
    assert sum(week.due_after for week in ahead.weeks) == 2
    review = plan_by(soon + timedelta(days=42))
    week = next(one for one in ahead.weeks if one.starts_on <= review < one.starts_on + timedelta(days=7))
    assert week.due_after >= 1


def test_hub_6_capacity_is_what_was_held_in_the_last_twelve_weeks(gwen: User, asha: User) -> None:
    hold(asha, gwen, 6)
    hold(asha, gwen, 2, days_ago=90)  # too long ago
    ahead = tilbury(gwen)
    since = clock.today() - timedelta(weeks=12)
    working = sum(is_working_day(since + timedelta(days=number), bank_holidays()) for number in range(84))
    assert ahead.per_day == pytest.approx(6 / working)
    assert "In the last 12 weeks 6 reviews were held: 0.1 each working day" in ahead.capacity_words
    weekend = next(day for day in ahead.days if day.starts_on.weekday() == 6)
    assert weekend.usual == 0


def test_says_in_words_which_days_and_weeks_ask_for_more_than_usual(client: Client, gwen: User, asha: User) -> None:
    hold(asha, gwen, 6)
    running = [make_clock(make_resident(asha), gwen, days_ago=10) for _ in range(3)]
    ahead = tilbury(gwen)
    day = on(ahead, running[0].plan_by)
    assert (day.is_over, day.verdict) == (True, "3 more than usual")
    assert sum(week.is_over for week in ahead.weeks) == 1
    assert len(ahead.weeks) == 6
    client.force_login(gwen)
    text = " ".join(client.get(PAGE).content.decode().split())
    assert "3 reviews fall due in six weeks, 1 week with more than usual" in text
    assert "<strong>3 more than usual</strong>" in text
    assert "tc-chart__concern" in text


def test_a_locality_that_held_nothing_is_compared_with_nothing(client: Client, gwen: User, jean: Resident) -> None:
    make_clock(jean, gwen)
    client.force_login(gwen)
    text = " ".join(client.get(PAGE).content.decode().split())
    assert "No review was held in the last 12 weeks, so there is nothing to compare with." in text
    assert "more than usual" not in text
    assert text.count("Nobody is expected home, and no review falls due.") == 3


@pytest.mark.parametrize("role", ["gwen", "dee", "olu"])
def test_is_open_to_the_hub_and_the_managers(client: Client, role: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(role))
    text = client.get(PAGE).content.decode()
    assert "Tilbury and Chadwell" in text
    assert ('href="/hospital/">Hospital list' in text) is (role == "gwen")


@pytest.mark.parametrize("role", ["asha", "ben", "hal", "ines", "eve", "ada"])
def test_is_closed_to_everybody_else(client: Client, role: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(PAGE).status_code == 403


@pytest.mark.parametrize("what", ["due", "coming", "after"])
@pytest.mark.parametrize(
    "span", ["9999-12-31/7", "9999-12-31/1", "99999999999999999999-1-1/1", "2026-11-2/9" + "9" * 20]
)
def test_days_past_the_calendar_are_not_found(client: Client, gwen: User, jean: Resident, what: str, span: str) -> None:
    make_stay(jean, gwen, expected_on=clock.today())
    client.force_login(gwen)
    assert client.get(f"{PAGE}tilbury-chadwell/{what}/{span}/").status_code == 404


def test_the_last_days_of_the_calendar_are_empty(client: Client, gwen: User) -> None:
    client.force_login(gwen)
    assert client.get(f"{PAGE}tilbury-chadwell/due/9999-12-24/7/").status_code == 200


def test_asks_the_database_as_often_for_many_as_for_none(
    client: Client, gwen: User, asha: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(gwen)
    for people in (0, 8):
        for days in range(people):
            make_clock(make_resident(asha), gwen, days_ago=days)
            make_stay(make_resident(asha), gwen, expected_on=clock.today() + timedelta(days=days))
        with django_assert_max_num_queries(10):
            client.get(PAGE)
