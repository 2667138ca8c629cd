"""Counted: what is captured under a network that fails in every way is on the server, once, byte for byte."""

import random

import pytest
from playwright.sync_api import Page, expect

from residents.models import Statement
from talking_shops.models import Conversation, ConversationPart, Tap
from tests.journeys.stall import HEADER, Laptop, Stall, begin, sealed, waits

pytestmark = pytest.mark.browser

KINDS = ("off", "cut", "deaf", "half", "gateway", "portal", "slow", "thin")
CONVERSATIONS, SENTENCES = 10, 20
ODD = (
    "'; DROP TABLE care; --", "<script>alert(1)</script>", "{{ 7*7 }}", "select the drop down", "\u202eright to left",
    "👩‍👩‍👧‍👦 and é", "tab\there", "“curly” – dash", "\\u0000 spelled out", "a line\nbreak",
)  # fmt: skip


def sentence(number: int) -> str:
    """One that is like no other, and odd."""
    return f"Sentence {number:03d} {ODD[number % len(ODD)]} of {number:03d}."


def go_on(page: Page, place: Stall, laptop: Laptop, chance: random.Random) -> Page:
    """The same tab; or it was closed, and the draft is gone on with in another, without a network."""
    if chance.random() > 0.1:
        return page
    sealed(page)
    page.close()
    place.wifi.is_("off")
    page = laptop.tab("/capture/")
    page.get_by_role("button", name="Go on").click()
    return page


def test_of_two_hundred_sentences_under_random_cuts_each_is_there_once_and_unchanged(
    place: Stall, laptop: Laptop
) -> None:
    chance = random.Random(5)
    laptop.sign_in(place.ben).close()
    page = laptop.tab("/capture/")
    for conversation in range(CONVERSATIONS):
        begin(page)
        for number in range(conversation * SENTENCES, (conversation + 1) * SENTENCES):
            page = go_on(page, place, laptop, chance)
            page.locator("#id_worries").focus()
            page.keyboard.insert_text(sentence(number) + " ")
            if chance.random() < 0.4:
                place.wifi.is_(chance.choice(["on", *KINDS]))
            page.wait_for_timeout(chance.choice([0, 50, 300, 700]))
        page.get_by_role("button", name="Finish conversation").click()
        expect(page.get_by_text("The conversation is sealed on this device.")).to_be_visible()
    place.wifi.is_("on")
    waits(page, r"^all \d+ items safe at ")
    there = words_there(place)
    wanted = [sentence(number) for number in range(CONVERSATIONS * SENTENCES)]
    assert {one: there.count(one) for one in wanted if there.count(one) != 1} == {}
    left = there
    for one in wanted:
        left = left.replace(one, "")
    assert left.split() == [], "nothing is there beside them"


def words_there(place: Stall) -> str:
    """All words of all conversations of the device."""
    with place.records():
        held = Conversation.objects.filter(device_draft__isnull=False)
        assert held.count() == CONVERSATIONS
        parts = ConversationPart.objects.filter(conversation__in=held).order_by("heard_at", "pk")
        return "\n".join(parts.values_list("words", flat=True))


PUT = """async ([count, session]) => {
  for (let one = 0; one < count; one += 1) {
    const draft = crypto.randomUUID();
    await window.tcOutbox.put({ kind: "footfall", draft, body: { session, kind: "talked" } });
  }
}"""


@pytest.mark.parametrize("kind", KINDS)
def test_however_the_network_fails_nothing_is_lost_doubled_or_called_safe_too_early(
    place: Stall, laptop: Laptop, kind: str
) -> None:
    page = laptop.sign_in(place.ben)
    before = taps(place)
    place.wifi.is_(kind)
    page.evaluate(PUT, [10, str(place.session.pk)])
    for _ in range(20):
        said = page.locator(HEADER).inner_text()
        if "safe" in said:
            assert taps(place) - before >= int("".join(filter(str.isdigit, said.split(" safe")[0])))
        page.wait_for_timeout(100)
    place.wifi.is_("on")
    waits(page, "^all 10 items safe at ")
    assert taps(place) - before == 10


def taps(place: Stall) -> int:
    with place.records():
        return Tap.objects.count()


def test_a_button_pressed_twice_finishes_one_conversation(place: Stall, laptop: Laptop) -> None:
    laptop.sign_in(place.ben).close()
    page = laptop.tab("/capture/")
    begin(page)
    page.locator("#id_matters").fill("She sings in two choirs.")
    page.get_by_role("button", name="Finish conversation").dblclick()
    waits(page, "^1 item safe at ")
    with place.records():
        kept = ConversationPart.objects.filter(words="She sings in two choirs.").count()
        assert (kept, Statement.objects.filter(words="She sings in two choirs.").count()) == (1, 0)
