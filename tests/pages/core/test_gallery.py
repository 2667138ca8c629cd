"""Every component in every state: against axe, on a narrow screen, on paper, without scripts."""

import gzip
import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests.journeys.browser import Visitor

pytestmark = pytest.mark.browser
FIRST_LOAD = 100_000  # bytes, compressed


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(reader: Visitor, width: int) -> None:
    reader.page.set_viewport_size({"width": width, "height": 900})
    reader.go("/gallery/")
    reader.look(f"gallery-{width}")


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_nothing_has_to_be_scrolled_sideways(reader: Visitor, width: int) -> None:
    reader.page.set_viewport_size({"width": width, "height": 900})
    reader.go("/gallery/")
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_id_stands_once(reader: Visitor) -> None:
    reader.go("/gallery/")
    ids = reader.page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert sorted(ids) == sorted(set(ids))


def test_every_control_that_can_be_clicked_is_at_least_24_pixels_high(reader: Visitor) -> None:
    reader.go("/gallery/")
    small = reader.page.evaluate(
        """[...document.querySelectorAll('main button, main input:not([type=hidden]), main select, main textarea')]
           .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"""
    )
    assert small == []


def test_first_load_is_light(reader: Visitor) -> None:
    weights: dict[str, int] = {}
    reader.page.on("response", lambda answer: weights.update({answer.url: len(gzip.compress(answer.body()))}))
    reader.go("/people/search")
    reader.page.wait_for_load_state("networkidle")
    assert sum(weights.values()) < FIRST_LOAD, weights


def test_pages_ask_nothing_of_any_other_host(reader: Visitor) -> None:
    hosts: set[str | None] = set()
    reader.page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    reader.go("/gallery/")
    assert hosts == {"127.0.0.1"}


def test_without_scripts_nothing_is_hidden_that_a_person_needs(browser: Browser, gallery_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{gallery_address}/gallery/")
    assert page.locator("[data-row]:visible").count() == 2
    assert page.locator("#conditional-id_empty-caller-3").is_visible()
    assert page.get_by_role("button", name="Find", exact=True).is_visible()
    context.close()


def test_the_persons_name_is_on_every_printed_sheet_and_the_navigation_on_none(reader: Visitor) -> None:
    reader.go("/gallery/")
    reader.page.emulate_media(media="print")
    shown = reader.page.evaluate("getComputedStyle(document.querySelector('.tc-banner__who')).display")
    assert shown == "table-header-group"
    assert not reader.page.locator(".govuk-template__header").is_visible()


def test_what_belongs_to_govuk_alone_is_not_in_what_we_serve() -> None:
    served = [path for folder in settings.STATICFILES_DIRS for path in folder.rglob("*") if path.is_file()]
    assert any(path.name == "app.css" for path in served), "The front end is not built: run `make frontend`."
    assert not [path for path in served if path.suffix in {".woff", ".woff2"} or "crest" in path.name]
    (styles,) = [path.read_text() for path in served if path.name == "app.css"]
    assert not re.search(r"transport|@font-face|crown|crest", styles, re.IGNORECASE)
