"""Return, send again, hand on and ask in a real browser: every state held against axe; words outlive a closed page."""

import pytest
from playwright.sync_api import expect, sync_playwright

from accounts.models import User
from accounts.roles import Role
from referrals.models import Referral
from tests.factories.answers import NOT_OURS, WHY
from tests.factories.people import PASSWORD, make_resident, make_user
from tests.factories.referrals import make_referral
from tests.journeys.browser import Visitor, launch, visitor

pytestmark = pytest.mark.browser
TEAM = "cls-tilbury-chadwell"


@pytest.fixture
def asha(address: str) -> User:
    return make_user("Asha Patel", Role.TRIAGE, "thurrock-first")


@pytest.fixture
def sent(asha: User) -> Referral:
    return make_referral(make_resident(asha), asha, matters="Getting to church.")


def test_a_referral_is_returned_sent_again_asked_about_and_handed_on(address: str, asha: User, sent: Referral) -> None:
    ben = make_user("Ben Okafor", Role.SOCIAL_WORKER, TEAM)
    chidi = make_user("Chidi Eze", Role.SOCIAL_WORKER, "cls-grays")
    with sync_playwright() as playwright, launch(playwright) as browser:
        with visitor(browser, address, "ben", email=ben.email, password=PASSWORD) as receiver:
            return_it(receiver, sent)
        with visitor(browser, address, "asha", email=asha.email, password=PASSWORD) as sender:
            send_it_again(sender, sent)
        with visitor(browser, address, "ben", email=ben.email, password=PASSWORD) as receiver:
            ask_and_hand_on(receiver, sent)
        with visitor(browser, address, "chidi", email=chidi.email, password=PASSWORD) as next_team:
            next_team.go(sent.get_absolute_url())
            expect(next_team.page.get_by_role("heading", name="Nothing more to ask")).to_be_visible()
            next_team.look("referral-handed-on")


def return_it(ben: Visitor, sent: Referral) -> None:
    """The words are saved while they are typed; an empty form is refused with the words of the summary."""
    ben.go(sent.get_absolute_url())
    ben.look("referral-to-answer")
    ben.page.get_by_role("link", name="Return it, with the reason").click()
    ben.expect_fault("422")
    ben.page.get_by_role("button", name="Return it").click()
    expect(ben.page.get_by_role("alert")).to_contain_text("Enter why it goes back")
    ben.look("referral-return-refused")
    ben.page.get_by_label("Why does it go back?").fill(NOT_OURS)
    expect(ben.page.locator("[data-draft-state]")).to_contain_text("Saved", timeout=10_000)
    ben.go(f"{sent.get_absolute_url()}return")
    expect(ben.page.get_by_label("Why does it go back?")).to_have_value(NOT_OURS)
    ben.page.get_by_role("button", name="Return it").click()
    expect(ben.page.get_by_text("is returned. Whoever sent it has been told.")).to_be_visible()


def send_it_again(asha: Visitor, sent: Referral) -> None:
    asha.go("/teams/thurrock-first/?show=came-back")
    asha.look("came-back")
    asha.page.get_by_role("link", name="Getting about at home").click()
    expect(asha.page.get_by_text("It came back to you.")).to_be_visible()
    asha.look("referral-returned")
    asha.page.get_by_role("button", name="Send again").click()
    expect(asha.page.get_by_text("Why the Tilbury and Chadwell CLS team returned it")).to_be_visible()
    asha.page.get_by_label("Tilbury and Chadwell CLS team").check()
    asha.look("referral-send-again")
    asha.page.get_by_role("button", name="Send again").click()
    expect(asha.page.get_by_text("is sent to the Tilbury and Chadwell CLS team")).to_be_visible()


def ask_and_hand_on(ben: Visitor, sent: Referral) -> None:
    ben.go(f"{sent.get_absolute_url()}ask")
    ben.look("referral-ask")
    ben.page.get_by_label("What do you need to know?").fill("Which stairs?")
    ben.page.get_by_role("button", name="Send the question").click()
    expect(ben.page.get_by_text("A question waits for an answer")).to_be_visible()
    ben.look("referral-asked")
    ben.page.get_by_role("link", name="Hand on to another team").click()
    expect(ben.page.get_by_text("This would be the 4th hand-off for Jean Smith with this.")).to_be_visible()
    ben.look("referral-hand-on")
    ben.page.get_by_label("Another team or service").check()
    ben.page.get_by_label("Team or service", exact=True).select_option(label="Grays CLS team")
    ben.page.get_by_label("Why this one").fill("She lives there now.")
    ben.page.get_by_label("Why do you hand this on?").fill(WHY)
    ben.page.get_by_label("What is done? (optional)").fill("Rails at the front door.")
    ben.page.get_by_label("Yes").check()
    ben.look("referral-hand-on-filled")
    ben.page.get_by_role("button", name="Hand on").click()
    expect(ben.page.get_by_text("is handed on to the Grays CLS team.").first).to_be_visible()
