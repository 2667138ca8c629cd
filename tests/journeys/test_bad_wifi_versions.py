"""Old pages against a new server, the worker switched off, a form that cannot be sent, an item that is refused."""

import json

import pytest
from playwright.sync_api import Page, Route, expect

from talking_shops.models import Tap
from tests.journeys.stall import Laptop, Stall, begin, say, sealed, waits

pytestmark = pytest.mark.browser

PUT = """([session]) => window.tcOutbox.put(
  { kind: "footfall", draft: session, body: { session, kind: "came_in" } })"""


def tap(place: Stall, page: Page) -> None:
    page.evaluate(PUT, [str(place.session.pk)])


def test_a_page_that_is_older_than_the_server_keeps_everything_and_says_so(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben, "/outbox/")
    before = taps(place)

    def newer(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=json.dumps(answer.json() | {"speaks": [99]}))

    page.route("**/outbox/key", newer)
    page.reload()
    tap(place, page)
    expect(page.get_by_text("This page is older than the server.")).to_be_visible()
    waits(page, "^1 item on this device$")
    page.unroute("**/outbox/key")
    page.reload()
    waits(page, "^1 item safe at ")
    assert taps(place) - before == 1


def taps(place: Stall) -> int:
    with place.records():
        return Tap.objects.count()


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
        page.wait_for_function("caches.keys().then((names) => names.length === 0)")
        page.wait_for_function("navigator.serviceWorker.getRegistrations().then((found) => found.length === 0)")
        waits(page, "^1 item on this device$")
    finally:
        del place.application.environment["CAPTURE_SHELL"]
        place.kill_server()
        place.start_server()
    page.unroute("**/outbox/items")
    waits(page, "^1 item safe at ")


def test_a_form_that_cannot_be_sent_stays_with_its_words(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben, f"/sessions/{place.session.pk}/note/")
    page.locator("textarea").fill("Rain, and a queue for the post office.")
    place.wifi.is_("off")
    button = page.locator("form#note button[type=submit]").first
    button.click()
    expect(page.locator("[data-draft-state]")).to_contain_text("Not saved yet")
    button.click()
    expect(page.get_by_text("This was not sent: there is no network.")).to_be_visible()
    expect(page.locator("textarea")).to_have_value("Rain, and a queue for the post office.")
    place.wifi.is_("on")
    button.click()
    expect(page.get_by_text("Rain, and a queue for the post office.")).to_be_visible()
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
