"""A conversation at a stall with bad Wi-Fi, in real Chromium, on the real server: no word is lost, none doubled."""

import re

import pytest
from playwright.sync_api import expect

from core.models import Draft
from residents.models import Statement
from sealed.models import SealedItem
from talking_shops.models import ConversationPart
from tests.journeys.stall import Laptop, Stall, begin, say, sealed, waits

pytestmark = pytest.mark.browser


def test_one_item_is_sealed_sent_and_taken_up(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben)
    body = {"words": {"matters": "Her garden."}, "finished": False}
    item = {"kind": "talk", "draft": "0b7ac5a0-94c7-4b4a-a5e0-2f6d3f6fd4a1", "body": body}
    put = page.evaluate("(item) => window.tcOutbox.put(item)", item)
    waits(page, "^1 item safe at ")
    with place.records():
        assert SealedItem.objects.get(pk=put).owner_id == place.ben.pk
    assert page.evaluate("window.tcOutbox.items()") == []


def test_begun_without_a_network_closed_gone_on_with_and_sent(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben)
    place.wifi.is_("off")
    page.goto(f"{place.url}/sessions/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Write without a network")
    begin(page)
    say(page, "She wants to see the sea. Her sister lives in Sou")
    sealed(page)
    waits(page, "^1 item on this device$")
    page.close()
    again = laptop.tab("/sessions/")
    expect(again.locator("[data-begun]")).to_contain_text("2 sentences, sealed and safe on this device")
    again.get_by_role("button", name="Go on").click()
    expect(again.locator("[data-earlier]")).to_contain_text("2 sentences, sealed and safe on this device")
    say(again, "thend.")
    sealed(again)
    waits(again, "^2 items on this device$")
    again.get_by_role("button", name="Finish conversation").click()
    place.wifi.is_("on")
    waits(again, "^all 2 items safe at ")


def test_a_page_that_loses_the_network_hands_its_words_over_and_takes_them_back(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben, f"/people/{place.reference}/talk/")
    say(page, "She wants to see the sea.")
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("^Saved "))
    place.wifi.is_("off")
    say(page, " Her sister lives in Southend.")
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("^No network. Sealed on this device "))
    waits(page, "^1 item on this device$")
    place.wifi.is_("on")
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("^Saved "), timeout=20_000)
    waits(page, "^1 item safe at ")
    with place.records():
        draft = Draft.objects.get(owner_id=place.ben.pk, form="talk", subject=place.reference)
    assert draft.fields["matters"] == "She wants to see the sea. Her sister lives in Southend."


def test_a_page_sent_without_a_network_is_sealed_whole_and_logged_once_there_is_one(
    place: Stall, laptop: Laptop
) -> None:
    page = laptop.sign_in(place.ben, f"/people/{place.reference}/talk/")
    say(page, "He misses his allotment.")
    place.wifi.is_("off")
    page.get_by_role("button", name="Save conversation").click()
    expect(page.get_by_text("The conversation is sealed on this device.")).to_be_visible()
    waits(page, "^1 item on this device$")
    place.wifi.is_("on")
    waits(page, "^1 item safe at ")
    assert said(place, "He misses his allotment.") == 1


def test_a_form_whose_answer_is_lost_is_logged_once(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben, f"/people/{place.reference}/talk/")
    say(page, "The bus stops at the door.")
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("^Saved "))
    place.wifi.is_("deaf")
    page.get_by_role("button", name="Save conversation").click()
    expect(page.get_by_text("The conversation is sealed on this device.")).to_be_visible()
    assert said(place, "The bus stops at the door.") == 1
    place.wifi.is_("on")
    waits(page, "^1 item safe at ")
    assert said(place, "The bus stops at the door.") == 1


def test_reopened_without_a_network_a_page_goes_on_where_it_was(place: Stall, laptop: Laptop) -> None:
    address = f"/people/{place.reference}/talk/"
    page = laptop.sign_in(place.ben, address)
    place.wifi.is_("off")
    say(page, "She paints. She would like")
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("^No network. Sealed on this device "))
    page.close()
    again = laptop.tab(address)
    expect(again.locator("[data-begun]")).to_contain_text("2 sentences, sealed and safe on this device")
    again.get_by_role("button", name="Go on").click()
    say(again, "a wall of her own.")
    sealed(again)
    place.wifi.is_("on")
    waits(again, "^all 2 items safe at ")
    again.goto(f"{place.url}{address}")
    expect(again.locator("#id_matters")).to_have_value("She paints. She would like\n\na wall of her own.")


def said(place: Stall, words: str) -> int:
    """How often these words stand on records, in drafts and in anonymous conversations."""
    with place.records():
        kept = [Statement.objects.filter(words=words), ConversationPart.objects.filter(words=words)]
        return sum(found.count() for found in kept) + Draft.objects.filter(fields__matters=words).count()
