"""Old pages against a new server, the worker switched off, a form that cannot be sent, an item that is refused."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from playwright.sync_api import Page, Route, expect

from residents.models import Statement
from talking_shops.models import Tap
from tests.journeys.browser import until
from tests.journeys.stall import Laptop, Stall, begin, enter, say, sealed, stall, waits
from tests.servers import TestServers

pytestmark = pytest.mark.browser

NO_WORKER = "Object.defineProperty(navigator, 'serviceWorker', { value: undefined });"
PUT = """([session]) => window.tcOutbox.put(
  { kind: "footfall", draft: session, body: { session, kind: "came_in" } })"""


def production_cookie() -> str:
    """The name of the CSRF cookie in production, which a browser keeps only if it is secure."""
    production = Path(settings.BASE_DIR, "thurrock_care/settings/production.py").read_text()
    (name,) = re.findall(r'^CSRF_COOKIE_NAME = "(__Host-.+?)"', production, re.MULTILINE)
    return str(name)


@pytest.fixture(scope="module")
def place(
    test_servers: TestServers, tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Stall]:
    """The server gives its CSRF cookie as in production; Chromium takes such a one from this machine without TLS."""
    folder = tmp_path_factory.mktemp("stall")
    with (
        patch.dict(os.environ, CSRF_COOKIE_NAME=production_cookie()),
        stall(test_servers, folder, django_db_blocker) as made,
    ):
        yield made


def tap(place: Stall, page: Page) -> None:
    page.evaluate(PUT, [str(place.session.pk)])


def test_a_page_that_is_older_than_the_server_keeps_everything_and_says_so(place: Stall, laptop: Laptop) -> None:
    def older(route: Route) -> None:
        script = route.fetch().text()
        assert "const SPEAKS = 1;" in script
        headers = {"Content-Type": "text/javascript", "Cache-Control": "no-store"}
        route.fulfill(headers=headers, body=script.replace("const SPEAKS = 1;", "const SPEAKS = 0;"))

    laptop.context.add_init_script(NO_WORKER)
    page = laptop.tab("/sign-in?next=/outbox/")
    enter(page, place.ben)
    page.get_by_role("button", name="Sign out").wait_for()
    until(page, "window.tcOutbox && window.tcOutbox.ready()")
    before = taps(place)
    page.route("**/js/outbox.js", older)
    page.reload()
    tap(place, page)
    expect(page.get_by_text("This page is older than the server. Load it again")).to_be_visible()
    waits(page, "^1 item on this device$")
    page.unroute("**/js/outbox.js")
    page.reload()
    waits(page, "^1 item safe at ")
    assert taps(place) - before == 1


def taps(place: Stall) -> int:
    with place.records():
        return Tap.objects.count()


def test_an_old_page_goes_on_after_a_new_sign_in_with_the_cookie_of_production(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben, f"/people/{place.reference}/talk/")
    kept = [cookie for cookie in laptop.context.cookies() if "csrf" in cookie["name"]]
    assert [(cookie["name"], cookie["secure"]) for cookie in kept] == [(production_cookie(), True)]
    laptop.context.clear_cookies()
    laptop.sign_in(place.ben).close()
    say(page, "She keeps bees.")
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("^Saved "), timeout=20_000)
    page.get_by_role("button", name="Save conversation").click()
    expect(page.get_by_text("She keeps bees.").first).to_be_visible()
    with place.records():
        assert Statement.objects.filter(words="She keeps bees.").count() == 1


def test_the_worker_switched_off_takes_itself_away_and_leaves_what_waits(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben)
    place.wifi.is_("off")
    page.goto(f"{place.url}/capture/")
    begin(page)
    say(page, "He keeps bees.")
    sealed(page)
    place.kill_server()
    place.application.environment["CAPTURE_SHELL"] = "0"
    try:
        place.start_server()
        page.route("**/outbox/items", lambda route: route.abort())
        place.wifi.is_("on")
        page.goto(f"{place.url}/outbox/")
        until(page, "caches.keys().then((names) => names.length === 0)")
        until(page, "navigator.serviceWorker.getRegistrations().then((found) => found.length === 0)")
        waits(page, "^1 item on this device$")
    finally:
        del place.application.environment["CAPTURE_SHELL"]
        place.kill_server()
        place.start_server()
    page.unroute("**/outbox/items")
    waits(page, "^1 item safe at ")


def test_a_form_that_cannot_be_sent_stays_with_its_words(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben, f"/people/{place.reference}/promises/new")
    page.fill("#id_due_on", "in 3 days")
    page.fill("#id_words", "Ring the post office.")
    place.wifi.is_("off")
    button = page.get_by_role("button", name="Save this promise")
    button.click()
    expect(page.locator("[data-draft-state]")).to_contain_text("Not saved yet")
    button.click()
    expect(page.get_by_text("This was not sent: there is no network.")).to_be_visible()
    expect(page.locator("#id_words")).to_have_value("Ring the post office.")
    place.wifi.is_("on")
    button.click()
    expect(page.get_by_text("Ring the post office.").first).to_be_visible()
    expect(page.locator("[data-device=not-sent]")).to_have_count(0)


SPOIL = """async () => {
  const open = indexedDB.open("thurrock-care-outbox", 1);
  await new Promise((done) => { open.onsuccess = done; });
  const change = open.result.transaction("items", "readwrite");
  const items = change.objectStore("items");
  items.getAll().onsuccess = (event) => event.target.result.forEach((one) => items.put({ ...one, turn: 7 }));
  await new Promise((done) => { change.oncomplete = done; });
}"""


def test_what_the_server_refuses_is_exported_by_the_tab_that_has_it_and_deleted_after_a_second_question(
    place: Stall, laptop: Laptop
) -> None:
    laptop.sign_in(place.ben).close()
    place.wifi.is_("off")
    writer = laptop.tab("/capture/")
    begin(writer)
    say(writer, "They share a shed.")
    sealed(writer)
    writer.evaluate(SPOIL)
    place.wifi.is_("on")
    page = laptop.tab("/outbox/")
    waits(page, "^1 item on this device needs you$")
    expect(page.get_by_role("table")).to_contain_text("This was not sealed by you, or was changed on its way.")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as text").click()
    assert "They share a shed." in saved.value.path().read_text()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("table")).to_contain_text("Refused")
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("Nothing waiting on this device")).to_be_visible()
