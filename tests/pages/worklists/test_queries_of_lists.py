"""Lists that ask the database as often for five rows as for fifty."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core import clock
from referrals.actions import book_call_back, make_promise
from residents.actions import Phone, add_phone
from residents.models import Resident
from tests.factories.duplicates import make_pair
from tests.factories.people import make_resident

Fill = Callable[[Resident, User, int], object]


def pair(jean: Resident, by: User, number: int) -> None:
    make_pair(jean, make_resident(by, given_name=f"Jean{number}"))


def number_of(jean: Resident, by: User, number: int) -> None:
    add_phone(resident=jean, phone=Phone(number=f"077009{number:05}"), by=by)


def promise(jean: Resident, by: User, number: int) -> None:
    make_promise(resident=jean, words=f"We will ring {number}", due_on=clock.today(), by=by)


def call_back(jean: Resident, by: User, number: int) -> None:
    day = clock.today() + timedelta(days=1 + number // 8)
    book_call_back(by=by, phone="07700900118", day=day, hour=9 + number % 8, resident=jean)


@pytest.mark.parametrize(
    ("address", "who", "fill"),
    [
        ("/people/duplicates/", "dee", pair),
        ("/people/{}/details", "asha", number_of),
        ("/people/{}/", "asha", promise),
        ("/promises/", "asha", promise),
        ("/calls/?show=call-backs", "asha", call_back),
        ("/calls/?show=mine", "asha", call_back),
    ],
)
def test_asks_as_often_for_five_as_for_fifty(
    client: Client, jean: Resident, asha: User, dee: User, address: str, who: str, fill: Fill
) -> None:
    client.force_login({"asha": asha, "dee": dee}[who])
    counted = []
    for numbers in (range(5), range(5, 50)):
        for number in numbers:
            fill(jean, asha, number)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address.format(jean.reference)).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
