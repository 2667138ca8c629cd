"""Counting in a real browser: on the screen with the next frame, whatever the network does, and on the server once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect, sync_playwright

from accounts.models import User
from accounts.roles import Role
from sealed.actions import renew_keys
from talking_shops.actions import put_on_list, write_note
from talking_shops.footfall import counts_of
from talking_shops.models import Session, Tap
from tests.committed import at_once
from tests.factories.field import make_conversation, make_session
from tests.factories.people import PASSWORD, make_resident, make_user
from tests.factories.sessions import make_taps
from tests.journeys.browser import Visitor, launch, until, visitor

pytestmark = pytest.mark.browser

# Presses the button that has the focus and counts the frames until its number has changed.
FRAMES = """
    (kind) => new Promise((done) => {
      const button = document.querySelector(`[data-tap="${kind}"]`);
      const before = button.querySelector("[data-count]").textContent;
      let frames = 0;
      const look = () => {
        frames += 1;
        if (button.querySelector("[data-count]").textContent !== before) done(frames);
        else if (frames > 60) done(-1); else requestAnimationFrame(look);
      };
      button.addEventListener("click", () => requestAnimationFrame(look), { once: true, capture: true });
      button.click();
    })
"""
BUTTONS = "[data-tap]"


@pytest.fixture
def session(address: str) -> Session:
    renew_keys()
    return make_session()


@pytest.fixture
def ben(address: str) -> User:
    return make_user("Ben Okafor", Role.SOCIAL_WORKER, "cls-tilbury-chadwell")


@pytest.fixture
def worker(address: str, ben: User, session: Session) -> Iterator[Visitor]:
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, "ben", email=ben.email, password=PASSWORD) as found,
    ):
        found.go(session.get_absolute_url())
        until(found.page, "window.tcOutbox && window.tcOutbox.ready()")
        yield found


def aside(work: Callable[[], Any]) -> Any:
    """What the database says or keeps, in a thread of its own: in that of the test runs Playwright's loop."""
    [told] = at_once(1, lambda _: work())
    if isinstance(told, Exception):
        raise told
    return told


def number(page: Page, kind: str) -> str:
    return page.locator(f'[data-tap="{kind}"] [data-count]').inner_text()


def all_safe(page: Page, taps: int) -> None:
    """Wait until the server has so many rows of taps, and the device none."""
    for _ in range(100):
        if aside(Tap.objects.count) == taps:
            break
        page.wait_for_timeout(100)
    until(page, "window.tcOutbox.counts().then((counts) => counts.waiting === 0)")
    assert aside(Tap.objects.count) == taps


def test_a_tap_is_on_the_screen_within_one_frame_while_the_network_hangs(worker: Visitor, session: Session) -> None:
    hanging: list[Route] = []
    worker.page.route("**/outbox/items", lambda route: hanging.append(route))  # sent, and never answered
    assert [worker.page.evaluate(FRAMES, kind) for kind in ("came_in", "talked", "came_in")] == [1, 1, 1]
    assert (number(worker.page, "came_in"), number(worker.page, "talked")) == ("2", "1")
    until(worker.page, "window.tcOutbox.counts().then((counts) => counts.waiting === 3)")
    assert not aside(Tap.objects.exists), "the screen did not wait for the server"


def test_a_tap_is_on_the_screen_within_one_frame_while_the_device_itself_hangs(worker: Visitor) -> None:
    worker.page.evaluate("() => { window.tcOutbox.put = () => new Promise(() => {}); }")
    assert worker.page.evaluate(FRAMES, "information") == 1


def test_taps_and_their_undoing_without_a_network_are_all_on_the_server_afterwards(
    worker: Visitor, session: Session, ben: User
) -> None:
    page, expected = worker.page, {"came_in": 3, "talked": 1, "information": 0, "with_carer": 0}
    page.context.set_offline(True)
    worker.faults.clear()
    for kind in ("came_in", "came_in", "came_in", "talked", "information"):
        page.locator(f'[data-tap="{kind}"]').click()
    page.get_by_role("button", name="Undo last").click()
    expect(page.locator("[data-last]")).to_have_text("Undone: got information")
    assert {kind: int(number(page, kind)) for kind in expected} == expected
    until(page, "window.tcOutbox.counts().then((counts) => counts.waiting === 6)")
    assert not aside(Tap.objects.exists)
    page.context.set_offline(False)
    page.evaluate("window.tcOutbox.send()")
    all_safe(page, 6)
    worker.faults.clear()  # what was asked for while there was no network
    assert aside(lambda: counts_of(session)) == expected
    worker.go(session.get_absolute_url())
    assert {kind: int(number(page, kind)) for kind in expected} == expected


def _a_busy_day(session: Session, ben: User) -> None:
    make_taps(session, ben, "came_in", 12)
    put_on_list(session=session, service="carers", name="Ines of the Carers service", by=ben)
    put_on_list(session=session, service="cls", user=ben, by=ben, here=True)
    write_note(session=session, words="Rain all day. Many asked about the bus to Orsett.", by=ben)
    make_conversation(make_resident(ben), ben, session=session)


