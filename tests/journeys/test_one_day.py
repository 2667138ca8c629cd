"""One real day at Thurrock in a real browser, on the processes of `make run`: from a call to a number.

The chapters of the day run in order over one application and one borough; each begins where the last ended.
"""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg2
import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.application import Application
from tests.journeys.browser import Visitor, visitor
from tests.servers import TestServers
from thurrock_care.demo.records.employment import PASSWORD

pytestmark = pytest.mark.browser

STORY = "Mum fell twice this week, once on the stairs. She is frightened to go up to bed & sleeps in her chair."
MATTERS = "I want to sleep in my own bed again and get to church on Sundays."
STRENGTH = "Maria comes every day. I cooked for forty at the school and I can still cook for one."
AGREED = "Show Maria how the bed could come downstairs"
NIGHT_SECONDS = 60
People = Callable[[str], AbstractContextManager[Visitor]]


@pytest.fixture(scope="module")
def borough(test_servers: TestServers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The night's sweep comes every five seconds."""
    with Application(test_servers, tmp_path_factory.mktemp("day"), SWEEP_EVERY_SECONDS="5") as application:
        yield application


@pytest.fixture(scope="module")
def people(borough: Application, browser: Browser) -> People:
    """People by the first part of their address, each signed in with a browser of their own."""

    def come(name: str) -> AbstractContextManager[Visitor]:
        return visitor(browser, borough.url, name, email=f"{name}@thurrock.example", password=PASSWORD)

    return come


def ask(borough: Application, question: str, *values: object) -> list[tuple[object, ...]]:
    """Rows straight from the database that the journey runs on."""
    connection = psycopg2.connect(borough.environment["DATABASE_URL"])
    try:
        with connection.cursor() as cursor:
            cursor.execute(question, values)
            return list(cursor.fetchall())
    finally:
        connection.close()


def of_jean(borough: Application) -> object:
    """The reference of the mother whom the day is about."""
    question = "SELECT reference FROM residents_resident WHERE family_name = 'Hughes' AND known_as = 'Jean'"
    return ask(borough, question)[0][0]


def test_0905_a_triage_worker_finds_the_mother_and_sends_her_story_on(people: People) -> None:
    with people("asha") as asha:
        page = asha.page
        asha.look("my-day-triage")
        page.get_by_role("link", name="New call").first.click()
        expect(page.get_by_label("Who is it about?")).to_be_focused()
        page.get_by_label("What is happening").fill(STORY)
        page.get_by_label("Who is it about?").press_sequentially("jean huges", delay=30)
        row = page.get_by_role("button", name="Jean Hughes").first
        expect(row).to_be_visible()
        asha.look("call-console-finding")
        row.click()
        expect(page.get_by_label("What is happening")).to_have_value(STORY)
        page.get_by_label("What is happening").press("End")
        page.get_by_label("Who is calling").select_option(label="Daughter or son")
        page.get_by_label("Caller’s name").fill("Maria Hughes")
        page.get_by_label("What it is about").select_option(label="Getting about at home, falls, rails and equipment")
        page.get_by_label("This week").check()
        expect(page.get_by_text(re.compile(r"Saved \d\d:\d\d|Saved \d"))).to_be_visible()
        asha.look("call-console")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("heading", name="Check and send")).to_be_visible()
        expect(page.get_by_text("ROU-9").first).to_be_visible()
        expect(page.get_by_text("Tilbury Health Centre").first).to_be_visible()
        asha.look("call-check")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.get_by_text(re.compile(r"R-\w{4}-\w{4}")).first).to_be_visible()
        asha.look("call-sent")


