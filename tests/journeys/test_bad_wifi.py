"""A conversation at a stall with bad Wi-Fi, in real Chromium, on the real server: no word is lost, none doubled."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect, sync_playwright

from sealed.models import SealedItem
from tests.journeys.stall import Laptop, Stall, begin, say, sealed, stall, waits
from tests.servers import TestServers

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def place(
    test_servers: TestServers, tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Stall]:
    with stall(test_servers, tmp_path_factory.mktemp("stall"), django_db_blocker) as made:
        yield made


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as made:
        yield made


@pytest.fixture
def laptop(playwright: Playwright, place: Stall, tmp_path: Path) -> Iterator[Laptop]:
    place.wifi.is_("on")
    made = Laptop(playwright, place, tmp_path / "profile")
    yield made
    made.close()
    assert made.said == []


def test_one_item_is_sealed_sent_and_taken_up(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben)
    body = {"words": {"matters": "Her garden."}, "finished": False}
    item = {"kind": "talk", "draft": "0b7ac5a0-94c7-4b4a-a5e0-2f6d3f6fd4a1", "body": body}
    put = page.evaluate("(item) => window.tcOutbox.put(item)", item)
    waits(page, "^1 item safe at ")
    with place.records():
        assert SealedItem.objects.get(pk=put).owner_id == place.ben.pk
    assert page.evaluate("window.tcOutbox.items()") == []


def test_begun_without_a_network_closed_gone_on_with_and_sent(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben)
    place.wifi.is_("off")
    page.goto(f"{place.url}/sessions/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Write without a network")
    begin(page)
    say(page, "She wants to see the sea. Her sister lives in Sou")
    sealed(page)
    waits(page, "^1 item on this device$")
    page.close()
    again = laptop.tab("/sessions/")
    expect(again.locator("[data-begun]")).to_contain_text("2 sentences, sealed and safe on this device")
    again.get_by_role("button", name="Go on").click()
    expect(again.locator("[data-earlier]")).to_contain_text("2 sentences, sealed and safe on this device")
    say(again, "thend.")
    sealed(again)
    waits(again, "^2 items on this device$")
    again.get_by_role("button", name="Finish conversation").click()
    place.wifi.is_("on")
    waits(again, "^all 2 items safe at ")
