"""When does somebody come? The call console and the person's page tell of the planned visit of a six-week review."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from core import clock
from discharges.models import ReviewVisit, SixWeekClock
from residents.models import Resident
from tests.factories.field import make_clock
from tests.factories.referrals import give, make_referral
from tests.factories.reviews import make_visit


@pytest.fixture
def visit(jean: Resident, gwen: User, ben: User, dee: User) -> ReviewVisit:
    running: SixWeekClock = make_clock(jean, gwen, days_ago=8)
    give(running.referral, ben, dee)
    return make_visit(running, ben, days=2)


def words_of(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").text.split())


def test_thurrock_first_sees_who_comes_when_and_cannot_plan(
    client: Client, jean: Resident, visit: ReviewVisit, asha: User
) -> None:
    client.force_login(asha)
    said = f"Ben Okafor visits on {visit.when}"
    assert said in words_of(client.get(f"/calls/new?person={jean.reference}"))
    assert said in words_of(client.get(jean.get_absolute_url()))
    review = client.get(visit.clock.get_absolute_url())
    assert visit.when in words_of(review)
    assert "Move the visit" not in words_of(review)
    assert client.get(f"/six-weeks/{visit.clock_id}/visit").status_code == 403


@pytest.mark.parametrize("is_over", [True, False])
def test_tells_of_no_visit_that_is_past_or_called_off(
    client: Client, jean: Resident, visit: ReviewVisit, asha: User, is_over: bool
) -> None:
    past = {"planned_for": clock.today() - timedelta(days=1)}
    ReviewVisit.objects.filter(pk=visit.pk).update(**(past if is_over else {"status": "called_off"}))
    client.force_login(asha)
    assert "Ben Okafor visits on" not in words_of(client.get(f"/calls/new?person={jean.reference}"))
    assert "Ben Okafor visits on" not in words_of(client.get(jean.get_absolute_url()))


def test_a_partner_is_not_told_who_comes(
    client: Client, jean: Resident, visit: ReviewVisit, asha: User, ines: User
) -> None:
    make_referral(jean, asha, need="carer")
    client.force_login(ines)
    assert "Ben Okafor" not in words_of(client.get(jean.get_absolute_url()))
