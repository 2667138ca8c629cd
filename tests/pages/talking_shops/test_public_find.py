"""Page 1: everybody finds a Talking Shop, by place or postcode, without signing in, cookies or scripts."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from core import clock
from talking_shops.enums import Has
from tests.factories.venues import in_days, make_cancelled, make_date, make_venue
from tests.rows import rows

pytestmark = pytest.mark.django_db
FIND = "/talking-shops/"


def page(client: Client, **query: Any) -> BeautifulSoup:
    return BeautifulSoup(client.get(FIND, query).content, "html.parser")


def words(soup: BeautifulSoup, of: str = "main") -> str:
    found = soup.select_one(of)
    assert found is not None
    return " ".join(found.get_text(" ").split())


def found(client: Client, **query: Any) -> list[tuple[str, list[str]]]:
    """The headings of the results and the places under each."""
    lists = page(client, **query).select("ul.tc-places")
    return [
        (str(places.find_previous("h2").get_text(strip=True)), [name.get_text(strip=True) for name in places("h3")])  # type: ignore[union-attr]
        for places in lists
    ]


@pytest.fixture
def borough() -> None:
    """Five places, each with a date."""
    for slug, locality, town, postcode in (
        ("tilbury-hub", "tilbury-chadwell", "Tilbury", "RM18 8ZZ"),
        ("tilbury-food-bank", "tilbury-chadwell", "Tilbury", "RM18 7BS"),
        ("chadwell-hall", "tilbury-chadwell", "Chadwell St Mary", "RM16 4JP"),
        ("grays-library", "grays", "Grays", "RM17 5DX"),
        ("ockendon-hub", "aveley-ockendon-purfleet", "South Ockendon", "RM15 6EB"),
    ):
        make_date(make_venue(slug, locality, town=town, postcode=postcode), in_days(3))


def test_a_stranger_finds_it_without_cookies_and_nothing_is_written(client: Client, borough: None) -> None:
    before = rows()
    answer = client.get(FIND)
    assert answer.status_code == client.get(FIND, {"q": "Tilbury"}).status_code == 200
    assert not client.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert b"<script" not in answer.content
    assert "script-src 'none'" in answer["Content-Security-Policy"]
    assert rows() == before


def test_what_is_nearest_by_postcode_comes_first_and_says_how_it_was_measured(client: Client, borough: None) -> None:
    assert found(client, q="rm188eb") == [
        ("With a postcode that begins RM18 8", ["Tilbury hub"]),
        ("With a postcode that begins RM18", ["Tilbury food bank"]),
        ("In the area Tilbury and Chadwell", ["Chadwell hall"]),
        ("Elsewhere in Thurrock", ["Grays library", "Ockendon hub"]),
    ]
    shown = words(page(client, q="rm188eb"))
    assert "We do not measure how far it is" in shown
    assert "mile" not in shown


def test_a_place_is_found_by_its_name_also_misspelt(client: Client, borough: None) -> None:
    assert found(client, q="tilbury")[0] == ("In Tilbury", ["Tilbury food bank", "Tilbury hub"])
    assert found(client, q="ockenden")[0][1] == ["Ockendon hub"]
    assert "We took “ockenden” for Ockendon." in words(page(client, q="ockenden"))


def test_an_unknown_place_lists_all_with_the_number_to_ring(client: Client, borough: None) -> None:
    groups = found(client, q="Timbuktu")
    assert groups == [("All our Talking Shops", sorted(groups[0][1]))]
    assert len(groups[0][1]) == 5
    shown = words(page(client, q="Timbuktu"), "#found")
    assert "We do not know a place in Thurrock called “Timbuktu”" in shown
    assert "01375 511000" in shown


def test_where_none_is_near_all_are_listed_and_it_is_said(client: Client, borough: None) -> None:
    assert "We hold no Talking Shop near SW1A 1AA at the moment" in words(page(client, q="SW1A 1AA"), "#found")
    assert len(found(client, q="SW1A 1AA")[0][1]) == 5


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "'; DROP TABLE x; --", "{{ 7*7 }}", "%", "\u202eabc", "x" * 5000]
)
def test_any_words_may_be_typed(client: Client, borough: None, typed: str) -> None:
    answer = client.get(FIND, {"q": typed})
    assert answer.status_code == 200
    assert b"<script" not in answer.content
    assert BeautifulSoup(answer.content, "html.parser").select_one("#q")["value"] == typed[:100]  # type: ignore[index]


def test_what_is_not_known_of_a_place_is_never_taken_for_no(client: Client) -> None:
    make_date(make_venue("with-ramp", step_free=Has.YES), in_days(2))
    make_date(make_venue("who-knows"), in_days(1))
    make_date(make_venue("with-stairs", step_free=Has.NO), in_days(1))
    shown = page(client, need="step_free")
    assert [name.get_text(strip=True) for name in shown.select("h3")] == ["Who knows", "With ramp"]
    assert "Not known: Step-free access. Ring us and we find out." in words(shown)
    assert "1 place does not fit what you asked for." in words(shown)


def test_narrowed_by_day_it_shows_the_next_date_on_that_day(client: Client) -> None:
    venue = make_venue("both-days")
    with clock.standing_at(datetime(2026, 11, 22, 9, tzinfo=UTC)):  # a Sunday
        make_date(venue, date(2026, 11, 24))
        make_date(venue, date(2026, 11, 26))
        make_date(make_venue("only-tuesday"), date(2026, 11, 24))
        shown = page(client, day="4")
    assert [name.get_text(strip=True) for name in shown.select("h3")] == ["Both days"]
    assert "Thursday 26 November, 10am to midday" in words(shown, ".tc-place")


def test_what_is_near_but_does_not_fit_is_not_told_to_be_nowhere(client: Client) -> None:
    make_date(make_venue("with-stairs", step_free=Has.NO), in_days(1))
    make_date(make_venue("grays-library", "grays", town="Grays", postcode="RM17 5DX", step_free=Has.YES), in_days(1))
    shown = page(client, q="RM18 8ZZ", need="step_free")
    assert "None near RM18 8ZZ fits what you asked for. These are further away." in words(shown, "#found")
    assert "We hold no Talking Shop" not in words(shown)
    assert shown.select_one('#found a[href="/talking-shops/?q=RM18%208ZZ"]')


def test_narrowed_by_locality(client: Client, borough: None) -> None:
    assert found(client, locality="grays") == [("All our Talking Shops", ["Grays library"])]


def test_nonsense_in_the_address_asks_for_nothing(client: Client, borough: None) -> None:
    answer = client.get(FIND, {"day": "9", "locality": "nowhere", "need": "gold"})
    assert answer.status_code == 200
    assert b"Today and this week" in answer.content


def test_no_fit_offers_to_look_without_the_wishes(client: Client) -> None:
    make_venue("with-stairs", step_free=Has.NO)
    shown = page(client, q="Tilbury", need="step_free")
    assert "No place that we know of fits all of this" in words(shown)
    assert shown.select_one('main a[href="/talking-shops/?q=Tilbury"]')


def test_today_and_this_week_are_told_by_day_with_what_was_cancelled(client: Client) -> None:
    venue = make_venue("tilbury-hub")
    with clock.standing_at(datetime(2026, 11, 22, 9, tzinfo=UTC)):
        make_date(venue, date(2026, 11, 22))
        make_cancelled(venue, date(2026, 11, 23), "The heating is broken.")
        make_date(venue, date(2026, 11, 28), hour=14)
        make_date(venue, date(2026, 11, 29))
        shown = words(page(client), ".tc-week")
    assert shown == (
        "Today, Sunday 22 November Tilbury hub , 10am to midday"
        " Tomorrow, Monday 23 November Cancelled: Tilbury hub , 10am to midday The heating is broken."
        " Saturday 28 November Tilbury hub , 2pm to 4pm"
    )


def test_an_event_with_places_says_that_one_is_booked(client: Client) -> None:
    make_date(make_venue("morrisons"), in_days(2), title="Community Tuesday", places=60)
    for part in (".tc-week", ".tc-place"):
        assert "Community Tuesday Ring 01375 511000 to book a place." in words(page(client), part)


def test_after_the_last_session_of_today_it_says_that_nothing_is_on_any_more(client: Client) -> None:
    venue = make_venue("tilbury-hub")
    with clock.standing_at(datetime(2026, 11, 22, 13, tzinfo=UTC)):
        make_date(venue, date(2026, 11, 22))
        assert "Nothing is on any more today" in words(page(client), ".tc-week")


def test_a_place_that_we_left_is_not_found(client: Client) -> None:
    make_venue("left", closed_on=clock.today(), closed_because="It was sold")
    make_venue("leaving", closed_on=in_days(1))
    assert found(client) == [("All our Talking Shops", ["Leaving"])]


def test_the_next_date_of_a_place_is_one_that_goes_ahead(client: Client) -> None:
    venue = make_venue("tilbury-hub")
    make_cancelled(venue, in_days(1), "Snow")
    make_date(venue, in_days(300))
    assert "Cancelled" not in words(page(client, q="Tilbury"), ".tc-place__next")
    assert "10am to midday" in words(page(client, q="Tilbury"), ".tc-place__next")


def test_it_may_be_kept_for_five_minutes_but_not_where_somebody_lives(client: Client, borough: None) -> None:
    answer = client.get(FIND)
    assert answer["Cache-Control"] == "public, max-age=300"
    assert "X-Robots-Tag" not in answer
    assert client.get(FIND, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert "no-store" in client.get(FIND, {"q": "RM18 8EB"})["Cache-Control"]


def test_somebody_who_is_signed_in_gets_the_same_page_and_no_cookie(client: Client, ben: User, borough: None) -> None:
    stranger = client.get(FIND).content
    client.force_login(ben)
    before = client.cookies.output()
    assert client.get(FIND).content == stranger
    assert client.cookies.output() == before


def test_as_many_questions_to_the_database_however_many_places_there_are(
    client: Client, borough: None, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        make_date(make_venue(f"place-{number}"), in_days(1))
    client.get(FIND)
    with django_assert_max_num_queries(5):  # savepoint included
        client.get(FIND)


@pytest.mark.parametrize("path", ["nowhere/", "tilbury-hub/poster/", "a b/", "nowhere.ics", "x/y/z", "in/nowhere.ics"])
def test_what_is_not_there_is_a_page_with_the_number_to_ring(client: Client, borough: None, path: str) -> None:
    answer = client.get(f"{FIND}{path}")
    assert answer.status_code == 404
    assert "01375 511000" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert not client.cookies
