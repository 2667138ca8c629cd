"""Page 26 in a real browser, by keyboard: a pair is looked at, merged and parted again, and axe finds nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect, sync_playwright

from accounts.roles import Role
from residents.models import Resident
from tests.committed import at_once
from tests.factories.duplicates import make_pair
from tests.factories.field import make_conversation
from tests.factories.people import PASSWORD, make_resident, make_user
from tests.factories.referrals import make_referral
from tests.journeys.browser import Visitor, launch, visitor

pytestmark = pytest.mark.browser
TEAM = "cls-tilbury-chadwell"


@pytest.fixture
def records(address: str) -> tuple[Resident, Resident]:
    """Two records of one person, each with open work, found to be alike."""
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    jean = make_resident(asha)
    other = make_resident(
        asha, known_as="Jeannie", family_name="Cole", phone="07700900982", postcode="RM18 8EC", address="2 Dock Road"
    )
    make_referral(jean, asha)
    make_referral(other, asha)
    make_pair(jean, other)
    return jean, other


@pytest.fixture
def dee(address: str, records: tuple[Resident, Resident]) -> Iterator[Visitor]:
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
    person.page.set_viewport_size({"width": 390, "height": 800})
    person.look(f"{picture}-narrow")
    assert person.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"
    person.page.set_viewport_size({"width": 1280, "height": 900})


def press_on(person: Visitor, role: str, name: str) -> None:
    """Go to a control by its name and press Enter on it, as who uses no mouse."""
    control = person.page.get_by_role(role, name=name).first  # type: ignore[arg-type]
    control.focus()
    person.page.keyboard.press("Enter")


def test_a_pair_is_merged_and_parted_again_without_a_mouse(dee: Visitor, records: tuple[Resident, Resident]) -> None:
    jean, _ = records
    dee.go("/people/duplicates/")
    look(dee, "duplicates")
    press_on(dee, "link", "Decide :")
    expect(dee.page.get_by_role("heading", level=1)).to_have_text("Are these two records one person?")
    look(dee, "duplicate-pair")
    press_on(dee, "button", "Same person: see what would move")
    expect(dee.page.get_by_role("heading", level=1)).to_contain_text("Merge Jeannie Cole into Jean Smith")
    look(dee, "duplicate-preview")
    dee.page.get_by_label("How do you know that this is one person?").focus()
    dee.page.keyboard.type("She married in May")
    press_on(dee, "button", "Merge these two records")
    expect(dee.page.get_by_role("heading", level=1)).to_have_text("Jean Smith")
    talked = at_once(1, lambda _: make_conversation(jean, make_user("Ben Okafor", Role.SOCIAL_WORKER, TEAM)))
    assert talked[0].resident_id == jean.pk
    dee.go("/people/duplicates/?show=merged")
    look(dee, "duplicates-merged")
    press_on(dee, "link", "Undo :")
    expect(dee.page.get_by_role("group", name="To whom belongs what came since?")).to_be_visible()
    look(dee, "merge-undo")
    press_on(dee, "button", "Undo this merge")
    expect(dee.page.get_by_role("heading", level=1)).to_have_text("Jeannie Cole")
    dee.go("/people/duplicates/?show=apart")
    look(dee, "duplicates-apart")


def test_a_pair_is_told_apart_and_the_person_leads_to_it(dee: Visitor, records: tuple[Resident, Resident]) -> None:
    jean, _ = records
    dee.go(jean.get_absolute_url())
    dee.look("person-with-a-doubt")
    press_on(dee, "link", "Look at both")
    dee.expect_fault("422")
    press_on(dee, "button", "Not the same person")
    expect(dee.page.get_by_role("alert")).to_contain_text("Enter how you know that these are two people")
    dee.look("duplicate-refused")
    dee.page.get_by_label("How do you know that these are two people?").focus()
    dee.page.keyboard.type("Sisters-in-law")
    press_on(dee, "button", "Not the same person")
    expect(dee.page.locator("main")).to_contain_text("Kept: these are two people.")
