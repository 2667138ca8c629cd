"""VIS-1 as a truth table, and the same asked of the database as a set."""

from datetime import date, timedelta
from itertools import product

import pytest

from accounts.models import Membership, User
from accounts.roles import Role
from core import clock
from discharges.enums import VisitStatus
from discharges.models import ReviewVisit, SixWeekClock
from discharges.rules import VisitFacts, keeps_reminders_away, oldest_that_counts
from localities.places import bank_holidays
from referrals.models import Allocation
from residents.models import Resident
from tests.factories.field import make_clock
from tests.factories.people import make_user
from tests.factories.referrals import give

CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28)})


@pytest.mark.parametrize(
    ("is_held", "by_active", "of_team", "holds_it", "counts"),
    [
        (True, True, True, True, True),
        (True, False, False, False, True),
        (False, True, True, True, True),
        (False, True, True, False, True),
        (False, True, False, True, True),
        (False, True, False, False, False),
        (False, False, True, True, False),
        (False, False, True, False, False),
        (False, False, False, True, False),
        (False, False, False, False, False),
    ],
)
def test_vis_1_a_planned_visit_counts_with_a_worker_who_is_here_and_has_the_review_or_its_team(
    is_held: bool, by_active: bool, of_team: bool, holds_it: bool, counts: bool
) -> None:
    today = date(2026, 11, 24)
    visit = VisitFacts(today, is_held, by_active, of_team, holds_it)
    assert keeps_reminders_away(visit, today, frozenset()) is counts


@pytest.mark.parametrize(
    ("planned_for", "last_day"),
    [
        (date(2026, 11, 23), date(2026, 11, 25)),  # Monday to Wednesday
        (date(2026, 11, 26), date(2026, 11, 30)),  # Thursday to Monday
        (date(2026, 11, 28), date(2026, 12, 1)),  # a Saturday
        (date(2026, 12, 23), date(2026, 12, 29)),  # Christmas, and its day in lieu
    ],
)
def test_vis_1_a_visit_of_which_nobody_said_whether_it_was_held_counts_for_two_working_days(
    planned_for: date, last_day: date
) -> None:
    visit = VisitFacts(planned_for, is_held=False, by_active=True, of_team=True, holds_it=False)
    assert keeps_reminders_away(visit, last_day, CHRISTMAS)
    assert not keeps_reminders_away(visit, last_day + timedelta(days=1), CHRISTMAS)
    assert (
        oldest_that_counts(last_day, CHRISTMAS)
        <= planned_for
        < oldest_that_counts(last_day + timedelta(days=1), CHRISTMAS)
    )


@pytest.fixture
def running(jean: Resident, gwen: User) -> SixWeekClock:
    return make_clock(jean, gwen, days_ago=20)


def workers() -> list[User]:
    """Of the team, of it no longer, not yet, of another; each here, and left."""
    here = []
    for number in range(2):
        mine = [make_user(f"Of Team {number}", Role.SOCIAL_WORKER, "cls-tilbury-chadwell") for _ in range(3)]
        mine[1].memberships.update(ends_on=clock.days_ago(1))
        mine[2].memberships.update(starts_on=clock.today() + timedelta(days=1))
        here += [*mine, make_user(f"Elsewhere {number}", Role.SOCIAL_WORKER, "cls-grays")]
    User.objects.filter(pk__in=[one.pk for one in here[4:]]).update(is_active=False)
    return here


def test_vis_1_the_set_says_of_each_visit_what_the_rule_says(running: SixWeekClock, ben: User, dee: User) -> None:
    today = clock.today()
    people = [*workers(), ben]
    give(running.referral, ben, dee)
    ben.memberships.update(ends_on=clock.days_ago(1))
    visit = ReviewVisit.objects.create(clock=running, planned_for=today, worker=ben, made_at=clock.now(), made_by=dee)
    compared: set[bool] = set()
    for worker, days, status in product(people, range(-8, 3), (VisitStatus.PLANNED, VisitStatus.HELD)):
        planned_for, is_held = today + timedelta(days=days), status == VisitStatus.HELD
        ReviewVisit.objects.filter(pk=visit.pk).update(worker=worker, planned_for=planned_for, status=status)
        facts = VisitFacts(
            planned_for, is_held, User.objects.get(pk=worker.pk).is_active,
            of_team=Membership.objects.current().filter(user=worker, team=running.referral.team).exists(),
            holds_it=Allocation.objects.open().filter(referral=running.referral_id, worker=worker).exists(),
        )  # fmt: skip
        counts = keeps_reminders_away(facts, today, bank_holidays())
        found = SixWeekClock.objects.with_facts(today).get(pk=running.pk)
        assert found.has_visit is counts, f"{facts} on {today}"
        compared.add(counts)
    assert compared == {True, False}


def test_vis_1_a_visit_that_was_called_off_never_counts(running: SixWeekClock, ben: User) -> None:
    ReviewVisit.objects.create(
        clock=running, planned_for=clock.today(), worker=ben, made_at=clock.now(), made_by=ben,
        status=VisitStatus.CALLED_OFF,
    )  # fmt: skip
    assert not SixWeekClock.objects.with_facts().get(pk=running.pk).has_visit
