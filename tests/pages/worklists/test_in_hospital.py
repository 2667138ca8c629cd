"""A row about somebody who is in hospital says so, and since when where it is known."""

from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core import clock
from core.words import long_date
from discharges.actions import add_stay
from discharges.enums import Hospital
from discharges.whereabouts import hospital_of
from localities.models import Team
from residents.actions import share
from residents.models import Resident
from tests.factories.field import make_stay
from tests.factories.people import make_resident
from tests.factories.referrals import give, make_referral

WHERE = "In Basildon University Hospital"
SEARCH, NEAR = "/people/search", "/people/near"


def admit(resident: Resident, by: User, on: date | None = None, ward: str = "") -> None:
    add_stay(resident=resident, hospital=Hospital.BASILDON, ward=ward, admitted_on=on, expected_on=None, by=by)


def text(client: Client, path: str, **query: str) -> str:
    return " ".join(client.get(path, query).content.decode().split())


def test_a_search_says_where_and_since_when_and_not_that_nothing_is_open(
    client: Client, jean: Resident, asha: User, gwen: User
) -> None:
    admit(jean, gwen, clock.today(), "Marjory Warren")
    client.force_login(asha)
    words = f"{WHERE}, Marjory Warren since {long_date(clock.today())}"
    page = text(client, SEARCH, q="smith")
    assert words in page
    assert "Nothing open" not in page
    assert words in text(client, NEAR, q="smith")


def test_a_search_says_where_beside_what_is_open(client: Client, jean: Resident, asha: User, gwen: User) -> None:
    make_referral(jean, asha)
    admit(jean, gwen)
    client.force_login(asha)
    page = text(client, SEARCH, q="smith")
    assert f"{WHERE}<br>Tilbury and Chadwell CLS team" in page


def test_my_day_says_it_of_whom_one_holds(
    client: Client, jean: Resident, asha: User, ben: User, dee: User, gwen: User
) -> None:
    give(make_referral(jean, asha), ben, dee)
    client.force_login(ben)
    assert WHERE not in text(client, "/")
    admit(jean, gwen, clock.today())
    assert f"{WHERE} since {long_date(clock.today())}" in text(client, "/")


def test_a_partner_is_not_told(client: Client, jean: Resident, asha: User, gwen: User, hal: User) -> None:
    share(resident=jean, team=Team.objects.get(slug="estuary-homecare"), by=asha, reason="Care at home")
    admit(jean, gwen)
    client.force_login(hal)
    page = text(client, SEARCH, q="smith")
    assert "Jean Smith" in page
    assert WHERE not in page


def test_many_people_are_one_query(
    jean: Resident, asha: User, gwen: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [jean, *(make_resident(asha, given_name=f"Person {number}") for number in range(3))]
    for person in people[:3]:
        make_stay(person, gwen)
    with django_assert_num_queries(1):
        found = hospital_of([person.pk for person in people])
    assert set(found) == {person.pk for person in people[:3]}


def test_a_search_asks_the_same_number_of_questions_however_many_are_in_hospital(
    client: Client, jean: Resident, asha: User, gwen: User
) -> None:
    client.force_login(asha)
    counted = []
    for number in range(3):
        with CaptureQueriesContext(connection) as queries:
            client.get(SEARCH, {"q": "smith"})
        counted.append(len(queries))
        admit(make_resident(asha, given_name=f"Person {number}"), gwen)
    assert counted[0] == counted[1] == counted[2]
