"""A small demo borough, built once for the tests of a module and taken back after them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from thurrock_care.demo.build import Plan, build

TODAY = date(2026, 11, 24)
PEOPLE = 300


@pytest.fixture(scope="module")
def borough(django_db_setup: None, django_db_blocker: Any) -> Iterator[date]:
    """Its today."""
    yield from build_borough(PEOPLE, django_db_blocker)


def build_borough(people: int, django_db_blocker: Any) -> Iterator[date]:
    """A borough of so many people for as long as a module's tests run; its today."""
    with django_db_blocker.unblock(), transaction.atomic():
        build(Plan(residents=people, seed=7, today=TODAY))
        yield TODAY
        transaction.set_rollback(True)
