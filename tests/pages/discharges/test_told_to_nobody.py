"""ALM-1 and ALM-2 on pages: administrators read who is missing, managers open who is behind an alarm."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from discharges.models import SixWeekClock
from tests.factories.field import make_clock
from tests.factories.people import make_resident
from tests.factories.reviews import make_breach_told

MANAGERS_PAGES = (
    "/", "/teams/cls-tilbury-chadwell/reviews", "/reports/", "/reports/locality/grays/", "/six-weeks/steps"
)  # fmt: skip


@pytest.fixture
def untold(asha: User, gwen: User) -> SixWeekClock:
    """Arthur's review is past day 42, and nobody was told."""
    running = make_clock(make_resident(asha, known_as="Arthur"), gwen, days_ago=50)
    make_breach_told(running)
    return running


def text(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.content, "html.parser").text.split())


@pytest.mark.parametrize("page", MANAGERS_PAGES)
def test_alm_1_managers_pages_say_so_and_lead_to_the_people(
    client: Client, untold: SixWeekClock, dee: User, page: str
) -> None:
    client.force_login(dee)
    assert "because nobody was here to hear it: 1 in Tilbury and Chadwell." in text(client, page)
    links = BeautifulSoup(client.get(page).content, "html.parser").select('a[href$="/untold/"]')
    assert "Arthur Smith" in text(client, str(links[0]["href"]))


def test_alm_1_heads_of_service_read_it_too(client: Client, untold: SixWeekClock, olu: User) -> None:
    client.force_login(olu)
    assert "1 in Tilbury and Chadwell" in text(client, "/")


def test_alm_1_opens_those_without_a_locality(client: Client, asha: User, gwen: User, dee: User) -> None:
    running = make_clock(make_resident(asha, known_as="Sam", practice=None, postcode=""), gwen, days_ago=50)
    make_breach_told(running)
    client.force_login(dee)
    assert "1 in no locality yet" in text(client, "/")
    assert "Sam Smith" in text(client, "/reports/locality/no-locality/untold/")


@pytest.mark.parametrize("page", MANAGERS_PAGES)
def test_says_nothing_when_everybody_was_told(client: Client, dee: User, page: str) -> None:
    client.force_login(dee)
    assert "nobody was here to hear it" not in text(client, page)


def test_alm_2_an_administrator_reads_who_is_missing_and_no_name_of_a_person(
    client: Client, untold: SixWeekClock, ada: User
) -> None:
    client.force_login(ada)
    page = text(client, "/")
    assert "1 in Tilbury and Chadwell" in page
    assert "The Grays CLS team has no locality manager today" in page
    assert "Arthur" not in page
    assert not BeautifulSoup(client.get("/").content, "html.parser").select('a[href*="/untold/"]')


def test_alm_1_troubles_no_worker_with_it(client: Client, untold: SixWeekClock, ben: User) -> None:
    client.force_login(ben)
    for page in ("/", "/teams/cls-tilbury-chadwell/reviews"):
        assert "nobody was here to hear it" not in text(client, page)
