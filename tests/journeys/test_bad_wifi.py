"""A conversation at a stall with bad Wi-Fi, in real Chromium, on the real server: no word is lost, none doubled or
changed, also when the server dies, from two tabs at one moment, from an old browser, and when it was pasted.
"""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from core.models import Draft
from residents.models import Statement
from sealed.models import SealedItem
from talking_shops.models import Conversation, ConversationPart
from tests.journeys.stall import Laptop, Stall, begin, say, sealed, told, waits

pytestmark = pytest.mark.browser

# Conversations of two parts each: the second one finishes it.
PUT_MANY = """async ([name, count]) => {
  for (let one = 0; one < count; one += 1) {
    const draft = crypto.randomUUID();
    const put = (matters, finished) => window.tcOutbox.put(
      { kind: "talk", draft, body: { place: "elsewhere", words: { matters }, finished } });
    await put(`${name} ${one}. She sings.`, false);
    await put("She dances.", true);
  }
}"""
SAVED = re.compile("^Saved ")
SEALED_HERE = re.compile("^No network. Sealed on this device ")
UNHEARD = re.compile("^(No network. )?Sealed on this device ")


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
    whole = "She wants to see the sea. Her sister lives in Sou\n\nthend."
    assert told(place, "She wants to see the sea") == [whole]


def test_a_page_that_loses_the_network_hands_its_words_over_and_takes_them_back(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben, f"/people/{place.reference}/talk/")
    say(page, "She wants to see the sea.")
    expect(page.locator("[data-draft-state]")).to_have_text(SAVED)
    place.wifi.is_("off")
    say(page, " Her sister lives in Southend.")
    expect(page.locator("[data-draft-state]")).to_have_text(SEALED_HERE)
    waits(page, "^1 item on this device$")
    place.wifi.is_("on")
    expect(page.locator("[data-draft-state]")).to_have_text(SAVED, timeout=20_000)
    waits(page, "^1 item safe at ")
    with place.records():
        draft = Draft.objects.get(owner_id=place.ben.pk, form="talk", subject=place.reference)
    assert draft.fields["matters"] == "She wants to see the sea. Her sister lives in Southend."


STATES = """
window.states = [];
const bar = document.querySelector("[data-draft-state]");
new MutationObserver(() => window.states.push(bar.textContent)).observe(bar, { childList: true });
"""


def first_said_of(page: Page, words: str) -> str:
    """What the page says first of words that are typed now."""
    page.evaluate("window.states = []")
    say(page, words)
    return str(page.evaluate("window.states[0]"))


def test_a_page_calls_only_its_newest_words_kept(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben, f"/people/{place.reference}/talk/")
    state = page.locator("[data-draft-state]")
    say(page, "He plays chess.")
    expect(state).to_have_text(SAVED)
    page.evaluate(STATES)
    assert first_said_of(page, " By post.") == "Not saved yet"
    expect(state).to_have_text(SAVED)
    place.wifi.is_("off")
    assert first_said_of(page, " With a man in Riga.") == "Not saved yet"
    expect(state).to_have_text(SEALED_HERE, timeout=20_000)
    assert first_said_of(page, " He never met him.") == "Not sealed yet"
    expect(state).to_have_text(SEALED_HERE)
    page.close()
    place.wifi.is_("on")
    waits(laptop.tab("/sessions/"), "^1 item safe at ")
    assert said(place, "He plays chess. By post. With a man in Riga. He never met him.") == 1


def test_what_a_network_that_is_never_heard_from_takes_is_sealed_meanwhile(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben, f"/people/{place.reference}/talk/")
    page.evaluate(STATES)
    place.wifi.is_("hung")
    say(page, "She paints.")
    expect(page.locator("[data-draft-state]")).to_have_text(UNHEARD, timeout=20_000)
    waits(page, "^1 item on this device$")
    assert first_said_of(page, " Only ships.") == "Not sealed yet"
    expect(page.locator("[data-draft-state]")).to_have_text(UNHEARD)
    page.close()
    place.wifi.is_("on")
    waits(laptop.tab("/sessions/"), "^1 item safe at ")
    assert said(place, "She paints. Only ships.") == 1


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
    expect(page.locator("[data-draft-state]")).to_have_text(SAVED)
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
    expect(page.locator("[data-draft-state]")).to_have_text(SEALED_HERE)
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


