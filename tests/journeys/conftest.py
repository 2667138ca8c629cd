"""Fixtures of the journeys: a whole borough with a browser, or a stall with a laptop."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.journeys.application import Application
from tests.journeys.browser import launch
from tests.journeys.stall import Laptop, Stall, stall
from tests.servers import TestServers


@pytest.fixture(scope="module")
def borough(test_servers: TestServers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The whole application over a demo borough of the module's own."""
    with Application(test_servers, tmp_path_factory.mktemp("borough")) as application:
        yield application


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = launch(playwright)
    yield chromium
    chromium.close()


@pytest.fixture(scope="module")
def place(
    test_servers: TestServers, tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Stall]:
    """One server for the module."""
    with stall(test_servers, tmp_path_factory.mktemp("stall"), django_db_blocker) as made:
        yield made


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as made:
        yield made


@pytest.fixture
def laptop(playwright: Playwright, place: Stall, tmp_path: Path) -> Iterator[Laptop]:
    """A laptop that nobody has used, while the network is on; no script on it may fail."""
    place.wifi.is_("on")
    place.somebody_new()
    made = Laptop(playwright, place, tmp_path / "profile")
    yield made
    made.close()
    assert made.said == []
