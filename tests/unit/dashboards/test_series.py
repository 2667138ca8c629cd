"""The last 26 whole weeks of a measure."""

from datetime import datetime, timedelta

import pytest

from accounts.models import User
from core import clock
from core.xmr import Better
from dashboards.figures import monday
from dashboards.series import Series, series_of
from discharges.actions import void_discharge
from localities.models import Locality
from referrals.models import Contact
from residents.models import Resident
from tests.factories.field import make_clock
from tests.factories.people import make_resident
from tests.factories.referrals import make_contact


@pytest.fixture
def tilbury(db: None) -> Locality:
    return Locality.objects.get(slug="tilbury-chadwell")


def taken(contact: Contact, at: datetime) -> None:
    Contact.objects.filter(pk=contact.pk).update(taken_at=at)


def values(locality: Locality, slug: str) -> list[float]:
    return [value for _, value in series_of(locality)[slug].points]


def test_counts_whole_weeks_from_monday_to_sunday_in_london(tilbury: Locality, jean: Resident, asha: User) -> None:
    this_monday = clock.start_of(monday(clock.today()))
    for at in (
        this_monday,  # this week has not ended
        this_monday - timedelta(seconds=1),
        clock.start_of(monday(clock.today()) - timedelta(weeks=1)),
        clock.start_of(monday(clock.today()) - timedelta(weeks=26)),
        clock.start_of(monday(clock.today()) - timedelta(weeks=26)) - timedelta(seconds=1),
    ):
        taken(make_contact(jean, asha), at)
    assert values(tilbury, "contacts") == [1.0] + [0] * 24 + [2.0]


def test_counts_discharges_by_the_day_on_which_somebody_went_home(tilbury: Locality, asha: User, gwen: User) -> None:
    days_to_last_week = (clock.today() - monday(clock.today())).days + 1
    make_clock(make_resident(asha), gwen, days_ago=days_to_last_week)
    assert values(tilbury, "discharges")[-1] == 1


def test_counts_no_discharge_that_was_entered_in_error(tilbury: Locality, asha: User, gwen: User) -> None:
    days_to_last_week = (clock.today() - monday(clock.today())).days + 1
    started = make_clock(make_resident(asha), gwen, days_ago=days_to_last_week)
    void_discharge(discharge=started.discharge, reason="Entered twice", by=gwen)
    assert values(tilbury, "discharges")[-1] == 0


def test_leaves_out_another_locality(jean: Resident, asha: User, db: None) -> None:
    taken(make_contact(jean, asha), clock.now() - timedelta(weeks=2))
    assert sum(values(Locality.objects.get(slug="grays"), "contacts")) == 0


def test_says_what_a_usual_week_is_and_never_less_than_nought() -> None:
    points = [(str(week), float(value)) for week, value in enumerate([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1])]
    assert Series("x", "X", "", Better.NEITHER, clock.now(), points).usual == "0 to 4"


def test_titles_a_chart_with_what_it_says() -> None:
    def title(last: float) -> str:
        points = [(str(week), float(value)) for week, value in enumerate([5, 6, 5, 7, 5, 6, 5, 6, 7, 5, 6, 5, last])]
        chart = Series("x", "Contacts", "", Better.NEITHER, clock.now(), points).chart
        assert chart is not None
        return chart.title

    assert title(6) == "Contacts: as usual in the last weeks"
    assert title(40) == "Contacts: changed in the last weeks"
