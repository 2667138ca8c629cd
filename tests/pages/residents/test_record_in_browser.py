"""Details, circle, alerts and access in a real browser: axe at every state, the keyboard alone, and no scripts."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from accounts.models import User
from accounts.roles import Role
from residents.actions import Home, Phone, add_phone, change_address
from residents.models import Resident
from tests.factories.around import make_alert, make_member, make_need, overdue
from tests.factories.people import PASSWORD, make_resident, make_user
from tests.journeys.browser import Visitor, launch, visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def asha(address: str) -> User:
    return make_user("Asha Patel", Role.TRIAGE, "thurrock-first")


@contextmanager
def opened_by(asha: User, address: str) -> Iterator[Visitor]:
    """Asha, signed in at a browser. People are made before: Django refuses the database beside Playwright's loop."""
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, "asha", email=asha.email, password=PASSWORD) as person,
    ):
        yield person


def filled(asha: User) -> Resident:
    """Jean with everything that the two pages can show."""
    jean = make_resident(asha, phone="07700900123", safe_to_call=True, address="14 Dock Road")
    maria = make_resident(asha, given_name="Maria", known_as="", family_name="Hughes", phone="01375511000")
    add_phone(resident=jean, phone=Phone("07700900456", safe_to_call=False, note="her son answers"), by=asha)
    change_address(resident=jean, home=Home(lines="2 High Street", postcode="RM17 6SL"), by=asha, version=1)
    make_member(jean, asha, other=maria, relation="daughter", may_speak_for=True)
    make_member(jean, asha, "friend")
    make_need(jean, asha, "large_print", detail="18 point", may_share=True)
    overdue(make_need(jean, asha, "no_phone"))
    for words in ("visit in pairs", "dog", "key safe"):
        make_alert(jean, asha, words)
    make_alert(jean, asha, "two people of this name in one house", family="status")
    return jean


@pytest.mark.parametrize("part", ["details", "alerts"])
def test_axe_finds_nothing_in_a_filled_and_an_empty_page(address: str, asha: User, part: str) -> None:
    people = {"filled": filled(asha), "empty": make_resident(asha, practice=None, postcode="")}
    with opened_by(asha, address) as triage:
        for name, person in people.items():
            for width in (1280, 390):
                triage.page.set_viewport_size({"width": width, "height": 900})
                triage.go(f"{person.get_absolute_url()}{part}")
                triage.look(f"record-{part}-{name}-{width}")
                assert triage.page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_in_a_form_that_was_refused(address: str, asha: User) -> None:
    jean = make_resident(asha)
    with opened_by(asha, address) as triage:
        triage.expect_fault("422")
        for page in ("details/phones/new", "details/circle/new", "alerts/access/new", "alerts/new"):
            triage.go(f"{jean.get_absolute_url()}{page}")
            triage.look(f"record-form-{page.replace('/', '-')}")
            triage.page.keyboard.press("Control+Enter")
            expect(triage.page.locator(".govuk-error-summary")).to_be_focused()
            triage.look(f"record-refused-{page.replace('/', '-')}")


def test_two_tabs_show_both_versions_and_axe_finds_nothing(address: str, asha: User) -> None:
    names = f"{make_resident(asha).get_absolute_url()}details/change/names"
    with opened_by(asha, address) as triage:
        triage.expect_fault("409")
        triage.go(names)
        other = triage.page.context.new_page()
        other.goto(f"{address}{names}")
        other.get_by_label("What they like to be called").fill("Jeannie")
        other.get_by_role("button", name="Save").click()
        expect(other.locator(".tc-alert--success")).to_contain_text("Names saved.")
        triage.page.get_by_label("What they like to be called").fill("Mrs Smith")
        triage.page.keyboard.press("Control+Enter")
        expect(triage.page.get_by_role("cell", name="Jeannie")).to_be_visible()
        expect(triage.page.get_by_label("What they like to be called")).to_have_value("Mrs Smith")
        triage.look("record-both-versions")


def test_a_number_is_made_unsafe_without_a_mouse(address: str, asha: User) -> None:
    jean = make_resident(asha, phone="07700900123", safe_to_call=True)
    with opened_by(asha, address) as triage:
        page, keys = triage.page, triage.page.keyboard
        triage.go(f"{jean.get_absolute_url()}details")
        page.get_by_role("link", name="Change 07700900123").focus()
        keys.press("Enter")
        ring = page.get_by_role("group", name="Is it safe to ring this number?")
        ring.get_by_label("Yes").focus()
        keys.press("ArrowDown")
        expect(ring.get_by_label("No", exact=True)).to_be_checked()
        keys.press("Control+Enter")
        expect(page.locator(".tc-alert--success")).to_contain_text("Telephone number saved.")
        expect(page.locator(".tc-banner s")).to_have_text("07700900123")


def test_a_need_is_recorded_without_a_mouse(address: str, asha: User) -> None:
    jean = make_resident(asha)
    with opened_by(asha, address) as triage:
        page, keys = triage.page, triage.page.keyboard
        triage.go(f"{jean.get_absolute_url()}alerts")
        page.get_by_role("link", name="Ask, and record what they need").focus()
        keys.press("Enter")
        page.get_by_label("Yes, they told us what").focus()
        keys.press("Space")
        keys.press("Tab")
        expect(page.get_by_label("Text or write, do not ring")).to_be_focused()
        keys.press("Space")
        keys.press("Control+Enter")
        expect(page.locator(".tc-banner__access")).to_contain_text("Text or write, do not ring")


def test_everything_is_saved_without_scripts(address: str, asha: User) -> None:
    jean = make_resident(asha, phone="07700900123")
    with sync_playwright() as playwright, launch(playwright) as browser:
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{address}/sign-in")
        page.get_by_label("Email address").fill(asha.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"{address}{jean.get_absolute_url()}details")
        end_a_number(page)
        add_a_carer(page)
        parts = page.get_by_role("navigation", name="Parts of this record")
        parts.get_by_role("link", name="Alerts and access").click()
        page.get_by_role("link", name="Add an alert").click()
        page.get_by_label("Safety").check()
        page.get_by_label("What everybody must see").fill("dog")
        page.get_by_label("Why").fill("It bites.")
        page.get_by_role("button", name="Save this alert").click()
        expect(page.locator(".tc-chip--safety")).to_have_text("Safety: dog")


def end_a_number(page: Page) -> None:
    page.get_by_role("link", name="Change 07700900123").click()
    page.get_by_label("No, it has ended").check()
    page.get_by_role("button", name="Save this number").click()
    expect(page.get_by_text("1 number no longer used")).to_be_visible()


def add_a_carer(page: Page) -> None:
    page.get_by_role("link", name="Add somebody to the circle").click()
    page.get_by_role("link", name="They are not known here").click()
    page.get_by_label("Name", exact=True).fill("Maria Hughes")
    page.get_by_label("Carer", exact=True).check()
    page.get_by_role("button", name="Add to the circle").click()
    expect(page.locator(".tc-circle")).to_contain_text("Maria Hughes")
