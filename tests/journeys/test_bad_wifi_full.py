"""A device that fills up in the midst of it, and one that was in no network for months; in real Chromium."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Playwright, expect

from core import clock
from core.models import Draft
from sealed.actions import RENEWED_AFTER, SEALED_TO_AFTER_THAT, renew_keys
from sealed.models import SealingKey
from talking_shops.models import Tap
from tests.journeys.browser import until
from tests.journeys.stall import Laptop, Stall, begin, say, sealed, told, waits
from tests.journeys.test_bad_wifi_device import Room, cut_the_power, draft_of

pytestmark = pytest.mark.browser

LITTLE, LETTER = 1_000, 100_000  # bytes


def test_a_device_that_fills_up_and_dies_still_has_what_it_kept_before(
    place: Stall, laptop: Laptop, playwright: Playwright
) -> None:
    laptop.sign_in(place.ben).close()
    room = Room(laptop)
    room.is_(room.used() + LETTER // 2)
    place.wifi.is_("off")
    page = laptop.tab(f"/people/{place.reference}/talk/")
    begin(page)
    say(page, "He was a lorry driver.")
    sealed(page)
    page.locator("#id_matters").fill("He was a lorry driver. ".ljust(LETTER, "."))
    expect(page.locator("[data-capture-state]")).to_contain_text("Not kept. The storage of this device is full.")
    cut_the_power(laptop)
    laptop.open()
    place.wifi.is_("on")
    waits(laptop.tab("/sessions/"), "^1 item safe at ")
    assert draft_of(place) == "He was a lorry driver."


def test_a_full_device_says_so_of_a_page_and_of_taps_and_both_are_kept_by_the_server(
    place: Stall, laptop: Laptop
) -> None:
    laptop.sign_in(place.ben).close()
    room = Room(laptop)
    page = laptop.tab(f"/people/{place.reference}/talk/")
    state = page.locator("[data-draft-state]")
    say(page, "She keeps bees.")
    expect(state).to_have_text(re.compile("^Saved "))
    taps = laptop.tab(f"/sessions/{place.session.pk}/")
    with place.records():
        before = Tap.objects.count()
    place.wifi.is_("off")
    room.is_(LITTLE)
    taps.locator("[data-tap=came_in]").click()
    expect(taps.locator("[data-trouble]")).to_contain_text("Keep this page open")
    expect(taps.locator("[data-device=full]")).to_contain_text("Keep it open")
    page.bring_to_front()
    say(page, " And hens.")
    expect(state).to_contain_text("Keep this tab open")
    expect(page.locator("[data-device=full]")).to_contain_text("Keep it open")
    waits(page, "^This device cannot keep anything$")
    place.wifi.is_("on")
    expect(state).to_have_text(re.compile("^Saved "))
    taps.bring_to_front()
    expect(taps.locator("[data-trouble]")).to_be_hidden()
    with place.records():
        assert Tap.objects.count() == before + 1
        draft = Draft.objects.get(owner_id=place.ben.pk, form="talk", subject=place.reference)
        assert draft.fields["matters"] == "She keeps bees. And hens."


PUT_NOTES = """async ([name, count]) => {
  for (let one = 0; one < count; one += 1) {
    const body = { place: "elsewhere", words: { matters: `${name} ${one}.` }, finished: true };
    await window.tcOutbox.put({ kind: "talk", draft: crypto.randomUUID(), body });
  }
}"""
NOT_SENT = "tcOutbox.counts().then((now) => !now.sending && now.trouble === 'There is no network.')"
TOO_OLD = RENEWED_AFTER + SEALED_TO_AFTER_THAT + timedelta(hours=1)


def test_what_two_people_wrote_before_a_long_outage_is_sent_and_that_no_more_can_be_sealed_is_said(
    place: Stall, laptop: Laptop
) -> None:
    count = 15
    names = {worker: f"{worker.name} wrote {count}" for worker in (place.ben, place.chidi)}
    for worker, name in names.items():
        place.wifi.is_("on")
        page = laptop.sign_in(worker)
        place.wifi.is_("off")
        page.evaluate(PUT_NOTES, [name, count])
        waits(page, f"^{count} items on this device$")
        until(page, NOT_SENT)
        if worker == place.ben:
            laptop.context.clear_cookies()
            page.close()
    with place.records():
        SealingKey.objects.filter(retired_at=None).update(made_at=clock.now() - TOO_OLD)
    place.wifi.is_("on")
    page.evaluate("void window.tcOutbox.send()")
    waits(page, f"^all {count} items safe at ")
    place.wifi.is_("off")
    shell = laptop.tab("/capture/")
    begin(shell)
    say(shell, "She waits for spring.")
    bar = shell.locator("[data-capture-state]")
    expect(bar).to_contain_text("This device has not been in touch for so long that nothing more can be sealed here.")
    with place.records():
        renew_keys()
    place.wifi.is_("on")
    expect(bar).to_have_text(re.compile("^Safe with us "))
    shell.close()
    laptop.context.clear_cookies()
    waits(laptop.sign_in(place.ben), f"^all {count} items safe at ")
    for name in names.values():
        assert told(place, name) == sorted(f"{name} {one}." for one in range(count))
