"""/hospital/ with three hundred people on twelve wards: as many questions as for one, and nothing left out silently."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core import clock
from discharges.actions import tell_somebody
from discharges.enums import StayStatus, ToldWho
from discharges.models import HospitalStay
from tests.factories.people import make_resident
from tests.unit.discharges.test_asking_home import copies_of

WARDS = [f"Ward {number:02}" for number in range(12)]


@pytest.fixture
def many(gwen: User, client: Client) -> None:
    """Twenty-five people on each of twelve wards, of whom the first of each ward's family was told."""
    people = copies_of(make_resident(gwen), 300)
    HospitalStay.objects.bulk_create(
        HospitalStay(
            resident=one, hospital="basildon", ward=WARDS[number % 12], added_at=clock.now(), added_by=gwen,
            expected_on=clock.today() + timedelta(days=number % 10),
        )
        for number, one in enumerate(people)
    )  # fmt: skip
    for ward in WARDS:
        first = HospitalStay.objects.filter(ward=ward).order_by("expected_on", "id").first()
        assert first is not None
        tell_somebody(stay=first, who=ToldWho.FAMILY, by=gwen)
    client.force_login(gwen)


def asked_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def text_of(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("query", ["", "?by=ward", "?by=ward&ward=Ward+00", "?show=today"])
def test_asks_as_often_for_three_hundred_as_for_twelve(client: Client, gwen: User, query: str) -> None:
    client.get("/hospital/")
    of_many = asked_of(client, f"/hospital/{query}")
    HospitalStay.objects.filter(told=None).update(status=StayStatus.VOIDED)  # one of each ward is left
    assert asked_of(client, f"/hospital/{query}") == of_many


@pytest.mark.usefixtures("many")
def test_a_ward_that_goes_on_on_the_next_page_says_how_many_it_has(client: Client) -> None:
    first, seen = text_of(client, "/hospital/?by=ward"), 0
    assert "Basildon University Hospital: Ward 00 (25)" in first
    for page in range(1, 7):
        text = text_of(client, f"/hospital/?by=ward&page={page}")
        seen += len(re.findall(r'action="/hospital/[0-9a-f-]+/home-today"|Record the discharge<', text))
    assert seen == 300
    by_day = text_of(client, "/hospital/?page=2")
    assert re.search(r"\(\d+ of 30 on this page\)", by_day)


@pytest.mark.usefixtures("many")
def test_the_ward_and_the_filter_stay_in_the_address_from_page_to_page(client: Client) -> None:
    text = text_of(client, "/hospital/?by=ward&ward=Ward+03")
    assert "Ward 03 (25)" in text
    assert "Ward 04 (" not in text
    assert 'value="Ward 03" selected' in text
    assert "ward=Ward+03&amp;show=today" in text
    assert "by=ward" in text_of(client, "/hospital/?by=ward&page=2")
    assert text.count('data-label="Told"> <span>Family or carer') == 1
    assert "Nobody yet" in text
