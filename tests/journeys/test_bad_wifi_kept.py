"""What a device once kept in its page alone: signing out, a network that hangs, a device without room; in Chromium."""

import re
import time

import pytest
from playwright.sync_api import Page, Route, expect

from core.models import Draft
from residents.models import Statement
from talking_shops.models import Tap
from tests.journeys.browser import until
from tests.journeys.stall import HEADER, Laptop, Stall, begin, say, waits
from tests.journeys.test_bad_wifi_device import HELD, HOLD
from tests.journeys.test_bad_wifi_mended import KEEPS_AGAIN, KEEPS_NOTHING, drafts_of, saved, state

pytestmark = pytest.mark.browser

SIGN_OUT = "button:text-is('Sign out')"
KEEPS_TRYING = "Not saved yet – trying again. Keep this tab open"
SEALED_NOT_SENT = re.compile(r"^Sealed on this device \d\d:\d\d, not sent yet$")
SEALED_WITHOUT = re.compile(r"^No network\. Sealed on this device \d\d:\d\d$")
# Whatever ends by itself after a while does so soon.
SOON = "const timeout = AbortSignal.timeout.bind(AbortSignal); AbortSignal.timeout = (time) => timeout(time / 10);"
CLOSES = "window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"
# Notes when the device is given the end of a conversation.
NOTES_THE_END = """() => {
  const { put } = window.tcOutbox;
  window.tcOutbox.put = (item) => { window.finishing ||= item.body.finished === true; return put(item); };
}"""
# Notes whether something was still being sealed when the device forgot who writes.
LEAVES = """() => {
  const { leave } = window.tcOutbox;
  window.tcOutbox.leave = () => { sessionStorage.setItem("held", String(Boolean(window.holds))); return leave(); };
}"""
ORDER = """() => {
  window.order = [];
  const [send, put] = [window.fetch, window.tcOutbox.put];
  window.fetch = (...how) => { window.order.push(String(how[0])); return send(...how); };
  window.tcOutbox.put = (item) => { window.order.push("the device"); return put(item); };
}"""


def talk(place: Stall, laptop: Laptop) -> Page:
    return laptop.sign_in(place.ben, f"/people/{place.reference}/talk/")


def matters(place: Stall) -> list[str]:
    return drafts_of(place, place.ben.pk)


def held_save(page: Page, words: str) -> list[Route]:
    """Type this; the save of it does not get off the laptop."""
    held: list[Route] = []
    page.route("**/drafts/**", lambda route: held.append(route), times=1)
    with page.expect_request("**/drafts/**"):
        say(page, words)
    return held


def signs_out(place: Stall, page: Page) -> None:
    expect(page).to_have_url(f"{place.url}/sign-in", timeout=20_000)


def test_the_last_words_before_signing_out_are_kept(place: Stall, laptop: Laptop) -> None:
    page = talk(place, laptop)
    say(page, "She keeps bees.")
    page.locator(SIGN_OUT).click()
    signs_out(place, page)
    assert matters(place) == ["She keeps bees."]
    page = talk(place, laptop)
    expect(page.locator("#id_matters")).to_have_value("She keeps bees.")


def test_words_typed_while_others_are_being_saved_are_kept_before_signing_out(place: Stall, laptop: Laptop) -> None:
    page = talk(place, laptop)
    held = held_save(page, "She keeps bees.")
    say(page, " And hens.")
    page.locator(SIGN_OUT).click()
    held[0].continue_()
    signs_out(place, page)
    assert matters(place) == ["She keeps bees. And hens."]


def test_nobody_is_signed_out_over_words_that_are_kept_nowhere(place: Stall, laptop: Laptop) -> None:
    page = talk(place, laptop)
    page.evaluate(KEEPS_NOTHING)
    page.route("**/drafts/**", lambda route: route.abort())
    say(page, "He walks to the river.")
    page.locator(SIGN_OUT).click()
    expect(page.get_by_text("What you typed last is only in this page.")).to_be_visible(timeout=20_000)
    expect(page.locator("#id_matters")).to_have_value("He walks to the river.")
    page.unroute("**/drafts/**")
    page.locator(SIGN_OUT).click()
    signs_out(place, page)
    assert matters(place) == ["He walks to the river."]