def test_0940_the_manager_allocates_her_to_somebody_who_has_room(people: People) -> None:
    with people("dee") as dee:
        page = dee.page
        dee.look("my-day-manager")
        dee.go("/teams/cls-tilbury-chadwell/")
        dee.look("team-queue")
        page.get_by_role("link", name="Allocate Jean Hughes").click()
        expect(page.get_by_text(STORY)).to_be_visible()
        expect(page.get_by_text("Maria Hughes").first).to_be_visible()
        dee.look("allocate")
        page.get_by_role("radio", name="Ben Okafor").check()
        page.get_by_role("button", name="Allocate", exact=True).click()
        expect(page.get_by_text("is allocated to Ben").first).to_be_visible()
        expect(page.get_by_role("button", name=re.compile("Undo"))).to_be_visible()
        expect(page.get_by_role("link", name="Allocate Jean Hughes")).to_have_count(0)


def test_1100_the_social_worker_logs_the_conversation_and_asks_nothing_twice(people: People) -> None:
    with people("ben") as ben:
        page = ben.page
        ben.look("my-day-social-worker")
        expect(page.get_by_role("link", name="Jean Hughes").first).to_be_visible()
        ben.go("/sessions/")
        ben.look("talking-shops")
        page.get_by_role("link", name="Tilbury library").first.click()
        page.get_by_role("textbox", name="With somebody we know").fill("hughes jean")
        page.get_by_role("textbox", name="With somebody we know").press("Enter")
        ben.look("talking-shop-session")
        page.get_by_role("link", name="Jean Hughes").first.click()
        expect(page.get_by_text(STORY)).to_be_visible()
        page.get_by_role("textbox", name="What matters to you").fill(MATTERS)
        page.get_by_role("textbox", name="What is strong").fill(STRENGTH)
        page.get_by_label("What will be done").first.fill(AGREED)
        page.get_by_label("Who will do it").first.select_option(label="I will")
        page.get_by_label("By when").first.fill("tomorrow")
        ben.look("conversation")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text(MATTERS).first).to_be_visible()
        ben.look("person")
        expect(page.get_by_text(AGREED).first).to_be_visible()


def test_1400_the_hub_sends_a_man_home_and_his_clock_starts(people: People, borough: Application) -> None:
    before = ask(borough, "SELECT count(*) FROM discharges_sixweekclock")
    with people("gwen") as gwen:
        page = gwen.page
        gwen.go("/hospital/")
        gwen.look("hospital-list")
        page.locator("tbody tr", has_text="Light touch: Not started").first.get_by_role("link").first.click()
        page.get_by_role("link", name=re.compile("light-touch|safe discharge")).first.click()
        page.get_by_label("Their own home").check()
        page.get_by_role("group", name="Can they get in?").get_by_label("Yes").check()
        page.get_by_label("What matters to them about going home").fill("My own front door and the cat.")
        gwen.look("light-touch")
        page.get_by_role("button", name="Complete the assessment").click()
        page.get_by_role("link", name="Record the discharge").or_(
            page.get_by_role("button", name="Record the discharge")
        ).first.click()
        page.get_by_label(re.compile("Pathway 1")).check()
        expect(page.get_by_text(re.compile("CLS team")).first).to_be_visible()
        gwen.look("discharge")
        page.get_by_role("button", name="Record the discharge").click()
        expect(page.get_by_text(re.compile("CLS team")).first).to_be_visible()
        gwen.look("discharged")
    assert ask(borough, "SELECT count(*) FROM discharges_sixweekclock") == [(int(str(before[0][0])) + 1,)]
    (due,) = ask(borough, "SELECT due_on - discharged_on FROM discharges_sixweekclock ORDER BY started_at DESC LIMIT 1")
    assert due == (42,)


