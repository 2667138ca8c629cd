"""The front door by keyboard alone, in a real browser: a call from the first key to "Next call", and an allocation."""

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from accounts.models import User
from accounts.roles import Role
from tests.factories.people import PASSWORD, make_resident, make_user
from tests.factories.referrals import STORY, make_referral
from tests.journeys.browser import launch, visitor

pytestmark = pytest.mark.browser
TEAM = "cls-tilbury-chadwell"


@pytest.fixture
def asha(address: str) -> User:
    return make_user("Asha Patel", Role.TRIAGE, "thurrock-first")


def test_a_call_is_taken_checked_and_sent_without_a_mouse(address: str, asha: User) -> None:
    make_resident(asha)
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, "asha", email=asha.email, password=PASSWORD) as visitor_asha,
    ):
        page, keys = visitor_asha.page, visitor_asha.page.keyboard
        keys.press("Alt+Shift+KeyC")
        expect(page.get_by_label("Who is it about?")).to_be_focused()
        keys.type("jean smth 14/7/45")
        expect(page.get_by_role("button", name="Jean Smith")).to_be_visible()
        expect(page.locator("#live")).to_have_text("1 person found")
        keys.press("ArrowDown")
        keys.press("Enter")
        expect(page.get_by_label("What is happening")).to_be_focused()
        keys.type(STORY)
        type_the_rest(page)
        keys.press("Control+Enter")
        expect(page.get_by_role("heading", name="Check and send")).to_be_focused()
        keys.press("Control+Enter")
        expect(page.get_by_role("button", name="Next call")).to_be_focused()
        expect(page.get_by_text("Sent. The ").first).to_be_visible()
        keys.press("Enter")
        expect(page.get_by_label("Who is it about?")).to_be_focused()
        expect(page.get_by_label("What is happening")).to_have_value("")


def type_the_rest(page: Page) -> None:
    """From the story on, box by box: every Tab is the next question."""
    for label, keys in (
        ("What matters to them now (optional)", "To stay in her own home"),
        ("Who is calling", "Da"),
        ("Caller’s name (optional)", "Maria Hughes"),
        ("Caller’s telephone (optional)", "07700 900456"),
        ("Safe to ring this number?", ""),
        ("Safe to text it?", ""),
        ("The caller stays anonymous: keep no name and no number", ""),
        ("May they speak for the person?", ""),
        ("What it is about", "Ge"),
    ):
        page.keyboard.press("Tab")
        group = page.get_by_role("group", name=label)
        box = group.get_by_label("Not asked") if group.count() else page.get_by_label(label)
        expect(box).to_be_focused()
        page.keyboard.type(keys)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("Now", exact=True)).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Today", exact=True)).to_be_checked()


def test_a_referral_is_allocated_without_a_mouse(address: str, asha: User) -> None:
    dee = make_user("Dee Walsh", Role.LOCALITY_MANAGER, TEAM)
    make_user("Ben Okafor", Role.SOCIAL_WORKER, TEAM)
    referral = make_referral(make_resident(asha), asha)
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, "dee", email=dee.email, password=PASSWORD) as visitor_dee,
    ):
        page, keys = visitor_dee.page, visitor_dee.page.keyboard
        visitor_dee.go(referral.get_absolute_url())
        keys.press("Control+Enter")
        expect(page.get_by_role("heading", name="Allocate", exact=True)).to_be_visible()
        page.get_by_role("radio", name="Ben Okafor").focus()
        keys.press("Space")
        keys.press("Control+Enter")
        done = page.locator(".tc-alert--success")
        expect(done).to_contain_text(f"{referral.reference} is allocated to Ben Okafor.")
        page.get_by_role("button", name="Undo").focus()
        keys.press("Enter")
        expect(done).to_contain_text(f"{referral.reference} is back in the team")