def test_a_tap_that_is_being_kept_is_waited_for_before_signing_out(place: Stall, laptop: Laptop) -> None:
    laptop.context.add_init_script(HELD)
    page = laptop.sign_in(place.ben, f"/sessions/{place.session.pk}/")
    with place.records():
        before = Tap.objects.count()
    page.evaluate(LEAVES)
    page.evaluate(f"void ({HOLD})")
    page.locator("[data-tap=came_in]").click()
    expect(page.locator("html[data-held]")).to_be_attached()
    page.evaluate("void window.setTimeout(() => window.letGo(), 1500)")
    page.locator(SIGN_OUT).click()
    signs_out(place, page)
    assert page.evaluate("sessionStorage.getItem('held')") == "false"
    with place.records():
        assert Tap.objects.count() == before + 1


def test_the_shell_tries_again_what_the_device_did_not_keep(place: Stall, laptop: Laptop) -> None:
    laptop.sign_in(place.ben).close()
    place.wifi.is_("off")
    page = laptop.tab("/capture/")
    begin(page)
    page.evaluate(KEEPS_NOTHING)
    say(page, "She counts the trains.")
    bar = page.locator("[data-capture-state]")
    expect(bar).to_contain_text("Not kept", timeout=20_000)
    until(page, f"!{CLOSES}")
    page.evaluate(KEEPS_AGAIN)
    expect(bar).to_have_text(re.compile("^Sealed on this device "), timeout=20_000)
    assert page.evaluate(CLOSES)
    waits(page, "^1 item on this device$")


def test_closing_asks_while_words_are_being_sealed(place: Stall, laptop: Laptop) -> None:
    laptop.context.add_init_script(HELD)
    laptop.sign_in(place.ben).close()
    page = laptop.tab("/capture/")
    begin(page)
    page.evaluate(f"void ({HOLD})")
    say(page, "He was a lorry driver.")
    expect(page.locator("html[data-held]")).to_be_attached()
    assert not page.evaluate(CLOSES)
    page.evaluate("window.letGo()")
    waits(page, "^1 item safe at ")
    until(page, CLOSES)


def test_closing_asks_while_a_conversation_is_being_finished_on_the_device(place: Stall, laptop: Laptop) -> None:
    laptop.context.add_init_script(HELD)
    page = talk(place, laptop)
    place.wifi.is_("off")
    page.evaluate(f"void ({HOLD})")
    page.evaluate(NOTES_THE_END)
    say(page, "He was a baker.")
    page.get_by_role("button", name="Save conversation").click()
    until(page, "window.finishing === true")
    assert not page.evaluate(CLOSES)
    page.evaluate("window.letGo()")
    expect(page.get_by_text("The conversation is sealed on this device.")).to_be_visible()


def test_a_conversation_is_saved_on_the_device_when_nothing_is_heard(place: Stall, laptop: Laptop) -> None:
    page = talk(place, laptop)
    place.wifi.is_("hung")
    with page.expect_request("**/drafts/**"):
        say(page, "She paints.")
    page.get_by_role("button", name="Save conversation").click()
    state(page).to_have_text(SEALED_NOT_SENT, timeout=20_000)
    page.wait_for_url("**/outbox/?sealed=1", timeout=60_000, wait_until="commit")
    place.wifi.is_("on")
    waits(page, "^1 item safe at ")
    assert matters(place) == []
    with place.records():
        assert Statement.objects.filter(words="She paints.").count() == 1


def test_a_save_of_which_nothing_is_heard_ends(place: Stall, laptop: Laptop) -> None:
    laptop.context.add_init_script(SOON)
    page = talk(place, laptop)
    page.evaluate(KEEPS_NOTHING)
    place.wifi.is_("hung")
    say(page, "She paints.")
    state(page).to_have_text(KEEPS_TRYING, timeout=20_000)
    place.wifi.kind = "on"  # what hangs goes on hanging
    saved(page)
    assert matters(place) == ["She paints."]


def test_what_the_device_did_not_keep_is_given_to_it_again_while_a_save_hangs(place: Stall, laptop: Laptop) -> None:
    page = talk(place, laptop)
    page.evaluate(KEEPS_NOTHING)
    place.wifi.is_("hung")
    say(page, "She paints.")
    state(page).to_have_text(KEEPS_TRYING, timeout=20_000)
    page.evaluate(KEEPS_AGAIN)
    state(page).to_have_text(SEALED_NOT_SENT, timeout=20_000)
    waits(page, "^1 item on this device$")


