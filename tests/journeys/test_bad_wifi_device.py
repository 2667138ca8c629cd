"""What lies on the device itself, and what it cannot keep: its disk searched, its storage full, switched off, its power
cut. Chromium, real server.
"""

import os
import random
import re
import signal
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from core.models import Draft
from tests.journeys.stall import Laptop, Stall, begin, enter, say, sealed, waits

pytestmark = pytest.mark.browser

CANARY = "Marigold quietly keeps seventeen budgerigars"
SECOND = "Her brother Leopold repairs accordions"
NAME = "Wilhelmina"
# Every key that the page makes is made so that its bytes can be asked for; the page itself does not know.
KEYS_TOLD = """
window.keysTold = [];
if (window.isSecureContext) {
  const told = (raw) => window.keysTold.push(Array.from(new Uint8Array(raw)));
  const { subtle } = crypto;
  const [made, derived, bits] = ["generateKey", "deriveKey", "deriveBits"].map((name) => subtle[name].bind(subtle));
  subtle.generateKey = async (kind, _, uses) => {
    const pair = await made(kind, true, uses);
    const jwk = await subtle.exportKey("jwk", pair.privateKey);
    told(Uint8Array.from(atob(jwk.d.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0)));
    return pair;
  };
  subtle.deriveBits = async (...how) => { const raw = await bits(...how); told(raw); return raw; };
  subtle.deriveKey = async (how, from, kind, _, uses) => {
    const key = await derived(how, from, kind, true, uses);
    told(await subtle.exportKey("raw", key));
    return key;
  };
}
"""


def on_disk(profile: Path) -> bytes:
    """Every byte of every file of a profile."""
    return b"\0".join(file.read_bytes() for file in sorted(profile.rglob("*")) if file.is_file())


def spellings(words: str) -> Iterator[bytes]:
    yield from (words.encode(), words.encode("utf-16-le"), b64encode(words.encode())[:-4])


def forms_of(key: bytes) -> Iterator[bytes]:
    yield from (key, key.hex().encode(), b64encode(key).rstrip(b"="), urlsafe_b64encode(key).rstrip(b"="))


def test_the_disk_holds_neither_the_words_nor_a_key_that_opens_them(place: Stall, laptop: Laptop) -> None:
    laptop.context.add_init_script(KEYS_TOLD)
    page = laptop.sign_in(place.ben, f"/people/{place.reference}/talk/")
    place.wifi.is_("off")
    say(page, f"{SECOND}.")
    expect(page.locator("[data-draft-state]")).to_contain_text("Sealed on this device")
    shell = laptop.tab("/capture/")
    begin(shell)
    say(shell, f"{CANARY}.")
    say(shell, NAME, "called")
    shell.locator("#id_agreed-0-words").fill(f"{CANARY} agreed")
    sealed(shell)
    waits(shell, "^2 items on this device$")
    shell.wait_for_timeout(1500)
    keys = [bytes(key) for tab in (page, shell) for key in tab.evaluate("window.keysTold")]
    items = shell.evaluate("window.tcOutbox.items()")
    shell.reload()
    shell.go_back()
    shell.wait_for_timeout(1000)
    laptop.close()
    disk = on_disk(laptop.profile)
    laptop.open()
    assert len(keys) >= 3 * len(items)
    assert all(any(form in disk for form in spellings(item["id"])) for item in items), "the search finds what is there"
    assert [words for words in (CANARY, SECOND, NAME) if any(form in disk for form in spellings(words))] == []
    assert [key.hex() for key in keys if any(form in disk for form in forms_of(key))] == []


class Room:
    """How much a device has room for. It is started anew: what a browser has measured before it takes as given."""

    def __init__(self, laptop: Laptop) -> None:
        laptop.close()
        laptop.arguments = ("--disable-features=StaticStorageQuota",)
        laptop.open()
        self.origin = laptop.stall.url
        self.page = laptop.tab("/help")
        self.cdp = laptop.context.new_cdp_session(self.page)

    def is_(self, size: int) -> None:
        """So many bytes in all."""
        self.cdp.send("Storage.overrideQuotaForOrigin", {"origin": self.origin, "quotaSize": size})

    def used(self) -> int:
        """How many bytes of it are taken."""
        return int(self.page.evaluate("navigator.storage.estimate().then((found) => found.usage)"))


