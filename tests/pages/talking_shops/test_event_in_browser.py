"""A community event in a real browser: booked by keyboard, without scripts too, and nothing too wide at 320 px."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from accounts.models import User
from accounts.roles import Role
from talking_shops.actions.event_booking import cancel_booking
from talking_shops.actions.event_day import Dish, add_meal
from talking_shops.actions.event_rides import book_ride, cannot_ride
from talking_shops.enums import Mobility
from talking_shops.models import Booking, Session
from tests.committed import at_once
from tests.factories.events import FROM_RIVERSIDE, bring_to_today, make_another, make_booking, make_event
from tests.factories.people import PASSWORD, make_resident, make_user
from tests.journeys.browser import Visitor, launch, visitor

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Lunch:
    """A Community Tuesday to come, one of today, and who takes the calls."""

    asha: User
    event: Session
    booking: Booking
    today: Session


@pytest.fixture
def lunch(address: str) -> Lunch:
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    event = make_event(places=5)
    pie = add_meal(session=event, dish=Dish("Fish pie, then apple crumble"), by=asha)
    add_meal(session=event, dish=Dish("Vegetable lasagne, then fruit salad", is_vegetarian=True), by=asha)
    jean = make_resident(asha, phone="07700900123")
    booking = make_booking(event, asha, jean, meal=pie, diet="No nuts", shopping_help=True, ride=FROM_RIVERSIDE)
    book_ride(ride=booking.ride, driver="Dave Long", pick_up_at=time(10, 20), by=asha)
    chair = replace(FROM_RIVERSIDE, mobility=Mobility.IN_WHEELCHAIR, with_escort=True)
    pair = make_booking(event, asha, name="Albert Finch", places=2, ride=chair)
    cannot_ride(ride=pair.ride, because="No vehicle with a ramp that day", by=asha)
    gone = make_booking(event, asha, name="Amy Bell", places=2)
    make_booking(event, asha)
    cancel_booking(booking=gone, because="In hospital", by=asha)
    make_booking(event, asha, name="Comes too late", places=3)
    today = make_another()
    make_booking(today, asha, jean)
    bring_to_today(today)
    return Lunch(asha, event, booking, today)


@pytest.fixture
def browser(lunch: Lunch) -> Iterator[Browser]:
    with sync_playwright() as playwright, launch(playwright) as found:
        yield found


@pytest.fixture
def asha(browser: Browser, address: str, lunch: Lunch) -> Iterator[Visitor]:
    with visitor(browser, address, "asha", email=lunch.asha.email, password=PASSWORD) as found:
        yield found


def aside(work: Callable[[], Any]) -> Any:
    """What the database says, in a thread of its own: in that of the test runs Playwright's loop."""
    [told] = at_once(1, lambda _: work())
    if isinstance(told, Exception):
        raise told
    return told


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_too_wide(asha: Visitor, lunch: Lunch, width: int) -> None:
    here = f"/sessions/{lunch.event.pk}/event/"
    pages = {
        "list": here, "today": f"/sessions/{lunch.today.pk}/event/", "rides": f"{here}rides/",
        "driver": f"{here}rides/sheet/", "sheet": f"{here}sheet/", "find": f"{here}book/?q=smith",
        "book": f"{here}book/?by_name=1", "booking": f"{here}{lunch.booking.pk}/",
        "cancel": f"{here}{lunch.booking.pk}/cancel/", "ride": f"{here}rides/{lunch.booking.ride.pk}/",
        "offer": f"{here}offer/",
    }  # fmt: skip
    asha.page.set_viewport_size({"width": width, "height": 900})
    for name, where in pages.items():
        asha.go(where)
        asha.look(f"event-{name}-{width}")
        assert asha.page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_a_place_is_booked_with_the_keyboard_alone(asha: Visitor, lunch: Lunch) -> None:
    asha.go(f"/sessions/{lunch.event.pk}/event/book/?by_name=1&name=Rose%20Field")
    page, keys = asha.page, asha.page.keyboard
    page.get_by_label("How many places").focus()
    keys.press("Tab")
    keys.press("ArrowDown")  # the next meal after the one that is chosen
    page.get_by_label("Do they need a ride?").or_(page.get_by_label("No", exact=True)).first.focus()
    keys.press("ArrowDown")
    expect(page.get_by_label("Pick-up area")).to_be_visible()
    keys.press("ArrowUp")
    expect(page.get_by_label("Pick-up area")).to_be_hidden()
    keys.press("Control+Enter")
    expect(page.get_by_text("Rose Field has a place.")).to_be_visible()
    assert aside(lambda: Booking.objects.get(name="Rose Field").status) == "booked"


def test_works_without_scripts(browser: Browser, address: str, lunch: Lunch) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.get_by_label("Email address").fill(lunch.asha.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{address}/sessions/{lunch.event.pk}/event/book/?by_name=1&name=Rose%20Field")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("Pick-up area").select_option("Grays Riverside")
    page.get_by_label("Picked up at").fill("4 Argent Street")
    page.get_by_label("Stays in a wheelchair").check()
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_text("Rose Field has a place.")).to_be_visible()
    page.goto(f"{address}/sessions/{lunch.today.pk}/event/")
    page.get_by_role("button", name=re.compile("^Came.*Jean Smith")).click()
    expect(page.get_by_text("1 came, 0 did not come")).to_be_visible()
    context.close()