def test_undo_goes_on_after_the_page_was_opened_anew_and_never_below_nought(
    worker: Visitor, session: Session, ben: User
) -> None:
    aside(lambda: make_taps(session, ben, "with_carer", 2))
    worker.go(session.get_absolute_url())
    undo = worker.page.get_by_role("button", name="Undo last")
    undo.click()
    assert number(worker.page, "with_carer") == "1"
    all_safe(worker.page, 3)
    expect(worker.page.locator("[data-last]")).to_have_text("Undone: came with a carer")
    assert aside(lambda: counts_of(session))["with_carer"] == 1
    worker.go(session.get_absolute_url())
    undo.click()
    undo.click()
    expect(worker.page.locator("[data-last]")).to_have_text("There is no tap of yours to undo")
    all_safe(worker.page, 4)
    assert aside(lambda: counts_of(session))["with_carer"] == 0
    assert number(worker.page, "with_carer") == "0"


def test_what_colleagues_tapped_shows_once_ones_own_taps_are_safe(worker: Visitor, session: Session) -> None:
    dee = aside(lambda: make_user("Dee Walsh", Role.LOCALITY_MANAGER, "cls-tilbury-chadwell"))
    aside(lambda: make_taps(session, dee, "came_in", 4))
    worker.page.locator('[data-tap="came_in"]').click()
    expect(worker.page.locator('[data-tap="came_in"] [data-count]')).to_have_text("5")


def test_a_device_that_keeps_nothing_leaves_the_taps_to_the_server(worker: Visitor, session: Session) -> None:
    worker.page.evaluate("() => { window.tcOutbox.put = () => Promise.reject(new Error('No room')); }")
    worker.page.locator('[data-tap="talked"]').click()
    worker.page.locator('[data-tap="came_in"]').click()
    with worker.page.expect_response(lambda answer: answer.url.endswith("/taps/undo") and answer.ok):
        worker.page.get_by_role("button", name="Undo last").click()
    assert aside(lambda: counts_of(session)) == {"came_in": 0, "talked": 1, "information": 0, "with_carer": 0}


def test_when_neither_keeps_a_tap_the_page_says_so_and_holds_on_to_it(worker: Visitor, session: Session) -> None:
    page = worker.page
    page.evaluate("() => { window.tcOutbox.put = () => Promise.reject(new Error('No room')); }")
    page.context.set_offline(True)
    page.locator('[data-tap="talked"]').click()
    expect(page.locator("[data-trouble]")).to_contain_text("Keep this page open")
    leaving = (
        "() => { const event = new Event('beforeunload', { cancelable: true }); return window.dispatchEvent(event); }"
    )
    assert page.evaluate(leaving) is False, "leaving is asked about"
    page.context.set_offline(False)
    page.locator('[data-tap="talked"]').click()
    expect(page.locator("[data-trouble]")).to_be_hidden(timeout=20_000)
    worker.faults.clear()
    assert aside(lambda: counts_of(session))["talked"] == 2
    assert page.evaluate(leaving) is True


def test_a_key_that_is_held_down_is_one_tap(worker: Visitor, session: Session) -> None:
    worker.page.locator('[data-tap="came_in"]').focus()
    for _ in range(5):
        worker.page.keyboard.down("Enter")
    worker.page.keyboard.up("Enter")
    worker.page.keyboard.press("Space")
    assert number(worker.page, "came_in") == "2"


def test_two_taps_lead_to_a_conversation_with_somebody_known(worker: Visitor, ben: User, session: Session) -> None:
    jean = aside(lambda: make_resident(ben))
    worker.page.get_by_label("With somebody we know").click()
    worker.page.keyboard.type("jean smith")
    worker.page.locator("#near").get_by_role("button", name="Jean Smith").click()
    worker.page.wait_for_url(f"**/people/{jean.reference}/talk/?session={session.pk}")


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_nothing_is_too_wide_and_buttons_are_big(
    worker: Visitor, session: Session, ben: User, width: int
) -> None:
    aside(lambda: _a_busy_day(session, ben))
    here = session.get_absolute_url()
    worker.page.set_viewport_size({"width": width, "height": 900})
    for name, where in (
        ("session", here),
        ("attending", f"{here}attending/"),
        ("note", f"{here}note/"),
        ("list", "/sessions/"),
    ):
        worker.go(where)
        worker.look(f"talking-shop-{name}-{width}")
        assert worker.page.evaluate("document.documentElement.scrollWidth") <= width, name
    worker.go(here)
    for button in worker.page.locator(BUTTONS).all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 88, "twice the 44 px of a finger: gloves"


@pytest.mark.parametrize("width", [320, 1280])
def test_the_figures_fit(address: str, ben: User, width: int) -> None:
    make_taps(make_session(), ben, "came_in", 12)
    olu = make_user("Olu Adeyemi", Role.HEAD_OF_SERVICE)
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, "olu", email=olu.email, password=PASSWORD) as head,
    ):
        head.page.set_viewport_size({"width": width, "height": 900})
        for by in ("venue", "month", "session"):
            head.go(f"/sessions/footfall/?by={by}")
            head.look(f"footfall-{by}-{width}")
            assert head.page.evaluate("document.documentElement.scrollWidth") <= width, by
