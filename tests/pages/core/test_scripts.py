"""The scripts keep words, find people and press buttons; what the network does to them is played by the browser."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, Route, expect

from tests.journeys.browser import Visitor

pytestmark = pytest.mark.browser
Saved = list[dict[str, Any]]

FOUND = """<ul class="tc-find__list" data-count="2 people found">
  <li class="tc-find__option"><button name="resident" value="1" data-find-pick>Jean Smith</button></li>
  <li class="tc-find__option"><button name="resident" value="2" data-find-pick>Jane Smyth</button></li>
</ul>"""


@pytest.fixture
def answer(page: Page) -> Callable[..., Saved]:
    """How drafts are answered from now on; returns what has been saved, all the while."""
    saved: Saved = []

    def answer_with(**how: Any) -> Saved:
        def fulfil(route: Route) -> None:
            saved.append(json.loads(route.request.post_data or "{}"))
            route.fulfill(**({"json": {"saved_at": "14:32", "version": len(saved) + 3}} | how))

        page.unroute("**/drafts/**")
        page.route("**/drafts/**", fulfil)
        return saved

    answer_with()
    return answer_with


def state(page: Page) -> Any:
    return expect(page.locator("[data-draft-state]"))


def story(page: Page, words: str) -> None:
    page.locator("#live-story").fill(words)


def test_saves_two_seconds_after_the_last_key_with_the_version_it_knows(
    page: Page, answer: Callable[..., Saved]
) -> None:
    saved = answer()
    story(page, "She fell")
    state(page).to_have_text("Saved 14:32")
    page.wait_for_timeout(2500)
    assert [(draft["fields"]["story"], draft["version"]) for draft in saved] == [("She fell", 3)]
    expect(page.locator("input[name=draft_version]")).to_have_value("4")


def test_does_not_call_newer_words_saved(page: Page, answer: Callable[..., Saved]) -> None:
    story(page, "She fell")
    state(page).to_have_text("Saved 14:32")
    page.evaluate(
        """() => {
            window.states = [];
            const bar = document.querySelector("[data-draft-state]");
            new MutationObserver(() => window.states.push(bar.textContent)).observe(bar, { childList: true });
        }"""
    )
    story(page, "She fell twice")
    state(page).to_have_text("Saved 14:32")
    assert page.evaluate("window.states") == ["Not saved yet", "Saved 14:32"]


def test_leaves_secrets_and_tokens_out_of_the_draft(page: Page, answer: Callable[..., Saved]) -> None:
    saved = answer()
    story(page, "x")
    page.wait_for_timeout(2500)
    assert not {"csrfmiddlewaretoken", "form_token", "draft_version"} & set(saved[0]["fields"])


def test_finds_the_token_of_a_new_sign_in_under_the_name_that_production_gives_its_cookie(page: Page) -> None:
    production = Path(django_settings.BASE_DIR, "thurrock_care/settings/production.py").read_text()
    (name,) = re.findall(r'^CSRF_COOKIE_NAME = "(.+?)"', production, re.MULTILINE)
    page.evaluate(
        """(name) => Object.defineProperty(document, "cookie", { get: () => `a=1; ${name}=the-new-one; b=2` })""",
        name,
    )
    assert page.evaluate("window.ThurrockCare.csrfToken()") == "the-new-one"


def test_tries_again_by_itself_when_saving_fails(reader: Visitor, page: Page, answer: Callable[..., Saved]) -> None:
    reader.expect_fault("500")
    answer(status=500, json={})
    story(page, "She fell twice")
    state(page).to_have_text("Not saved yet – trying again. Keep this tab open")
    answer()
    state(page).to_have_text("Saved 14:32", timeout=10_000)


def test_keeps_the_words_and_sends_nothing_when_signed_out(
    reader: Visitor, page: Page, answer: Callable[..., Saved]
) -> None:
    reader.expect_fault("403")
    answer(status=403, json={})
    story(page, "Precious")
    page.get_by_role("button", name="Send").click()
    state(page).to_contain_text("You have been signed out")
    expect(page.locator("#live-story")).to_have_value("Precious")
    assert page.url.endswith("/gallery/")


def test_asks_which_words_to_keep_when_another_tab_has_saved(
    reader: Visitor, page: Page, answer: Callable[..., Saved]
) -> None:
    reader.expect_fault("409")
    saved = answer(status=409, json={"error": "newer", "version": 9})
    story(page, "Mine")
    state(page).to_contain_text("changed in another tab")
    answer()
    page.get_by_role("button", name="Keep what is here").click()
    state(page).to_have_text("Saved 14:32")
    assert saved[-1]["version"] == 9


def test_stops_saving_and_says_so_when_the_form_was_sent_from_another_window(
    reader: Visitor, page: Page, answer: Callable[..., Saved]
) -> None:
    reader.expect_fault("410")
    saved = answer(status=410, json={"error": "sent"})
    story(page, "Too late")
    state(page).to_contain_text("sent or discarded in another window. Copy what you typed before you leave.")
    story(page, "Too late, and more")
    page.wait_for_timeout(2500)
    assert len(saved) == 1
    expect(page.locator("#live-story")).to_have_value("Too late, and more")


def test_saves_nothing_once_the_draft_is_being_discarded(page: Page, requests_seen: list[str]) -> None:
    requests_seen.clear()
    story(page, "Away with it")
    page.evaluate(
        """() => {
            const form = document.body.appendChild(document.createElement("form"));
            form.setAttribute("data-discards-draft", "");
            form.action = "about:blank";
            form.requestSubmit();
        }"""
    )
    page.wait_for_timeout(2500)
    assert "POST /drafts/gallery/new" not in requests_seen


def test_saves_the_last_words_before_the_form_is_sent_and_sends_once(page: Page, answer: Callable[..., Saved]) -> None:
    saved, sent = answer(), []
    page.route("**/gallery/?", lambda route: (sent.append(route.request.post_data), route.fulfill(status=204)))
    story(page, "Last words")
    page.locator("#live-story").press("Control+Enter")
    page.locator("#live-story").press("Control+Enter")
    page.wait_for_timeout(500)
    assert saved[-1]["fields"]["story"] == "Last words"
    assert len(sent) == 1
    assert "Last+words" in sent[0]


def test_saves_the_last_words_when_the_page_is_left(page: Page, requests_seen: list[str]) -> None:
    requests_seen.clear()
    story(page, "Leaving")
    page.goto("about:blank")
    page.wait_for_timeout(500)
    assert requests_seen[-1] == "POST /drafts/gallery/new"


def test_saves_the_last_words_when_the_page_is_left_while_a_save_is_under_way(
    page: Page, requests_seen: list[str]
) -> None:
    requests_seen.clear()
    held: list[Route] = []
    page.route("**/drafts/**", lambda route: held.append(route), times=1)
    story(page, "Leav")
    page.wait_for_timeout(2300)
    story(page, "Leaving")
    page.goto("about:blank")
    page.wait_for_timeout(500)
    assert [json.loads(route.request.post_data or "{}")["turn"] for route in held] == [1]
    assert requests_seen[-1] == "POST /drafts/gallery/new"


def test_names_each_opening_of_the_page_and_counts_its_saves(page: Page, answer: Callable[..., Saved]) -> None:
    saved = answer()
    for words in ("She fell", "She fell twice"):
        story(page, words)
        page.wait_for_timeout(2300)
    page.reload()
    story(page, "Another opening")
    page.wait_for_timeout(2300)
    pages = [draft["page"] for draft in saved]
    assert [draft["turn"] for draft in saved] == [1, 2, 1]
    assert pages[0] == pages[1] != pages[2]


def test_saves_at_once_when_the_tab_is_hidden(page: Page, answer: Callable[..., Saved]) -> None:
    saved = answer()
    story(page, "The phone goes into a pocket")
    page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", { value: true, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    state(page).to_have_text("Saved 14:32", timeout=1500)
    assert len(saved) == 1


def test_arrows_walk_over_the_people_found_and_the_count_is_announced(page: Page) -> None:
    page.route("**/people/near?*", lambda route: route.fulfill(body=FOUND, content_type="text/html"))
    box = page.get_by_label("Person", exact=True)
    box.press_sequentially("smith")
    expect(page.locator("#live")).to_have_text("2 people found")
    for key, focused in [("ArrowDown", "Jean Smith"), ("ArrowDown", "Jane Smyth"), ("ArrowUp", "Jean Smith")]:
        page.keyboard.press(key)
        expect(page.get_by_role("button", name=focused)).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_focused()


def test_typing_starts_anew_where_an_earlier_search_still_stands(page: Page) -> None:
    box = page.locator("[data-find] input").first
    box.evaluate("box => { box.value = 'smith rm17'; }")
    box.focus()
    page.keyboard.type("bradley")
    assert box.input_value() == "bradley"
    page.keyboard.press("Home")
    page.keyboard.type("x")
    assert box.input_value() == "xbradley"


def test_what_is_typed_before_the_script_has_come_is_searched_for_and_not_typed_over(page: Page) -> None:
    page.route("**/people/near?*", lambda route: route.fulfill(body=FOUND, content_type="text/html"))
    held: list[Route] = []
    page.route("**/find*.js", lambda route: held.append(route))
    page.goto(page.url, wait_until="commit")
    box = page.locator("[data-find] input").first
    box.press_sequentially("smi")
    held[0].continue_()
    expect(page.locator("#live")).to_have_text("2 people found")
    box.press_sequentially("th")
    assert box.input_value() == "smith"


@pytest.mark.parametrize(
    ("key", "focused"), [("ArrowDown", "the same person, who is still found"), ("End", "the box, when they are gone")]
)
def test_new_results_never_take_the_focus_away(page: Page, key: str, focused: str) -> None:
    later = FOUND.replace('value="2"', 'value="3"').replace("Jane Smyth", "Joan Smith")
    answers = [FOUND, later]
    page.route("**/people/near?*", lambda route: route.fulfill(body=answers.pop(0), content_type="text/html"))
    box = page.get_by_label("Person", exact=True)
    box.fill("smith")
    expect(page.get_by_role("button", name="Jane Smyth")).to_be_visible()
    box.press("ArrowDown")
    page.keyboard.press("Home" if key == "ArrowDown" else "End")
    box.evaluate("(box) => { box.value = 'smithe'; box.dispatchEvent(new Event('input', { bubbles: true })); }")
    expect(page.get_by_role("button", name="Joan Smith")).to_be_visible()
    expect(box if "box" in focused else page.get_by_role("button", name="Jean Smith")).to_be_focused()


def test_rows_are_added_filled_and_removed(page: Page) -> None:
    rows = page.locator("[data-row]:visible")
    expect(rows).to_have_count(1)
    for count in (2, 3):
        page.get_by_role("button", name="Add another action").click()
        expect(rows).to_have_count(count)
    expect(page.locator("[name=actions-TOTAL_FORMS]")).to_have_value("3")
    expect(page.locator("[name=actions-2-what]")).to_be_focused()
    page.locator("[name=actions-2-what]").fill("bring a cake")
    page.get_by_role("button", name="Remove row 3").click()
    expect(rows).to_have_count(2)
    expect(page.locator("[name=actions-2-what]")).to_have_value("")


def test_shortcuts_do_nothing_when_they_are_switched_off(page: Page) -> None:
    page.evaluate("document.body.dataset.shortcuts = 'off'")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.locator("#live-q").press("Control+Enter")
    page.wait_for_timeout(200)
    assert "POST" not in sent
