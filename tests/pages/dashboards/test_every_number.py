"""Behind every number there are as many people as it says: each is followed, and what it opens is counted."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from accounts.models import User
from core import clock
from dashboards.figures import monday
from discharges.actions import give_breach_reason
from discharges.enums import BreachCause, ClockStatus, EndReason
from discharges.models import SixWeekClock
from tests.factories.field import make_clock, make_stay
from tests.factories.people import make_resident
from tests.factories.referrals import give

LOCALITY, FORECAST = "/reports/locality/tilbury-chadwell/", "/hospital/forecast/"
GRAYS = {"practice": None, "postcode": "RM17 6AA"}


@pytest.fixture
def borough(asha: User, ben: User, dee: User, gwen: User) -> None:
    """Reviews of every kind, also elsewhere, and people expected home."""
    for days_ago in (0, 3, 20, 30, 36, 38, 41, 42, 43, 44, 50, 60, 70):
        for place in ({}, GRAYS):
            make_clock(make_resident(asha, known_as=f"Open {days_ago}", **place), gwen, days_ago=days_ago)
    held = list(SixWeekClock.objects.filter(discharged_on__lte=clock.days_ago(43)).order_by("discharged_on", "id"))
    give(held[0].referral, ben, dee)
    give_breach_reason(running=held[0], cause=BreachCause.UNWELL, by=ben)
    for number, running in enumerate(held[2:]):
        ways = (
            {"status": ClockStatus.MET, "met_on": running.due_on},
            {"status": ClockStatus.MET, "met_on": clock.days_ago(0)},
        )
        ended = {
            "status": ClockStatus.ENDED,
            "end_reason": EndReason.DIED,
            "ended_on": running.due_on + timedelta(days=number % 2),
        }
        SixWeekClock.objects.filter(pk=running.pk).update(**(*ways, ended, {})[number % 4])
    last_week = monday(clock.today()) - timedelta(days=3)
    for after in (-1, 0, 2):
        running = make_clock(make_resident(asha), gwen, days_ago=(clock.today() - last_week).days + 42)
        SixWeekClock.objects.filter(pk=running.pk).update(status="met", met_on=last_week + timedelta(days=after))
    for days in (-4, 0, 1, 2, 2, 9, 30):
        make_stay(make_resident(asha, known_as=f"Ward {days}"), gwen, expected_on=clock.today() + timedelta(days=days))


def soup(client: Client, page: str) -> BeautifulSoup:
    answer = client.get(page)
    assert answer.status_code == 200, page
    return BeautifulSoup(answer.content, "html.parser")


def people_behind(client: Client, page: str) -> int:
    """How many rows the list of an address has, on all its pages."""
    found = soup(client, page)
    if "There is nobody now." in found.text or "The number is nought." in found.text:
        return 0
    counted = " ".join(found.select_one(".tc-count").text.split())  # type: ignore[union-attr]
    shown = len(found.select("main table tbody tr"))
    total = int(re.findall(r"[\d,]+", counted)[-1].replace(",", ""))
    assert shown == min(total, 50 if "/forecast/" in page else 25)
    return total


def number_of(link: Tag) -> int:
    """What a link says before its hidden words: "3", "1 of 3 (33%)" (of three), "12 reviews"."""
    words = " ".join(text for text in link.find_all(string=True, recursive=False)).strip()
    found = re.match(r"(?:\d+ of )?(\d+)", words)
    assert found, words
    return int(found[1])


def tiles(page: BeautifulSoup) -> Iterator[tuple[str, int]]:
    for tile in page.select(".tc-tile"):
        figure, link = tile.select_one(".tc-tile__figure"), tile.select_one("a") or tile
        assert figure is not None
        if re.fullmatch(r"[\d,]+", figure.text.strip()):
            yield str(link["href"]), int(figure.text.replace(",", ""))


def causes(page: BeautifulSoup) -> Iterator[tuple[str, int]]:
    for row in page.select('tr:has(a[href*="/late/"])'):
        link, cell = row.select_one("a"), row.select_one("td")
        assert link is not None
        assert cell is not None
        yield str(link["href"]), int(re.findall(r"\d+", cell.text)[0])


def test_every_number_of_a_locality_opens_as_many_people(client: Client, borough: None, dee: User) -> None:
    client.force_login(dee)
    page = soup(client, LOCALITY)
    numbers = [*tiles(page), *causes(page)]
    bands = page.select('a[href*="/days-left/"]')
    weeks = page.select('a[href*="/due/"]')
    numbers += [(str(link["href"]), number_of(link)) for link in (*bands, *weeks)]
    late = page.select_one('a[href$="/late/"]')
    assert late is not None
    said = re.search(r"(\d+) reviews? of those that fell due", page.text)
    assert said
    numbers.append((str(late["href"]), int(said[1])))
    for href, number in numbers:
        assert people_behind(client, href) == number, href
    assert len(bands) == 6
    assert len(weeks) >= 6
    assert len(numbers) >= 6 + 6 + 8 + 2 + 1
    assert sum(number > 0 for _, number in numbers) >= 15
    assert {href.split("/")[3] for href, _ in numbers} == {"tilbury-chadwell", "borough"}


def test_the_strip_loses_nobody(client: Client, borough: None, dee: User) -> None:
    client.force_login(dee)
    page = soup(client, LOCALITY)
    bands = sum(number_of(link) for link in page.select('a[href*="/days-left/"]'))
    assert bands == SixWeekClock.objects.open().filter(locality__slug="tilbury-chadwell").count()


def test_in_time_is_what_the_list_of_a_week_says(client: Client, borough: None, dee: User) -> None:
    client.force_login(dee)
    for link in soup(client, LOCALITY).select('a[href*="/due/"]'):
        in_time = int(link.text.split(" of ")[0])
        assert soup(client, str(link["href"])).text.count("Held in time") == in_time


@pytest.mark.parametrize("name", ["dee", "gwen"])
def test_every_number_of_the_forecast_opens_as_many_people(
    client: Client, borough: None, name: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(name))
    links = soup(client, FORECAST).select('main a[href*="/forecast/"]')
    numbers = {(str(link["href"]), number_of(link)) for link in links}
    for href, number in numbers:
        assert people_behind(client, href) == number, href
    kinds = {re.sub(r".*/forecast/[^/]+/([^/]+)/.*", r"\1", href) for href, _ in numbers}
    assert kinds == {"coming", "due", "after", "past", "held"}
    assert len(numbers) >= 30


def test_every_number_of_the_localities_opens_as_many_people(client: Client, borough: None, olu: User) -> None:
    client.force_login(olu)
    cells = [
        cell for cell in soup(client, "/reports/").select("td a") if re.fullmatch(r"[\d,]+", cell.contents[0].strip())
    ]  # type: ignore[union-attr]
    for link in cells:
        assert people_behind(client, str(link["href"])) == number_of(link), link["href"]
    assert len(cells) >= 4 * 6


@pytest.mark.parametrize(
    "there",
    ["atlantis/past/", "grays/lunch/", "grays/due/", "grays/past/2026-3-2/7/", "grays/due/2026-2-30/1/",
     "grays/due/2026-3-2/8/", "grays/due/2026-3-2/0/", "atlantis/due/2026-3-2/1/"],
)  # fmt: skip
def test_does_not_exist_for_what_is_no_number_of_the_forecast(client: Client, gwen: User, there: str) -> None:
    client.force_login(gwen)
    assert client.get(f"{FORECAST}{there}").status_code == 404


def test_does_not_exist_for_no_band_of_the_strip(client: Client, dee: User) -> None:
    client.force_login(dee)
    assert client.get(f"{LOCALITY}days-left/soon/").status_code == 404
    assert client.get(f"{LOCALITY}days-left/overdue/").status_code == 200


def test_forecast_and_figures_lead_to_each_other(client: Client, borough: None, dee: User, gwen: User) -> None:
    client.force_login(dee)
    for page in (LOCALITY, "/reports/"):
        assert soup(client, page).select(f'main a[href^="{FORECAST}"]')
    assert soup(client, FORECAST).select(f'a[href="{LOCALITY}"]')
    assert soup(client, FORECAST).select_one("#ahead-tilbury-chadwell")
    client.force_login(gwen)
    assert not soup(client, FORECAST).select('main a[href^="/reports/"]')
