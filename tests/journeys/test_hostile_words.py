"""Any words in any box, on the real server: kept exactly, or refused with a sentence beside the field and the words
still there. Never an error of the machine, never anything that a browser would run.

The pages come from the permission matrix and the boxes from the pages, so that a new box is covered by itself.
"""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from bs4 import BeautifulSoup
from playwright.sync_api import expect, sync_playwright

from accounts.roles import Role
from tests.journeys.browser import launch
from tests.journeys.served import CHECK, Served, errors_in, lost_words, refused_boxes, served
from tests.pages.core.boxes import Form, forms_of, words_in
from tests.servers import TestServers

pytestmark = pytest.mark.browser

CODE = (
    "Rob'); DROP TABLE residents_resident; -- </textarea><script>alert(1)</script><img src=x onerror=alert(2)> &amp;"
    " \"' {{ settings.SECRET_KEY }} {% load static %} ${7*7} %s %(name)s \\u0041 "
)
SIGNS = (
    "bell\x07 escape\x1b back\x08 unit\x1f delete\x7f next\x85 bom\ufeff end\u2028x \u202eright\u202c \u2066apart\u2069"
    " \u200bno width\u200d "
)
SCRIPTS = {
    "Latin with marks": "Ze\u0301lie\u0323 A\u030angstro\u0308m Żółć ﬁ Ƕ",
    "Arabic": "نور الهدى بنت عبد الرحمن",
    "Devanagari": "श्रीमती क्षिप्रा नमस्ते",
    "Han": "歐陽娜娜漢字名字",
    "Emoji": "👩🏽\u200d🚒 👨\u200d👩\u200d👧\u200d👦 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "Georgian": "ნინო ქავთარაძე",
    "Hebrew, Greek, Thai": "שלום Ωμέγα สวัสดี",
}
RUNS = ("<script>alert(1)", "<img src=x", "</textarea><script>")
SANE = {
    "phone": "01375 390000", "number": "01375 390000", "on": "today", "by": "today", "since": "today", "age": "",
    "nhs": "", "postcode": "RM17 6SL", "at": "9am",
}  # fmt: skip
SAVED_WHEN_MENDED = {
    CHECK, "residents:identity", "residents:phone_new", "residents:address", "residents:alert_new", "referrals:ask",
    "referrals:answer", "referrals:return", "referrals:send_again", "referrals:call_back_new",
    "referrals:promise_withdraw",
}  # fmt: skip
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def server(
    test_servers: TestServers, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    with served(test_servers, tmp_path_factory.mktemp("hostile"), django_db_blocker) as place:
        yield place


@pytest.fixture
def fresh(server: Served) -> Served:
    server.put_back()
    return server


def cut(text: str, length: int = 200) -> str:
    """Exactly so many characters, without a space at an end."""
    whole = (text * length)[: length - 1]
    return f"x{whole[1:]}x" if length > 1 else "x"


def in_every_script(name: str) -> str:
    """200 characters in one script, another for each box."""
    kinds = list(SCRIPTS.values())
    return cut(kinds[sum(name.encode()) % len(kinds)])


KINDS: dict[str, Callable[[str], str]] = {
    "code and control and bidi characters": lambda name: f"{CODE}{SIGNS}{name}",
    "200 characters of every script": in_every_script,
    "much": lambda name: f"{'Mum fell. ' * 10_000}{name}",
}


@pytest.mark.parametrize("kind", KINDS)
def test_any_words_are_kept_exactly_or_refused_beside_their_field(fresh: Served, kind: str) -> None:
    faults, saved = {}, {}
    for place, session, form in fresh.forms():
        fault, kept = send_until_kept(fresh, session, form, KINDS[kind])
        if fault:
            faults[f"{place.route} {form.action}"] = fault
        saved |= {f"{place.route} {name}": words for name, words in kept.items()}
    assert not faults, "\n".join(f"{where}: {fault}" for where, fault in faults.items())
    rows = fresh.kept()
    assert [where for where, words in saved.items() if not any(words in row for row in rows)] == []
    if kind.startswith("200"):
        assert SAVED_WHEN_MENDED - {where.split()[0] for where in saved} == set()


def send_until_kept(
    server: Served, session: requests.Session, form: Form, words: Callable[[str], str]
) -> tuple[str, dict[str, str]]:
    """Send a form full of `words`; mend the boxes that are refused, and send it again. What went wrong; what should
    be kept."""
    sent = form.filled(words)
    for _ in range(4):
        typed = {name: sent[name] for name in form.free}
        answer = server.post(session, form.action, sent)
        if answer.status_code == 302:
            return "", {name: text for name, text in typed.items() if text == words(name)}
        if fault := fault_of(answer, typed):
            return fault, {}
        if not refused_boxes(answer.text):
            break
        sent |= {name: sane(name) for name in refused_boxes(answer.text) if name in typed}
    return "", {}


def sane(name: str) -> str:
    """What the box asks for."""
    return next((value for part, value in SANE.items() if part in name.split("_")), "Said so")


def fault_of(answer: requests.Response, typed: dict[str, str]) -> str:
    """What is wrong with a page that did not take a form, or that first shows what would come of it; "" for nothing."""
    if any(dangerous in answer.text for dangerous in RUNS):
        return "gave back what a browser would run"
    if answer.status_code not in (200, 409, 422):
        return f"answered {answer.status_code}"
    if answer.status_code != 200 and not (errors_in(answer.text) or summary_of(answer.text)):
        return "no sentence says why"
    lost = lost_words(answer.text, typed)
    return f"lost what was typed into {', '.join(lost)}" if lost else ""


def summary_of(page: str) -> str:
    """What the page says of the whole form: that somebody was quicker, or that it stands there already."""
    said = ".govuk-error-summary, .govuk-warning-text, .tc-alert--warning, .tc-alert--error"
    summary = BeautifulSoup(page, "html.parser").select_one(said)
    return summary.get_text(" ", strip=True) if summary else ""


def test_a_nul_is_refused_beside_its_field_with_the_words_still_there(fresh: Served) -> None:
    faults = {}
    for place, session, form in fresh.forms():
        for name in form.free:
            sent = form.filled(lambda box: f"Words of {box}") | {name: "Mum\0fell"}
            answer = fresh.post(session, form.action, sent)
            typed = {box: sent[box].replace("\0", "") for box in form.free}
            sentences = [one for one in errors_in(answer.text) if "NUL character" in one and "after “Mum”" in one]
            if answer.status_code != 400 or len(sentences) != 1 or lost_words(answer.text, typed):
                faults[f"{place.route} {name}"] = answer.status_code
    assert faults == {}


def test_half_a_character_never_breaks_a_page(fresh: Served) -> None:
    answers = {
        place.route: fresh.post(session, form.action, form.filled(lambda _: "half \ud83d of one")).status_code
        for place, session, form in fresh.forms()
    }
    assert len(answers) >= len(SAVED_WHEN_MENDED)
    assert {status for status in answers.values()} <= {200, 302, 409, 422}


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_name_of_200_characters_is_kept_in_every_script(fresh: Served, script: str) -> None:
    place, session, form = next(found for found in fresh.forms() if found[0].route == "residents:new")
    name = cut(SCRIPTS[script])
    words = {box: name for box in form.free if "name" in box or box == "known_as"}
    assert words
    answer = fresh.post(session, place.path, form.filled(lambda box: words.get(box, "")))
    assert answer.status_code == 302, errors_in(answer.text)
    assert fresh.kept().count(name) >= len(words)


def console(server: Served, **typed: str) -> tuple[requests.Session, dict[str, str]]:
    """An empty call of the triage worker, with these words in it."""
    session = server.sign_in(Role.TRIAGE)
    page = server.get(session, "/calls/new").text
    form = next(form for form in forms_of(page, "/calls/new") if "story" in form.boxes)
    empty = {name: "" for name in form.boxes}
    answers = {"relation": "child", "need": "getting_about", "advice": "Ring the GP", "next": "advise"}
    answers |= {"person": "", "call_back": ""}
    return session, form.held | empty | answers | typed


def much(characters: int) -> str:
    """So many characters of words that do not repeat."""
    rnd = random.Random(characters)
    words, length = [], 0
    while length < characters:
        words.append("".join(rnd.choices("abcdefghijklmnopqrstuvwxyzéłß", k=rnd.randint(2, 11))))
        length += len(words[-1]) + 1
    return f"{' '.join(words)[: characters - 1].rstrip()}".ljust(characters, "x")


@pytest.mark.parametrize("characters", [MEGABYTE, MEGABYTE + 1])
def test_a_story_of_a_megabyte_is_kept_to_the_last_letter(fresh: Served, characters: int) -> None:
    story = much(characters)
    session, form = console(fresh, story=story)
    answer = fresh.post(session, "/calls/new", form)
    assert answer.status_code == 302, errors_in(answer.text)
    page = fresh.get(session, answer.headers["Location"])
    assert page.status_code == 200
    assert any(story in text for text in fresh.kept()), "not kept"
    assert any(story == words.strip() for words in words_in(page.text))


def test_a_form_of_more_than_five_megabytes_gives_every_word_back(fresh: Served) -> None:
    story = much(6 * MEGABYTE)
    session, form = console(fresh, story=story, matters="Her cat")
    answer = fresh.post(session, "/calls/new", form)
    assert answer.status_code == 413
    assert "A form can hold 5.0\xa0MB" in answer.text
    assert lost_words(answer.text, {"story": story, "matters": "Her cat", "advice": "Ring the GP"}) == []
    assert fresh.get(session, "/calls/new").status_code == 200


def test_a_form_beyond_all_measure_is_refused_with_a_sentence(fresh: Served) -> None:
    session, form = console(fresh, story="x" * 25 * MEGABYTE)
    answer = fresh.post(session, "/calls/new", form)
    assert answer.status_code == 413
    assert "This is too long to send at once" in answer.text


def test_a_browser_is_told_of_too_much_and_shows_every_word(fresh: Served) -> None:
    story = "她摔倒了。" * 140_000 + "The end"
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        page = chromium.new_context(base_url=fresh.application.url).new_page()
        page.context.add_cookies(
            [{"name": "sessionid", "value": fresh.cookies[Role.TRIAGE], "url": fresh.application.url}]
        )
        page.goto("/calls/new")
        page.evaluate("story => { document.getElementById('id_story').value = story }", story)
        page.get_by_label("What is happening").press("End")
        page.keyboard.type("!")
        expect(page.locator("[data-draft-state]")).to_contain_text("too long", timeout=15_000)
        page.get_by_role("button", name="Information and advice only").click()
        expect(page.locator("#live")).to_contain_text("too long")
        page.get_by_role("button", name="Information and advice only").click()
        page.get_by_role("heading", name="This is too long to send at once").wait_for(timeout=30_000)
        assert story in page.locator("main").text_content()  # type: ignore[operator]
        chromium.close()


@pytest.mark.parametrize("box", ["q", "guide", "caller_phone"])
def test_ten_kilobytes_of_nonsense_in_a_box_of_the_console(fresh: Served, box: str) -> None:
    nonsense = much(10_000)
    for button in ({"next": "check"}, {"find": "yes"}):
        session, form = console(fresh, story="Mum fell", **{box: nonsense})
        answer = fresh.post(session, "/calls/new", {k: v for k, v in form.items() if k != "next"} | button)
        page = fresh.get(session, answer.headers["Location"]) if answer.status_code == 302 else answer
        assert page.status_code in (200, 422)
        assert lost_words(page.text, {box: nonsense, "story": "Mum fell"}) == []


@pytest.mark.parametrize("path", ["/people/search?q=", "/calls/new?tel=", "/people/search?tel=", "/people/near?q="])
def test_nonsense_in_an_address_is_answered(fresh: Served, path: str) -> None:
    session = fresh.sign_in(Role.TRIAGE)
    assert fresh.get(session, path + much(3_000).replace(" ", "+").replace("é", "e")[:3_000]).status_code == 200
    beyond = fresh.get(session, path + "7" * 10_000)
    assert 400 <= beyond.status_code < 500
    assert "too large" in beyond.text
    assert fresh.get(fresh.sign_in(Role.TRIAGE), "/calls/new").status_code == 200
