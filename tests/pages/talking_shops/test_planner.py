"""/sessions/plan/: a month as list and calendar, a series in words with its next 12 dates, changed from a day on."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core import clock
from localities import places
from localities.models import BankHoliday
from talking_shops.actions import cancel_session, change_series, put_in_rota
from talking_shops.enums import Every
from talking_shops.models import Series, Session, Venue
from tests.factories.planned import a_plan, make_dates, make_place, planned_days
from tests.rows import rows

PAGE = "/sessions/plan/"
NEW = "/sessions/plan/series/new"
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=clock.LONDON)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_sunday_in_november() -> Iterator[None]:
    with clock.standing_at(SUNDAY):
        yield


def typed(venue: Venue, **told: str) -> dict[str, str]:
    """The first Tuesday of every month, 10 to 12, as somebody types it."""
    facts = {
        "venue": str(venue.pk), "kind": "talking_shop", "every": "month", "nth": "1", "weekday": "1", "interval": "1",
        "starts": "10", "ends": "12", "from_on": "1 December 2026", "bank_holidays": "not_held",
    }  # fmt: skip
    return facts | told


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def shown(answer: Any) -> str:
    return str(answer.context["form"]["shown"].value())


def save(client: Client, page: str, facts: dict[str, Any]) -> Any:
    """Look at the dates, then save."""
    seen = client.post(page, facts)
    assert seen.status_code == 200, seen.context["form"].errors
    more = {"save": "yes", "shown": shown(seen)}
    version = seen.context["form"].initial.get("version")
    return client.post(page, facts | more | ({"version": str(version)} if version else {}))


def test_a_series_in_words_is_shown_with_its_next_12_dates_and_then_saved(client: Client, ben: User) -> None:
    venue = make_place(ben)
    client.force_login(ben)
    seen = client.post(NEW, typed(venue))
    text = text_of(seen)
    assert "First Tuesday of every month, 10am to midday" in text
    assert "The next 12 dates. Tick those to leave out. Nothing is saved yet." in text
    assert text.count('name="left_out"') == 12
    assert "Tuesday 1 December" in text
    assert "Tuesday 2 November 2027" in text
    assert not Series.objects.exists(), "nothing is saved before its dates were seen"
    answer = client.post(NEW, typed(venue, save="yes", shown=shown(seen)))
    series = Series.objects.get()
    assert answer.url == f"/sessions/plan/series/{series.pk}/"
    assert "Planned: First Tuesday of every month, 10am to midday at Tilbury Library." in text_of(
        client.get(answer.url)
    )
    assert len(planned_days(series)) == 13


def test_a_series_that_is_said_in_words_fills_in_the_boxes(client: Client, ben: User) -> None:
    venue = make_place(ben)
    client.force_login(ben)
    said = {"said": "last Friday of every month, 2 to 4pm", "starts": "", "ends": "", "every": "", "nth": ""}
    seen = client.post(NEW, typed(venue) | said)
    assert "Last Friday of every month, 2pm to 4pm" in text_of(seen)
    assert seen.context["form"]["starts"].value() == "2pm"
    assert not seen.context["form"]["said"].value(), "said once; from now on the boxes count"
    answer = client.post(NEW, typed(venue) | {"said": "whenever it rains"})
    assert answer.status_code == 422
    assert "Say it like “last Friday of every month, 2 to 4pm”" in text_of(answer)


def test_saving_another_series_than_was_shown_shows_again(client: Client, ben: User) -> None:
    venue = make_place(ben)
    client.force_login(ben)
    seen = client.post(NEW, typed(venue))
    answer = client.post(NEW, typed(venue, nth="2", save="yes", shown=shown(seen)))
    assert "Second Tuesday of every month" in text_of(answer)
    assert not Series.objects.exists()


def test_a_bank_holiday_among_the_dates_is_warned_of(client: Client, ben: User) -> None:
    venue = make_place(ben)
    client.force_login(ben)
    friday = typed(venue, every="week", weekday="4")
    assert "Christmas Day: not held" in text_of(client.post(NEW, friday))
    assert "Christmas Day: goes ahead" in text_of(client.post(NEW, friday | {"bank_holidays": "held"}))


def test_it_says_until_when_bank_holidays_are_known(client: Client, ben: User) -> None:
    BankHoliday.objects.filter(day__year__gt=2027).delete()
    places.forget()
    venue = make_place(ben)
    client.force_login(ben)
    assert "Bank holidays are published until" in text_of(client.post(NEW, typed(venue, interval="6")))


def test_dates_ticked_are_left_out(client: Client, ben: User) -> None:
    venue = make_place(ben)
    client.force_login(ben)
    save(client, NEW, typed(venue) | {"left_out": ["2027-01-05", "not a date"]})
    row = Session.objects.get(series_on=date(2027, 1, 5))
    assert (row.status, row.because) == ("cancelled", "Not held on this date.")
    assert "Not held on this date." in text_of(client.get(f"/sessions/plan/series/{row.series_id}/"))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"ends": "9"}, "It starts at 10am and would end at 9am. The end must be later on the same day"),
        ({"nth": "5"}, "Not every month has a fifth one. Choose the fourth or the last"),
        ({"interval": "0"}, "A series comes every 1 to 12 weeks or months"),
        (
            {"until_on": "3 December 2026", "from_on": "2 December 2026"},
            "No date of “First Tuesday of every month” lies",
        ),
        ({"starts": "1am", "ends": "3am"}, "It must start between 6am and 10pm"),
        ({"kind": "community_event"}, "Enter what the event is called"),
        ({"from_on": "1 January 2030"}, "It must begin within two years"),
        ({"venue": ""}, "Select a venue"),
    ],
)
def test_a_series_that_cannot_be_is_explained_beside_its_field(
    client: Client, ben: User, told: dict[str, str], words: str
) -> None:
    venue = make_place(ben)
    client.force_login(ben)
    answer = client.post(NEW, typed(venue) | told)
    assert answer.status_code == 422
    assert text_of(answer).count(words) >= 2, "in the summary and beside the field"
    assert not Series.objects.exists()


def test_a_venue_that_is_taken_then_is_said_before_and_refused_when_saved(client: Client, ben: User) -> None:
    venue = make_place(ben)
    make_dates(ben, venue=venue)
    client.force_login(ben)
    assert text_of(client.post(NEW, typed(venue, every="week"))).count("something else is planned there then") == 3
    answer = save(client, NEW, typed(venue, every="week"))
    assert answer.status_code == 422
    assert "Something else is planned at Tilbury Library at this hour on" in text_of(answer)


def test_a_change_shows_which_dates_fall_away_and_says_so_to_the_public_afterwards(client: Client, ben: User) -> None:
    series = make_dates(ben)
    days = planned_days(series)
    client.force_login(ben)
    page = f"/sessions/plan/series/{series.pk}/change"
    form = client.get(page).context["form"]
    assert form["starts"].value() == "10am"
    facts = typed(series.venue, nth="2", from_on="1 February 2027")
    text = text_of(client.post(page, facts))
    assert "11 dates will be cancelled" in text
    assert "Tuesday 2 February" in text
    answer = save(client, page, facts)
    new = Series.objects.exclude(pk=series.pk).get()
    assert answer.url == f"/sessions/plan/series/{new.pk}/"
    assert planned_days(series) == days[:2]
    fell = Session.objects.get(series_on=days[2])
    text = text_of(client.get(f"/sessions/plan/date/{fell.pk}/"))
    assert "cancelled. The dates have changed: Second Tuesday of every month, 10am to midday" in text


@pytest.mark.parametrize(
    ("pattern", "day"),
    [
        ({"every": Every.WEEK, "interval": 2}, date(2026, 12, 2)),
        ({"every": Every.WEEK, "interval": 2, "weekday": 0}, date(2026, 12, 2)),
        ({"every": Every.MONTH, "interval": 12, "nth": -1, "weekday": 0}, date(2026, 12, 2)),
        ({"every": Every.MONTH, "interval": 3}, date(2027, 1, 8)),
    ],
)
def test_a_series_opened_only_to_change_its_hours_keeps_its_weeks_and_months(
    client: Client, ben: User, pattern: dict[str, Any], day: date
) -> None:
    begins = date(2026, 11, 30) if pattern["interval"] == 12 else date(2026, 11, 24)
    series = make_dates(ben, from_on=begins, **pattern)
    before = planned_days(series)
    client.force_login(ben)
    page = f"/sessions/plan/series/{series.pk}/change"
    with clock.standing_at(datetime.combine(day, time(12), tzinfo=clock.LONDON)):
        form = client.get(page).context["form"]
        as_shown = {name: str(form[name].value() or "") for name in form.fields}
        answer = save(client, page, as_shown | {"starts": "11am"})
        assert answer.status_code == 302, answer.context["form"].errors
        rows = Session.objects.filter(status="planned").order_by("starts_at")
        assert [row.held_on for row in rows if row.held_on in before] == before
        assert {row.hours for row in rows if row.held_on > day} == {"11am to midday"}
        assert not Session.objects.filter(because__startswith="The dates have changed").exists()


def test_two_who_change_a_series_see_both_versions(client: Client, ben: User, dee: User) -> None:
    series = make_dates(ben)
    client.force_login(ben)
    page = f"/sessions/plan/series/{series.pk}/change"
    facts = typed(series.venue, starts="9", from_on="2 December 2026", version="1")
    seen = client.post(page, facts)
    change_series(series=series, plan=a_plan(series.venue, starts=time(8)), by=dee)
    answer = client.post(page, facts | {"save": "yes", "shown": shown(seen)})
    assert answer.status_code == 409
    text = text_of(answer)
    assert "Where the two versions differ" in text
    assert "What stands now" in text
    assert "Somebody changed this series while the page was open." in text
    assert Session.objects.filter(status="planned").earliest("starts_at").hours == "8am to midday"


def test_the_end_of_a_series_cancels_its_later_dates(client: Client, ben: User) -> None:
    series = make_dates(ben)
    days = planned_days(series)
    client.force_login(ben)
    page = f"/sessions/plan/series/{series.pk}/end"
    assert client.post(page, {"on": "", "version": "1"}).status_code == 422
    client.post(page, {"on": "31 January 2027", "version": "1"})
    assert planned_days(series) == [day for day in days if day < date(2027, 2, 1)]


def test_a_month_shows_its_dates_with_who_comes_and_what_is_cancelled(client: Client, ben: User, chidi: User) -> None:
    series = make_dates(ben, every=Every.WEEK)
    first, second, third = series.sessions.order_by("starts_at")[1:4]
    put_in_rota(session=first, service="housing", name="Sue Cole", by=ben)
    cancel_session(session=second, because="The roof leaks", by=ben)
    client.force_login(chidi)
    text = text_of(client.get(f"{PAGE}?month=2026-12"))
    assert "December 2026" in text
    for words in ("Sue Cole", "Housing", "The roof leaks", "Cancelled", "Nobody yet", f"/date/{third.pk}/"):
        assert words in text
    assert "Tuesday 24 November" not in text


def test_the_calendar_has_whole_weeks_and_bank_holidays(client: Client, ben: User) -> None:
    make_dates(ben, every=Every.WEEK)
    client.force_login(ben)
    answer = client.get(f"{PAGE}?month=2026-12&view=calendar")
    weeks = answer.context["month"].weeks
    assert [len(week) for week in weeks] == [7] * 5
    assert (weeks[0][0].on, weeks[-1][-1].on) == (date(2026, 11, 30), date(2027, 1, 3))
    text = text_of(answer)
    assert "Christmas Day" in text
    assert text.count("nobody in the rota") == 5


@pytest.mark.parametrize("asked", ["", "2026-13", "1999-01", "x-y", "9999-12", "2026", f"{'9' * 5000}-1"])
def test_a_month_that_is_none_is_this_month(client: Client, ben: User, asked: str) -> None:
    client.force_login(ben)
    assert "November 2026" in text_of(client.get(f"{PAGE}?month={asked}"))


def test_a_month_shows_one_locality_where_one_is_chosen(client: Client, ben: User) -> None:
    make_dates(ben)
    make_dates(ben, venue=make_place(ben, "Grays Library", "grays"))
    client.force_login(ben)
    text = text_of(client.get(f"{PAGE}?month=2026-12&locality=grays"))
    assert "Grays Library" in text
    assert "Tilbury Library" not in text
    assert "Nothing is planned in this month." in text_of(client.get(f"{PAGE}?month=2026-12&locality=nowhere"))


def test_the_list_of_series_says_each_in_words(client: Client, ben: User) -> None:
    client.force_login(ben)
    assert "None is planned yet." in text_of(client.get("/sessions/plan/series/"))
    make_dates(ben, every=Every.WEEK, interval=2)
    assert "Every 2 weeks on Tuesday, 10am to midday" in text_of(client.get("/sessions/plan/series/"))


def test_the_page_of_talking_shops_leads_to_the_planner(client: Client, ben: User) -> None:
    client.force_login(ben)
    assert f'href="{PAGE}"' in text_of(client.get("/sessions/"))


def test_who_only_looks_is_offered_no_change(client: Client, ben: User, asha: User) -> None:
    series = make_dates(ben)
    client.force_login(asha)
    for page in (PAGE, f"/sessions/plan/series/{series.pk}/", "/sessions/plan/series/"):
        text = text_of(client.get(page))
        assert "Plan a series" not in text
        assert "Leave out" not in text
        assert "End it" not in text


def test_the_planner_asks_as_often_for_many_dates_as_for_one(
    client: Client, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        series = make_dates(ben, every=Every.WEEK, venue=make_place(ben, f"Hall {number}"))
        put_in_rota(session=series.sessions.first(), service="housing", name="Sue", by=ben, all_dates=True)
    client.force_login(ben)
    before = rows()
    with django_assert_num_queries(8):  # a savepoint and its release, the frame 3, dates, rota, localities
        client.get(f"{PAGE}?month=2026-12")
    with django_assert_num_queries(8):
        client.get("/sessions/plan/rota/")
    with django_assert_num_queries(8):  # the series, its dates, their rota
        client.get(f"/sessions/plan/series/{series.pk}/")
    assert rows() == before


def test_days_before_the_first_are_not_written_out(client: Client, ben: User) -> None:
    venue = make_place(ben)
    client.force_login(ben)
    save(client, NEW, typed(venue, from_on=str((SUNDAY + timedelta(days=60)).date())))
    assert min(planned_days(Series.objects.get())) == date(2027, 2, 2)
