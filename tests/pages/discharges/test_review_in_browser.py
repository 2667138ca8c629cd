"""The pages of a six-week review in a real browser, wide and at 320 px: a visit is planned by keyboard, axe finds
nothing.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect, sync_playwright

from accounts.roles import Role
from discharges.models import SixWeekClock
from tests.factories.field import make_clock
from tests.factories.people import PASSWORD, make_resident, make_user
from tests.journeys.browser import Visitor, launch, visitor

pytestmark = pytest.mark.browser
TEAM = "cls-tilbury-chadwell"


@pytest.fixture
def overdue(address: str) -> SixWeekClock:
    """The review of somebody who went home fifty days ago."""
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    gwen = make_user("Gwen Price", Role.HOSPITAL_HUB, "hospital-hub")
    return make_clock(make_resident(asha), gwen, days_ago=50)


@pytest.fixture
def dee(address: str, overdue: SixWeekClock) -> Iterator[Visitor]:
    manager = make_user("Dee Walsh", Role.LOCALITY_MANAGER, TEAM)
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, "dee", email=manager.email, password=PASSWORD) as person,
    ):
        yield person


def look(person: Visitor, picture: str) -> None:
    """The page as it is on a wide and on a narrow screen."""
    person.look(picture)
    person.page.set_viewport_size({"width": 320, "height": 800})
    person.look(f"{picture}-narrow")
    assert person.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"
    person.page.set_viewport_size({"width": 1280, "height": 900})


def test_a_visit_is_planned_from_the_row_without_a_mouse(dee: Visitor, overdue: SixWeekClock) -> None:
    dee.go(f"/teams/{TEAM}/reviews?show=no-visit")
    look(dee, "reviews-without-a-visit")
    plan = dee.page.get_by_role("link", name="Plan a visit")
    plan.focus()
    dee.page.keyboard.press("Enter")
    dee.page.get_by_label("Which day?").focus()
    dee.page.keyboard.type("tomorrow")
    dee.page.keyboard.press("Control+Enter")
    expect(dee.page.locator("main")).to_contain_text("Dee Walsh visits Jean Smith on")
    look(dee, "review-with-a-visit")


def test_on_paper_the_person_is_named_and_no_way_back_is_printed(dee: Visitor, overdue: SixWeekClock) -> None:
    dee.go(overdue.get_absolute_url())
    dee.page.emulate_media(media="print")
    expect(dee.page.locator(".govuk-back-link")).to_be_hidden()
    who = dee.page.locator(".tc-banner__who")
    expect(who).to_contain_text("Jean Smith")
    assert who.evaluate("(line) => getComputedStyle(line).display") == "table-header-group"
    facts = dee.page.locator(".tc-banner__who .tc-banner__facts")
    assert facts.evaluate("(line) => getComputedStyle(line).borderBottomStyle") == "solid"


def test_every_page_of_a_review_and_of_its_locality(dee: Visitor, overdue: SixWeekClock) -> None:
    for name in ("visit", "refusal", "late"):
        dee.go(f"{overdue.get_absolute_url()}{name}")
        look(dee, f"review-{name}")
    for address, picture in (
        ("/six-weeks/steps", "steps"),
        ("/six-weeks/steps/no_visit", "step-change"),
        ("/reports/locality/tilbury-chadwell/", "locality"),
        ("/reports/locality/tilbury-chadwell/late/not-said/", "late-not-said"),
    ):
        dee.go(address)
        look(dee, picture)
