"""A pair of hands at a keyboard: counts what it types, and watches that the focus is never lost."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, expect

from tests.journeys.browser import Visitor

A_KEY = 0.2  # seconds
# Runs in every page: notes each moment at which the focus is on no element although the page stands still.
WATCH = """(() => {
  const look = (when) => {
    const held = document.activeElement;
    const lost = document.hasFocus() && (!held || held === document.body);
    if (lost) window.tcLost(`${when} ${location.pathname}`);
  };
  // A browser gives the focus to an autofocus element when it draws the page.
  const onceDrawn = (then) => window.requestAnimationFrame(() => window.requestAnimationFrame(then));
  window.addEventListener("load", () => onceDrawn(() => window.setTimeout(() => look("after loading"), 150)));
  document.addEventListener("focusout", () => onceDrawn(() => look("after a key on")));
})()"""


class Hands:
    """Types at 200 ms a key by the count of its keys, fast by the clock; waits that the page forces are added.

    `seconds` is the script time so far, `pages` the pages on which something was typed or pressed, `lost` where
    the focus fell to the body.
    """

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.keys = 0
        self.waited = 0.0
        self.pages: list[str] = []
        self.lost: list[str] = []
        self.page.expose_function("tcLost", lambda where: self.lost.append(where))
        self.page.context.add_init_script(WATCH)

    def begin(self) -> None:
        """From here on keys and pages are counted."""
        self.keys, self.waited, self.pages = 0, 0.0, []
        self.lost.clear()

    @property
    def seconds(self) -> float:
        return self.keys * A_KEY + self.waited

    def type(self, words: str) -> None:
        """Write words where the caret stands."""
        self._count(len(words))
        self.page.keyboard.type(words)

    def press(self, *keys: str) -> None:
        """Press keys, or keys held together: "Tab", "Control+Enter" (each key of a chord is one)."""
        for key in keys:
            self._count(len(key.split("+")))
            self.page.keyboard.press(key)

    def tab_to(self, box: Locator) -> None:
        """Go on with Tab until `box` has the focus."""
        for _ in range(30):
            if box.evaluate("(box) => box === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"30 times Tab do not lead to {box}")

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """What the page makes one wait for is script time."""
        started = time.monotonic()
        yield
        self.waited += time.monotonic() - started

    def expect_focus(self, box: Locator) -> None:
        """Wait until `box` has the focus: the page has to send it there by itself."""
        with self.waiting():
            expect(box).to_be_focused()

    def expect_said(self, words: str) -> None:
        """Wait until the one live region says this, and nothing else on the page is one."""
        with self.waiting():
            expect(self.page.locator("#live")).to_have_text(words)

    def assert_well(self, state: str) -> None:
        """In this state: one live region, the focus somewhere, and nothing for axe to find. It costs no script time."""
        regions = self.page.locator("[role=status], [role=log], [aria-live]:not([aria-live=off])")
        assert regions.evaluate_all("(all) => all.map((one) => one.id)") == ["live"], state
        assert self.page.evaluate("document.activeElement !== document.body"), f"{state}: the focus is on nothing"
        assert self.lost == [], f"{state}: the focus was lost: {self.lost}"
        self.visitor.look(state)

    def _count(self, keys: int) -> None:
        self.keys += keys
        address = self.page.url.split("?")[0]
        if not self.pages or self.pages[-1] != address:
            self.pages.append(address)
