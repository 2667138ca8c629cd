"""Real Chromium for the journeys, and a page that remembers whatever went wrong on it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright

from thurrock_care.runner.chromium import chromium

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]
WAITS_SECONDS = 20
PICTURES = Path(__file__).resolve().parents[1] / ".artifacts" / "pictures"
# GOV.UK's own script puts aria-expanded on radios that reveal a field; known and accepted upstream.
KNOWN_UPSTREAM = {"aria-allowed-attr": ".govuk-radios__input"}
AXE_OPTIONS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def launch(playwright: Playwright) -> Browser:
    """Chromium, headless, with no way to any host but this machine."""
    return playwright.chromium.launch(executable_path=str(chromium()), args=ARGUMENTS)


def until(page: Page, holds: str, seconds: float = WAITS_SECONDS) -> None:
    """Wait until an expression holds on the page. Playwright's own waiting evaluates text from within the page, which
    our Content-Security-Policy forbids: it fails whenever the expression does not hold at once.
    """
    deadline = time.monotonic() + seconds
    while not page.evaluate(holds):
        assert time.monotonic() < deadline, f"this never came to hold: {holds}"
        page.wait_for_timeout(20)


class Visitor:
    """One person at one browser. Every fault that the browser reports fails the journey."""

    def __init__(self, page: Page, url: str, name: str) -> None:
        self.page = page
        self.url = url
        self.name = name
        self.faults: list[str] = []
        self.expected: set[str] = set()
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", lambda said: self._said(said.text) if said.type == "error" else None)
        page.on("requestfailed", lambda request: self._failed(request.url, request.failure))
        page.on("response", lambda answer: self._answered(answer.status, answer.url))

    def _failed(self, url: str, failure: str | None) -> None:
        # A request that a new page cuts short is none of ours.
        if failure != "net::ERR_ABORTED":
            self.faults.append(f"{failure} {url}")

    def _answered(self, status: int, url: str) -> None:
        if status >= 400 and str(status) not in self.expected:
            self.faults.append(f"{status} {url}")

    def _said(self, text: str) -> None:
        if not any(f"status of {status}" in text for status in self.expected):
            self.faults.append(f"console: {text}")

    def expect_fault(self, status: str) -> None:
        """From here on an answer with this status is what the journey asks for."""
        self.expected.add(status)

    def sign_in(self, email: str, password: str) -> None:
        self.go("/sign-in")
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        # The next key may be a shortcut: it is heard once the page and its scripts are there.
        self.page.get_by_role("button", name="Sign out").wait_for()
        self.page.wait_for_load_state()

    def go(self, path: str) -> None:
        self.page.goto(f"{self.url}{path}")

    def look(self, picture: str) -> None:
        """Keep a picture of the page, and hold it against axe: nothing at all may be found."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{picture}.png", full_page=True)
        found = Axe().run(self.page, options=AXE_OPTIONS).response["violations"]
        faults = [line for violation in found for line in _described(violation)]
        assert not faults, f"axe on {picture} ({self.page.url}):\n" + "\n".join(faults)

    def assert_unharmed(self) -> None:
        """Nothing failed in the browser on the whole way."""
        assert not self.faults, f"{self.name}: " + "\n".join(self.faults)


def _described(violation: dict[str, object]) -> Iterator[str]:
    allowed = KNOWN_UPSTREAM.get(str(violation["id"]))
    for node in violation["nodes"]:  # type: ignore[attr-defined]
        target = " ".join(str(part) for part in node["target"])
        if not (allowed and "govuk-radios__input" in node["html"]):
            yield f"{violation['id']}: {target}: {node['html'][:200]}"


@contextmanager
def visitor(browser: Browser, url: str, name: str, *, email: str, password: str) -> Iterator[Visitor]:
    """A person signed in, with a browser window of their own; at the end nothing may have failed in it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(15_000)
    person = Visitor(context.new_page(), url, name)
    person.sign_in(email, password)
    yield person
    context.close()
    person.assert_unharmed()
