"""/hospital/<id>/: one stay, and what came of it."""

from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from assessments.actions import complete, start_full
from audit.models import Event
from core import clock
from discharges.actions import void_discharge, void_stay
from discharges.models import HospitalStay
from residents.models import Resident
from tests.factories.field import make_clock, make_light_touch, make_stay
from tests.rows import rows


@pytest.fixture
def stay(jean: Resident, gwen: User) -> HospitalStay:
    return make_stay(jean, gwen, expected_on=clock.today())


def test_offers_the_assessment_and_the_discharge(client: Client, stay: HospitalStay, gwen: User) -> None:
    client.force_login(gwen)
    text = client.get(stay.get_absolute_url()).content.decode()
    assert "Assess for a safe discharge" in text
    assert f"/hospital/{stay.pk}/light-touch" in text
    assert f"/hospital/{stay.pk}/discharge" in text
    assert 'aria-label="Record of Jean Smith"' in text


def test_leads_to_reablement_until_it_turns_out_to_be_an_error(
    client: Client, stay: HospitalStay, jean: Resident, gwen: User
) -> None:
    client.force_login(gwen)
    address = f'href="/people/{jean.reference}/reablement/new"'
    assert address in client.get(stay.get_absolute_url()).content.decode()
    assert client.get(f"/people/{jean.reference}/reablement/new").status_code == 200
    void_stay(stay=stay, because="Another Jean", by=gwen, version=stay.version)
    assert address not in client.get(stay.get_absolute_url()).content.decode()


def test_tells_how_far_the_assessment_is(client: Client, stay: HospitalStay, gwen: User) -> None:
    client.force_login(gwen)
    make_light_touch(stay, gwen)
    assert "Go on with the light-touch assessment" in client.get(stay.get_absolute_url()).content.decode()


def test_shows_the_clock_and_whose_it_is_after_the_discharge(client: Client, jean: Resident, gwen: User) -> None:
    started = make_clock(jean, gwen)
    client.force_login(gwen)
    text = client.get(started.discharge.stay.get_absolute_url()).content.decode()
    assert "Went home from hospital" in text
    assert "due in 42 days" in text
    assert started.referral.reference in text
    assert "Tilbury and Chadwell CLS team" in text
    assert "Record the discharge" not in text


def test_tells_when_the_review_was_held(client: Client, jean: Resident, gwen: User, ben: User) -> None:
    started = make_clock(jean, gwen, days_ago=5)
    complete(assessment=start_full(resident=jean, by=ben), by=ben)
    client.force_login(gwen)
    assert "Held on" in client.get(started.discharge.stay.get_absolute_url()).content.decode()


def test_tells_why_a_discharge_was_voided(client: Client, jean: Resident, gwen: User) -> None:
    discharge = void_discharge(discharge=make_clock(jean, gwen).discharge, reason="The wrong Jean", by=gwen)
    client.force_login(gwen)
    assert "Voided: The wrong Jean." in client.get(discharge.stay.get_absolute_url()).content.decode()


@pytest.mark.parametrize("role", ["asha", "ben", "dee", "olu", "hal", "ines", "eve", "ada"])
def test_is_closed_to_roles_outside_the_hub(
    client: Client, stay: HospitalStay, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(stay.get_absolute_url()).status_code == 403


def test_sends_a_stranger_to_sign_in(client: Client, stay: HospitalStay) -> None:
    assert client.get(stay.get_absolute_url()).url.startswith("/sign-in?next=/hospital/")


def test_is_not_there_for_an_id_that_nothing_has(client: Client, gwen: User) -> None:
    client.force_login(gwen)
    assert client.get(f"/hospital/{uuid4()}/").status_code == 404


def test_writes_nothing_but_who_opened_the_record(
    client: Client, stay: HospitalStay, jean: Resident, gwen: User
) -> None:
    client.force_login(gwen)
    before = rows(without="audit.event")
    client.get(stay.get_absolute_url())
    assert rows(without="audit.event") == before
    event = Event.objects.get(verb="resident.viewed")
    assert (event.resident_id, event.detail) == (jean.pk, {"page": "discharges.stay"})


def test_asks_the_database_a_fixed_number_of_times(
    client: Client, jean: Resident, gwen: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    started = make_clock(jean, gwen)
    client.force_login(gwen)
    with django_assert_num_queries(13):  # 4 savepoints, the frame 3, stay, audit, key worker, flags
        client.get(started.discharge.stay.get_absolute_url())
