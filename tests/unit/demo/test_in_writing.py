"""The demo borough: some people said how they want to have things in writing, and quarters that are over are shown."""

from collections import Counter
from datetime import date

import pytest

from core import clock
from residents.enums import InWriting
from residents.models import Resident
from talking_shops.feedback_results import QUARTERS, name_of, results_of
from talking_shops.models import ShownQuarter

pytestmark = pytest.mark.django_db


def test_some_people_said_how_they_want_things_in_writing_and_most_were_not_asked(borough: date) -> None:
    said = Counter(Resident.objects.order_by().values_list("in_writing", flat=True))
    assert set(said) == {"", *InWriting.values}
    assert said[""] > said.total() / 2


def test_who_wants_email_has_an_address_that_nobody_owns(borough: date) -> None:
    for person in Resident.objects.filter(in_writing=InWriting.EMAIL):
        (address,) = person.email_addresses.all()
        assert address.safe_to_write
        assert address.address.endswith("@example.org")


def test_shows_the_quarters_of_two_years_as_they_were(borough: date) -> None:
    firsts = list(ShownQuarter.objects.order_by("first").values_list("first", flat=True))
    assert (len(firsts), firsts[-1]) == (QUARTERS, date(2026, 7, 1))
    with clock.standing_at(clock.start_of(borough)):
        shown = [results for first in firsts if (results := results_of(first))]
    assert [results.name for results in shown] == [name_of(first) for first in firsts]
    assert any(row.cells[0].isdigit() and int(row.cells[0]) >= 5 for results in shown for row in results.effects)
