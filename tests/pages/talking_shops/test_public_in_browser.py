"""The public pages in a real browser: light, without scripts and cookies, by keyboard, on a telephone and on paper."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from core import clock
from talking_shops.enums import Has
from talking_shops.models import Venue
from tests.factories.venues import in_days, make_cancelled, make_date, make_venue
from tests.journeys.browser import Visitor, launch

pytestmark = pytest.mark.browser
FIRST_LOAD = 60_000  # bytes, as they come over the wire
MM = 96 / 25.4  # CSS pixels
EIGHTEEN_POINTS = 24  # CSS pixels
LONG = {
    "name": "Community café in St Clement’s church hall, Stifford Clays",
    "address": "Behind the parade of shops, 116 to 128 Long Lane",
    "town": "Stanford-le-Hope",
}
KNOWN = {"step_free": Has.YES, "toilets": Has.YES, "bus": Has.YES, "parking": Has.NO, "bsl": Has.YES}


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, launch(playwright) as chromium:
        yield chromium


@pytest.fixture
def hub(address: str) -> Venue:
    """One of twelve places; its dates have all that a date may have."""
    for number in range(11):
        place = make_venue(f"place-{number}", ("grays", "tilbury-chadwell")[number % 2], **KNOWN)
        for days in range(1 + number % 3, 20, 7):
            make_date(place, in_days(days))
    hub = make_venue("hub", "stanford-corringham", postcode="SS17 0EN", **LONG, **KNOWN)
    for days in range(7, 56, 7):
        make_date(hub, in_days(days), title="Community Tuesday" if days in (14, 42) else "")
    make_cancelled(hub, in_days(9), "The heating is broken. We are very sorry.")
    make_date(hub, in_days(8), moved_from=clock.start_of(in_days(10)), because="The hall is let.")
    make_venue("left", postcode="SS17 0EN", closed_on=clock.today(), closed_because="It was sold")
    return hub


PAGES = {
    "find": "/talking-shops/",
    "found": "/talking-shops/?q=ss17+0en&need=quiet_space&day=2",
    "nowhere": "/talking-shops/?q=Timbuktu",
    "venue": "/talking-shops/hub/",
    "instead": "/talking-shops/left/",
    "poster": "/talking-shops/hub/poster",
    "large": "/talking-shops/hub/poster/large",
    "no-poster": "/talking-shops/left/poster",
}


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_too_wide(address: str, hub: Venue, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB")
    anybody = Visitor(context.new_page(), address, "anybody")
    anybody.expect_fault("404")
    for name, path in {**PAGES, "missing": "/talking-shops/nowhere/"}.items():
        anybody.go(path)
        anybody.look(f"public-{name}-{width}")
        assert anybody.page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert context.cookies() == []
    anybody.assert_unharmed()


def test_the_first_load_of_every_page_is_at_most_60_kilobytes_from_this_host_alone(
    address: str, hub: Venue, browser: Browser
) -> None:
    for name, path in PAGES.items():
        context = browser.new_context()
        page = context.new_page()
        weight: list[float] = []
        asked: list[str] = []
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda told, weight=weight: weight.append(told["encodedDataLength"]))
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(f"{address}{path}", wait_until="networkidle")
        assert 5_000 < sum(weight) <= FIRST_LOAD, (name, weight)
        assert {urlsplit(url).netloc for url in asked} == {urlsplit(address).netloc}, name
        assert [url for url in asked if url.endswith(".js")] == [], name
        context.close()


@pytest.fixture
def without_scripts(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    context.set_default_timeout(15_000)
    yield context
    context.close()


def test_found_by_keyboard_without_scripts_and_the_answer_has_the_focus(
    address: str, hub: Venue, without_scripts: BrowserContext
) -> None:
    page = without_scripts.new_page()
    page.goto(f"{address}/talking-shops/")
    page.get_by_label("Where are you?").focus()
    page.keyboard.type("ss17 0en")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nearest to SS17 0EN first")).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(LONG["name"])
    expect(page.get_by_role("link", name="Add to calendar")).to_have_count(6)
    assert without_scripts.cookies() == []


def test_from_the_first_page_to_the_poster_in_three_clicks(
    address: str, hub: Venue, without_scripts: BrowserContext
) -> None:
    page = without_scripts.new_page()
    page.goto(f"{address}/talking-shops/")
    page.get_by_role("link", name=LONG["name"]).last.click()
    page.get_by_role("link", name="Poster to print").click()
    expect(page.get_by_role("img", name=re.compile("QR code that leads to .*hub"))).to_be_visible()


def test_what_is_needed_is_ticked_without_scripts(address: str, hub: Venue, without_scripts: BrowserContext) -> None:
    page = without_scripts.new_page()
    page.goto(f"{address}/talking-shops/")
    page.get_by_text("Only some days, or places with what I need").click()
    page.get_by_label("Parking").check()
    page.get_by_role("button", name="Show these").click()
    expect(page.locator("#found")).to_contain_text("No place that we know of fits all of this")
    expect(page.get_by_label("Parking")).to_be_checked()


@pytest.mark.parametrize("path", ["poster", "poster/large"])
def test_the_poster_is_one_sheet_of_a4_with_a_code_that_a_telephone_can_read(
    address: str, hub: Venue, browser: Browser, path: str
) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{address}/talking-shops/hub/{path}")
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert b"/MediaBox [0 0 594.9" in pdf or b"/MediaBox [0 0 595" in pdf
    page.emulate_media(media="print")
    code = page.get_by_role("img", name=re.compile("QR code")).bounding_box()
    assert code is not None
    assert code["width"] >= 25 * MM
    expect(page.get_by_text("Print this page on A4")).to_be_hidden()
    expect(page.locator("header")).to_be_hidden()


def test_in_large_print_nothing_is_smaller_than_18_points(address: str, hub: Venue, browser: Browser) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{address}/talking-shops/hub/poster/large")
    page.emulate_media(media="print")
    sizes = page.evaluate(
        "[...document.querySelectorAll('.tc-poster *')].map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert len(sizes) > 10
    assert min(sizes) >= EIGHTEEN_POINTS


def test_on_paper_a_place_has_its_dates_and_no_boxes(address: str, hub: Venue, browser: Browser) -> None:
    page = browser.new_context().new_page()
    page.emulate_media(media="print")
    page.goto(f"{address}/talking-shops/hub/")
    expect(page.get_by_text("Add to calendar").first).to_be_hidden()
    expect(page.get_by_text("Community Tuesday").first).to_be_visible()
    page.goto(f"{address}/talking-shops/")
    expect(page.get_by_label("Where are you?")).to_be_hidden()
