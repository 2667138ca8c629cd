"""With whom a conversation was begun: without a network nobody goes on with it on the page of somebody else."""

import pytest
from playwright.sync_api import expect

from core.models import Draft
from tests.journeys.stall import Laptop, Stall, begin, say, sealed, waits

pytestmark = pytest.mark.browser


def test_what_was_begun_with_one_person_is_not_gone_on_with_on_the_page_of_another(
    place: Stall, laptop: Laptop
) -> None:
    one = place.reference
    place.somebody_new()
    laptop.sign_in(place.ben).close()
    place.wifi.is_("off")
    page = laptop.tab(f"/people/{one}/talk/")
    begin(page)
    say(page, "She sings.")
    sealed(page)
    page.goto(f"{place.url}/people/{place.reference}/talk/")
    expect(page.locator("[data-begun]")).to_contain_text("Go on where you began it: it is not of this page.")
    expect(page.get_by_role("button", name="Go on")).to_have_count(0)
    for address in ("/capture/", f"/people/{one}/talk/"):
        page.goto(f"{place.url}{address}")
        page.get_by_role("button", name="Go on").click()
        say(page, f"And {address[1]}.")
        sealed(page)
    place.wifi.is_("on")
    waits(page, "^all 3 items safe at ")
    with place.records():
        kept = Draft.objects.get(owner_id=place.ben.pk, subject=one)
        assert kept.fields["matters"] == "She sings.\n\nAnd c.\n\nAnd p."
        assert not Draft.objects.filter(subject=place.reference).exists()
