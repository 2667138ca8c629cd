"""The gallery in a real browser. Nobody is signed in, and nothing is written to the database."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.browser import Visitor, launch
from tests.serving import serving


@pytest.fixture(scope="module")
def requests_seen() -> list[str]:
    """What has reached the server, even from a page that is gone."""
    return []


@pytest.fixture(scope="module")
def gallery_address(django_db_setup: None, django_db_blocker: Any, requests_seen: list[str]) -> Iterator[str]:
    """The application with the gallery, as it answers over HTTP with all its middleware."""
    application = get_wsgi_application()

    def noting(environ: dict[str, Any], start_response: Any) -> Any:
        requests_seen.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        return application(environ, start_response)

    with (
        django_db_blocker.unblock(),
        override_settings(ROOT_URLCONF="tests.pages.core.gallery_urls"),
        serving(noting) as address,
    ):
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the module."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def reader(browser: Browser, gallery_address: str) -> Iterator[Visitor]:
    """Somebody at the gallery; any fault that the browser reports fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(15_000)
    person = Visitor(context.new_page(), gallery_address, "reader")
    yield person
    context.close()
    person.assert_unharmed()


@pytest.fixture
def page(reader: Visitor) -> Page:
    """The gallery, open."""
    reader.go("/gallery/")
    return reader.page
