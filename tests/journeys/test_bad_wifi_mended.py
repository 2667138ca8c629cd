"""What a device once lost, doubled or gave to somebody else: each as it happened, in real Chromium."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.models import Draft
from residents.models import Statement
from sealed.models import SealedItem
from talking_shops.models import Conversation, ConversationPart, Tap
from tests.factories.field import make_conversation
from tests.factories.people import make_resident
from tests.journeys.browser import until
from tests.journeys.stall import HEADER, Laptop, Stall, begin, enter, say, sealed, waits

pytestmark = pytest.mark.browser

SAVED = re.compile("^Saved ")
SEALED_HERE = re.compile(r"^(No network\. )?Sealed on this device ")
NOT_EVERYTHING = "^Not everything is kept: keep this page open$"
# The device begins to write an item, and breaks off.
KEEPS_NOTHING = """() => {
  window.refused = 0;
  window.putBefore = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function put(...given) {
    const request = window.putBefore.apply(this, given);
    if (this.name === "items") { window.refused += 1; this.transaction.abort(); }
    return request;
  };
}"""
KEEPS_AGAIN = "() => { IDBObjectStore.prototype.put = window.putBefore; }"
STATES = """() => {
  window.states = [];
  const bar = document.querySelector("[data-draft-state]");
  new MutationObserver(() => window.states.push(bar.textContent)).observe(bar, { childList: true });
}"""
NO_WORKER = "Object.defineProperty(navigator, 'serviceWorker', { value: undefined });"
# Somebody types on while the end of their conversation is being kept.
TYPES_ON = """() => {
  const put = window.tcOutbox.put;
  window.tcOutbox.put = (item) => {
    window.tcOutbox.put = put;
    const box = document.getElementById("id_matters");
    box.value += " And a dog.";
    box.dispatchEvent(new Event("input", { bubbles: true }));
    return put(item);
  };
}"""


def state(page: Page) -> Any:
    return expect(page.locator("[data-draft-state]"))


def saved(page: Page) -> None:
    state(page).to_have_text(SAVED, timeout=20_000)


def refused(page: Page) -> Any:
    """The answer to a draft of somebody who is not signed in."""
    return page.expect_response(lambda answer: "/drafts/" in answer.url and answer.status == 401)


def drafts_of(place: Stall, pk: object) -> list[str]:
    """What stands in the drafts of somebody about the person of this journey."""
    with place.records():
        found = Draft.objects.filter(owner_id=pk, subject=place.reference)
        return [str(draft.fields["matters"]) for draft in found]


def test_words_of_a_page_never_go_to_who_signs_in_beside_it(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben, f"/people/{place.reference}/talk/")
    say(page, "She sings.")
    saved(page)
    laptop.context.clear_cookies()
    laptop.sign_in(place.chidi)
    page.evaluate(STATES)
    say(page, " She has")
    state(page).to_contain_text("You have been signed out")
    waits(page, "^1 item on this device")
    say(page, " two cats.")
    with refused(page):
        page.get_by_role("button", name="Save conversation").click()
    page.evaluate("window.tcOutbox.send().then(window.tcOutbox.send)")
    waits(page, "^1 item on this device$")
    assert not [said for said in page.evaluate("window.states") if SEALED_HERE.match(said)]
    assert drafts_of(place, place.chidi.pk) == []
    with place.records():
        assert not Conversation.objects.filter(resident__reference=place.reference).exists()
    laptop.context.clear_cookies()
    laptop.sign_in(place.ben).close()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    saved(page)
    waits(page, "^1 item safe at ")
    assert drafts_of(place, place.ben.pk) == ["She sings. She has two cats."]
    assert drafts_of(place, place.chidi.pk) == []


TOO_LONG_AND_BAD = """async ([session, long]) => {
  const put = (kind, body) => window.tcOutbox.put({ kind, draft: crypto.randomUUID(), body });
  await put("talk", { words: { matters: "x".repeat(long) }, finished: false });
  await put("talk\\ud800", { words: { matters: "Half a character in its name." } });
  await put("footfall", { session, kind: "came_in" });
  await put("footfall", { session, kind: "came_in" });
}"""


def test_items_that_cannot_be_taken_in_are_told_exported_and_hold_no_other_up(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben, "/outbox/")
    with place.records():
        before = Tap.objects.count()
    place.wifi.is_("off")
    page.evaluate(TOO_LONG_AND_BAD, [str(place.session.pk), 2_100_000])
    waits(page, "^4 items on this device$")
    place.wifi.is_("on")
    waits(page, "^2 items on this device need you$")
    with place.records():
        assert Tap.objects.count() - before == 2
    table = page.get_by_role("table")
    expect(table).to_contain_text("Refused: It is longer than we can take in. Save it as text, and write it in parts.")
    expect(table).to_contain_text("Refused: The JSON holds half a character")
    for row, words in ((0, "x" * 2_100_000), (1, "Half a character in its name.")):
        with page.expect_download() as file:
            page.get_by_role("button", name="Save as text").nth(row).click()
        assert words in file.value.path().read_text()


def test_a_page_of_somebody_elses_is_said_to_be_none_of_ours(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben, "/outbox/")
    place.wifi.is_("portal")
    tap = {"session": str(place.session.pk), "kind": "came_in"}
    page.evaluate("(body) => window.tcOutbox.put({ kind: 'footfall', draft: body.session, body })", tap)
    expect(page.locator("[data-list-trouble]")).to_have_text(
        "Not sent yet: That was not our server. It is tried again by itself."
    )
    place.wifi.is_("on")
    waits(page, "^1 item safe at ")


def test_another_conversation_is_not_begun_over_words_that_are_not_kept(place: Stall, laptop: Laptop) -> None:
    laptop.sign_in(place.ben).close()
    place.wifi.is_("off")
    page = laptop.tab("/capture/")
    begin(page)
    matters = page.locator("#id_matters")
    matters.fill("Typed a moment before.")
    page.evaluate("document.querySelector('[data-begin]').click()")
    expect(matters).to_have_value("")
    expect(page.locator("[data-begun]")).to_contain_text("1 sentence, sealed and safe on this device")
    page.evaluate(KEEPS_NOTHING)
    matters.fill("Kept nowhere.")
    expect(page.locator("[data-capture-state]")).to_contain_text("Not kept")
    for press in ("Start a conversation", "Go on"):
        before = page.evaluate("window.refused")
        page.get_by_role("button", name=press).click()
        until(page, f"window.refused > {before}")
        expect(matters).to_have_value("Kept nowhere.")
    page.evaluate(KEEPS_AGAIN)
    matters.press_sequentially(" And now it is.")
    sealed(page)
    place.wifi.is_("on")
    waits(page, "^all 2 items safe at ")
    with place.records():
        for words in ("Typed a moment before.", "Kept nowhere. And now it is."):
            assert SealedItem.objects.filter(contents__words__matters=words).count() == 1


def test_what_is_typed_while_a_conversation_is_being_finished_goes_along(place: Stall, laptop: Laptop) -> None:
    laptop.sign_in(place.ben).close()
    place.wifi.is_("off")
    page = laptop.tab("/capture/")
    begin(page)
    say(page, "She has a cat.")
    sealed(page)
    page.evaluate(TYPES_ON)
    page.get_by_role("button", name="Finish conversation").click()
    expect(page.locator("[data-finished]")).to_be_visible()
    place.wifi.is_("on")
    waits(page, "^1 item safe at ")
    with place.records():
        assert ConversationPart.objects.filter(words="She has a cat. And a dog.").count() == 1


def test_nothing_is_called_safe_while_the_newest_words_are_kept_nowhere(place: Stall, laptop: Laptop) -> None:
    laptop.sign_in(place.ben).close()
    page = laptop.tab("/capture/")
    begin(page)
    say(page, "She counts the trains.")
    waits(page, "^1 item safe at ")
    page.evaluate(KEEPS_NOTHING)
    say(page, " All of them.")
    waits(page, NOT_EVERYTHING)
    page.evaluate(KEEPS_AGAIN)
    say(page, " Every day.")
    sealed(page)
    waits(page, "^1 item safe at ")


def test_a_page_whose_words_neither_the_server_nor_the_device_keeps_says_so(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben, f"/people/{place.reference}/talk/")
    page.evaluate(KEEPS_NOTHING)
    place.wifi.is_("off")
    say(page, "He walks to the river.")
    state(page).to_contain_text("Keep this tab open")
    waits(page, NOT_EVERYTHING)
    place.wifi.is_("on")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    saved(page)
    expect(page.locator(HEADER)).to_be_hidden()
    assert drafts_of(place, place.ben.pk) == ["He walks to the river."]


# How many drafts are on their way.
UNDER_WAY = """() => {
  const send = window.fetch;
  window.underWay = 0;
  window.fetch = (address, ...how) => {
    if (!String(address).includes("/drafts/")) return send(address, ...how);
    window.underWay += 1;
    return send(address, ...how).finally(() => { window.underWay -= 1; });
  };
}"""


def test_whoever_types_on_and_on_is_not_told_that_there_is_no_network(place: Stall, laptop: Laptop) -> None:
    laptop.context.clock.install()
    page = laptop.sign_in(place.ben, f"/people/{place.reference}/talk/")
    page.evaluate(STATES)
    page.evaluate(UNDER_WAY)
    page.clock.pause_at(page.evaluate("Date.now() + 1000") / 1000)
    page.locator("#id_matters").focus()
    for letter in "She talks and talks. " * 3:
        page.keyboard.type(letter)
        page.clock.run_for(100)
        until(page, "window.underWay === 0")
    page.clock.resume()
    saved(page)
    states = page.evaluate("window.states")
    assert [said for said in states if said.startswith("Saved ") or said == "Not saved yet"] == states
    assert len(states) >= 4, "it was saved while one typed on"
    expect(page.locator(HEADER)).to_be_hidden()


def test_without_a_worker_a_finished_page_takes_no_more_words(place: Stall, laptop: Laptop) -> None:
    laptop.context.add_init_script(NO_WORKER)
    page = laptop.tab(f"/sign-in?next=/people/{place.reference}/talk/")
    enter(page, place.ben)
    page.get_by_role("button", name="Sign out").wait_for()
    until(page, "window.tcOutbox && window.tcOutbox.ready()")
    say(page, "He misses his allotment.")
    place.wifi.is_("off")
    page.get_by_role("button", name="Save conversation").click()
    state(page).to_contain_text("This conversation is finished and sealed on this device")
    expect(page.locator("#id_matters")).to_be_disabled()
    expect(page.get_by_role("button", name="Save conversation")).to_be_disabled()
    place.wifi.is_("on")
    waits(page, "^1 item safe at ")
    with place.records():
        assert Statement.objects.filter(words="He misses his allotment.").count() == 1


def test_signing_out_that_fails_on_its_way_leaves_the_device_able_to_seal(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben)
    page.route("**/livez", lambda route: (place.wifi.is_("off"), route.fulfill(body="alive")))
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("This was not sent: there is no network.")).to_be_visible()
    shell = laptop.tab("/capture/")
    begin(shell)
    say(shell, "Nobody rings her.")
    sealed(shell)
    waits(shell, "^1 item on this device$")
    place.wifi.is_("on")
    waits(shell, "^1 item safe at ")


def test_a_part_with_several_people_keeps_its_gathering(place: Stall, laptop: Laptop) -> None:
    with place.records():
        first = make_conversation(make_resident(place.ben), place.ben)
    page = laptop.sign_in(place.ben, f"/people/{place.reference}/talk/?with={first.pk}")
    say(page, "They share a shed.")
    place.wifi.is_("off")
    page.get_by_role("button", name="Save conversation").click()
    expect(page.get_by_text("The conversation is sealed on this device.")).to_be_visible()
    place.wifi.is_("on")
    waits(page, "^1 item safe at ")
    with place.records():
        first.refresh_from_db()
        second = Conversation.objects.get(resident__reference=place.reference)
        assert first.gathering == second.gathering is not None
