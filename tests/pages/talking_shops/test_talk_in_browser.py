"""Conversations in a real browser: the switch only adds sections, axe finds nothing, somebody not known is made known,
and a page of theirs that loses the network keeps its words.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from playwright.sync_api import Page, expect, sync_playwright

from accounts.models import User
from accounts.roles import Role
from core.models import Draft
from residents.actions import hear
from residents.enums import Topic
from residents.models import Resident, Statement
from sealed.actions import renew_keys
from talking_shops.models import Conversation
from tests.factories.field import make_conversation, make_session
from tests.factories.people import PASSWORD, make_resident, make_user
from tests.factories.sealed import hand_in_talk
from tests.journeys.browser import Visitor, launch, until, visitor

pytestmark = pytest.mark.browser
FULLER = ("story", "home", "communication")


@pytest.fixture
def ben(address: str) -> User:
    renew_keys()
    make_session()
    return make_user("Ben Okafor", Role.SOCIAL_WORKER, "cls-tilbury-chadwell")


@pytest.fixture
def jean(ben: User) -> Resident:
    return make_resident(make_user("Asha Patel", Role.TRIAGE, "thurrock-first"))


@pytest.fixture
def worker(address: str, ben: User, jean: Resident) -> Iterator[Visitor]:
    """Ben at a browser, once everybody is there."""
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, "ben", email=ben.email, password=PASSWORD) as person,
    ):
        yield person


def asked(query: Any) -> Any:
    """What the database says: asked in a thread of its own, for a browser runs in this one."""

    def ask() -> Any:
        try:
            return query()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(ask).result()


def boxes(page: Page) -> dict[str, bool]:
    return {name: page.locator(f"[name={name}]").is_visible() for name in ("matters", *FULLER)}


def test_the_switch_only_adds_sections_and_hides_no_words(worker: Visitor, jean: Resident) -> None:
    page = worker.page
    worker.go(f"/people/{jean.reference}/talk/")
    assert boxes(page) == {"matters": True, "story": False, "home": False, "communication": False}
    page.fill("[name=matters]", "Tea with Pat.")
    page.check("[name=depth][value=fuller]")
    assert all(boxes(page).values())
    page.fill("[name=home]", "Two steps at the door.")
    page.check("[name=depth][value=brief]")
    assert boxes(page) == {"matters": True, "story": False, "home": True, "communication": False}
    page.check("[name=depth][value=assessment]")
    assert all(boxes(page).values())
    assert page.input_value("[name=matters]") == "Tea with Pat."
    page.get_by_role("button", name="Save conversation").click()
    page.wait_for_url("**/assessments/**")
    expect(page.locator("main")).to_contain_text("Tea with Pat.")
    expect(page.locator("main")).to_contain_text("Two steps at the door.")


def test_what_is_known_shows_also_in_a_brief_one(worker: Visitor, ben: User, jean: Resident) -> None:
    asked(lambda: hear(resident=jean, topic=Topic.HOME, words="Two steps.", by=ben, source=jean))
    worker.go(f"/people/{jean.reference}/talk/")
    expect(worker.page.get_by_text("Two steps.", exact=True)).to_be_visible()
    assert boxes(worker.page)["communication"] is False


def test_axe_finds_nothing_on_any_page_of_a_conversation(worker: Visitor, ben: User, jean: Resident) -> None:
    held = asked(lambda: make_conversation(jean, ben))
    begun = uuid4()
    asked(lambda: hand_in_talk(ben, begun, words={"matters": "Tea."}))
    asked(lambda: hand_in_talk(ben, uuid4(), words={"matters": "Cake."}, finished=True))
    anonymous = asked(lambda: Conversation.objects.get(resident=None))
    for name, where in (
        ("waiting", "/conversations/waiting/"),
        ("begun", f"/conversations/begun/{begun}/"),
        ("anonymous", anonymous.get_absolute_url()),
        ("known", f"{anonymous.get_absolute_url()}known?q=Jean+Smith"),
        ("talk", f"/people/{jean.reference}/talk/"),
        ("read", held.get_absolute_url()),
        ("also", f"{held.get_absolute_url()}also?q=Jean+Smith"),
        ("move", f"{held.get_absolute_url()}move?q=Smith"),
    ):
        worker.go(where)
        worker.look(f"conversation-{name}")


def test_double_blanks_and_tabs_stand_as_they_were_written(worker: Visitor, ben: User, jean: Resident) -> None:
    words = "Rail:  left side\tright side"
    asked(lambda: hear(resident=jean, topic=Topic.HOME, words=words, by=ben, source=jean))
    worker.go(f"/people/{jean.reference}/talk/")
    assert worker.page.locator(".tc-statement__words p").first.inner_text() == words


def test_somebody_not_known_is_made_known_and_not_known_again_in_a_few_clicks(worker: Visitor, jean: Resident) -> None:
    page = worker.page
    worker.go("/conversations/new/")
    page.fill("[name=called]", "Red scarf")
    page.fill("[name=matters]", "I miss the choir.")
    page.get_by_role("button", name="Save conversation").click()
    page.get_by_role("button", name="Say who it was").click()
    page.fill("#q", "Jean Smith")
    page.locator("main").get_by_role("button", name="Find").click()
    page.get_by_label("Jean Smith").check()
    page.get_by_role("button", name="This is who it was").click()
    expect(page.locator(".tc-alert__text")).to_contain_text("is on the record of Jean Smith now")
    assert asked(lambda: Statement.objects.get(resident=jean).words) == "I miss the choir."
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".tc-alert__text")).to_contain_text("Nobody knows again with whom this conversation was")
    assert asked(lambda: Statement.objects.get().resident) is None


def test_a_page_of_somebody_not_known_that_loses_the_network_keeps_its_words(worker: Visitor, ben: User) -> None:
    page = worker.page
    worker.go("/conversations/new/")
    draft = page.url.split("/")[-2]
    until(page, "window.tcOutbox && window.tcOutbox.ready()")
    page.context.set_offline(True)
    page.fill("[name=called]", "Red scarf")
    page.fill("[name=matters]", "The bus was stopped.")
    until(page, "window.tcOutbox && window.tcOutbox.counts().then((now) => now.waiting > 0)", 15)
    page.context.set_offline(False)
    page.close()
    other = worker.page.context.new_page()
    other.goto(f"{worker.url}/outbox/")
    until(other, "window.tcOutbox && window.tcOutbox.counts().then((now) => now.waiting === 0)", 30)
    kept = asked(lambda: Draft.objects.get(owner_id=ben.pk, form="talk-unfinished", subject=draft).fields)
    assert (kept["matters"], kept["called"]) == ("The bus was stopped.", "Red scarf")
    worker.faults.clear()  # that the network was away is what this is about
