"""Who writes at a stall and who sends: signed out, somebody else, two tabs, a server that dies; in real Chromium."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from core.models import Draft
from residents.models import Statement
from sealed.models import SealedItem
from talking_shops.models import Tap
from tests.journeys.stall import Laptop, Stall, begin, enter, say, sealed, waits

pytestmark = pytest.mark.browser

PUT_MANY = """async ([count, body]) => {
  const draft = crypto.randomUUID();
  for (let one = 0; one < count; one += 1) await window.tcOutbox.put({ kind: "footfall", draft, body });
}"""


def tap(place: Stall, page: Page, count: int) -> None:
    """Keep so many taps on the device."""
    page.evaluate(PUT_MANY, [count, {"session": str(place.session.pk), "kind": "came_in"}])


def taps(place: Stall) -> int:
    with place.records():
        return Tap.objects.count()


def test_a_server_that_dies_while_it_takes_in_gets_each_item_once(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben)
    place.wifi.is_("off")
    tap(place, page, 60)
    waits(page, "^60 items on this device$")
    before = taps(place)
    place.wifi.is_("slow")
    deadline = time.monotonic() + 30
    while taps(place) == before and time.monotonic() < deadline:
        page.wait_for_timeout(20)
    place.kill_server()
    under_way = taps(place) - before
    place.wifi.is_("on")
    page.wait_for_timeout(500)
    place.start_server()
    waits(page, "^all 60 items safe at ")
    assert 0 < under_way < 60, "the server was to die in the midst of it"
    assert taps(place) - before == 60


def test_two_tabs_send_one_outbox_once(place: Stall, laptop: Laptop) -> None:
    first = laptop.sign_in(place.ben)
    second = laptop.tab("/sessions/")
    before = taps(place)
    place.wifi.is_("off")
    tap(place, first, 20)
    tap(place, second, 20)
    waits(second, "^40 items on this device$")
    waits(first, "^40 items on this device$")
    place.wifi.is_("on")
    first.evaluate("void window.tcOutbox.send()")
    second.evaluate("void window.tcOutbox.send()")
    waits(first, "^all 40 items safe at ")
    waits(second, "^all 40 items safe at ")
    assert taps(place) - before == 40


def test_a_session_that_ends_without_a_network_keeps_what_is_written_until_one_signs_in(
    place: Stall, laptop: Laptop
) -> None:
    page = laptop.sign_in(place.ben)
    place.wifi.is_("off")
    page.goto(f"{place.url}/sessions/")
    begin(page)
    say(page, "Nobody rings her.")
    sealed(page)
    place.end_sessions()
    say(page, " She would like a dog.")
    sealed(page)
    place.wifi.is_("on")
    waits(page, "^1 item on this device: sign in to send$")
    page.close()
    page = laptop.sign_in(place.ben, "/outbox/")
    waits(page, "^1 item safe at ")
    assert kept_of(place, "Nobody rings her. She would like a dog.") == [place.ben.pk]


def test_a_session_that_ends_without_a_network_keeps_the_page_of_somebody_known_until_one_signs_in(
    place: Stall, laptop: Laptop
) -> None:
    page = laptop.sign_in(place.ben, f"/people/{place.reference}/talk/")
    state = page.locator("[data-draft-state]")
    say(page, "Nobody rings her.")
    expect(state).to_have_text(re.compile("^Saved "))
    place.wifi.is_("off")
    say(page, " She would like a dog.")
    expect(state).to_have_text(re.compile("^No network. Sealed on this device "))
    place.end_sessions()
    say(page, " A small one.")
    expect(state).to_have_text(re.compile("^No network. Sealed on this device "))
    place.wifi.is_("on")
    expect(state).to_contain_text("You have been signed out")
    waits(page, "^1 item on this device: sign in to send$")
    with page.expect_response(lambda answer: "/drafts/" in answer.url and not answer.ok):
        say(page, " Brown.")
    laptop.sign_in(place.ben).close()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(state).to_have_text(re.compile("^Saved "))
    waits(page, "^1 item safe at ")
    page.get_by_role("button", name="Save conversation").click()
    expect(page.get_by_text(re.compile("Conversation with .+ saved"))).to_be_visible()
    with place.records():
        said = Statement.objects.filter(resident__reference=place.reference).values_list("words", flat=True)
        assert list(said) == ["Nobody rings her. She would like a dog. A small one. Brown."]
        assert not Draft.objects.filter(owner_id=place.ben.pk, subject=place.reference).exists()


def kept_of(place: Stall, words: str) -> list[object]:
    """The owners of what was taken up with these words in it."""
    with place.records():
        found = SealedItem.objects.filter(contents__words__matters=words)
        return [item.owner_id for item in found]


def test_somebody_else_on_the_same_device_can_neither_read_nor_send(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben)
    place.wifi.is_("off")
    page.goto(f"{place.url}/sessions/")
    begin(page)
    say(page, "He hides his letters.")
    sealed(page)
    page.close()
    laptop.context.clear_cookies()
    place.wifi.is_("on")
    page = laptop.sign_in(place.chidi, "/outbox/")
    expect(page.get_by_text("1 item of somebody else waits here.")).to_be_visible()
    page.evaluate("window.tcOutbox.send()")
    assert page.evaluate("window.tcOutbox.items()") == []
    assert page.evaluate("window.tcOutbox.drafts()") == []
    assert kept_of(place, "He hides his letters.") == []
    tap(place, page, 1)
    waits(page, "^1 item safe at ")
    expect(page.get_by_text("1 item of somebody else waits here.")).to_be_visible()
    laptop.context.clear_cookies()
    page = laptop.sign_in(place.ben)
    waits(page, "^1 item safe at ")
    assert kept_of(place, "He hides his letters.") == [place.ben.pk]


def test_a_tab_that_stays_open_goes_on_in_the_name_of_who_began_it(place: Stall, laptop: Laptop) -> None:
    laptop.sign_in(place.ben).close()
    page = laptop.tab("/capture/")
    begin(page)
    say(page, "She counts the trains.")
    sealed(page)
    laptop.context.clear_cookies()
    other = laptop.sign_in(place.chidi)
    say(page, " All of them.")
    sealed(page)
    waits(page, "^1 item on this device")
    other.close()
    laptop.context.clear_cookies()
    laptop.sign_in(place.ben).close()
    waits(page, "^1 item safe at ")
    assert kept_of(place, "She counts the trains. All of them.") == [place.ben.pk]


def test_signing_out_stops_while_something_waits_and_explains(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben)
    tap(place, page, 1)
    waits(page, "^1 item safe at ")
    page.route("**/outbox/items", lambda route: route.abort())
    tap(place, page, 2)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are not signed out")
    expect(page.locator("[data-leaving]")).to_contain_text("they stay here, sealed")
    page.get_by_role("button", name="Sign out all the same").click()
    expect(page).to_have_url(f"{place.url}/sign-in")
    page.unroute("**/outbox/items")
    shell = laptop.tab("/capture/")
    expect(shell.get_by_text("Nobody has signed in on this device")).to_be_visible()
    expect(shell.get_by_role("button", name="Start a conversation")).to_be_hidden()
    enter(page, place.ben)
    waits(page, "^all 3 items safe at ")


def test_signing_out_with_an_empty_outbox_just_signs_out(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben)
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{place.url}/sign-in")


def test_without_a_network_nobody_is_told_that_they_are_signed_out(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben)
    place.wifi.is_("off")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You cannot be signed out without a network.")).to_be_visible()
    tap(place, page, 1)
    waits(page, "^1 item on this device$")
    place.wifi.is_("on")
    waits(page, "^1 item safe at ")
