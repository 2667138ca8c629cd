"""/people/<ref>/hospital/new: put somebody on the hospital list."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core import clock
from discharges.models import HospitalStay
from residents.models import Resident
from tests.factories.field import make_stay
from tests.rows import rows


@pytest.fixture
def page(jean: Resident) -> str:
    return f"/people/{jean.reference}/hospital/new"


def sent(**typed: Any) -> dict[str, Any]:
    blank = {"hospital": "basildon", "ward": "", "admitted_on": "", "expected_on": ""}
    return blank | {"form_token": str(uuid4())} | typed


def test_puts_somebody_on_the_list_and_shows_the_stay(client: Client, page: str, jean: Resident, gwen: User) -> None:
    client.force_login(gwen)
    typed = sent(ward="Florence Nightingale ward", admitted_on="yesterday", expected_on="tomorrow")
    response = client.post(page, typed, follow=True)
    stay = HospitalStay.objects.get()
    assert response.redirect_chain == [(stay.get_absolute_url(), 302)]
    assert "Jean Smith is on the hospital list." in response.content.decode()
    assert (stay.resident, stay.ward) == (jean, "Florence Nightingale ward")
    assert (stay.admitted_on, stay.expected_on) == (clock.days_ago(1), clock.today() + timedelta(days=1))


def test_says_beside_the_form_that_they_are_on_the_list_already(
    client: Client, page: str, jean: Resident, gwen: User
) -> None:
    make_stay(jean, gwen)
    client.force_login(gwen)
    response = client.post(page, sent(ward="The <other> ward"))
    text = response.content.decode()
    assert response.status_code == 422
    assert "Jean Smith is on the hospital list already." in text
    assert "The &lt;other&gt; ward" in text
    assert HospitalStay.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"hospital": ""}, "Select the hospital"),
        ({"admitted_on": "tomorrow"}, "must be today or in the past"),
        ({"admitted_on": "31/2/2026"}, "must be a real date"),
        ({"admitted_on": "today", "expected_on": "yesterday"}, "must be on or after the admission"),
        ({"ward": "x" * 81, "expected_on": "Tuesday week"}, "80 characters or fewer"),
    ],
)
def test_keeps_what_was_typed_when_something_is_wrong(
    client: Client, page: str, gwen: User, typed: dict[str, str], sentence: str
) -> None:
    client.force_login(gwen)
    response = client.post(page, sent(**({"ward": "Ward 7"} | typed)))
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert all(f'value="{words}"' in text for name, words in typed.items() if name != "hospital")
    assert not HospitalStay.objects.exists()


def test_one_form_sent_twice_makes_one_stay(client: Client, page: str, gwen: User) -> None:
    client.force_login(gwen)
    typed = sent()
    assert [client.post(page, typed).status_code for _ in range(2)] == [302, 302]
    assert HospitalStay.objects.count() == 1


@pytest.mark.parametrize("role", ["asha", "ben", "dee", "hal", "ines", "eve", "ada"])
def test_is_closed_to_roles_outside_the_hub(
    client: Client, page: str, role: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(page).status_code == 403
    assert client.post(page, sent()).status_code == 403
    assert not HospitalStay.objects.exists()


def test_sends_a_stranger_to_sign_in(client: Client, page: str) -> None:
    assert client.get(page).url == f"/sign-in?next={page}"


def test_writes_nothing_but_who_opened_the_record(client: Client, page: str, jean: Resident, gwen: User) -> None:
    client.force_login(gwen)
    before = rows(without="audit.event")
    client.get(page)
    assert rows(without="audit.event") == before
    event = Event.objects.get(verb="resident.viewed")
    assert (event.resident_id, event.detail) == (jean.pk, {"page": "discharges.stay_new"})


def test_asks_the_database_a_fixed_number_of_times(
    client: Client, page: str, gwen: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(gwen)
    with django_assert_num_queries(11):  # 4 savepoints, the frame 3, person, audit, key worker, flags
        client.get(page)
