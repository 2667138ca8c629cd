"""Pages 2 and 3: one place and its poster, for everybody."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import zxingcpp
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from core import clock
from talking_shops.enums import Has, Service, SessionKind
from talking_shops.models import Attending, Venue
from tests.factories.venues import in_days, make_cancelled, make_date, make_series_of, make_venue
from tests.rows import rows

pytestmark = pytest.mark.django_db
SUNDAY = datetime(2026, 11, 22, 9, tzinfo=UTC)
HUB = "/talking-shops/tilbury-hub/"


@pytest.fixture
def hub() -> Venue:
    return make_venue("tilbury-hub", step_free=Has.YES, parking=Has.NO)


def words(answer: Any, of: str = "main") -> str:
    found = BeautifulSoup(answer.content, "html.parser").select_one(of)
    assert found is not None
    return re.sub(r" (?=[,.])", "", " ".join(found.get_text(" ").split()))


def test_the_next_six_dates_that_go_ahead_in_words_with_the_cancelled_ones_between(client: Client, hub: Venue) -> None:
    with clock.standing_at(SUNDAY):
        for week in range(8):
            make_date(hub, date(2026, 11, 24) + timedelta(weeks=week))
        make_cancelled(hub, date(2026, 12, 25), "Bank holiday: Christmas Day")
        answer = client.get(HUB)
    dates = [
        " ".join(line.get_text(" ").split())
        for line in BeautifulSoup(answer.content, "html.parser").select(".tc-dates li")
    ]
    assert [line.split(",")[0] for line in dates] == [
        "Tuesday 24 November", "Tuesday 1 December", "Tuesday 8 December", "Tuesday 15 December", "Tuesday 22 December",
        "Cancelled: Friday 25 December", "Tuesday 29 December",
    ]  # fmt: skip
    assert "10am to midday" in dates[0]
    assert dates[5].endswith("10am to midday Bank holiday: Christmas Day")
    (struck,) = BeautifulSoup(answer.content, "html.parser").select(".tc-dates s")
    assert struck.get_text(" ", strip=True) == "Friday 25 December, 10am to midday"


def test_a_date_that_was_moved_says_from_when_and_why(client: Client, hub: Venue) -> None:
    with clock.standing_at(SUNDAY):
        make_date(
            hub, date(2026, 11, 26), moved_from=datetime(2026, 11, 24, 10, tzinfo=UTC), because="The hall is let."
        )
        shown = words(client.get(HUB), ".tc-dates")
    assert shown.startswith(
        "Thursday 26 November, 10am to midday Moved from Tuesday 24 November, 10am. The hall is let."
    )


def test_what_it_has_is_yes_no_or_not_known(client: Client, hub: Venue) -> None:
    shown = words(client.get(HUB), ".tc-facts")
    assert shown == (
        "Step-free access Yes Accessible toilet Not known Parking No Bus stop near by Not known"
        " Quiet space Not known British Sign Language Not known"
    )
    answer = client.get(HUB)
    assert "“Not known” does not mean no. Ring 01375 511000 and we find out." in words(answer)
    assert "Nobody has checked this on the spot yet." in words(answer)


def test_how_to_get_there_and_who_comes_next_without_anybodys_name(client: Client, hub: Venue, ben: User) -> None:
    Venue.objects.update(how_to_get_there="Bus 66 to Civic Square.", checked_on=date(2026, 11, 3))
    session = make_date(hub, in_days(2))
    moment = {"made_at": clock.now(), "made_by": ben}
    Attending.objects.create(session=session, service=Service.CARERS, user=ben, **moment)
    Attending.objects.create(session=session, service=Service.HOUSING, name="Gone", removed_at=clock.now(), **moment)
    shown = words(client.get(HUB))
    assert "Bus 66 to Civic Square." in shown
    assert "Last checked on 3 November 2026." in shown
    assert "Who you can talk to there next Carers service Pass it on" in shown
    assert ben.name not in shown


def test_the_series_is_told_in_words(client: Client, hub: Venue) -> None:
    make_series_of(hub)
    assert "Every Tuesday, 10am to midday" in words(client.get(HUB))


def test_an_event_is_told_by_its_name(client: Client, hub: Venue) -> None:
    make_date(hub, in_days(2), kind=SessionKind.COMMUNITY_EVENT, title="Community Tuesday")
    assert "Community Tuesday" in words(client.get(HUB), ".tc-dates")


def test_a_poster_of_an_event_has_its_name_and_says_that_a_place_is_booked(client: Client, hub: Venue) -> None:
    make_date(hub, in_days(2), kind=SessionKind.COMMUNITY_EVENT, title="Community Tuesday", places=60)
    shown = words(client.get(f"{HUB}poster"), ".tc-poster")
    assert shown.startswith("Community Tuesday Ring to book your place.")
    assert "No appointment" not in shown


def test_a_poster_of_several_kinds_names_the_event_at_its_date(client: Client, hub: Venue) -> None:
    make_date(hub, in_days(2), title="Community Tuesday", places=60)
    make_date(hub, in_days(3))
    shown = words(client.get(f"{HUB}poster"), ".tc-poster")
    assert shown.startswith("Talking Shop Drop in")
    assert "10am to midday Community Tuesday" in shown


def test_without_dates_it_gives_the_number_to_ring(client: Client, hub: Venue) -> None:
    assert "No date that goes ahead is set here. Ring 01375 511000" in words(client.get(HUB))


def test_the_address_may_be_typed_in_capitals_from_a_poster(client: Client, hub: Venue) -> None:
    assert client.get("/talking-shops/Tilbury-Hub/").status_code == 200
    assert client.get("/talking-shops/tilbury-hub").headers["Location"] == HUB


def test_needs_no_cookie_writes_nothing_and_may_be_kept(client: Client, hub: Venue) -> None:
    make_date(hub, in_days(2))
    before = rows()
    for path in (HUB, f"{HUB}poster", f"{HUB}poster/large"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "public, max-age=300"
        assert "Cookie" not in answer.get("Vary", "")
        assert "<script" not in answer.content.decode()
    assert not client.cookies
    assert rows() == before
    assert client.post(HUB).status_code == 405


def test_a_place_that_we_left_leads_to_the_nearest_with_a_date_and_says_so(client: Client, hub: Venue) -> None:
    Venue.objects.filter(pk=hub.pk).update(closed_on=clock.today(), closed_because="The building was sold")
    make_venue("no-dates", postcode="RM18 8ZY")
    make_date(make_venue("grays-library", "grays", postcode="RM17 5DX", town="Grays"), in_days(1))
    make_date(make_venue("tilbury-church", postcode="RM18 7AA"), in_days(5))
    assert client.get(HUB).headers["Location"] == "/talking-shops/tilbury-church/?instead-of=tilbury-hub"
    shown = words(client.get(HUB, follow=True))
    assert "We are not at Tilbury hub any more: The building was sold. This is the nearest place with a date." in shown


def test_with_nowhere_else_to_go_a_place_that_we_left_says_so(client: Client, hub: Venue) -> None:
    Venue.objects.update(closed_on=clock.today(), closed_because="The building was sold")
    answer = client.get(HUB)
    assert answer.status_code == 200
    assert "We are not here any more: The building was sold." in words(answer)


def test_a_place_that_we_shall_leave_says_from_when(client: Client, hub: Venue) -> None:
    with clock.standing_at(SUNDAY):
        Venue.objects.update(closed_on=date(2026, 12, 12))
        assert "From Saturday 12 December we are not here any more." in words(client.get(HUB))


def test_nobody_is_told_that_an_open_place_was_left(client: Client, hub: Venue) -> None:
    make_venue("other")
    assert "any more" not in words(client.get(f"{HUB}?instead-of=other"))


def test_the_poster_says_when_where_whom_to_ring_and_how_to_type_the_address(client: Client, hub: Venue) -> None:
    with clock.standing_at(SUNDAY):
        for week in range(7):
            make_date(hub, date(2026, 11, 24) + timedelta(weeks=week))
        make_cancelled(hub, date(2026, 12, 2), "Snow")
        shown = words(client.get(f"{HUB}poster"), ".tc-poster")
    assert shown.count("10am to midday") == 6
    for said in (
        "Tilbury hub", "16 Civic Square, Tilbury, RM18 8ZZ", "Tuesday 24 November", "Not on Wednesday 2 December.",
        "Ring 01375 511000", "testserver/talking-shops/tilbury-hub", "Step-free access.", "22 November 2026",
    ):  # fmt: skip
        assert said in shown
    assert "Parking" not in shown


@pytest.mark.parametrize("size", ["", "/large"])
def test_the_qr_code_leads_to_the_place(client: Client, hub: Venue, size: str) -> None:
    make_date(hub, in_days(2))
    drawn = BeautifulSoup(client.get(f"{HUB}poster{size}").content, "html.parser").select_one("svg")
    assert drawn is not None
    side = int(str(drawn["viewbox"]).split()[2])
    picture = painted(str(drawn.select("path")[1]["d"]), side)
    (read,) = zxingcpp.read_barcodes(picture)
    assert read.text == f"http://testserver{HUB}"


def painted(path: str, side: int, zoom: int = 6) -> memoryview:
    """The drawing as a grey picture, `zoom` pixels to a module."""
    pixels = bytearray(b"\xff" * (side * zoom) ** 2)
    for left, top, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        for line in range(int(top) * zoom, (int(top) + 1) * zoom):
            start = line * side * zoom + int(left) * zoom
            pixels[start : start + int(length) * zoom] = bytes(int(length) * zoom)
    return memoryview(pixels).cast("B", shape=[side * zoom, side * zoom])


def test_without_a_date_the_poster_is_refused_with_the_reason(client: Client, hub: Venue) -> None:
    make_cancelled(hub, in_days(2), "Snow")
    shown = words(client.get(f"{HUB}poster"))
    assert "A poster without a date would send people to a closed door." in shown
    assert "01375 511000" in shown
    Venue.objects.update(closed_on=clock.today(), closed_because="It was sold")
    make_date(hub, in_days(2))
    assert "We are not there any more: It was sold." in words(client.get(f"{HUB}poster"))


def test_what_looks_like_an_attack_is_shown_exactly(client: Client, hub: Venue) -> None:
    text = "<script>alert(1)</script> '; DROP TABLE {{ 7*7 }} \u202e 🙂"
    Venue.objects.update(about=text, how_to_get_there=text, access_words=text)
    make_cancelled(hub, in_days(1), text)
    answer = client.get(HUB)
    assert b"<script" not in answer.content
    assert words(answer).count(text) == 4
