"""A stall in a supermarket: the real server, a network that fails, and a laptop whose profile stays on its disk."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.contrib.sessions.models import Session as SignedIn
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from accounts.models import User
from accounts.roles import Role
from sealed.actions import renew_keys
from talking_shops.models import ConversationPart, Session
from tests.committed import connected_to
from tests.factories.field import make_session
from tests.factories.people import PASSWORD, make_resident, make_user
from tests.journeys.application import ROOT, Application, end_group
from tests.journeys.browser import ARGUMENTS, until
from tests.journeys.wifi import Wifi, wifi
from tests.servers import TestServers
from thurrock_care.runner.chromium import chromium
from thurrock_care.runner.services import services

HEADER = "[data-outbox]"
MATTERS = "What matters to them"
SURELY = 20_000  # ms within which comes what must come, also on a machine that is busy with other things
expect.set_options(timeout=SURELY)


class Stall:
    """Where Ben and Chidi are today. The network is `wifi`; the server can be killed and started again."""

    def __init__(self, servers: TestServers, application: Application, network: Wifi) -> None:
        self.servers, self.application, self.wifi = servers, application, network
        self.ben: User
        self.chidi: User
        self.session: Session
        self.reference = ""

    @property
    def url(self) -> str:
        return self.wifi.url

    def furnish(self) -> None:
        with self.records():
            self.ben = make_user("Ben Okafor", Role.SOCIAL_WORKER, "cls-tilbury-chadwell")
            self.chidi = make_user("Chidi Eze", Role.SOCIAL_WORKER, "cls-tilbury-chadwell")
            self.session = make_session()
            renew_keys()

    def somebody_new(self) -> None:
        """From now on `reference` is of a person about whom nothing is written yet."""
        with self.records():
            self.reference = make_resident(self.ben).reference

    @contextmanager
    def records(self) -> Iterator[None]:
        """Inside, the models lead to the database of the server. Playwright's loop in this thread is no hindrance."""
        with patch.dict(os.environ, DJANGO_ALLOW_ASYNC_UNSAFE="1"), connected_to(self.application.database):
            yield

    def end_sessions(self) -> None:
        """As when they are too old: nobody is signed in any more, and no browser knows it."""
        with self.records():
            SignedIn.objects.all().delete()

    def kill_server(self) -> None:
        """As when the power goes: no process of it gets to finish anything."""
        os.killpg(self.application.processes["web"].pid, signal.SIGKILL)
        self.application.processes["web"].wait()

    def start_server(self) -> None:
        service = next(one for one in services(self.application.folder) if one.name == "web")
        log = (self.application.folder / "web-again.log").open("ab")
        self.application.processes["web"] = subprocess.Popen(
            [sys.executable, *service.arguments], cwd=ROOT, env=self.application.environment, stdout=log,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.application._await_web()


@contextmanager
def stall(servers: TestServers, folder: Path, blocker: Any) -> Iterator[Stall]:
    """The server over an almost empty borough, with today's Talking Shop and two workers."""
    with (
        Application(servers, folder, residents=0, only="web") as application,
        blocker.unblock(),
        wifi(application.port) as network,
    ):
        place = Stall(servers, application, network)
        place.furnish()
        yield place
        end_group(application.processes["web"])


class Laptop:
    """One device: its profile is a folder on the disk, and outlives tabs and the browser."""

    def __init__(self, playwright: Playwright, stall: Stall, profile: Path, *arguments: str) -> None:
        self.playwright, self.stall, self.profile, self.arguments = playwright, stall, profile, arguments
        self.context: BrowserContext
        self.said: list[str] = []
        self.open()

    def open(self) -> None:
        """Start the browser over the profile."""
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path=str(chromium()), args=[*ARGUMENTS, *self.arguments], headless=True,
            viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="Europe/London",
            accept_downloads=True,
        )  # fmt: skip
        self.context.set_default_timeout(SURELY)
        self.context.on("weberror", lambda error: self.said.append(str(error.error)))

    def close(self) -> None:
        self.context.close()

    def tab(self, path: str = "") -> Page:
        page = self.context.new_page()
        if path:
            page.goto(f"{self.stall.url}{path}")
        return page

    def sign_in(self, worker: User, path: str = "/sessions/") -> Page:
        """Signed in, with the service worker at work, so that the device knows to whom and how to seal."""
        page = self.tab(f"/sign-in?next={path}")
        enter(page, worker)
        page.get_by_role("button", name="Sign out").wait_for()
        page.evaluate("navigator.serviceWorker.ready.then((r) => r.active.state)")
        until(page, "navigator.serviceWorker.controller !== null")
        until(page, "window.tcOutbox && window.tcOutbox.ready()")
        return page


def enter(page: Page, worker: User) -> None:
    page.get_by_label("Email address").fill(worker.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def begin(page: Page) -> None:
    """Start a conversation in the shell."""
    page.get_by_role("button", name="Start a conversation").click()


def say(page: Page, words: str, box: str = "matters") -> None:
    page.locator(f"#id_{box}").press_sequentially(words, delay=1)


def sealed(page: Page) -> None:
    """Wait until the page says that its words are on the disk."""
    expect(page.locator("[data-capture-state]")).to_have_text(re.compile("^(Sealed on this device|Safe with us) "))


def waits(page: Page, words: str) -> None:
    """Wait until the header says so."""
    expect(page.locator(HEADER)).to_have_text(re.compile(words))


def told(place: Stall, name: str) -> list[str]:
    """The words of conversations with nobody known in which this stands."""
    with place.records():
        found = ConversationPart.objects.filter(words__contains=name).values_list("words", flat=True)
        return sorted(found)
