"""What the hub is asked about a stay: whether they have gone home (HUB-8), and whether they live here again."""

from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core import clock
from discharges.actions import note_still_there, plan_discharge
from discharges.enums import LivesHere
from discharges.models import HospitalStay
from residents.actions import record_move
from residents.models import Resident
from tests.factories.field import make_stay
from tests.factories.people import make_resident
from tests.rows import rows

ASKED = "Have they gone home?"
WHERE = "Do they live here again?"


@pytest.fixture
def late(jean: Resident, gwen: User, client: Client) -> HospitalStay:
    """Jean, expected home nine days ago."""
    client.force_login(gwen)
    return make_stay(jean, gwen, admitted_on=clock.days_ago(20), expected_on=clock.days_ago(9))


@pytest.fixture
def away(jean: Resident, dee: User, gwen: User, client: Client) -> Resident:
    """Jean, who moved to Leeds; the council there knows."""
    record_move(resident=jean, left_on=clock.days_ago(40), to="Leeds", by=dee, how_known="A letter", council_told=True)
    jean.refresh_from_db()
    client.force_login(gwen)
    return jean


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def post(client: Client, address: str, **typed: Any) -> HttpResponse:
    found: Any = client.post(address, {"form_token": str(uuid4())} | typed)
    return found


def test_hub_8_the_board_asks_in_a_filter_of_its_own_with_a_count(
    client: Client, late: HospitalStay, gwen: User
) -> None:
    make_stay(make_resident(gwen, known_as="Rita"), gwen, expected_on=clock.today())
    plan_discharge(stay=late, by=gwen, planned_pathway="1")
    text = text_of(client.get("/hospital/"))
    assert text.count(f"<strong>{ASKED}</strong>") == 1
    assert f'href="/hospital/{late.pk}/still-there"' in text
    filtered = text_of(client.get("/hospital/", {"show": "asks"}))
    assert "Went home today" not in filtered  # on which day is asked: it was hardly today
    assert f'href="/hospital/{late.pk}/discharge"' in filtered
    assert "Jean Smith" in filtered
    assert "Rita" not in filtered
    assert f'{ASKED} <span class="tc-tabs__count">1</span>' in filtered


def test_hub_8_the_hubs_day_and_the_stay_ask(client: Client, late: HospitalStay) -> None:
    assert f"{ASKED} 1 person</a>" in text_of(client.get("/", follow=True))
    stay = text_of(client.get(late.get_absolute_url()))
    assert "nobody has said more" in stay
    assert f'href="/hospital/{late.pk}/still-there"' in stay


def test_hub_8_a_note_answers_and_shows_on_the_board(client: Client, late: HospitalStay) -> None:
    page = f"/hospital/{late.pk}/still-there"
    assert "record the discharge" in text_of(client.get(page))
    refused = post(client, page, note="", version="1")
    assert refused.status_code == 422
    assert "Enter what the ward told you" in text_of(refused)
    assert post(client, page, note="Waiting for the <hoist>", version="1").status_code == 302
    board = text_of(client.get("/hospital/"))
    assert "Waiting for the &lt;hoist&gt;" in board
    assert f"<strong>{ASKED}</strong>" not in board
    assert "Waiting for the &lt;hoist&gt;" in text_of(client.get(late.get_absolute_url()))


def test_who_was_slower_sees_the_note_that_stands_and_keeps_their_own(
    client: Client, late: HospitalStay, gwen: User
) -> None:
    note_still_there(stay=late, note="The ramp is not built", by=gwen)
    slower = post(client, f"/hospital/{late.pk}/still-there", note="Waiting for the hoist", version="1")
    assert slower.status_code == 409
    assert "The ramp is not built" in text_of(slower)
    assert 'value="Waiting for the hoist"' in text_of(slower)


def test_asks_beside_the_field_where_they_live_before_they_are_put_on_the_list(client: Client, away: Resident) -> None:
    page = f"/people/{away.reference}/hospital/new"
    assert "They moved out of the borough to Leeds on" in text_of(client.get(page))
    typed = {"hospital": "basildon", "ward": "Ward 7", "admitted_on": "", "expected_on": ""}
    refused = post(client, page, **typed)
    assert refused.status_code == 422
    assert "Select whether they live here again" in text_of(refused)
    assert post(client, page, **typed, lives_here="yes").status_code == 302
    away.refresh_from_db()
    assert away.left_on is None
    timeline = text_of(client.get(away.get_absolute_url()))
    assert "Came back from Leeds: lives in the borough again" in timeline


def test_does_not_ask_who_never_moved_away(client: Client, jean: Resident, gwen: User) -> None:
    client.force_login(gwen)
    assert WHERE not in text_of(client.get(f"/people/{jean.reference}/hospital/new"))
    stay = make_stay(jean, gwen)
    assert client.get(f"/hospital/{stay.pk}/lives-here").url == stay.get_absolute_url()


def test_the_stay_asks_until_somebody_says_where_they_live(client: Client, away: Resident, gwen: User) -> None:
    stay = make_stay(away, gwen)
    page = f"/hospital/{stay.pk}/lives-here"
    text = text_of(client.get(stay.get_absolute_url()))
    assert f'href="{page}"' in text
    assert "Not known yet" in text
    assert WHERE in text_of(client.get(page))
    assert post(client, page, lives_here="no", version=str(stay.version)).status_code == 302
    stay.refresh_from_db()
    assert stay.lives_here == LivesHere.NO
    told = text_of(client.get(stay.get_absolute_url()))
    assert "No, they were visiting" in told
    assert "Say whether they live here again" not in told
    assert post(client, page, lives_here="yes", version="1").status_code == 409


def test_a_yes_in_error_is_put_right_where_it_was_said(client: Client, away: Resident, gwen: User) -> None:
    stay = make_stay(away, gwen, lives_here=LivesHere.YES)
    page = f"/hospital/{stay.pk}/lives-here"
    assert f'href="{page}"' in text_of(client.get(stay.get_absolute_url()))
    asked = text_of(client.get(page))
    assert "They moved out of the borough to Leeds on" in asked
    assert "live here since they came into hospital" in asked
    assert "It will say again that they moved out" in text_of(client.get(f"/hospital/{stay.pk}/error"))
    assert post(client, page, lives_here="no", version=str(stay.version)).status_code == 302
    away.refresh_from_db()
    assert away.left_for == "Leeds"
    told = text_of(client.get(stay.get_absolute_url()))
    assert "No, they were visiting" in told
    assert "Say otherwise where they live" in told
    assert "It will say again" not in text_of(client.get(f"/hospital/{stay.pk}/error"))


def test_reading_these_pages_writes_nothing_but_who_opened_the_record(
    client: Client, away: Resident, gwen: User
) -> None:
    stay = make_stay(away, gwen, expected_on=clock.days_ago(9))
    before = rows(without="audit.event")
    for page in ("still-there", "lives-here"):
        assert client.get(f"/hospital/{stay.pk}/{page}").status_code == 200
    assert rows(without="audit.event") == before


@pytest.mark.parametrize("role", ["asha", "ben", "dee", "hal", "eve"])
def test_is_closed_to_roles_outside_the_hub(
    client: Client, late: HospitalStay, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    for page in ("still-there", "lives-here"):
        assert client.get(f"/hospital/{late.pk}/{page}").status_code == 403


def test_asks_the_database_a_fixed_number_of_times(
    client: Client, late: HospitalStay, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = f"/hospital/{late.pk}/still-there"
    client.get(page)
    with django_assert_num_queries(11):  # 4 savepoints, the frame 3, stay, audit, key worker, flags
        client.get(page)