def many(name: str, count: int) -> list[str]:
    """What PUT_MANY makes of them, each once."""
    return sorted(f"{name} {one}. She sings.\n\nShe dances." for one in range(count))


def test_a_server_that_dies_while_it_takes_in_conversations_gets_each_once(place: Stall, laptop: Laptop) -> None:
    page = laptop.sign_in(place.ben, f"/people/{place.reference}/talk/")
    place.wifi.is_("off")
    say(page, "She keeps hens.")
    expect(page.locator("[data-draft-state]")).to_have_text(SEALED_HERE)
    page.evaluate(PUT_MANY, ["Killed", 30])
    waits(page, "^61 items on this device$")
    place.wifi.is_("slow")
    deadline = time.monotonic() + 30
    while not told(place, "Killed") and time.monotonic() < deadline:
        page.wait_for_timeout(20)
    place.kill_server()
    under_way = len(told(place, "Killed"))
    place.wifi.is_("on")
    say(page, " Nine of them.")
    expect(page.locator("[data-draft-state]")).to_have_text(SEALED_HERE)
    place.start_server()
    say(page, " And a cock.")
    expect(page.locator("[data-draft-state]")).to_have_text(SAVED, timeout=20_000)
    waits(page, "^all 61 items safe at ")
    page.get_by_role("button", name="Save conversation").click()
    expect(page.get_by_text(re.compile("Conversation with .+ saved"))).to_be_visible()
    assert 0 < under_way < 30, "the server was to die in the midst of it"
    assert told(place, "Killed") == many("Killed", 30)
    with place.records():
        said = Statement.objects.filter(resident__reference=place.reference).values_list("words", flat=True)
        assert list(said) == ["She keeps hens. Nine of them. And a cock."]


BEFORE_THEIR_TIME = "delete Navigator.prototype.locks; delete window.BroadcastChannel;"


@pytest.mark.parametrize("old", [False, True], ids=["now", "without locks and channels"])
def test_conversations_that_two_tabs_send_at_one_moment_are_there_once(place: Stall, laptop: Laptop, old: bool) -> None:
    name = f"Two tabs {old}"
    if old:
        laptop.context.add_init_script(BEFORE_THEIR_TIME)
    laptop.sign_in(place.ben).close()
    place.wifi.is_("off")
    first, second = laptop.tab("/capture/"), laptop.tab("/capture/")
    assert first.evaluate("'locks' in navigator || 'BroadcastChannel' in window") is not old
    begin(first)
    say(first, f"{name}. She has a cat.")
    sealed(first)
    second.reload()
    second.get_by_role("button", name="Go on").click()
    say(second, "She has a dog.")
    sealed(second)
    for tab in (first, second):
        tab.evaluate(PUT_MANY, [f"{name} {tab is first}", 3])
    second.get_by_role("button", name="Finish conversation").click()
    expect(second.locator("[data-finished]")).to_be_visible()
    for tab in (first, second):
        waits(tab, "^14 items on this device$")
    sent = posts(laptop)
    place.wifi.is_("slow")
    for tab in (first, second):
        tab.evaluate("void window.tcOutbox.send()")
    for tab in (first, second):
        waits(tab, "^all 14 items safe at ")
    assert set(sent) == {first, second} if old else sent
    each = [*many(f"{name} False", 3), *many(f"{name} True", 3), f"{name}. She has a cat.\n\nShe has a dog."]
    assert told(place, name) == sorted(each)
    place.wifi.is_("off")
    second.evaluate(PUT_MANY, [f"{name} later", 1])
    waits(first, "^2 items on this device$")
    place.wifi.is_("on")
    second.evaluate("window.tcOutbox.send()")
    waits(first, "^all 16 items safe at ")
    with place.records():
        assert not SealedItem.objects.needing(place.ben).exists()
        assert not Draft.objects.filter(owner_id=place.ben.pk, fields__matters__contains=name).exists()


