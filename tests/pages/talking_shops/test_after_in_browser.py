"""Before they leave, and afterwards, in a real browser: narrow and wide, without scripts where there is a link."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django import Settings

from accounts.models import User
from accounts.roles import Role
from core import clock
from residents.models import EmailAddress, Resident
from talking_shops.actions import Agreed, propose_by_link, say_may_ask, show_quarters
from talking_shops.links import FEEDBACK, RECEIPT, token_of
from talking_shops.models import Conversation, Feedback, ProposedChange, WalkAwayReceipt
from tests.factories.after import WRONG, has_phone, make_link, make_receipt
from tests.factories.around import make_email, make_need
from tests.factories.field import make_conversation
from tests.factories.people import PASSWORD, make_resident, make_user
from tests.journeys.browser import Visitor, launch, visitor
from tests.notify import Notify, notify

__all__ = ["notify"]
pytestmark = pytest.mark.browser
LONG_ADDRESS = "jean.margaret.hughes.of.fourteen.coronation.row.tilbury@example.org"
SAID = {
    "matters": "I want to go on baking for the choir, every Thursday, as I did with Harold.",
    "worries": "The stairs.",
}


@pytest.fixture
def ben(address: str) -> User:
    return make_user("Ben Okafor", Role.LOCALITY_MANAGER, "cls-tilbury-chadwell")


@pytest.fixture
def jean(ben: User) -> Resident:
    jean = make_resident(ben)
    has_phone(jean, safe_to_text=None)
    make_need(jean, ben, "large_print")
    make_need(jean, ben, "language", detail="Polish")
    return jean


@pytest.fixture
def email(jean: Resident, ben: User) -> EmailAddress:
    """A long one; and what is shown of quarters that are over."""
    show_quarters()
    return make_email(jean, ben, LONG_ADDRESS, safe_to_write=True, note="her daughter reads it to her on Sundays")


@pytest.fixture
def held(jean: Resident, ben: User, settings: Settings, address: str) -> Conversation:
    settings.SITE_URL = address
    lines = [
        Agreed("Ring the choir and ask about the lift", "worker", due_on=clock.today()),
        Agreed("Bring the key on Sunday", "family", "Maria"),
        Agreed("Walk to the corner shop", "person"),
    ]
    return say_may_ask(conversation=make_conversation(jean, ben, words=SAID, agreed=lines), may_ask="yes", by=ben)


@pytest.fixture
def change(held: Conversation, ben: User) -> ProposedChange:
    return propose_by_link(receipt=make_receipt(held, ben, form="large_print"), words=WRONG)


@pytest.fixture
def link(held: Conversation) -> Feedback:
    return make_link(held)


@pytest.fixture(params=["print", "large_print"])
def receipt(held: Conversation, ben: User, request: pytest.FixtureRequest) -> WalkAwayReceipt:
    return make_receipt(held, ben, form=request.param)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, launch(playwright) as chromium:
        yield chromium


def is_not_too_wide(page: Page) -> bool:
    wide: bool = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    return wide


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    address: str, ben: User, email: EmailAddress, change: ProposedChange, link: Feedback, notify: Notify,
    browser: Browser, width: int,
) -> None:  # fmt: skip
    held, receipt, jean = change.conversation, change.receipt, email.resident
    assert receipt is not None
    with visitor(browser, address, "ben", email=ben.email, password=PASSWORD) as worker:
        worker.page.set_viewport_size({"width": width, "height": 900})
        for name, path in {
            "give": reverse("talking_shops:receipt_new", kwargs={"pk": held.pk}),
            "given": receipt.get_absolute_url(),
            "paper": reverse("talking_shops:receipt_paper", kwargs={"pk": receipt.pk}),
            "wrong": reverse("talking_shops:proposal_new", kwargs={"pk": held.pk}),
            "changes": reverse("talking_shops:proposals"),
            "change": change.get_absolute_url(),
            "ask": reverse("talking_shops:feedback_new", kwargs={"pk": held.pk}),
            "sheet": reverse("talking_shops:feedback_paper"),
            "results": reverse("talking_shops:feedback_results"),
            "details": reverse("residents:details", kwargs={"reference": jean.reference}),
            "in-writing": reverse("residents:identity", kwargs={"reference": jean.reference, "question": "in-writing"}),
            "email": reverse("residents:email", kwargs={"reference": jean.reference, "pk": email.pk}),
            "conversation": held.get_absolute_url(),
        }.items():
            worker.go(path)
            worker.look(f"after-{name}-{width}")
            assert is_not_too_wide(worker.page), name
    anybody = Visitor(browser.new_page(viewport={"width": width, "height": 900}), address, "anybody")
    anybody.expect_fault("404")
    for name, path in {
        "link": f"/r/{token_of(RECEIPT, receipt.pk)}",
        "thought": f"/f/{token_of(FEEDBACK, link.pk)}",
        "gone": "/r/aaaa",
    }.items():
        anybody.go(path)
        anybody.look(f"after-{name}-{width}")
        assert is_not_too_wide(anybody.page), name
    anybody.assert_unharmed()


def test_from_the_page_that_they_take_away_to_their_own_words_on_the_record(
    address: str, held: Conversation, ben: User, browser: Browser
) -> None:
    with visitor(browser, address, "ben", email=ben.email, password=PASSWORD) as worker:
        page = worker.page
        worker.go(held.get_absolute_url())
        page.get_by_role("link", name="Give them the page to take away").click()
        expect(page.get_by_label("Large print")).to_be_checked()
        page.get_by_role("button", name="Give it").click()
        page.get_by_role("button", name="Open the page to print").click()
        link = page.locator(".tc-paper__link").inner_text()
        stranger = browser.new_context(java_script_enabled=False)
        hers = stranger.new_page()
        hers.goto(f"http://{link}")
        assert "choir" not in hers.content()
        hers.get_by_label("What is wrong").fill(WRONG)
        hers.get_by_role("button", name="Send").click()
        expect(hers.get_by_role("heading", name="Thank you")).to_be_visible()
        assert stranger.cookies() == []
        worker.go(held.get_absolute_url())
        page.get_by_role("link", name="Read what").click()
        page.get_by_label("Take it into the record").check()
        page.get_by_label("What matters to you: I want to go on baking").check()
        page.get_by_role("button", name="Decide").click()
        expect(page.get_by_text("It is on the record, in their words.")).to_be_visible()
        worker.go(held.get_absolute_url())
        expect(page.get_by_text(WRONG)).to_be_visible()


def test_on_paper_nothing_but_the_page_and_letters_large_enough(
    address: str, ben: User, receipt: WalkAwayReceipt, browser: Browser
) -> None:
    points = {"print": 13, "large_print": 18}[receipt.form]
    with visitor(browser, address, "ben", email=ben.email, password=PASSWORD) as worker:
        worker.go(reverse("talking_shops:receipt_paper", kwargs={"pk": receipt.pk}))
        worker.page.emulate_media(media="print")
        worker.look(f"after-paper-{receipt.form}")
        expect(worker.page.get_by_text("Print this page")).to_be_hidden()
        sizes = "[...document.querySelectorAll('p, li, h1, h2')].filter(e => e.offsetParent)"
        smallest = worker.page.evaluate(f"Math.min(...{sizes}.map(e => parseFloat(getComputedStyle(e).fontSize)))")
        assert smallest >= points * 96 / 72 - 0.1
