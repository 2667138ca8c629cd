"""What is due for one worker, and how much room they have."""

from datetime import timedelta

import pytest

from accounts.models import User
from accounts.roles import Role
from core import clock
from discharges.models import SixWeekClock
from localities.models import Team
from residents.models import Resident
from talking_shops.actions import Agreed, tick_off
from talking_shops.models import AgreedAction
from tests.factories.field import make_clock, make_conversation
from tests.factories.people import make_resident, make_user
from tests.factories.referrals import give, make_referral
from worklists.caseload import due_for, next_date, people_held_by, room_in


@pytest.mark.parametrize(
    ("days", "group"),
    [
        (-1, "Overdue"),
        (0, "Today"),
        (1, "In the next 7 days"),
        (7, "In the next 7 days"),
        (8, "Later"),
        (None, "No date yet"),
    ],
)
def test_puts_what_is_due_into_the_group_of_its_day(jean: Resident, ben: User, days: int | None, group: str) -> None:
    due_on = None if days is None else clock.today() + timedelta(days=days)
    make_conversation(jean, ben, agreed=[Agreed("Ring the choir", doer="worker", due_on=due_on)])
    ((only,), more) = due_for(ben, list(people_held_by(ben)), 25)
    assert (only.name, [thing.what for thing in only.things]) == (group, ["Ring the choir"])
    assert not more


def test_leaves_out_what_is_done_and_what_others_do(jean: Resident, ben: User, chidi: User) -> None:
    make_conversation(jean, ben, agreed=[Agreed("Ring", doer="worker"), Agreed("Bake", doer="person")])
    make_conversation(jean, chidi, agreed=[Agreed("Visit", doer="worker")])
    tick_off(action=AgreedAction.objects.get(words="Ring"), by=ben)
    assert due_for(ben, list(people_held_by(ben)), 25) == ([], False)


def test_names_the_sooner_of_review_and_action_as_the_next_date(
    jean: Resident, ben: User, dee: User, gwen: User
) -> None:
    give(make_clock(jean, gwen, days_ago=40).referral, ben, dee)
    (held,) = people_held_by(ben)
    assert next_date(held) == clock.today() + timedelta(days=2)
    soon = clock.today() + timedelta(days=1)
    make_conversation(jean, ben, agreed=[Agreed("Ring", doer="worker", due_on=soon), Agreed("Write", doer="worker")])
    (held,) = people_held_by(ben)
    assert next_date(held) == soon


def test_has_no_next_date_when_nothing_is_due(jean: Resident, asha: User, ben: User, dee: User, gwen: User) -> None:
    make_clock(make_resident(asha), gwen)
    assert list(people_held_by(ben)) == []


def test_load_1_gives_room_by_the_hours_in_the_team(dee: User) -> None:
    team = Team.objects.get(slug="cls-tilbury-chadwell")
    half = make_user("Half", Role.SOCIAL_WORKER, team.slug, hours=18.5)
    assert room_in(team, half) == 10
    assert room_in(Team.objects.get(slug="cls-grays"), half) == 0


def test_shows_the_soonest_when_there_is_more(jean: Resident, ben: User) -> None:
    days = [clock.today() + timedelta(days=number) for number in range(5)]
    make_conversation(jean, ben, agreed=[Agreed(str(day), doer="worker", due_on=day) for day in reversed(days)])
    groups, more = due_for(ben, list(people_held_by(ben)), 3)
    assert [thing.on for group in groups for thing in group.things] == days[:3]
    assert more


def test_what_ended_is_no_next_date(jean: Resident, asha: User, ben: User, dee: User) -> None:
    give(make_referral(jean, asha), ben, dee)
    soon = clock.today() + timedelta(days=1)
    make_conversation(jean, ben, agreed=[Agreed("Ring the choir", doer="worker", due_on=soon)])
    (held,) = people_held_by(ben)
    assert next_date(held) == soon
    AgreedAction.objects.update(ended_at=clock.now(), ended_because="They died.")
    (held,) = people_held_by(ben)
    assert next_date(held) is None


def test_a_review_that_is_over_is_no_next_date(jean: Resident, ben: User, dee: User, gwen: User) -> None:
    six_weeks = make_clock(jean, gwen)
    give(six_weeks.referral, ben, dee)
    (held,) = people_held_by(ben)
    assert next_date(held) == six_weeks.due_on
    SixWeekClock.objects.update(status="met", met_on=clock.today())
    (held,) = people_held_by(ben)
    assert next_date(held) is None
    assert due_for(ben, [held], 25) == ([], False)
