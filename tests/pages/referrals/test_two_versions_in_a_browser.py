"""Both versions of what two people did with one referral, in two real browsers: read, held against axe, and sent on."""

import pytest
from playwright.sync_api import expect, sync_playwright

from accounts.roles import Role
from referrals.models import Allocation
from tests.factories.people import PASSWORD, make_resident, make_user
from tests.factories.referrals import make_referral
from tests.journeys.browser import launch, visitor

pytestmark = pytest.mark.browser
TEAM = "cls-tilbury-chadwell"


def test_the_second_of_two_managers_sees_both_and_decides(address: str) -> None:
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    dee, olu = (make_user(name, Role.LOCALITY_MANAGER, TEAM) for name in ("Dee Walsh", "Olu Ford"))
    ben, pia = (make_user(name, Role.SOCIAL_WORKER, TEAM) for name in ("Ben Okafor", "Pia Lund"))
    referral = make_referral(make_resident(asha), asha)
    page = f"{referral.get_absolute_url()}allocate"
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, "dee", email=dee.email, password=PASSWORD) as first,
        visitor(browser, address, "olu", email=olu.email, password=PASSWORD) as second,
    ):
        for manager, worker in ((first, pia), (second, ben)):
            manager.go(page)
            manager.page.get_by_label(worker.name).check()
            manager.page.get_by_label("Note to the worker").fill(f"For {worker.name}.\nRings on Mondays.")
        first.page.get_by_role("button", name="Allocate").click()
        expect(first.page.get_by_text("is allocated to Pia Lund").first).to_be_visible()
        second.expect_fault("409")
        second.page.get_by_role("button", name="Allocate").click()
        expect(second.page.get_by_role("columnheader", name="What you were about to do")).to_be_visible()
        expect(second.page.get_by_role("row", name="Note to the worker")).to_contain_text("For Pia Lund.")
        expect(second.page.get_by_label("Note to the worker")).to_have_value("For Ben Okafor.\nRings on Mondays.")
        second.look("referral-both-versions")
        second.page.get_by_role("button", name="Allocate").click()
        expect(second.page.get_by_text("is allocated to Ben Okafor").first).to_be_visible()
    assert Allocation.objects.get(ended_at=None).worker == ben
