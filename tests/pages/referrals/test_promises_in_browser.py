"""Promises, call-backs and the triage lists in a real browser: axe finds nothing, and one key takes the next."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from playwright.sync_api import expect, sync_playwright

from accounts.models import User
from accounts.roles import Role
from core import clock
from referrals.actions import break_promises_due, end_call_back, keep_promise
from referrals.enums import CallBackOutcome, PromiseStatus, ReferralStatus
from referrals.models import CallBack, Promise, Referral
from residents.models import Resident
from tests.factories.people import PASSWORD, make_resident, make_user
from tests.factories.promises import WORDS, make_call_back, make_promise_to, overdue_promise, ring_at
from tests.factories.referrals import make_referral
from tests.journeys.browser import Visitor, launch, visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def asha(address: str) -> User:
    return make_user("Asha Patel", Role.TRIAGE, "thurrock-first")


@pytest.fixture
def jean(asha: User) -> Resident:
    """Jean, with something in every list, rung back an hour that is over."""
    person = make_resident(asha)
    make_referral(make_resident(asha, known_as="Arthur", practice=None, postcode=""), asha)
    returned = make_referral(person, asha)
    Referral.objects.filter(pk=returned.pk).update(status=ReferralStatus.RETURNED)
    ring_at(make_call_back(person, asha), clock.days_ago(1), 12)
    make_promise_to(person, asha)
    overdue_promise(person, asha, words="We will send the list")
    break_promises_due()
    return person


def test_axe_finds_nothing_on_any_list_nor_on_the_forms(address: str, asha: User, jean: Resident) -> None:
    promise = Promise.objects.latest("made_at").get_absolute_url()
    day_later = Promise.objects.get(status=PromiseStatus.OPEN).get_absolute_url()
    call_back = CallBack.objects.get().get_absolute_url()
    person = jean.get_absolute_url()
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, "asha", email=asha.email, password=PASSWORD) as triage,
    ):
        for tab in ("to-decide", "call-backs", "sent", "came-back", "mine"):
            triage.go(f"/calls/?show={tab}")
            triage.look(f"calls-{tab}")
        for name, where in (
            ("call-back-new", f"/call-backs/new?person={jean.reference}"),
            ("call-back", call_back),
            ("promise", promise),
            ("promise-withdraw", f"{promise}withdraw"),
            ("promise-owner", f"{promise}owner"),
            ("promise-day", f"{day_later}day"),
            ("promises", "/promises/"),
            ("my-day-with-promises", "/"),
            ("person-with-promises", person),
        ):
            triage.go(where)
            triage.look(name)
        make_a_promise(triage, jean)


def make_a_promise(triage: Visitor, jean: Resident) -> None:
    """By keyboard alone, through the question about a day on which nobody works."""
    page, keys = triage.page, triage.page.keyboard
    triage.expect_fault("422")
    triage.go(f"/people/{jean.reference}/promises/new")
    triage.look("promise-new")
    page.get_by_label("What did we promise?").focus()
    keys.type("We will ring about the step")
    keys.press("Tab")
    keys.type("sunday")
    keys.press("Control+Enter")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    triage.look("promise-new-not-a-working-day")
    page.get_by_label("By when?").focus()
    keys.press("Control+Enter")
    expect(page.get_by_role("link", name="We will ring about the step")).to_be_visible()


def test_one_key_takes_the_next_and_one_press_keeps_a_promise(address: str, asha: User, jean: Resident) -> None:
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, "asha", email=asha.email, password=PASSWORD) as triage,
    ):
        page = triage.page
        triage.go("/calls/")
        page.keyboard.press("Alt+Shift+KeyN")
        expect(page.get_by_role("heading", name="Ring Jean Smith")).to_be_visible()
        expect(page.get_by_role("button", name="I am on this")).to_have_count(0)
        page.locator(".tc-promises button", has_text=WORDS).click()
        expect(page.locator(".tc-alert").first).to_contain_text(f"Kept: {WORDS}")
        page.get_by_role("button", name="Undo").click()
        expect(page.locator(".tc-alert").first).to_contain_text("Not kept yet")
        page.get_by_role("button", name="Spoke to them").click()
        expect(page.locator(".tc-alert").first).to_contain_text("Jean Smith: Spoke to them.")
    ended = CallBack.objects.get()
    assert (ended.claimed_by, ended.ended_by) == (asha, asha)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_hours_are_short_on_a_telephone_and_open_by_keyboard(
    address: str, asha: User, jean: Resident, width: int
) -> None:
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, "asha", email=asha.email, password=PASSWORD) as triage,
    ):
        page = triage.page
        page.set_viewport_size({"width": width, "height": 800})
        triage.go("/calls/?show=call-backs")
        triage.look(f"calls-call-backs-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        shut = page.locator("details.tc-day:not([open])")
        hour = shut.last.locator("a").first
        expect(hour).to_be_hidden()
        summary = shut.last.locator("summary")
        summary.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator("details.tc-day").last.locator("a").first).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Book a call-back")).to_be_visible()


def meanwhile(act: Callable[[], object]) -> None:
    """Do it in a thread of its own, while the browser holds this one."""

    def done() -> None:
        act()
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(done).result()


@pytest.mark.parametrize("width", [320, 1280])
def test_both_versions_stand_side_by_side_when_somebody_was_quicker(
    address: str, asha: User, jean: Resident, width: int
) -> None:
    sam = make_user("Sam Reid", Role.TRIAGE, "thurrock-first")
    promise, booked = Promise.objects.get(status=PromiseStatus.OPEN), CallBack.objects.get()
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, "asha", email=asha.email, password=PASSWORD) as triage,
    ):
        page = triage.page
        page.set_viewport_size({"width": width, "height": 800})
        triage.expect_fault("409")
        triage.go(promise.get_absolute_url())
        page.get_by_label("How was it kept?").fill("I rang her at noon")
        meanwhile(lambda: keep_promise(promise=promise, by=sam, note="Her daughter knows"))
        page.get_by_role("button", name="It was kept").click()
        expect(page.get_by_role("table")).to_contain_text("Kept by Sam Reid")
        expect(page.get_by_role("table")).to_contain_text("I rang her at noon")
        triage.look(f"promise-both-versions-{width}")
        expect(page.get_by_role("link", name="It will not be kept")).to_have_count(0)
        triage.go(booked.get_absolute_url())
        page.get_by_label("Note").fill("The line was busy")
        meanwhile(lambda: end_call_back(call_back=booked, outcome=CallBackOutcome.SPOKE, by=sam, note="She is well"))
        page.get_by_role("button", name="No longer needed").click()
        expect(page.get_by_role("table")).to_contain_text("Spoke to them, said by Sam Reid")
        expect(page.get_by_label("Note")).to_have_value("The line was busy")
        triage.look(f"call-back-both-versions-{width}")
        page.get_by_role("button", name="No longer needed").click()
        expect(page.locator(".tc-alert").first).to_contain_text("No longer needed")
    booked.refresh_from_db()
    assert (booked.note, booked.ended_by) == ("The line was busy", asha)
