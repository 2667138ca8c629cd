"""Notices of wards in a real browser, on the processes of `make run`: a file goes through a real worker, and Gwen says
whom a notice is about. Every page is held against axe.
"""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories.notices import csv_of, hours_ago
from tests.journeys.application import Application
from tests.journeys.browser import visitor
from thurrock_care.demo.records.employment import PASSWORD

pytestmark = pytest.mark.browser

LINES = 600
WORK_SECONDS = 120


def content() -> bytes:
    row = {"Notice": "assessment", "Issued": hours_ago(2), "Hospital": "basildon", "Ward": "Fry"}
    return csv_of(*({"Family name": f"Ashworth{number}" if number else ""} | row for number in range(LINES)))


def in_both_widths(page: Page, look: object, picture: str) -> None:
    """A picture at 320 px, where nothing may stand out to the right, and one at 1280 px."""
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        look(f"{picture}-{width}")  # type: ignore[operator]
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_file_goes_through_a_real_worker_while_the_page_shows_how_far_it_is(
    borough: Application, browser: Browser
) -> None:
    with visitor(browser, borough.url, "gwen", email="gwen@thurrock.example", password=PASSWORD) as gwen:
        page = gwen.page
        gwen.go("/hospital/notices/")
        waited = int(page.get_by_role("link", name=re.compile("^Waiting")).inner_text().split()[-1])
        gwen.go("/hospital/notices/files/")
        in_both_widths(page, gwen.look, "notice-files")
        page.get_by_label("A CSV file of notices").set_input_files(
            {"name": "notices.csv", "mimeType": "text/csv", "buffer": content()}
        )
        page.get_by_role("button", name="Check this file").click()
        expect(page.get_by_role("progressbar", name=f"of {LINES} lines")).to_be_visible()
        gwen.look("notice-file-working")
        expect(page.get_by_role("button", name="Take up the good ones")).to_be_visible(timeout=WORK_SECONDS * 1000)
        expect(page.get_by_text("Family name is missing")).to_be_visible()
        in_both_widths(page, gwen.look, "notice-file-checked")
        page.get_by_role("button", name="Take up the good ones").click()
        expect(page.get_by_text(re.compile("^Taken up$")).first).to_be_visible(timeout=WORK_SECONDS * 1000)
        gwen.go("/hospital/notices/")
        expect(page.get_by_text(f"of {waited + LINES - 1} notices")).to_be_visible()
        in_both_widths(page, gwen.look, "notices")
        page.get_by_role("link", name="Ashworth1", exact=True).click()
        in_both_widths(page, gwen.look, "notice-waiting")
        page.get_by_role("link", name="Set this notice aside").click()
        in_both_widths(page, gwen.look, "notice-aside")


@pytest.mark.parametrize("kind", ["assessment", "discharge", "withdrawal"])
def test_the_form_of_each_kind_says_what_is_missing(borough: Application, browser: Browser, kind: str) -> None:
    with visitor(browser, borough.url, "gwen", email="gwen@thurrock.example", password=PASSWORD) as gwen:
        gwen.go(f"/hospital/notices/new?kind={kind}")
        in_both_widths(gwen.page, gwen.look, f"notice-new-{kind}")
        gwen.expect_fault("422")
        gwen.page.get_by_role("button", name="Take this notice in").click()
        expect(gwen.page.get_by_role("link", name="Family name is missing")).to_be_visible()
        gwen.look(f"notice-new-{kind}-missing")
