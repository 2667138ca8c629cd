"""Counted: what is captured under a network that fails in every way is on the server, once, byte for byte."""

import random
import re
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from core.models import Draft
from residents.models import Statement
from sealed.models import SealedItem
from talking_shops.models import Conversation, ConversationPart, Tap
from tests.journeys.browser import until
from tests.journeys.stall import HEADER, Laptop, Stall, begin, waits

pytestmark = pytest.mark.browser

KINDS = ("off", "cut", "deaf", "hung", "half", "gateway", "portal", "slow", "thin")
CONVERSATIONS, SENTENCES = 10, 20
PIECES = 3
PAUSES = [0] * 9 + [50, 150, 450]  # ms between the pieces of a sentence: some are long enough to be kept in between
ODD = (
    "'; DROP TABLE care; --", "<script>alert(1)</script>", "{{ 7*7 }}", "select the drop down", "\u202eright to left",
    "👩‍👩‍👧‍👦 and é", "tab\there", "“curly” – dash", "\\u0000 spelled out", "a line\nbreak",
)  # fmt: skip
ON_A_PAGE = "[data-draft-state]"
TELLS_NOTHING = ("half", "portal", "thin")  # another page comes, or half of one
NOTHING_WAITS = "tcOutbox.counts().then((now) => !now.blocked && !now.waiting)"
STATE = "[data-capture-state], [data-draft-state]"
KEPT = re.compile(r"^(Sealed on this device|Safe with us|Saved|No network\. Sealed on this device) ")
NOT_KEPT = re.compile(r"^Not (sealed|saved) yet")
ENDED = re.compile(r"The conversation (is|was) sealed on this device\.|Conversation with .+ saved\.")
BEGUN = """async () => (await window.tcOutbox.drafts())
  .filter((one) => !one.finished && one.parts.some((part) => part.count)).length"""


def save(place: Stall, page: Page, path: str, kind: str) -> None:
    """Save a conversation on the page of somebody known over such a network. Whoever is not told that it is saved comes
    back when the network does, and saves what still stands there.
    """
    place.wifi.is_(kind)
    page.get_by_role("button", name="Save conversation").click(no_wait_after=True)
    if kind == "hung":
        page.wait_for_timeout(300)
        place.wifi.is_("on")
    expect(page.locator(ON_A_PAGE)).to_have_count(0)
    if kind in TELLS_NOTHING:
        place.wifi.is_("on")
        page.goto(f"{place.url}/outbox/")
        until(page, NOTHING_WAITS)
        page.goto(f"{place.url}{path}")
        if not page.locator("#id_worries").input_value():
            return
        page.get_by_role("button", name="Save conversation").click()
    expect(page.get_by_text(ENDED)).to_be_visible()


def sentence(number: int) -> str:
    """One that is like no other, odd, and begins like all others."""
    return f"She says {ODD[number % len(ODD)]} and means {number:03d}."


def in_pieces(words: str, chance: random.Random) -> list[str]:
    """The words in prefixes as somebody types them, cut anywhere."""
    cuts = [0, *sorted(chance.sample(range(1, len(words)), PIECES - 1)), len(words)]
    return [words[start:end] for start, end in pairwise(cuts)]


@dataclass
class Sitting:
    """One opening of a tab: all that was typed in it, and how much of that its page has called kept."""

    typed: str = ""
    kept: str = ""


@dataclass
class Talk:
    """One conversation: with somebody known, of whom `reference` is, or with somebody who is `called` something."""

    called: str
    reference: str = ""
    sittings: list[Sitting] = field(default_factory=lambda: [Sitting()])

    @property
    def path(self) -> str:
        return f"/people/{self.reference}/talk/" if self.reference else "/capture/"

    def unexplained(self, there: str) -> str:
        """What the sittings do not account for in the words that are on the server, which are these and in this order:
        of each sitting at least what was called kept, and at most what was typed; "" when all is right.
        """
        parts = there.split("\n\n")
        for sitting in self.sittings:
            if parts and parts[0].startswith(sitting.kept) and sitting.typed.startswith(parts[0]):
                parts.pop(0)
            elif sitting.kept:
                return f"{sitting.kept!r} was called kept; there is {parts[:1]}"
        return "\n\n".join(parts)


