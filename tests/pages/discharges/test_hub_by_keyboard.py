"""The hospital hub's morning with the keyboard alone: twenty expected days, then twenty discharges, few keys each."""

import re

import pytest
from playwright.sync_api import expect, sync_playwright

from accounts.models import User
from accounts.roles import Role
from core import clock
from discharges.actions import plan_discharge
from discharges.enums import Pathway, StayStatus
from discharges.models import HospitalStay, SixWeekClock
from tests.factories.field import make_stay
from tests.factories.people import PASSWORD, make_resident, make_user
from tests.journeys.browser import launch, visitor
from tests.journeys.keyboard import Hands

pytestmark = pytest.mark.browser
PEOPLE = 20
KEYS_FOR_A_DAY = 11  # "today", and six stops to the same box of the next row
KEYS_FOR_A_DISCHARGE = 8
KEYS_TO_GET_THERE = 10


@pytest.fixture
def gwen(address: str) -> User:
    """Gwen of the hub, with twenty people on one ward, none of them with an expected day."""
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    hub = make_user("Gwen Price", Role.HOSPITAL_HUB, "hospital-hub")
    for number in range(PEOPLE):
        person = make_resident(asha, known_as=f"Person {number:02}")
        stay = make_stay(person, hub, admitted_on=clock.days_ago(6))
        plan_discharge(stay=stay, by=hub, planned_pathway=Pathway.P1)
    return hub


def skip_to_main(hands: Hands) -> None:
    hands.tab_to(hands.page.get_by_role("link", name="Skip to main content"))
    hands.press("Enter")


def say_days(hands: Hands) -> None:
    page = hands.page
    hands.visitor.go("/hospital/morning")
    hands.begin()
    skip_to_main(hands)
    for number in range(PEOPLE):
        hands.tab_to(page.get_by_label(f"Expected home: Person {number:02} Smith"))
        hands.type("today")
    hands.press("Control+Enter")
    expect(page.locator(".tc-alerts")).to_contain_text("20")
    assert hands.keys <= KEYS_FOR_A_DAY * PEOPLE + KEYS_TO_GET_THERE, hands.keys


def discharge_all(hands: Hands) -> None:
    page = hands.page
    hands.visitor.go("/hospital/")
    hands.begin()
    for number in range(PEOPLE):
        skip_to_main(hands)
        hands.tab_to(page.get_by_role("link", name="Skip to the people in hospital"))
        hands.press("Enter", "Tab", "Tab")
        button = page.get_by_role("button", name=re.compile(f"Went home today.*Person {number:02} Smith"))
        hands.expect_focus(button)
        hands.press("Enter")
        expect(button).to_have_count(0)
        expect(page.locator(".tc-alerts")).to_contain_text(f"Person {number:02} Smith")
    assert hands.keys <= KEYS_FOR_A_DISCHARGE * PEOPLE, hands.keys


def test_twenty_days_and_twenty_discharges_take_few_keys_each(address: str, gwen: User) -> None:
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, "gwen", email=gwen.email, password=PASSWORD) as person,
    ):
        hands = Hands(person)
        say_days(hands)
        discharge_all(hands)
    assert HospitalStay.objects.filter(expected_on=clock.today(), status=StayStatus.DISCHARGED).count() == PEOPLE
    assert SixWeekClock.objects.open().count() == PEOPLE
