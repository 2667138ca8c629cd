"""Reablement in a real browser: axe finds nothing, and nothing is wider than a telephone."""

import pytest
from playwright.sync_api import expect, sync_playwright

from accounts.models import User
from accounts.roles import Role
from core import clock
from localities.models import Team
from services.actions import add_goal, say_places
from tests.factories.people import PASSWORD, make_resident, make_user
from tests.factories.programmes import WANTS, make_bridging, make_programme
from tests.journeys.browser import launch, visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def ben(address: str) -> User:
    return make_user("Ben Okafor", Role.SOCIAL_WORKER, "cls-tilbury-chadwell", "joint-reablement")


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_too_wide(address: str, ben: User, width: int) -> None:
    jean = make_resident(ben)
    say_places(team=Team.objects.get(slug="joint-reablement"), places=1, from_on=clock.days_ago(9), by=ben)
    running = make_programme(jean, ben, days_ago=44, worker=ben)
    goal = add_goal(programme=running, words=WANTS, by=ben)
    make_programme(make_resident(ben, known_as="Rose"), ben, days_ago=37)
    planned = make_bridging(make_resident(ben, known_as="Ada"), ben, days_ago=-2)
    here, soon = running.get_absolute_url(), planned.get_absolute_url()
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, "ben", email=ben.email, password=PASSWORD) as worker,
    ):
        worker.page.set_viewport_size({"width": width, "height": 900})
        for name, where in (
            ("board", "/reablement/"),
            ("running", "/reablement/teams/joint-reablement/running/"),
            ("places", "/reablement/teams/joint-reablement/places"),
            ("programme-new", f"/people/{jean.reference}/reablement/new"),
            ("programme", here),
            ("goal-new", f"{here}goals/new"),
            ("goal", f"/reablement/goals/{goal.pk}/"),
            ("correct", f"{here}correct"),
            ("end", f"{here}end"),
            ("change", f"{here}change"),
            ("start", f"{soon}start"),
            ("cancel", f"{soon}cancel"),
        ):
            worker.go(where)
            worker.look(f"reablement-{name}-{width}")
            assert worker.page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_a_goal_is_written_by_keyboard_alone(address: str, ben: User) -> None:
    running = make_programme(make_resident(ben), ben)
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, "ben", email=ben.email, password=PASSWORD) as worker,
    ):
        worker.go(f"{running.get_absolute_url()}goals/new")
        worker.page.get_by_label("What do they want to do").focus()
        worker.page.keyboard.type(WANTS)
        worker.page.keyboard.press("Control+Enter")
        expect(worker.page.locator("blockquote", has_text=WANTS)).to_be_visible()
