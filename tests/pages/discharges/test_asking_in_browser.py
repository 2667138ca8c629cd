"""The board, its print of one ward and the questions of the hub in a real browser: axe, widths, paper."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from accounts.models import User
from accounts.roles import Role
from core import clock
from discharges.actions import note_still_there, plan_discharge, raise_blocker
from discharges.enums import BlockerKind
from discharges.models import HospitalStay
from residents.actions import record_move
from tests.factories.field import make_stay
from tests.factories.people import PASSWORD, make_resident, make_user
from tests.journeys.browser import PICTURES, launch, visitor

pytestmark = pytest.mark.browser
NAMES = ("Ada", "Bea", "Cat", "Dot", "Eve", "Fay", "Gil", "Hal", "Ida", "Jim", "Kay", "Lou")


@pytest.fixture
def gwen(address: str) -> User:
    return make_user("Gwen Price", Role.HOSPITAL_HUB, "hospital-hub")


def fill_a_ward(gwen: User) -> HospitalStay:
    """Twelve people on one ward; the first was expected home nine days ago."""
    stays = [
        make_stay(
            make_resident(gwen, known_as=name), gwen, ward="Elizabeth Fry ward", admitted_on=clock.days_ago(15),
            expected_on=clock.today() + timedelta(days=number - 9 if number < 3 else number),
        )
        for number, name in enumerate(NAMES)
    ]  # fmt: skip
    for stay in stays[::2]:
        plan_discharge(stay=stay, by=gwen, planned_pathway="1", ready_on=clock.days_ago(4), equipment="Commode")
        raise_blocker(stay=stay, kind=BlockerKind.CARE, words="Four calls a day, two carers", by=gwen)
    note_still_there(stay=stays[1], note="Waiting for the hoist, they look again on Thursday", by=gwen)
    return stays[0]


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_too_wide(address: str, gwen: User, width: int) -> None:
    late = fill_a_ward(gwen)
    record_move(
        resident=late.resident, left_on=clock.days_ago(40), to="Leeds", by=gwen, how_known="A letter", council_told=True
    )
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, "gwen", email=gwen.email, password=PASSWORD) as worker,
    ):
        worker.page.set_viewport_size({"width": width, "height": 900})
        here = late.get_absolute_url()
        for name, where in (
            ("board", "/hospital/"),
            ("board-asks", "/hospital/?show=asks"),
            ("day", "/"),
            ("stay", here),
            ("still-there", f"{here}still-there"),
            ("lives-here", f"{here}lives-here"),
            ("stay-new", f"/people/{late.resident.reference}/hospital/new"),
        ):
            worker.go(where)
            worker.look(f"hub-{name}-{width}")
            assert worker.page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_the_print_of_a_ward_fits_its_paper_in_letters_that_can_be_read(
    address: str, gwen: User, tmp_path: Path
) -> None:
    fill_a_ward(gwen)
    with (
        sync_playwright() as playwright,
        launch(playwright) as browser,
        visitor(browser, address, "gwen", email=gwen.email, password=PASSWORD) as worker,
    ):
        worker.go("/hospital/?by=ward&ward=Elizabeth+Fry+ward")
        worker.page.emulate_media(media="print")
        worker.page.set_viewport_size({"width": 718, "height": 1000})  # A4 less its margins
        assert worker.page.evaluate("document.documentElement.scrollWidth") <= 718
        sizes = "[...document.querySelectorAll('.tc-board *')].map(e => parseFloat(getComputedStyle(e).fontSize))"
        assert min(worker.page.evaluate(sizes)) >= 13  # CSS pixels: ten points
        PICTURES.mkdir(parents=True, exist_ok=True)
        worker.page.screenshot(path=PICTURES / "hub-print.png", full_page=True)
        paper = worker.page.pdf(path=tmp_path / "ward.pdf", format="A4")
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) <= 3