def test_overnight_beat_reminds_and_escalates_each_exactly_once(borough: Application) -> None:
    question = "SELECT step, count(*) FROM discharges_clockstep WHERE at > now() - interval '1 hour' GROUP BY step"
    deadline = time.monotonic() + NIGHT_SECONDS
    steps: dict[object, object] = {}
    waiting = 1
    while time.monotonic() < deadline and not ({"not_allocated", "breach"} <= set(steps) and waiting == 0):
        time.sleep(1)
        steps = {row[0]: row[1] for row in ask(borough, question)}
        waiting = int(str(ask(borough, "SELECT count(*) FROM outbox_job WHERE status IN ('waiting', 'sent')")[0][0]))
    assert {"not_allocated", "breach"} <= set(steps), f"after {NIGHT_SECONDS} s: {steps}\n{borough.log('beat')}"
    assert waiting == 0, borough.log("worker")[-3000:]

    again = json.loads(borough.manage("six_weeks", "--sweep"))
    assert set(again["queued"].values()) == {0}
    assert (
        ask(borough, "SELECT clock_id, step FROM discharges_clockstep GROUP BY 1, 2, number HAVING count(*) > 1") == []
    )
    told = ask(
        borough,
        "SELECT count(*) FROM discharges_clockstep s WHERE at > now() - interval '1 hour' AND step = 'breach'"
        " AND NOT EXISTS (SELECT 1 FROM accounts_notice n WHERE n.job_key LIKE 'step:' || s.id || ':%%')",
    )
    assert told == [(0,)]
    assert ask(borough, "SELECT count(*) FROM outbox_job WHERE status = 'dead'") == [(0,)]


def test_1700_every_number_on_the_managers_page_opens_the_people_behind_it(people: People) -> None:
    with people("dee") as dee:
        page = dee.page
        dee.go("/notices/")
        expect(page.get_by_text(re.compile("Breach")).first).to_be_visible()
        dee.look("notices")
        dee.go("/reports/locality/tilbury-chadwell/")
        dee.look("locality-dashboard")
        tiles = page.locator(".tc-tile__number a")
        links = [tile.get_attribute("href") or "" for tile in tiles.all()]
        assert len(links) == 9
        for number, href in enumerate(links):
            dee.go(href)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            dee.look(f"behind-{number}")
        dee.go("/teams/cls-tilbury-chadwell/reviews")
        dee.look("six-week-reviews")


def test_the_day_stands_on_her_timeline_and_everybody_who_looked_is_in_the_log(
    people: People, borough: Application
) -> None:
    reference = of_jean(borough)
    with people("ben") as ben:
        ben.go(f"/people/{reference}/timeline")
        ben.look("timeline")
        for title in ("rang Thurrock First", "Referral R-", "Allocated to Ben", "Conversation"):
            expect(ben.page.get_by_text(re.compile(title)).first).to_be_visible()
    with people("eve") as eve:
        eve.go(f"/people/{reference}/history")
        for name in ("Asha", "Dee", "Ben"):
            expect(eve.page.get_by_text(re.compile(name)).first).to_be_visible()
        eve.look("history")


def test_a_partner_does_not_learn_that_she_exists(people: People, borough: Application) -> None:
    reference = of_jean(borough)
    with people("hal") as hal:
        hal.expect_fault("404")
        hal.go(f"/people/{reference}/")
        expect(hal.page.get_by_text("Jean")).to_have_count(0)
        hal.look("not-found")
        hal.go("/people/search?q=jean+hughes")
        expect(hal.page.get_by_role("link", name="Jean Hughes")).to_have_count(0)


def test_everything_works_without_javascript(browser: Browser, borough: Application) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="en-GB")
    page = context.new_page()
    page.goto(f"{borough.url}/sign-in")
    page.get_by_label("Email address").fill("asha@thurrock.example")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{borough.url}/calls/new")
    page.get_by_label("What is happening").fill(STORY)
    page.get_by_label("Who is it about?").fill("jean hughes")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("button", name="Jean Hughes").first.click()
    expect(page.get_by_label("What is happening")).to_have_value(STORY)
    page.get_by_label("Who is calling").select_option(label="Daughter or son")
    page.get_by_label("What it is about").select_option(label="Memory")
    page.get_by_label("Advice given").fill("Rang to say that Ben will ring her tomorrow.")
    page.get_by_role("button", name="Information and advice only").click()
    expect(page.get_by_text(re.compile(r"C-\w{4}-\w{4}")).first).to_be_visible()
    context.close()


def test_pictures_were_kept(borough: Application) -> None:
    folder = Path(__file__).resolve().parents[1] / ".artifacts" / "pictures"
    assert {"call-console.png", "team-queue.png", "locality-dashboard.png"} <= {path.name for path in folder.iterdir()}