def test_a_full_disk_is_said_and_the_words_stay_in_the_page(place: Stall, laptop: Laptop) -> None:
    laptop.sign_in(place.ben).close()
    room = Room(laptop)
    room.is_(1000)
    place.wifi.is_("off")
    page = laptop.tab("/capture/")
    begin(page)
    say(page, "He was a lorry driver.")
    expect(page.locator("[data-capture-state]")).to_contain_text("Not kept")
    expect(page.locator("[data-device=full]")).to_contain_text("Keep it open")
    waits(page, "^This device cannot keep anything$")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my words as text").click()
    assert "He was a lorry driver." in Path(saved.value.path()).read_text()
    room.is_(1_000_000_000)
    say(page, " Forty years.")
    sealed(page)
    expect(page.locator("[data-device=full]")).to_have_count(0)
    place.wifi.is_("on")
    waits(page, "^1 item safe at ")


def test_one_is_told_that_little_room_is_left_before_there_is_no_network(place: Stall, laptop: Laptop) -> None:
    laptop.sign_in(place.ben).close()
    Room(laptop).is_(4_000_000)
    page = laptop.tab(f"/people/{place.reference}/talk/")
    expect(page.locator("[data-device=little]")).to_contain_text("nearly full")


# While somebody holds it, nothing is sealed.
HELD = """
if (window.isSecureContext) {
  const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
  crypto.subtle.encrypt = async (...how) => {
    if (window.holds) { document.documentElement.dataset.held = "yes"; await window.holds; }
    return encrypt(...how);
  };
}
"""
HOLD = "window.holds = new Promise((go) => { window.letGo = () => { window.holds = null; go(); }; })"
OTHER_TAB_SENDS = """async () => {
  await window.tcOutbox.forget("none");
  await window.tcOutbox.drafts();
  await new Promise((later) => window.setTimeout(later, 200));
  return document.querySelector("[data-capture-state]").textContent;
}"""


def test_what_is_being_sealed_is_not_called_safe_for_the_words_before_it(place: Stall, laptop: Laptop) -> None:
    laptop.context.add_init_script(HELD)
    laptop.sign_in(place.ben).close()
    page = laptop.tab("/capture/")
    begin(page)
    say(page, "She mends clocks.")
    expect(page.locator("[data-capture-state]")).to_have_text(re.compile("^Safe with us "))
    page.evaluate(f"void ({HOLD})")
    say(page, " All of them run.")
    expect(page.locator("html[data-held]")).to_be_attached()
    assert page.evaluate(OTHER_TAB_SENDS) == "Not sealed yet"
    page.evaluate("window.letGo()")
    expect(page.locator("[data-capture-state]")).to_have_text(re.compile("^Safe with us "))


SWITCHED_OFF = {
    "there is none": "Object.defineProperty(window, 'indexedDB', { value: undefined });",
    "it refuses": "IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); };",
    "it never answers": "IDBFactory.prototype.open = () => ({});",
}
# How long the page itself has waited, timer after timer, when it says so: `toldAfter`, in ms.
WATCH = """
{
  const later = window.setTimeout.bind(window);
  let waited = 0;
  window.setTimeout = (work, time = 0) => {
    const then = waited + time;
    return later(() => { waited = then; work(); later(() => { waited = 0; }); }, time);
  };
  new MutationObserver(() => {
    if (!("toldAfter" in window) && document.querySelector("[data-device=blocked]")) window.toldAfter = waited;
  }).observe(document, { childList: true, subtree: true });
}
"""


@pytest.mark.parametrize("how", SWITCHED_OFF)
def test_storage_that_is_switched_off_is_said_within_a_second(place: Stall, laptop: Laptop, how: str) -> None:
    page = laptop.tab("/sign-in")
    laptop.context.add_init_script(SWITCHED_OFF[how] + WATCH)
    page.close()
    page = laptop.tab(f"/sign-in?next=/people/{place.reference}/talk/")
    enter(page, place.ben)
    expect(page.locator("[data-device=blocked]")).to_contain_text("write on paper")
    waits(page, "^This device cannot keep anything$")
    assert page.evaluate("window.toldAfter") < 1000
    say(page, "She knits.")
    expect(page.locator("[data-draft-state]")).to_contain_text("Saved ")