def posts(laptop: Laptop) -> list[Page]:
    """The tabs that send their outbox from now on, each as often as it does."""
    sent: list[Page] = []
    laptop.context.on(
        "request", lambda request: sent.append(request.frame.page) if request.url.endswith("/outbox/items") else None
    )
    return sent


PLAIN = (
    "“She’s fine” – he said …\r\n\r\n•\tTea\u00a0at 4\u00a0o’clock\r\n•\tSomebody to talk\u00adto, e.\u202fg. Zoë\r\n"
    "\t1.\u00a0 Her sister’s ½ share; <b>not</b> &amp; \u2011\r\n\r\nYours, J.\u00a0Smith"
)
HTML = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body lang=EN-GB><!--StartFragment-->
<p class=MsoNormal>“She’s <b>fine</b>” – he said …<o:p></o:p></p>
<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>Tea
at 4 o’clock</p><img src=x onerror="window.ran = true"><script>window.ran = true</script>
<!--EndFragment--></body></html>"""
LETTER = "\r\n".join(f"{line:04d} She said “no” – twice – and then nothing for a week." for line in range(1_700))
COPY = """async ([plain, html]) => {
  const as = (type, words) => ({ [type]: new Blob([words], { type }) });
  await navigator.clipboard.write([new ClipboardItem({ ...as("text/plain", plain), ...as("text/html", html) })]);
}"""
SHOWN = """(quote) => Array.from(quote.querySelectorAll("p"), (one) => {
  one.querySelectorAll("br").forEach((end) => end.replaceWith("\\n"));
  return one.textContent;
}).join("\\n\\n")"""
PASTED = pytest.mark.parametrize("words", [PLAIN, LETTER], ids=["Word", "100 kB"])


def lines(words: str) -> str:
    """The same words with their lines ended as a box for words ends them."""
    return words.replace("\r\n", "\n")


def paste(laptop: Laptop, page: Page, words: str) -> None:
    """As Word leaves it on the clipboard, by the keys."""
    laptop.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=laptop.stall.url)
    page.bring_to_front()
    page.evaluate(COPY, [words, HTML])
    page.locator("#id_matters").focus()
    page.keyboard.press("Control+V")
    expect(page.locator("#id_matters")).to_have_value(lines(words))


def shown(place: Stall, page: Page, held: Conversation) -> str:
    """The words on the page of a conversation, as they can be read there."""
    page.goto(f"{place.url}{held.get_absolute_url()}")
    words = page.locator(".tc-statement__words").evaluate(SHOWN)
    assert page.evaluate("window.ran") is None
    return str(words)


@PASTED
def test_what_is_pasted_into_the_page_is_kept_and_shown_exactly(place: Stall, laptop: Laptop, words: str) -> None:
    assert words is PLAIN or len(words.encode()) > 100_000
    page = laptop.sign_in(place.ben, f"/people/{place.reference}/talk/")
    paste(laptop, page, words)
    expect(page.locator("[data-draft-state]")).to_have_text(SAVED)
    page.reload()
    expect(page.locator("#id_matters")).to_have_value(lines(words))
    page.get_by_role("button", name="Save conversation").click()
    expect(page.get_by_text(re.compile("Conversation with .+ saved"))).to_be_visible()
    with place.records():
        held = Conversation.objects.get(resident__reference=place.reference)
        assert Statement.objects.get(source_id=held.pk).words == words
    assert shown(place, page, held) == lines(words)


@PASTED
def test_what_is_pasted_without_a_network_is_sealed_and_there_exactly(place: Stall, laptop: Laptop, words: str) -> None:
    laptop.sign_in(place.ben).close()
    page = laptop.tab("/capture/")
    place.wifi.is_("off")
    begin(page)
    paste(laptop, page, words)
    sealed(page)
    page.get_by_role("button", name="Finish conversation").click()
    expect(page.locator("[data-finished]")).to_be_visible()
    place.wifi.is_("on")
    waits(page, "^1 item safe at ")
    with place.records():
        held = Conversation.objects.filter(resident=None).latest("logged_at")
        assert ConversationPart.objects.get(conversation=held).words == lines(words)
    assert shown(place, page, held) == lines(words)