def test_signing_out_on_a_network_that_hangs_is_said_not_to_be_possible(place: Stall, laptop: Laptop) -> None:
    laptop.context.add_init_script(SOON)
    page = laptop.sign_in(place.ben)
    place.wifi.is_("hung")
    page.locator(SIGN_OUT).click()
    expect(page.get_by_text("You cannot be signed out without a network.")).to_be_visible(timeout=20_000)


def test_a_page_that_is_left_in_the_midst_of_a_save_sends_its_words_once_more(place: Stall, laptop: Laptop) -> None:
    page = talk(place, laptop)
    held = held_save(page, "She keeps bees.")
    page.goto(f"{place.url}/sessions/")
    deadline = time.monotonic() + 20
    while not matters(place) and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert (matters(place), len(held)) == (["She keeps bees."], 1)


def test_where_no_network_is_known_words_go_to_the_device_first(place: Stall, laptop: Laptop) -> None:
    page = talk(place, laptop)
    page.evaluate(ORDER)
    laptop.context.set_offline(True)
    say(page, "She keeps bees.")
    state(page).to_have_text(SEALED_WITHOUT, timeout=20_000)
    assert page.evaluate("window.order")[0] == "the device"
    laptop.context.set_offline(False)
    saved(page)


def test_closing_asks_while_words_are_kept_nowhere(place: Stall, laptop: Laptop) -> None:
    page = talk(place, laptop)
    place.wifi.is_("off")
    say(page, "He walks to the river.")
    state(page).to_have_text(SEALED_WITHOUT, timeout=20_000)
    assert page.evaluate(CLOSES)
    page.evaluate(KEEPS_NOTHING)
    say(page, " Every day.")
    assert not page.evaluate(CLOSES)
    state(page).to_have_text(KEEPS_TRYING, timeout=20_000)
    assert not page.evaluate(CLOSES)
    place.wifi.is_("on")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    saved(page)
    assert page.evaluate(CLOSES)


def test_a_fault_of_the_server_is_not_called_a_missing_network(place: Stall, laptop: Laptop) -> None:
    page = talk(place, laptop)
    page.route("**/drafts/**", lambda route: route.fulfill(status=503, body="busy"))
    say(page, "He walks to the river.")
    state(page).to_have_text(SEALED_NOT_SENT, timeout=20_000)


def test_the_shell_opens_on_a_network_that_hangs(place: Stall, laptop: Laptop) -> None:
    laptop.sign_in(place.ben).close()
    place.wifi.is_("hung")
    page = laptop.tab()
    page.goto(f"{place.url}/sessions/", timeout=60_000, wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_have_text("Write without a network", timeout=20_000)
    page.get_by_role("button", name="Start a conversation").click(timeout=60_000)
    say(page, "She paints.")
    expect(page.locator("[data-capture-state]")).to_have_text(re.compile("^Sealed on this device "), timeout=20_000)


def test_a_page_for_which_the_server_needs_long_is_waited_for(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben)
    place.wifi.is_("busy")
    page.evaluate("void window.location.assign('/help')")
    assert place.wifi.alive.wait(60)
    place.wifi.kind = "on"
    expect(page).to_have_url(f"{place.url}/help", timeout=20_000)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Write without a network")


def test_a_tap_of_which_the_server_is_not_heard_is_said_not_to_be_kept(place: Stall, laptop: Laptop) -> None:
    laptop.context.add_init_script(SOON)
    page = laptop.sign_in(place.ben, f"/sessions/{place.session.pk}/")
    page.evaluate(KEEPS_NOTHING)
    place.wifi.is_("hung")
    page.locator("[data-tap=came_in]").click()
    expect(page.locator("[data-trouble]")).to_contain_text("Keep this page open", timeout=20_000)
    expect(page.locator(HEADER)).to_have_text("Not everything is kept: keep this page open")


def test_the_first_words_of_a_page_that_come_after_its_end_begin_no_draft(place: Stall, laptop: Laptop) -> None:
    page = talk(place, laptop)
    held = held_save(page, "She paints.")
    page.get_by_role("button", name="Save conversation").click()
    page.wait_for_url("**/outbox/?sealed=1", timeout=60_000)
    waits(page, "^1 item safe at ")
    late = held[0].request
    answer = page.request.post(late.url, data=late.post_data, headers=late.headers)
    assert answer.status == 410
    with place.records():
        assert not Draft.objects.filter(owner_id=place.ben.pk, subject=place.reference).exists()
