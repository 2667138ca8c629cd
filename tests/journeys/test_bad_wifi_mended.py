"""What a device once lost, doubled or gave to somebody else: each as it happened, in real Chromium."""

import re

import pytest
from playwright.sync_api import expect

from core.models import Draft
from talking_shops.models import Conversation, Tap
from tests.journeys.stall import Laptop, Stall, say, waits

pytestmark = pytest.mark.browser


def test_words_of_a_page_never_go_to_who_signs_in_beside_it(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben, f"/people/{place.reference}/talk/")
    say(page, "She sings.")
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("^Saved "))
    laptop.context.clear_cookies()
    laptop.sign_in(place.chidi)
    say(page, " She has two cats.")
    expect(page.locator("[data-draft-state]")).to_contain_text("You have been signed out")
    page.get_by_role("button", name="Save conversation").click()
    waits(page, "^1 item on this device")
    with place.records():
        assert not Draft.objects.filter(owner_id=place.chidi.pk).exists()
        assert not Conversation.objects.filter(worker=place.chidi).exists()
    laptop.context.clear_cookies()
    laptop.sign_in(place.ben).close()
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("^Saved "), timeout=30_000)
    waits(page, "^1 item safe at ")
    with place.records():
        assert Draft.objects.get(owner_id=place.ben.pk).fields["matters"] == "She sings. She has two cats."
        assert not Draft.objects.filter(owner_id=place.chidi.pk).exists()


def test_an_item_that_is_too_long_is_told_and_holds_none_of_the_others_up(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben)
    with place.records():
        before = Tap.objects.count()
    place.wifi.is_("off")
    page.evaluate(
        """async (session) => {
          const body = { words: { matters: "x".repeat(2_100_000) }, finished: false };
          await window.tcOutbox.put({ kind: "talk", draft: crypto.randomUUID(), body });
          const tap = { session, kind: "came_in" };
          await window.tcOutbox.put({ kind: "footfall", draft: crypto.randomUUID(), body: tap });
        }""",
        str(place.session.pk),
    )
    place.wifi.is_("on")
    waits(page, "^1 item on this device needs you$")
    with place.records():
        assert Tap.objects.count() - before == 1
