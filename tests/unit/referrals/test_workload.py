"""Who in a team could take a referral."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from core import clock
from localities.models import Team
from referrals.actions import close, undo_allocation
from referrals.enums import CloseReason
from referrals.models import Allocation
from referrals.workload import WorkerLoad, workers_of
from residents.models import Resident
from talking_shops.models import Conversation
from tests.factories.people import make_resident, make_user
from tests.factories.referrals import fill, give, make_referral

TEAM = "cls-tilbury-chadwell"


@pytest.fixture
def team(db: None) -> Team:
    return Team.objects.get(slug=TEAM)


@pytest.fixture
def part_timer(db: None) -> User:
    return make_user("Pia Lund", Role.SOCIAL_WORKER, TEAM, hours=18.5)


def load_of(worker: User, team: Team, resident: Resident) -> WorkerLoad:
    return next(load for load in workers_of(team, resident) if load.worker == worker)


def test_lists_those_who_work_in_the_team_now_and_not_their_manager(
    team: Team, jean: Resident, ben: User, dee: User, chidi: User, part_timer: User
) -> None:
    assert [load.worker for load in workers_of(team, jean)] == [ben, part_timer]


def test_leaves_out_who_has_left(team: Team, jean: Resident, ben: User, part_timer: User) -> None:
    User.objects.filter(pk=ben.pk).update(is_active=False)
    assert [load.worker for load in workers_of(team, jean)] == [part_timer]


def test_load_1_sets_the_limit_by_the_hours_in_this_team(
    team: Team, jean: Resident, ben: User, part_timer: User
) -> None:
    assert (load_of(ben, team, jean).limit, load_of(part_timer, team, jean).limit) == (20, 10)
    assert load_of(part_timer, team, jean).hours == Decimal("18.5")


def test_counts_people_and_not_referrals(team: Team, jean: Resident, asha: User, ben: User, dee: User) -> None:
    give(make_referral(jean, asha), ben, dee)
    give(make_referral(jean, asha), ben, dee)
    load = load_of(ben, team, jean)
    assert (load.holds, load.new, load.room) == (1, 1, 19)


def test_counts_no_more_what_was_closed_or_undone(team: Team, jean: Resident, asha: User, ben: User, dee: User) -> None:
    closed, undone, kept = fill(ben, dee, asha, 3)
    close(referral=closed.referral, reason=CloseReason.SUPPORT_ENDED, by=ben)
    undo_allocation(allocation=undone, by=dee)
    assert load_of(ben, team, jean).holds == 1
    assert kept.ended_at is None


def test_counts_as_new_only_what_came_in_the_last_7_days(
    team: Team, jean: Resident, asha: User, ben: User, dee: User
) -> None:
    old, _ = fill(ben, dee, asha, 2)
    Allocation.objects.filter(pk=old.pk).update(started_at=clock.now() - timedelta(days=8))
    load = load_of(ben, team, jean)
    assert (load.holds, load.new) == (2, 1)


def test_puts_first_who_has_most_room(
    team: Team, jean: Resident, asha: User, ben: User, dee: User, part_timer: User
) -> None:
    fill(ben, dee, asha, 11)
    assert [load.worker for load in workers_of(team, jean)] == [part_timer, ben]


def test_puts_before_all_who_holds_or_held_the_person(
    team: Team, jean: Resident, asha: User, ben: User, dee: User, part_timer: User
) -> None:
    referral = give(make_referral(jean, asha), part_timer, dee).referral
    Allocation.objects.update(started_at=clock.now() - timedelta(days=30))
    close(referral=referral, reason=CloseReason.SUPPORT_ENDED, by=dee)
    first, second = workers_of(team, jean)
    assert (first.worker, second.worker) == (part_timer, ben)
    assert first.knows.startswith("Allocated to them on ")
    assert second.knows == ""


def test_puts_before_all_who_spoke_with_the_person(
    team: Team, jean: Resident, asha: User, ben: User, dee: User, part_timer: User
) -> None:
    Conversation.objects.create(
        resident=jean, place="home", held_on=clock.today(), worker=part_timer, logged_at=clock.now()
    )
    first = workers_of(team, jean)[0]
    assert first.worker == part_timer
    assert first.knows.startswith("Conversation on ")


def test_an_allocation_that_was_undone_at_once_is_no_acquaintance(
    team: Team, jean: Resident, asha: User, ben: User, dee: User
) -> None:
    undo_allocation(allocation=give(make_referral(jean, asha), ben, dee), by=dee)
    assert load_of(ben, team, jean).knows == ""


@pytest.mark.parametrize(
    ("holds", "has_room", "words"),
    [
        (0, True, "Room for 10 more"),
        (9, True, "Room for 1 more"),
        (10, False, "No room"),
        (12, False, "2 people over"),
    ],
)
def test_says_how_much_room_there_is(part_timer: User, holds: int, has_room: bool, words: str) -> None:
    load = WorkerLoad(worker=part_timer, hours=Decimal("18.5"), limit=10, holds=holds, new=0)
    assert (load.has_room, load.room_in_words) == (has_room, words)


def test_reads_a_team_of_any_size_in_one_query(
    team: Team, jean: Resident, asha: User, ben: User, dee: User, part_timer: User
) -> None:
    fill(ben, dee, asha, 3)
    with CaptureQueriesContext(connection) as queries:
        workers_of(team, make_resident(asha))
    # One for the team's workers; the other is make_resident's own.
    reads = [query for query in queries if "accounts_membership" in query["sql"]]
    assert len(reads) == 1
