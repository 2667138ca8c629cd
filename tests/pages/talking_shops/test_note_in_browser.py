"""What the day was like, written when the network goes: it is sealed on the device, and stands at its session later."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect, sync_playwright

from accounts.models import User
from accounts.roles import Role
from sealed.actions import renew_keys
from talking_shops.models import Session, SessionNote
from tests.factories.field import make_session
from tests.factories.people import PASSWORD, make_user
from tests.journeys.browser import Visitor, launch, visitor
from tests.pages.talking_shops.test_talk_in_browser import asked

pytestmark = pytest.mark.browser
COLD = "Cold, and few people came before noon."


@pytest.fixture
def session(address: str) -> Session:
    renew_keys()
    return make_session()


@pytest.fixture
def ben(address: str) -> User:
    return make_user("Ben Okafor", Role.SOCIAL_WORKER, "cls-tilbury-chadwell")


@pytest.fixture
def worker(address: str, ben: User, session: Session) -> Iterator[Visitor]:
    """Ben at a browser."""
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, "ben", email=ben.email, password=PASSWORD) as person,
    ):
        yield person


def test_a_note_that_is_saved_without_a_network_stands_at_its_session_when_there_is_one(
    worker: Visitor, session: Session, ben: User
) -> None:
    page = worker.page
    worker.go(f"/sessions/{session.pk}/note/")
    page.wait_for_function("() => window.tcOutbox.ready()")
    page.context.set_offline(True)
    page.fill("[name=words]", COLD)
    page.locator("#note").get_by_role("button", name="Save").click()
    page.wait_for_function("() => window.tcOutbox.counts().then((now) => now.waiting > 0)", timeout=15_000)
    expect(page.locator("body")).to_contain_text("sealed on this device")
    page.context.set_offline(False)
    other = page.context.new_page()
    other.goto(f"{worker.url}/outbox/")
    other.wait_for_function("() => window.tcOutbox.counts().then((now) => now.waiting === 0)", timeout=30_000)
    note = asked(SessionNote.objects.get)
    assert (note.words, note.session_id, note.by_id) == (COLD, session.pk, ben.pk)
    worker.faults.clear()  # that the network was away is what this is about
