"""/sessions/plan/venues/: six access facts and when somebody last looked; a venue that we leave."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core import clock
from core.errors import Refused
from localities.models import Locality
from talking_shops.actions import cancel_session, change_venue, make_sessions
from talking_shops.enums import Every
from talking_shops.models import Venue
from tests.factories.field import make_session
from tests.factories.planned import make_dates, make_place, planned_days

PAGE = "/sessions/plan/venues/"
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=clock.LONDON)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_sunday_in_november() -> Iterator[None]:
    with clock.standing_at(SUNDAY):
        yield


def typed(**told: str) -> dict[str, str]:
    facts = {
        "name": "Grays Library", "kind": "library", "locality": str(Locality.objects.get(slug="grays").pk),
        "address": "Orsett Road", "town": "Grays", "postcode": "rm175dx", "phone": "", "about": "",
        "how_to_get_there": "Bus 100 stops outside", "access_words": "", "step_free": "yes", "parking": "no",
        "bus": "yes", "toilets": "unknown", "quiet_space": "no", "bsl": "unknown",
    }  # fmt: skip
    return facts | told


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_venue_is_added_with_its_six_access_facts_and_is_checked_today(client: Client, ben: User) -> None:
    client.force_login(ben)
    answer = client.post(f"{PAGE}new", typed())
    assert answer.url == f"{PAGE}grays-library/"
    venue = Venue.objects.get()
    assert (venue.step_free, venue.parking, venue.bus, venue.toilets) == ("yes", "no", "yes", "unknown")
    assert (venue.quiet_space, venue.bsl, venue.checked_on, venue.postcode) == (
        "no",
        "unknown",
        SUNDAY.date(),
        "RM17 5DX",
    )
    text = text_of(client.get(answer.url))
    for fact in ("Step-free access", "Parking", "Bus stop near by", "Accessible toilet", "Quiet space", "British Sign"):
        assert fact in text
    assert text.count("Not known") == 2, "never shown as no"
    assert "Last checked on 22 November 2026." in text


def test_an_access_fact_that_nobody_answers_is_asked_for(client: Client, ben: User) -> None:
    client.force_login(ben)
    answer = client.post(f"{PAGE}new", {name: said for name, said in typed().items() if name != "bsl"})
    assert answer.status_code == 422
    assert "Select whether there is: british sign language" in text_of(answer)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"name": ""}, "Enter the name of the venue"),
        ({"postcode": "RM"}, "Enter a full postcode, like RM17 6SL"),
        ({"name": "tilbury LIBRARY"}, "There is a venue called tilbury LIBRARY already."),
    ],
)
def test_a_venue_that_cannot_be_says_why(client: Client, ben: User, told: dict[str, str], words: str) -> None:
    make_place(ben)
    client.force_login(ben)
    answer = client.post(f"{PAGE}new", typed(**told))
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_a_changed_venue_keeps_its_address_on_the_web_and_is_checked_today(client: Client, ben: User) -> None:
    venue = make_place(ben)
    client.force_login(ben)
    with clock.standing_at(SUNDAY + timedelta(days=30)):
        client.post(f"{PAGE}tilbury-library/change", typed(name="The Hub", parking="yes", version=str(venue.version)))
    venue.refresh_from_db()
    assert (venue.slug, venue.name, venue.parking) == ("tilbury-library", "The Hub", "yes")
    assert venue.checked_on == date(2026, 12, 22)


def test_two_who_change_a_venue_see_both_versions(client: Client, ben: User, dee: User) -> None:
    venue = make_place(ben)
    client.force_login(ben)
    change_venue(venue=venue, by=dee, toilets="no")
    answer = client.post(f"{PAGE}tilbury-library/change", typed(toilets="yes", version=str(venue.version)))
    assert answer.status_code == 409
    text = text_of(answer)
    assert "Where the two versions differ" in text
    assert "Accessible toilet" in text
    venue.refresh_from_db()
    assert venue.toilets == "no"
    again = answer.context["form"].data
    assert client.post(f"{PAGE}tilbury-library/change", again.dict()).status_code == 302


def test_one_click_says_that_all_is_right_and_a_year_later_it_asks_again(client: Client, ben: User) -> None:
    make_place(ben)
    client.force_login(ben)
    with clock.standing_at(SUNDAY + timedelta(days=366)):
        assert "Look again" in text_of(client.get(PAGE))
        client.post(f"{PAGE}tilbury-library/checked", {})
        text = text_of(client.get(PAGE))
        assert "Look again" not in text
        assert "23 November 2027" in text


def test_a_venue_that_we_leave_ends_its_series_and_cancels_what_is_later_with_the_reason(
    client: Client, ben: User
) -> None:
    series = make_dates(ben, every=Every.WEEK)
    single = make_session(venue="Tilbury Library", on=date(2027, 1, 20))
    before = planned_days(series)
    client.force_login(ben)
    why = "The library moves to Dock Road"
    client.post(f"{PAGE}tilbury-library/close", {"on": "1 January 2027", "because": why, "version": "1"})
    assert planned_days(series) == [day for day in before if day < date(2027, 1, 1)]
    single.refresh_from_db()
    assert (single.status, single.because) == ("cancelled", why)
    assert make_sessions() == 0
    with pytest.raises(Refused, match="We are not at Tilbury Library from Friday 1 January 2027 on"):
        make_dates(ben, venue=Venue.objects.get(), from_on=date(2027, 2, 1))
    assert f"We are not here from 1 January 2027 on. {why}" in text_of(client.get(f"{PAGE}tilbury-library/"))


def test_a_venue_that_we_left_is_opened_again(client: Client, ben: User) -> None:
    make_dates(ben)
    client.force_login(ben)
    client.post(f"{PAGE}tilbury-library/close", {"on": "1 January 2027", "because": "Repairs", "version": "1"})
    client.post(f"{PAGE}tilbury-library/reopen", {})
    venue = Venue.objects.get()
    assert (venue.closed_on, venue.closed_because) == (None, "")
    make_dates(ben, venue=venue, every=Every.WEEK, from_on=date(2027, 2, 1))


def test_a_venue_shows_its_series_in_words_and_its_next_dates(client: Client, ben: User) -> None:
    series = make_dates(ben)
    cancel_session(session=series.sessions.earliest("starts_at"), because="Ill", by=ben)
    client.force_login(ben)
    text = text_of(client.get(f"{PAGE}tilbury-library/"))
    assert "First Tuesday of every month, 10am to midday" in text
    assert "Tuesday 1 December, 10am to midday</a>, cancelled" in text


def test_the_list_asks_as_often_for_many_venues_as_for_one(
    client: Client, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(ben)
    assert "None was added yet." in text_of(client.get(PAGE))
    for number in range(5):
        make_place(ben, f"Hall {number}")
    with django_assert_num_queries(6):  # a savepoint and its release, the frame 3, venues
        client.get(PAGE)
