"""A death, its correction, and being asked again, in a real browser: axe at every state."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect, sync_playwright

from accounts.models import User
from accounts.roles import Role
from residents.actions import hear
from residents.enums import Topic
from residents.models import Resident
from tests.factories.field import make_conversation
from tests.factories.life import promise_something, share_with_provider
from tests.factories.people import PASSWORD, make_resident, make_user
from tests.factories.referrals import give, make_referral
from tests.journeys.browser import Visitor, launch, visitor

pytestmark = pytest.mark.browser


@contextmanager
def opened_by(user: User, address: str) -> Iterator[Visitor]:
    """A browser in which somebody is signed in."""
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, user.name, email=user.email, password=PASSWORD) as person,
    ):
        yield person


@pytest.fixture
def dee(address: str) -> User:
    return make_user("Dee Walsh", Role.LOCALITY_MANAGER, "cls-tilbury-chadwell")


@pytest.fixture
def jean(dee: User) -> Resident:
    """Jean, with work open, something promised, and a story told twice."""
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    ben = make_user("Ben Okafor", Role.SOCIAL_WORKER, "cls-tilbury-chadwell")
    person = make_resident(asha)
    give(make_referral(person, asha), ben, dee)
    promise_something(person, ben)
    share_with_provider(person, dee)
    hear(resident=person, topic=Topic.MATTERS, words="My garden.", by=ben, source=person)
    make_conversation(person, ben)
    return person


def test_a_death_is_recorded_corrected_and_told_in_the_browser(address: str, dee: User, jean: Resident) -> None:
    with opened_by(dee, address) as manager:
        page = manager.page
        manager.expect_fault("422")
        manager.go(f"/people/{jean.reference}/details")
        page.get_by_role("link", name="Record a death or a move out of the borough").click()
        manager.look("life")
        page.get_by_role("link", name="Record that Jean Smith has died").click()
        expect(page.get_by_role("heading", name="This ends")).to_be_visible()
        manager.look("life-died")
        page.get_by_role("button", name="Record the death").click()
        expect(page.get_by_role("link", name="Enter who told us")).to_be_visible()
        manager.look("life-died-with-mistakes")
        page.get_by_label("Date of death").fill("yesterday")
        page.get_by_label("Who told us?").fill("Maria, her daughter, rang")
        page.get_by_role("button", name="Record the death").click()
        expect(page.get_by_text("This ended:")).to_be_visible()
        manager.look("life-recorded")
        manager.go(jean.get_absolute_url())
        manager.look("overview-of-the-dead")
        page.get_by_role("link", name="What it ended, and how to correct it").click()
        page.get_by_role("link", name="This was recorded in error").click()
        manager.look("life-in-error")
        page.get_by_label("Why was it an error?").fill("It was another Jean Smith")
        page.get_by_role("button", name="This was recorded in error").click()
        expect(page.get_by_text("Open again:")).to_be_visible()
        manager.look("life-corrected")
        manager.go(f"/people/{jean.reference}/moved")
        manager.look("life-moved")


def test_what_is_known_and_who_was_asked_again_pass_axe(address: str, dee: User, jean: Resident) -> None:
    with opened_by(dee, address) as manager:
        page = manager.page
        manager.expect_fault("422")
        manager.go(f"/people/{jean.reference}/talk/")
        page.get_by_label("Has changed: replace it with what I write").first.check()
        manager.look("talk-has-changed")
        page.get_by_role("button", name="Save conversation").click()
        expect(page.get_by_role("link", name="Write what has changed")).to_be_visible()
        manager.look("talk-has-changed-without-words")
        manager.go("/reports/asked-again/")
        manager.look("asked-again")
        page.get_by_role("link", name="Tilbury and Chadwell CLS team").click()
        manager.look("asked-again-by-team")
