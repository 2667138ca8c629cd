"""Calls taken with the keyboard alone in a real browser, on the processes of `make run`, at 200 ms a key.

Script time is what is typed, key by key at 200 ms, and what the page makes one wait for in between. The hands
themselves are faster, so that the tests are short.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.application import Application
from tests.journeys.browser import Visitor, visitor
from tests.journeys.keyboard import Hands
from thurrock_care.demo.records.employment import PASSWORD

pytestmark = pytest.mark.browser

STORY = "Mum fell twice this week, once on the stairs. She is frightened to go up to bed and sleeps in her chair."
KNOWN, NEW, ADVICE = 60, 100, 30  # seconds of script time


@pytest.fixture
def asha(borough: Application, browser: Browser) -> Iterator[Visitor]:
    with visitor(browser, borough.url, "asha", email="asha@thurrock.example", password=PASSWORD) as person:
        yield person


@pytest.fixture
def hands(asha: Visitor) -> Hands:
    """Asha's hands, on an open console with the caret in the search box."""
    hands = Hands(asha)
    asha.page.reload()
    with asha.page.expect_navigation():  # she may stand on a console already, which has the focus there too
        hands.press("Alt+Shift+KeyC")
    hands.expect_focus(asha.page.get_by_label("Who is it about?"))
    hands.begin()
    return hands


def say_who_calls(hands: Hands) -> None:
    """The caller is a daughter; what she says is about falls."""
    page = hands.page
    hands.tab_to(page.get_by_label("Who is calling"))
    hands.type("Da")
    hands.tab_to(page.get_by_label("What it is about"))
    hands.type("Ge")


def check_and_send(hands: Hands) -> None:
    """From the console to the check page, and from there to "Next call"."""
    page = hands.page
    hands.press("Control+Enter")
    hands.expect_focus(page.get_by_role("heading", name="Check and send"))
    hands.press("Control+Enter")
    hands.expect_focus(page.get_by_role("button", name="Next call"))


def test_a_known_person_is_logged_and_routed_in_a_minute_and_two_pages(hands: Hands) -> None:
    page = hands.page
    hands.type("jean hughes")
    hands.expect_said("1 person found")
    hands.press("ArrowDown", "Enter")
    hands.expect_focus(page.get_by_label("What is happening"))
    expect(page.locator("#chosen")).to_contain_text("Jean Hughes")
    hands.type(STORY)
    say_who_calls(hands)
    hands.tab_to(page.get_by_label("Now", exact=True))
    hands.press("Space", "ArrowDown", "ArrowDown")
    expect(page.get_by_label("This week")).to_be_checked()
    check_and_send(hands)
    assert len(hands.pages) == 2, hands.pages
    assert hands.seconds <= KNOWN, f"{hands.keys} keys and {hands.waited:.1f} s of waiting"
    expect(page.get_by_text(re.compile("Tilbury and Chadwell CLS team")).first).to_be_visible()
    assert hands.lost == []


def test_a_new_person_is_added_logged_and_routed_in_a_hundred_seconds(hands: Hands) -> None:
    page = hands.page
    hands.type("Wilhelmina Ostrander 14/7/45 rm17 6ab")
    hands.press("Tab", "Tab")
    with hands.waiting():
        expect(page.get_by_role("button", name="Add this person")).to_be_visible()
    hands.tab_to(page.get_by_label("What is happening"))
    hands.type(STORY)
    hands.press("Control+KeyK")
    hands.press("ArrowDown")
    add = page.get_by_role("button", name="Add this person")
    while not add.evaluate("(button) => button === document.activeElement"):
        hands.press("ArrowDown")
    hands.press("Enter")
    with hands.waiting():
        expect(page.get_by_label("Family name", exact=True)).to_have_value("Ostrander")
        page.wait_for_load_state()
    expect(page.get_by_label("Postcode", exact=True)).to_have_value("RM17 6AB")
    hands.press("Control+Enter")
    hands.expect_focus(page.get_by_label("What is happening"))
    expect(page.get_by_label("What is happening")).to_have_value(STORY)
    expect(page.locator("#chosen")).to_contain_text("Wilhelmina Ostrander")
    say_who_calls(hands)
    hands.tab_to(page.get_by_label("Now", exact=True))
    hands.press("Space", "ArrowDown")
    check_and_send(hands)
    assert hands.seconds <= NEW, f"{hands.keys} keys and {hands.waited:.1f} s of waiting"
    assert hands.lost == []


def test_a_call_for_advice_alone_takes_half_a_minute_and_one_page(hands: Hands) -> None:
    page = hands.page
    hands.tab_to(page.get_by_label("What is happening"))
    hands.type("Where can Dad get a raised toilet seat?")
    say_who_calls(hands)
    hands.press("Alt+Shift+Digit3")
    hands.type("equip")
    hands.press("Enter")
    hands.expect_said("Added to the advice: Small equipment for the home")
    hands.press("Alt+Shift+KeyI")
    hands.expect_focus(page.get_by_role("button", name="Next call"))
    assert len(hands.pages) == 1, hands.pages
    assert hands.seconds <= ADVICE, f"{hands.keys} keys and {hands.waited:.1f} s of waiting"
    expect(page.get_by_text("Said to the caller: Small equipment for the home")).to_be_visible()
    assert hands.lost == []


def test_nothing_is_wrong_in_any_state_of_a_call(hands: Hands) -> None:
    page = hands.page
    hands.assert_well("call-empty")
    hands.type("jean hughes")
    hands.expect_said("1 person found")
    hands.assert_well("call-found")
    hands.press("ArrowDown")
    hands.expect_focus(page.get_by_role("button", name="Jean Hughes"))
    hands.press("Enter")
    hands.expect_focus(page.get_by_label("What is happening"))
    hands.assert_well("call-chosen")
    hands.visitor.expect_fault("422")
    hands.press("Control+Enter")
    hands.expect_focus(page.locator(".govuk-error-summary"))
    hands.assert_well("call-refused")
    hands.press("Alt+Shift+KeyP")
    hands.expect_focus(page.get_by_label("Who is it about?"))
    hands.assert_well("call-parked")
    hands.press("Alt+Shift+Digit3")
    hands.type("memory")
    hands.press("Enter")
    hands.expect_said("Added to the advice: Worried about memory")
    hands.assert_well("call-guided")
    page.get_by_role("button", name="Hide the script").focus()
    hands.press("Enter")
    expect(page.get_by_role("button", name="Show the script")).to_be_visible()
    page.get_by_role("button", name="Show the script").focus()
    hands.press("Enter")
    expect(page.get_by_role("button", name="Hide the script")).to_be_visible()
    hands.assert_well("call-script")
    page.get_by_role("button", name="Take up").focus()
    hands.press("Enter")
    hands.expect_focus(page.get_by_label("What is happening"))
    expect(page.locator("#chosen")).to_contain_text("Jean Hughes")
    hands.assert_well("call-taken-up")
