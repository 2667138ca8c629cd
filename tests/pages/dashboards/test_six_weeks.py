"""Whether the six-week reviews of a locality are held in time, why not, and the people behind each number."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from audit.models import Event
from core import clock
from dashboards.figures import monday
from dashboards.six_weeks import DEFINITION, weeks_of
from discharges.actions import give_breach_reason, void_discharge
from discharges.enums import BreachCause, ClockStatus, EndReason
from discharges.models import SixWeekClock
from localities.models import Locality
from tests.factories.field import make_clock
from tests.factories.people import make_resident

PAGE = "/reports/locality/tilbury-chadwell/"
Due = Callable[..., SixWeekClock]


@pytest.fixture
def due(asha: User, gwen: User) -> Due:
    """A clock that fell due in the last whole week: on Monday, or so many days later."""

    def make(name: str, *, met_after: int | None = None, day: int = 0, **place: object) -> SixWeekClock:
        due_on = monday(clock.today()) - timedelta(days=7 - day)
        days_ago = (clock.today() - due_on).days + 42
        running = make_clock(make_resident(asha, known_as=name, **place), gwen, days_ago=days_ago)
        if met_after is not None:
            met_on = due_on + timedelta(days=met_after)
            SixWeekClock.objects.filter(pk=running.pk).update(status=ClockStatus.MET, met_on=met_on)
        running.refresh_from_db()
        return running

    return make


def opened(client: Client, user: User, page: str = PAGE) -> str:
    client.force_login(user)
    answer = client.get(page)
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.content, "html.parser").text.split())


def ended(running: SixWeekClock, reason: EndReason, *, after: int) -> SixWeekClock:
    """Let a clock have ended so many days after its due date."""
    on = running.due_on + timedelta(days=after)
    SixWeekClock.objects.filter(pk=running.pk).update(status=ClockStatus.ENDED, end_reason=reason, ended_on=on)
    return running


def test_fig_1_a_week_belongs_to_the_due_date_and_what_ended_by_day_42_is_in_no_denominator(
    due: Due, gwen: User
) -> None:
    due("In time", met_after=0)
    due("Late", met_after=1, day=6)
    due("Open", day=3)
    ended(due("Refused on the day"), EndReason.REFUSED, after=0)
    void_discharge(discharge=due("Voided").discharge, reason="Entered twice", by=gwen)
    due("Next week", day=7, met_after=0)
    [week] = weeks_of(Locality.objects.get(slug="tilbury-chadwell"))
    assert (week.begins, week.due, week.in_time, week.share) == (
        monday(clock.today()) - timedelta(days=7), 3, 1, 33.3,
    )  # fmt: skip


@pytest.mark.parametrize("reason", EndReason)
def test_fig_1_a_clock_that_ended_after_day_42_is_not_in_time_in_the_week_of_its_due_date(
    client: Client, due: Due, ben: User, dee: User, reason: EndReason
) -> None:
    due("In time", met_after=0)
    late = ended(due("Late"), reason, after=1)
    ended(due("By then"), reason, after=-1)
    [week] = weeks_of(Locality.objects.get(slug="tilbury-chadwell"))
    assert (week.due, week.in_time) == (2, 1)
    give_breach_reason(running=late, cause=BreachCause.UNWELL, by=ben)
    behind = opened(client, dee, f"{PAGE}late/unwell/")
    assert "Late Smith" in behind
    assert f"Never: {reason.label.lower()} on " in behind
    assert "By then Smith" not in opened(client, dee, f"{PAGE}due/{week.begins:%Y-%-m-%-d}/")


def test_shows_small_numbers_as_such_and_the_borough_beside(client: Client, due: Due, dee: User) -> None:
    due("In time", met_after=0)
    due("In Grays", practice=None, postcode="RM17 6AA")
    page = opened(client, dee)
    assert "1 of 1 (100%)" in page
    assert "1 of 2 (50%)" in page
    assert re.search(r"1 of 1 \(100%\) in the week from [^)]* few", page)
    assert DEFINITION in page


def test_opens_the_people_behind_a_week(client: Client, due: Due, dee: User) -> None:
    due("Intime", met_after=0)
    due("Slow", met_after=3)
    client.force_login(dee)
    link = BeautifulSoup(client.get(PAGE).content, "html.parser").select_one('a[href*="/due/"]')["href"]
    page = opened(client, dee, str(link))
    assert "Intime Smith" in page
    assert "Slow Smith" in page
    assert "Nobody has said why" in page
    assert Event.objects.filter(verb="list.viewed", subject_type="dashboards.due").count() == 1
    assert client.get(f"{PAGE}due/2026-3-3/").status_code == 404  # a Tuesday
    assert client.get(f"{PAGE}due/2026-2-30/").status_code == 404


@pytest.mark.parametrize("day", ["9999-12-27", "9999-12-31", "99999999999999999999-1-1", "1-1-1"])
def test_a_week_past_the_calendar_is_not_found_and_its_first_one_is_empty(client: Client, dee: User, day: str) -> None:
    client.force_login(dee)
    assert client.get(f"{PAGE}due/{day}/").status_code == (200 if day == "1-1-1" else 404)


def test_counts_the_latest_reason_of_each_late_review_and_opens_who_is_behind(
    client: Client, due: Due, ben: User, dee: User
) -> None:
    due("In time", met_after=0)
    due("Unsaid")
    unwell, again = due("Unwell"), due("Again", met_after=4)
    give_breach_reason(running=unwell, cause=BreachCause.UNWELL, by=ben, words="In bed with flu")
    give_breach_reason(running=again, cause=BreachCause.OVERLOOKED, by=ben)
    give_breach_reason(running=again, cause=BreachCause.UNWELL, by=ben)
    page = opened(client, dee)
    assert "3 reviews of those that fell due in the last 13 weeks were not held in time" in page
    assert "The person was too unwell 2 Nobody has said why 1" in page
    behind = opened(client, dee, f"{PAGE}late/unwell/")
    assert "Unwell Smith" in behind
    assert "In bed with flu" in behind
    assert "Again Smith" in behind
    assert "Unsaid Smith" not in behind
    assert "Unsaid Smith" in opened(client, dee, f"{PAGE}late/not-said/")
    assert "The number is nought." in opened(client, dee, f"{PAGE}late/overlooked/")
    assert client.get(f"{PAGE}late/lunch/").status_code == 404


def test_says_that_none_was_late(client: Client, due: Due, dee: User) -> None:
    due("In time", met_after=0)
    assert "was late." in opened(client, dee)


@pytest.mark.parametrize("name", ["asha", "ben", "gwen", "hal", "ines", "eve", "ada"])
def test_refuses_a_role_without_figures(client: Client, name: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(name))
    assert client.get(f"{PAGE}late/unwell/").status_code == 403