class Afternoon:
    """Conversations at a stall, every second one on the page of a known person, the others in the shell. The network
    changes at random in the midst of a sentence, tabs are closed there, and each sentence so cut short is typed again.
    """

    def __init__(self, place: Stall, laptop: Laptop, seed: int) -> None:
        self.place, self.laptop, self.chance = place, laptop, random.Random(seed)
        self.name = f"afternoon {seed}"
        self.talks: list[Talk] = []
        self.page: Page = laptop.tab()

    @property
    def talk(self) -> Talk:
        return self.talks[-1]

    @property
    def sitting(self) -> Sitting:
        return self.talk.sittings[-1]

    def hold(self, number: int) -> None:
        self.open(number)
        for one in range(number * SENTENCES, (number + 1) * SENTENCES):
            closes = one % SENTENCES == 0 or self.chance.random() < 0.06
            self.say(sentence(one), closes=closes and number not in (1, 5))
        self.finish()

    def open(self, number: int) -> None:
        self.talks.append(Talk(f"Person {number} of {self.name}"))
        if number % 2:
            self.place.somebody_new()
            self.talk.reference = self.place.reference
        self.place.wifi.is_("on" if number % 2 else self.chance.choice(["on", "off"]))
        self.page.goto(f"{self.place.url}{self.talk.path}")
        if not number % 2:
            begin(self.page)
            self.page.locator("#id_called").fill(self.talk.called)

    def say(self, words: str, *, closes: bool) -> None:
        if closes:
            first = not self.sitting.typed
            if not first:
                self.until_kept()
            self.type(in_pieces(words, self.chance)[: self.chance.randint(1, PIECES - 1)])
            if first:
                self.until_kept()
            self.go_on_in_another_tab()
        self.type(in_pieces(words, self.chance))

    def type(self, pieces: list[str]) -> None:
        for at, piece in enumerate(pieces):
            if at and self.chance.random() < 0.2:
                self.place.wifi.is_(self.chance.choice(["on", *KINDS]))
            words = f" {piece}" if self.sitting.typed and not at else piece
            if not self.sitting.typed:
                self.page.locator("#id_worries").focus()
            self.sitting.typed += words
            self.page.keyboard.insert_text(words)
            self.look()
            if pause := self.chance.choice(PAUSES):
                self.page.wait_for_timeout(pause)

    def until_kept(self) -> None:
        expect(self.page.locator(STATE)).to_have_text(KEPT, timeout=30_000)
        self.look()

    def look(self) -> None:
        """What the page says of all that was typed in it counts from now on."""
        said = self.page.locator(STATE).inner_text()
        if KEPT.match(said):
            self.sitting.kept = self.sitting.typed
        else:
            assert NOT_KEPT.match(said) or not self.sitting.typed, said

    def go_on_in_another_tab(self) -> None:
        """The tab is closed as it is, and its address opened again without a network: that leads to the shell."""
        self.look()
        self.page.close()
        self.place.wifi.is_("off")
        self.page = self.laptop.tab(self.talk.path)
        if self.page.evaluate(BEGUN):
            self.page.get_by_role("button", name="Go on").last.click()
        else:
            begin(self.page)
        if not self.talk.reference:
            self.page.locator("#id_called").fill(self.talk.called)
        self.talk.sittings.append(Sitting())

    def finish(self) -> None:
        if self.page.locator(ON_A_PAGE).count():
            save(self.place, self.page, self.talk.path, self.chance.choice(["on", *KINDS]))
        else:
            self.page.get_by_role("button", name="Finish conversation").click()
            expect(self.page.get_by_text(ENDED)).to_be_visible()
        self.sitting.kept = self.sitting.typed

    def there(self, talk: Talk) -> str:
        """The words of a conversation as they are on the server. A form ends its lines in its own way."""
        if talk.reference:
            held = list(Conversation.objects.filter(resident__reference=talk.reference))
            words = Statement.objects.filter(source_id__in=[one.pk for one in held]).order_by("heard_at", "pk")
        else:
            held = list(Conversation.objects.filter(called=talk.called))
            words = ConversationPart.objects.filter(conversation__in=held).order_by("heard_at", "pk")
        assert len(held) == 1, f"{talk} became {len(held)} conversations"
        return "\n\n".join(words.values_list("words", flat=True)).replace("\r\n", "\n")


@pytest.mark.parametrize("seed", [5, *[pytest.param(seed, marks=pytest.mark.long) for seed in range(100, 110)]])
def test_of_two_hundred_sentences_under_random_cuts_each_is_there_once_and_unchanged(
    place: Stall, laptop: Laptop, seed: int
) -> None:
    laptop.sign_in(place.ben).close()
    afternoon = Afternoon(place, laptop, seed)
    for number in range(CONVERSATIONS):
        afternoon.hold(number)
    place.wifi.is_("on")
    waits(afternoon.page, r"^all \d+ items safe at ")
    with place.records():
        there = [afternoon.there(talk) for talk in afternoon.talks]
        left = list(Draft.objects.filter(owner_id=place.ben.pk).values_list("form", "fields"))
        refused = list(SealedItem.objects.needing(place.ben).values_list("because", flat=True))
    wrong = [talk.unexplained(words) for talk, words in zip(afternoon.talks, there, strict=True)]
    assert [words for words in wrong if words] == [], f"seed {seed}"
    counted = {number: "".join(there).count(sentence(number)) for number in range(CONVERSATIONS * SENTENCES)}
    assert {number: count for number, count in counted.items() if count != 1} == {}, f"seed {seed}"
    assert (left, refused) == ([], []), f"seed {seed}"
    assert sum(len(talk.sittings) > 1 for talk in afternoon.talks) > CONVERSATIONS // 3, "tabs were to be closed"


PUT = """async ([count, session]) => {
  for (let one = 0; one < count; one += 1) {
    const draft = crypto.randomUUID();
    await window.tcOutbox.put({ kind: "footfall", draft, body: { session, kind: "talked" } });
  }
}"""


@pytest.mark.parametrize("count", [10, pytest.param(40, marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", KINDS)
def test_however_the_network_fails_nothing_is_lost_doubled_or_called_safe_too_early(
    place: Stall, laptop: Laptop, kind: str, count: int
) -> None:
    page = laptop.sign_in(place.ben)
    before = taps(place)
    place.wifi.is_(kind)
    page.evaluate(PUT, [count, str(place.session.pk)])
    for _ in range(20):
        said = page.locator(HEADER).inner_text()
        if "safe" in said:
            assert taps(place) - before >= int("".join(filter(str.isdigit, said.split(" safe")[0])))
        page.wait_for_timeout(100)
    place.wifi.is_("on")
    waits(page, f"^all {count} items safe at ")
    assert taps(place) - before == count


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
