"""Whatever happens to a call that is being written, its words stay: on the processes of `make run`, in a browser."""

import re
import time
from collections.abc import Iterator

import psycopg2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.application import Application
from tests.journeys.browser import Visitor, visitor
from thurrock_care.demo.records.employment import PASSWORD

pytestmark = pytest.mark.browser

STORY = "Mum fell twice this week. She is frightened of the stairs."
MORE = " She sleeps in her chair."
BREAK = """
CREATE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken for a test'; END $$;
CREATE TRIGGER broken BEFORE INSERT ON referrals_contact FOR EACH ROW EXECUTE FUNCTION break_it();
"""
MEND = "DROP TRIGGER broken ON referrals_contact; DROP FUNCTION break_it();"


@pytest.fixture
def asha(borough: Application, browser: Browser) -> Iterator[Visitor]:
    """Asha, with an empty console open."""
    do(borough, "DELETE FROM core_draft")
    with visitor(browser, borough.url, "asha", email="asha@thurrock.example", password=PASSWORD) as person:
        person.go("/calls/new")
        yield person


def do(borough: Application, statement: str) -> int:
    """Carry out SQL on the database of the application; the one number that it answers, 0 for none."""
    connection = psycopg2.connect(borough.environment["DATABASE_URL"])
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return int(cursor.fetchone()[0]) if cursor.description else 0
    finally:
        connection.close()


def contacts(borough: Application) -> int:
    return do(borough, "SELECT count(*) FROM referrals_contact")


def tell(page: Page, words: str = STORY) -> None:
    page.get_by_label("What is happening").press_sequentially(words, delay=2)


def saved(page: Page) -> None:
    """Wait until the bar says that the words are kept."""
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile(r"^Saved "))


def kept(borough: Application) -> str:
    """The story as the server keeps it now."""
    connection = psycopg2.connect(borough.environment["DATABASE_URL"])
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT fields->>'story' FROM core_draft WHERE form = 'call' AND subject = 'new'")
            found = cursor.fetchone()
            return str(found[0]) if found else ""
    finally:
        connection.close()


def advise(page: Page) -> None:
    """Fill in what a call needs that ends with advice, and end it."""
    page.get_by_label("Who is calling").select_option(label="Daughter or son")
    page.get_by_label("What it is about").select_option(label="Memory")
    page.get_by_label("Advice given").fill("Ring the GP")


def end(page: Page) -> None:
    page.get_by_role("button", name="Information and advice only").click()


def sign_in(page: Page) -> None:
    page.get_by_label("Email address").fill("asha@thurrock.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_what_is_said_to_be_saved_is_saved(borough: Application, asha: Visitor) -> None:
    tell(asha.page)
    expect(asha.page.locator("[data-draft-state]")).to_have_text("Not saved yet")
    saved(asha.page)
    assert kept(borough) == STORY


def test_signing_in_again_leads_to_the_same_place_with_the_caret_where_one_wrote(
    borough: Application, asha: Visitor
) -> None:
    page = asha.page
    tell(page)
    saved(page)
    do(borough, "DELETE FROM django_session")
    page.reload()
    expect(page).to_have_url(re.compile(r"/sign-in\?next=/calls/new$"))
    sign_in(page)
    expect(page).to_have_url(f"{borough.url}/calls/new")
    expect(page.get_by_label("What is happening")).to_have_value(STORY)
    expect(page.get_by_label("What is happening")).to_be_focused()
    page.keyboard.type(MORE)
    expect(page.get_by_label("What is happening")).to_have_value(STORY + MORE)


def test_a_session_that_ends_while_one_types_keeps_the_page_until_one_has_signed_in(
    borough: Application, asha: Visitor
) -> None:
    page = asha.page
    asha.expect_fault("403")
    tell(page)
    saved(page)
    do(borough, "DELETE FROM django_session")
    tell(page, MORE)
    expect(page.locator("[data-draft-state]")).to_contain_text("You have been signed out")
    expect(page.locator("#live")).to_contain_text("You have been signed out")
    expect(page.get_by_label("What is happening")).to_have_value(STORY + MORE)
    expect(page.get_by_label("What is happening")).to_be_focused()
    other = page.context.new_page()
    other.goto(f"{borough.url}/sign-in")
    sign_in(other)
    other.get_by_role("button", name="Sign out").wait_for()
    other.close()
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("^Saved "), timeout=15_000)
    assert kept(borough) == STORY + MORE


def test_a_closed_tab_keeps_the_last_words(borough: Application, asha: Visitor) -> None:
    tell(asha.page)
    asha.page.close(run_before_unload=True)
    deadline = time.monotonic() + 5
    while kept(borough) != STORY and time.monotonic() < deadline:
        time.sleep(0.1)
    again = asha.page.context.new_page()
    again.goto(f"{borough.url}/calls/new")
    expect(again.get_by_label("What is happening")).to_have_value(STORY)