def processes_of(profile: Path) -> list[int]:
    """The processes of a browser over this profile."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if str(profile).encode() in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def cut_the_power(laptop: Laptop) -> None:
    """Every process of the browser ends at once, and none gets to finish anything."""
    for process in processes_of(laptop.profile):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue


# What the page has called sealed, `sealedWords`, and how often it asked to seal something a second after it was typed
# or later, `tooLate`: by its own clock, for how long sealing takes is the matter of the machine.
PROMISES = """() => {
  Object.assign(window, { sealedWords: "", tooLate: 0 });
  const later = window.setTimeout.bind(window);
  const box = document.getElementById("id_matters");
  const bar = document.querySelector("[data-capture-state]");
  let [typing, since] = [false, 0];
  window.addEventListener("input", () => { typing = true; since = since || Date.now(); }, true);
  window.addEventListener("input", () => { typing = false; });
  window.setTimeout = (work, time = 0) => {
    if (!typing) return later(work, time);
    if (time > 0 && Date.now() + time >= since + 1000) window.tooLate += 1;
    return later(() => { since = 0; work(); }, time);
  };
  new MutationObserver(() => {
    if (bar.textContent.startsWith("Sealed on this device ")) window.sealedWords = box.value;
  }).observe(bar, { childList: true });
}"""


@pytest.mark.parametrize("pause", [0, 300, 800])
def test_a_laptop_that_dies_loses_at_most_a_second_of_words(
    place: Stall,
    laptop: Laptop,
    playwright: Playwright,
    pause: int,
) -> None:
    laptop.sign_in(place.ben).close()
    place.wifi.is_("off")
    page = laptop.tab(f"/people/{place.reference}/talk/")
    begin(page)
    page.evaluate(PROMISES)
    words = " ".join(f"Sentence {number} of a long afternoon." for number in range(6))
    say(page, words)
    sealed(page)
    say(page, " Half a w")
    page.wait_for_timeout(pause)
    called_sealed, too_late = page.evaluate("[window.sealedWords, window.tooLate]")
    cut_the_power(laptop)
    laptop.open()
    place.wifi.is_("on")
    page = laptop.sign_in(place.ben)
    waits(page, "^1 item safe at ")
    assert (called_sealed[: len(words)], too_late) == (words, 0)
    kept = draft_of(place)
    assert kept.startswith(called_sealed)
    assert f"{words} Half a w".startswith(kept)


LETTERS, AT_ONCE = 2_000, 20


@pytest.mark.parametrize("seed", [1, *[pytest.param(seed, marks=pytest.mark.long) for seed in range(100, 150)]])
def test_a_laptop_that_dies_while_one_types_loses_at_most_the_last_second(
    place: Stall,
    laptop: Laptop,
    playwright: Playwright,
    seed: int,
) -> None:
    chance = random.Random(seed)
    laptop.sign_in(place.ben).close()
    place.wifi.is_("off")
    page = laptop.tab(f"/people/{place.reference}/talk/")
    begin(page)
    page.evaluate(PROMISES)
    written = "Her brother "
    say(page, written)
    sealed(page)
    dies_after = time.monotonic() + chance.uniform(1, 6)
    while time.monotonic() < dies_after and len(written) < LETTERS:
        words = "".join(chance.choices("abc defgh. ijkl mno", k=AT_ONCE))
        say(page, words)
        written += words
        page.wait_for_timeout(chance.choice([0, 0, 0, 100, 600]))
    called_sealed, too_late = page.evaluate("[window.sealedWords, window.tooLate]")
    cut_the_power(laptop)
    laptop.open()
    place.wifi.is_("on")
    page = laptop.sign_in(place.ben)
    waits(page, "^1 item safe at ")
    kept = draft_of(place)
    assert (len(called_sealed) > 0, too_late) == (True, 0), f"seed {seed}"
    assert kept.startswith(called_sealed), f"seed {seed}"
    assert written.startswith(kept), f"seed {seed}"
    page.goto(f"{place.url}/people/{place.reference}/talk/")
    expect(page.locator("#id_matters")).to_have_value(kept)


def draft_of(place: Stall) -> str:
    with place.records():
        found = Draft.objects.get(owner_id=place.ben.pk, form="talk", subject=place.reference)
        return str(found.fields["matters"])
