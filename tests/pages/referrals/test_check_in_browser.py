"""The check page in a real browser: by keyboard, and against axe in each of its states."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from accounts.models import User
from accounts.roles import Role
from core.actions import save_draft
from residents.models import Resident
from tests.factories.people import PASSWORD, make_resident, make_user
from tests.factories.referrals import make_referral
from tests.journeys.browser import Visitor, launch, visitor
from tests.pages.referrals.test_call_new import HEARD

pytestmark = pytest.mark.browser


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def asha(address: str) -> User:
    return make_user("Asha Patel", Role.TRIAGE, "thurrock-first")


def write_down(asha: User, person: Resident) -> None:
    """Asha has written down a call about a person."""
    fields = HEARD | {"person": person.reference}
    save_draft(owner_id=asha.pk, form="call", subject="new", fields=fields, version=None)


@pytest.fixture
def open_already(asha: User) -> None:
    """The call is about somebody with whom the team has open work."""
    jean = make_resident(asha)
    make_referral(jean, asha)
    write_down(asha, jean)


@pytest.fixture
def of_no_place(asha: User) -> None:
    """The call is about somebody of no practice and no address."""
    write_down(asha, make_resident(asha, practice=None, postcode=""))


def check(person: Visitor, address: str) -> None:
    person.page.goto(f"{address}/calls/new/check")
    expect(person.page.get_by_role("heading", name="Check and send")).to_be_focused()


def test_two_identifiers_are_ticked_and_it_is_added_in_five_keys(
    address: str, asha: User, open_already: None, browser: Browser
) -> None:
    with visitor(browser, address, "asha", email=asha.email, password=PASSWORD) as at_desk:
        page = at_desk.page
        check(at_desk, address)
        expect(page.get_by_role("radio", name="Already open with")).to_be_checked()
        at_desk.look("check-open-already")
        for key in ("Tab", "Space", "Tab", "Space", "Control+Enter"):
            page.keyboard.press(key)
        expect(page.get_by_role("button", name="Next call")).to_be_focused()
        expect(page.get_by_text("Added to R-").first).to_be_visible()
        at_desk.look("call-added")


def test_axe_finds_nothing_with_a_mistake_and_with_no_locality(
    address: str, asha: User, of_no_place: None, browser: Browser
) -> None:
    with visitor(browser, address, "asha", email=asha.email, password=PASSWORD) as at_desk:
        at_desk.expect_fault("422")
        page = at_desk.page
        check(at_desk, address)
        page.get_by_text("Choose the locality by hand").click()
        at_desk.look("check-no-locality")
        page.get_by_role("radio", name="Another team").check()
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("Select the team")
        at_desk.look("check-refused")