def test_a_refused_form_keeps_the_words(borough: Application, asha: Visitor) -> None:
    before = contacts(borough)
    asha.expect_fault("422")
    tell(asha.page)
    end(asha.page)
    expect(asha.page.locator(".govuk-error-summary")).to_be_focused()
    expect(asha.page.get_by_label("What is happening")).to_have_value(STORY)
    assert (kept(borough), contacts(borough)) == (STORY, before)


@pytest.fixture
def broken(borough: Application) -> Iterator[None]:
    """From here on the database refuses every contact, with a fault that nobody foresaw."""
    do(borough, BREAK)
    yield
    do(borough, "DROP TRIGGER IF EXISTS broken ON referrals_contact; DROP FUNCTION IF EXISTS break_it()")


def test_a_fault_of_ours_gives_the_words_back_and_keeps_them(borough: Application, asha: Visitor, broken: None) -> None:
    page, before = asha.page, contacts(borough)
    asha.expect_fault("500")
    tell(page)
    advise(page)
    end(page)
    expect(page.get_by_role("heading", name="Something went wrong")).to_be_visible()
    expect(page.get_by_text(STORY)).to_be_visible()
    do(borough, MEND)
    asha.go("/calls/new")
    expect(page.get_by_label("What is happening")).to_have_value(STORY)
    expect(page.get_by_label("Advice given")).to_have_value("Ring the GP")
    end(page)
    page.get_by_role("button", name="Next call").wait_for()
    assert contacts(borough) == before + 1


def test_a_lost_connection_keeps_the_words_and_saves_them_when_it_is_back(borough: Application, asha: Visitor) -> None:
    page = asha.page
    page.context.set_offline(True)
    tell(page)
    expect(page.locator("[data-draft-state]")).to_contain_text("Not saved yet – trying again")
    expect(page.locator("#live")).to_contain_text("Not saved yet")
    advise(page)
    end(page)
    expect(page.get_by_label("What is happening")).to_have_value(STORY)
    page.context.set_offline(False)
    saved(page)
    assert kept(borough) == STORY
    asha.faults = [fault for fault in asha.faults if "ERR_INTERNET_DISCONNECTED" not in fault]


def test_a_button_pressed_twice_makes_one_contact(borough: Application, asha: Visitor) -> None:
    before = contacts(borough)
    tell(asha.page)
    advise(asha.page)
    asha.page.get_by_role("button", name="Information and advice only").dblclick()
    asha.page.get_by_role("button", name="Next call").wait_for()
    assert contacts(borough) == before + 1
    assert kept(borough) == ""


def test_one_form_sent_from_two_tabs_makes_one_contact_and_loses_no_word(borough: Application, asha: Visitor) -> None:
    page, before = asha.page, contacts(borough)
    asha.expect_fault("422")
    tell(page)
    advise(page)
    saved(page)
    second = page.context.new_page()
    second.goto(f"{borough.url}/calls/new")
    expect(second.get_by_label("What is happening")).to_have_value(STORY)
    end(page)
    page.get_by_role("button", name="Next call").wait_for()
    end(second)
    expect(second.locator(".govuk-error-summary")).to_contain_text("sent or discarded in another window")
    expect(second.get_by_label("What is happening")).to_have_value(STORY)
    assert contacts(borough) == before + 1


def test_what_two_tabs_wrote_is_shown_side_by_side(borough: Application, asha: Visitor) -> None:
    page = asha.page
    tell(page)
    saved(page)
    second = page.context.new_page()
    second.goto(f"{borough.url}/calls/new")
    second.get_by_label("What is happening").press_sequentially(MORE, delay=2)
    saved(second)
    asha.expect_fault("409")
    tell(page, " He is afraid.")
    expect(page.locator("[data-draft-state]")).to_contain_text("changed in another tab")
    page.get_by_role("button", name="Park this call").click()
    expect(page.locator(".tc-alert--warning")).to_contain_text(STORY + MORE)
    expect(page.get_by_label("What is happening")).to_have_value(f"{STORY} He is afraid.")
    assert kept(borough) == STORY + MORE


def test_a_parked_call_outlives_signing_out(borough: Application, asha: Visitor) -> None:
    page = asha.page
    tell(page)
    page.get_by_role("button", name="Park this call").click()
    expect(page.get_by_label("What is happening")).to_have_value("")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    page.goto(f"{borough.url}/sign-in?next=/calls/new")
    sign_in(page)
    page.get_by_role("button", name="Take up").click()
    expect(page.get_by_label("What is happening")).to_have_value(STORY)
