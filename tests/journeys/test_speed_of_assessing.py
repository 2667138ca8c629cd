"""Assessments filled in with the keyboard alone in a real browser, at 200 ms a key: minutes, nothing asked twice."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.application import Application
from tests.journeys.browser import visitor
from tests.journeys.keyboard import Hands
from thurrock_care.demo.records.employment import PASSWORD

pytestmark = pytest.mark.browser

LIGHT_TOUCH, SHORTEST_FULL = 90, 60  # seconds of script time
NARROW = {"width": 320, "height": 800}


@contextmanager
def hands_of(name: str, borough: Application, browser: Browser) -> Iterator[Hands]:
    with visitor(browser, borough.url, name, email=f"{name}@thurrock.example", password=PASSWORD) as person:
        yield Hands(person)


def answer(hands: Hands, question: str, downs: int) -> None:
    """Choose an answer: Tab to the question, and so many times the arrow down from "Not asked" (1: yes, 3: no)."""
    group = hands.page.get_by_role("group", name=question)
    hands.tab_to(group.get_by_label("Not asked"))
    hands.press(*["ArrowDown"] * downs)


def lost_while_typing(hands: Hands) -> list[str]:
    """Where a key sent the focus nowhere; a page that opens begins at its top, before its first link."""
    return [where for where in hands.lost if not where.startswith("after loading")]


def look_at_it_narrow(hands: Hands, state: str) -> None:
    """The page on a telephone: nothing is wider than the screen."""
    wide = hands.page.viewport_size
    hands.page.set_viewport_size(NARROW)
    assert hands.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], state
    hands.visitor.look(f"{state}-320")
    hands.page.set_viewport_size(wide)


def test_a_light_touch_assessment_takes_minutes(borough: Application, browser: Browser) -> None:
    with hands_of("gwen", borough, browser) as hands:
        page = hands.page
        hands.visitor.go("/hospital")
        page.get_by_role("link", name="Ray Cole").first.click()
        page.get_by_role("link", name="Assess for a safe discharge").first.focus()
        hands.begin()
        hands.press("Enter")
        with hands.waiting():
            expect(page.get_by_role("heading", name="Light-touch assessment")).to_be_visible()
            page.wait_for_load_state()
        hands.tab_to(page.get_by_label("Their own home"))
        hands.press("Space")
        answer(hands, "Do they live alone?", 1)
        for question in ("Can they get in?", "Is it warm, with light and food?"):
            answer(hands, question, 1)
        for question in ("Can they get about", "Can they wash and dress?"):
            answer(hands, question, 2)
        for question in ("Can they eat and drink?", "Do they have their medicines"):
            answer(hands, question, 1)
        hands.tab_to(page.get_by_label("Equipment they need"))
        hands.type("A commode, and a rail by the bed")
        hands.tab_to(page.get_by_label("What they say about getting home"))
        hands.type("I want my own bed and my own tea. My nephew has put the heating on.")
        hands.tab_to(page.get_by_label("Who will help"))
        hands.type("His nephew Carl, every evening this week")
        hands.tab_to(page.get_by_label("What worries them"))
        hands.type("The stairs at night.")
        hands.press("Control+Enter")
        with hands.waiting():
            expect(page.get_by_text("Light-touch assessment completed.")).to_be_visible()
        assert hands.seconds <= LIGHT_TOUCH, f"{hands.keys} keys and {hands.waited:.1f} s of waiting"
        assert lost_while_typing(hands) == []


def test_the_shortest_honest_full_assessment_takes_a_minute(borough: Application, browser: Browser) -> None:
    with hands_of("dee", borough, browser) as hands:
        page = hands.page
        hands.visitor.go("/people/search?q=betty+rudd")
        page.get_by_role("link", name="Rudd").first.click()
        page.get_by_role("button", name="Hold the review").click()
        page.get_by_role("button", name="Start the assessment").focus()
        hands.begin()
        hands.press("Enter")
        with hands.waiting():
            expect(page.get_by_role("heading", name="What has changed since the ward")).to_be_visible()
            page.wait_for_load_state()
        hands.visitor.look("assessment-full-begun")
        hands.tab_to(page.get_by_label("Yes, in the same room"))
        hands.press("Space")
        answer(hands, "Can they get about", 1)
        hands.tab_to(page.get_by_label("What matters to them"))
        hands.type("To be at bingo on Fridays, and no more pills than I need.")
        for box in ("Who is around them", "Your own view"):
            hands.tab_to(page.get_by_label(box))
        hands.tab_to(page.get_by_label("What was decided"))
        hands.type("Betty manages by herself. Nothing more is needed now.")
        hands.press("Control+Enter")
        with hands.waiting():
            expect(page.get_by_text("It meets the six-week clock").first).to_be_visible()
        assert hands.seconds <= SHORTEST_FULL, f"{hands.keys} keys and {hands.waited:.1f} s of waiting"
        assert lost_while_typing(hands) == []
        hands.visitor.look("assessment-full-read")
        look_at_it_narrow(hands, "assessment-full-read")
        page.get_by_role("button", name="Undo").first.click()
        expect(page.get_by_label("What was decided")).to_have_value(
            "Betty manages by herself. Nothing more is needed now."
        )
        look_at_it_narrow(hands, "assessment-full-write")
        page.get_by_role("link", name="This assessment was started in error").click()
        hands.visitor.look("assessment-in-error")
