"""/six-weeks/<key>/: a visit of which nobody said whether it was held, that counts no longer, that is planned again."""

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from core import clock
from discharges.actions import withdraw_refusal
from discharges.enums import VisitStatus
from discharges.models import ReviewVisit, SixWeekClock
from residents.models import Resident
from tests.factories.field import make_clock
from tests.factories.reviews import make_refusal, make_visit


@pytest.fixture
def running(jean: Resident, gwen: User) -> SixWeekClock:
    return make_clock(jean, gwen, days_ago=12)


def words_of(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").text.split())


def put(visit: ReviewVisit, day: date) -> None:
    ReviewVisit.objects.filter(pk=visit.pk).update(planned_for=day)


def test_vis_1_a_visit_whose_day_has_passed_is_asked_about_with_two_buttons(
    client: Client, running: SixWeekClock, ben: User
) -> None:
    visit = make_visit(running, ben)
    put(visit, clock.days_ago(1))
    client.force_login(ben)
    page = client.get(running.get_absolute_url())
    assert "was not recorded: was it held?" in words_of(page)
    buttons = [
        one.text for one in BeautifulSoup(page.content, "html.parser").select("main .govuk-button-group .govuk-button")
    ]
    assert buttons == ["Yes, it was held", "No, it was not held"]
    assert "the reminders go on" not in words_of(page)
    put(visit, clock.days_ago(9))
    assert "does not count as a planned visit, and the reminders go on" in words_of(
        client.get(running.get_absolute_url())
    )
    after = client.post(f"/six-weeks/visits/{visit.pk}/held", follow=True)
    assert "was it held?" not in words_of(after)
    visit.refresh_from_db()
    assert visit.status == VisitStatus.HELD


def test_vis_1_says_that_a_visit_of_somebody_who_works_elsewhere_now_does_not_count(
    client: Client, running: SixWeekClock, ben: User, dee: User
) -> None:
    make_visit(running, ben)
    client.force_login(dee)
    assert "does not count" not in words_of(client.get(running.get_absolute_url()))
    ben.memberships.update(ends_on=clock.days_ago(1))
    said = words_of(client.get(running.get_absolute_url()))
    assert "Ben Okafor does not work in the Tilbury and Chadwell CLS team, so this visit does not count" in said
    User.objects.filter(pk=ben.pk).update(is_active=False)
    assert "Ben Okafor has left, so this visit does not count" in words_of(client.get(running.get_absolute_url()))


@pytest.mark.parametrize("days", [2, -3])
def test_a_clock_that_runs_again_offers_the_visit_that_was_called_off_with_the_same_day_and_worker(
    client: Client, running: SixWeekClock, ben: User, dee: User, days: int
) -> None:
    visit = make_visit(running, ben)
    day = clock.today() + timedelta(days=days)
    put(visit, day)
    refusal = make_refusal(running, dee)
    withdraw_refusal(refusal=refusal, because="She wants it after all", by=dee)
    client.force_login(dee)
    page = client.get(running.get_absolute_url())
    assert "was called off. The six-week clock ended: refused, after a conversation. The clock runs again." in words_of(
        page
    )
    link = next(a for a in BeautifulSoup(page.content, "html.parser").select("main a") if "Plan it again" in a.text)
    form = BeautifulSoup(client.get(link["href"]).content, "html.parser")
    chosen = form.select_one("select[name=worker] option[selected]")
    assert chosen is not None
    assert chosen.text.strip() == "Ben Okafor"
    shown = form.select_one("input[name=planned_for]")
    assert shown is not None
    sent = {"planned_for": shown.get("value") or "tomorrow", "worker": str(ben.pk), "note": "", "version": "0"}
    assert bool(shown.get("value")) is (days > 0)
    after = client.post(link["href"], sent, follow=True)
    assert ReviewVisit.objects.planned().get().planned_for == (day if days > 0 else clock.today() + timedelta(days=1))
    assert "The clock runs again." not in words_of(after)
