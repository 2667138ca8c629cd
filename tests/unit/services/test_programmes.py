"""A programme from the promise of a place to its outcome."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused, WrongState
from discharges.actions import record_discharge
from discharges.enums import Pathway
from localities.models import Team
from outbox.models import Job
from referrals.models import HandOff
from residents.models import Resident, Share, TimelineEntry
from services.actions import (
    End,
    Plan,
    add_goal,
    cancel_programme,
    change_programme,
    end_programme,
    plan_programme,
    review_goal,
    say_places,
    start_programme,
)
from services.enums import HowFar, Outcome, ProgrammeKind, ProgrammeStatus
from services.models import Places, Programme
from tests.factories.field import make_stay
from tests.factories.people import make_user
from tests.factories.programmes import WANTS, make_bridging, make_programme

pytestmark = pytest.mark.django_db


def titles(resident: Resident) -> list[str]:
    return list(TimelineEntry.objects.filter(resident=resident).values_list("title", flat=True))


def test_reab_1_a_programme_whose_day_has_come_starts_at_once_and_keeps_its_day_42(jean: Resident, ben: User) -> None:
    started = make_programme(jean, ben, days_ago=3)
    started.refresh_from_db()
    assert started.status == ProgrammeStatus.RUNNING
    assert started.free_until == started.starts_on + timedelta(days=42)
    assert any(title.startswith("Reablement with the Joint Reablement Team started") for title in titles(jean))
    assert set(Event.objects.filter(subject_id=started.pk).values_list("verb", flat=True)) == {
        "programme.planned",
        "programme.started",
    }


def test_a_day_to_come_is_a_promise_without_a_free_period(jean: Resident, ben: User) -> None:
    planned = make_programme(jean, ben, days_ago=-2)
    planned.refresh_from_db()
    assert (planned.status, planned.free_until) == (ProgrammeStatus.PLANNED, None)
    start_programme(programme=planned, starts_on=clock.today(), by=ben, version=planned.version)
    planned.refresh_from_db()
    assert (planned.status, planned.starts_on) == (ProgrammeStatus.RUNNING, clock.today())


def test_the_team_hears_of_it_and_a_worker_who_is_named_in_its_place(jean: Resident, ben: User) -> None:
    make_programme(jean, ben)
    (job,) = Job.objects.filter(kind="notice.deliver", payload__link__startswith="/reablement/")
    assert job.payload["team"] == str(Team.objects.get(slug="joint-reablement").pk)
    assert "Jean" not in job.payload["words"]


def test_only_a_team_that_does_it_has_one_and_only_a_worker_of_that_team(jean: Resident, ben: User) -> None:
    with pytest.raises(Refused, match="no reablement"):
        make_programme(jean, ben, team="cls-grays")
    with pytest.raises(Refused, match="does not work in the Joint Reablement Team"):
        make_programme(jean, ben, worker=ben)


def test_one_of_a_kind_at_a_time(jean: Resident, ben: User) -> None:
    make_programme(jean, ben)
    with pytest.raises(Refused, match="already"):
        make_programme(jean, ben, days_ago=-5)


def test_a_triage_worker_and_a_provider_plan_none(jean: Resident, asha: User, hal: User) -> None:
    for somebody in (asha, hal):
        with pytest.raises(NotPermitted):
            make_programme(jean, somebody)


@pytest.mark.parametrize(("days_after", "straight"), [(0, True), (1, True), (2, False)])
def test_reab_3_is_marked_as_straight_from_hospital_with_the_stay(
    jean: Resident, gwen: User, days_after: int, straight: bool
) -> None:
    stay = make_stay(jean, gwen)
    record_discharge(stay=stay, discharged_on=clock.days_ago(2), pathway=Pathway.P1, by=gwen)
    started = make_programme(jean, gwen, days_ago=2 - days_after)
    started.refresh_from_db()
    assert started.straight_from_hospital is straight
    assert started.from_stay_id == (stay.pk if straight else None)
    assert any("straight from hospital" in title for title in titles(jean)) is straight


def test_starts_only_after_the_discharge_but_is_planned_on_the_ward(jean: Resident, gwen: User) -> None:
    stay = make_stay(jean, gwen)
    with pytest.raises(Refused, match="on the hospital list still"):
        make_programme(jean, gwen)
    planned = make_programme(jean, gwen, days_ago=-1)
    assert planned.from_stay == stay
    record_discharge(stay=stay, discharged_on=clock.today(), pathway=Pathway.P1, by=gwen)
    start_programme(programme=planned, starts_on=clock.today(), by=gwen)
    planned.refresh_from_db()
    assert planned.straight_from_hospital


def test_reab_4_bridging_that_reablement_follows_is_ended_and_counted_as_a_hand_off(jean: Resident, ben: User) -> None:
    bridging = make_bridging(jean, ben, days_ago=10)
    followed = make_programme(jean, ben)
    bridging.refresh_from_db()
    followed.refresh_from_db()
    assert (bridging.status, bridging.outcome, bridging.ended_on) == ("ended", Outcome.HANDED_ON, clock.today())
    assert followed.follows == bridging
    (handed,) = HandOff.objects.felt().filter(resident=jean)
    assert (handed.from_team, handed.to_team) == (bridging.team, followed.team)


def test_reab_4_the_same_team_going_on_is_no_hand_off(jean: Resident, ben: User) -> None:
    bridging = make_bridging(jean, ben, days_ago=10, team="joint-reablement")
    make_programme(jean, ben)
    bridging.refresh_from_db()
    assert bridging.status == ProgrammeStatus.ENDED
    assert not HandOff.objects.filter(resident=jean).exists()


def test_ends_with_an_outcome_overall_and_for_each_goal(jean: Resident, ben: User) -> None:
    running = make_programme(jean, ben, days_ago=20)
    goal = add_goal(programme=running, words=WANTS, by=ben)
    end = End(clock.today(), Outcome.INDEPENDENT, "She cooks again.", "None")
    with pytest.raises(Refused, match="how far each goal"):
        end_programme(programme=running, end=end, by=ben)
    said = End(clock.today(), Outcome.INDEPENDENT, "She cooks again.", "Library on Tuesdays", {goal: HowFar.REACHED})
    end_programme(programme=running, end=said, by=ben)
    running.refresh_from_db()
    goal.refresh_from_db()
    assert (running.status, running.outcome, running.ended_on) == ("ended", Outcome.INDEPENDENT, clock.today())
    assert (goal.how_far, goal.reviewed_on) == (HowFar.REACHED, clock.today())
    detail = TimelineEntry.objects.get(resident=jean, title__contains="ended").detail
    assert "No support needed" in detail
    assert "Library on Tuesdays" in detail


@pytest.mark.parametrize("outcome", [Outcome.DIED, Outcome.MOVED, Outcome.HANDED_ON])
def test_what_is_recorded_elsewhere_is_no_outcome_to_choose(jean: Resident, ben: User, outcome: Outcome) -> None:
    with pytest.raises(Refused, match="recorded where they are"):
        end_programme(programme=make_programme(jean, ben), end=End(clock.today(), outcome), by=ben)


@pytest.mark.parametrize("days_ago", [-1, 6])
def test_the_last_day_is_between_the_first_and_today(jean: Resident, ben: User, days_ago: int) -> None:
    running = make_programme(jean, ben, days_ago=5)
    with pytest.raises(Refused, match="between"):
        end_programme(programme=running, end=End(clock.days_ago(days_ago), Outcome.STOPPED), by=ben)


def test_what_has_ended_is_neither_started_changed_nor_ended_again(jean: Resident, ben: User) -> None:
    ended = end_programme(programme=make_programme(jean, ben), end=End(clock.today(), Outcome.STOPPED), by=ben)
    with pytest.raises(WrongState):
        start_programme(programme=ended, starts_on=clock.today(), by=ben)
    with pytest.raises(WrongState):
        end_programme(programme=ended, end=End(clock.today(), Outcome.STOPPED), by=ben)
    with pytest.raises(Refused, match="ended"):
        change_programme(programme=ended, worker=None, hours=Decimal(3), by=ben)
    with pytest.raises(Refused, match="ended"):
        add_goal(programme=ended, words=WANTS, by=ben)


def test_who_was_slower_changes_nothing(jean: Resident, ben: User) -> None:
    running = make_programme(jean, ben)
    seen = Programme.objects.get(pk=running.pk).version
    change_programme(programme=running, worker=None, hours=Decimal(3), by=ben, version=seen)
    with pytest.raises(ChangedMeanwhile):
        change_programme(programme=running, worker=None, hours=Decimal(9), by=ben, version=seen)
    running.refresh_from_db()
    assert running.planned_hours == 3


def test_a_cancelled_one_gives_its_place_back_and_says_why(jean: Resident, ben: User) -> None:
    planned = make_programme(jean, ben, days_ago=-3)
    with pytest.raises(Refused, match="why"):
        cancel_programme(programme=planned, because=" ", by=ben)
    cancel_programme(programme=planned, because="Her daughter stays with her", by=ben)
    assert not Programme.objects.live().exists()
    assert make_programme(jean, ben, days_ago=-3).status == ProgrammeStatus.PLANNED


def test_a_goal_is_in_their_words_and_is_looked_at_again(jean: Resident, ben: User) -> None:
    goal = add_goal(programme=make_programme(jean, ben), words=f" {WANTS} ", by=ben)
    assert (goal.words, goal.how_far) == (WANTS, HowFar.NOT_YET)
    review_goal(goal=goal, how_far=HowFar.PARTLY, note="With the kettle tipper", by=ben, version=goal.version)
    with pytest.raises(ChangedMeanwhile):
        review_goal(goal=goal, how_far=HowFar.NOT_YET, note="", by=ben, version=goal.version)
    goal.refresh_from_db()
    assert (goal.how_far, goal.note, goal.reviewed_on) == (HowFar.PARTLY, "With the kettle tipper", clock.today())


def test_a_provider_writes_goals_where_its_team_has_the_programme_and_nowhere_else(
    jean: Resident, ben: User, hal: User
) -> None:
    theirs = make_bridging(jean, ben, team="estuary-homecare")
    add_goal(programme=theirs, words=WANTS, by=hal)
    other = make_programme(jean, ben)
    with pytest.raises(NotPermitted):
        add_goal(programme=other, words=WANTS, by=hal)


def test_a_partner_sees_the_person_while_its_team_has_the_programme_and_30_days_more(
    jean: Resident, ben: User, hal: User
) -> None:
    assert jean not in Resident.objects.visible_to(hal)
    theirs = make_bridging(jean, ben, team="estuary-homecare")
    assert jean in Resident.objects.visible_to(hal)
    end_programme(programme=theirs, end=End(clock.today(), Outcome.STOPPED), by=ben)
    share = Share.objects.get(resident=jean)
    assert share.ended_at is not None
    assert (share.ended_at - clock.now()).days in (29, 30)


def test_partners_see_only_the_programmes_of_their_own_team(jean: Resident, ben: User, hal: User, ines: User) -> None:
    make_programme(jean, ben)
    theirs = make_bridging(jean, ben, team="estuary-homecare")
    assert list(Programme.objects.visible_to(hal)) == [theirs]
    assert not Programme.objects.visible_to(ines).exists()
    assert Programme.objects.visible_to(ben).count() == 2


def test_the_latest_statement_of_places_holds_from_its_day_on(ben: User, dee: User) -> None:
    team = Team.objects.get(slug="joint-reablement")
    say_places(team=team, places=20, from_on=clock.days_ago(9), by=ben)
    say_places(team=team, places=24, hours=300, from_on=clock.days_ago(9), by=dee)
    say_places(team=team, places=10, from_on=clock.days_ago(-3), by=ben, words="Two are on leave")
    (now,) = Places.objects.on(clock.today())
    (later,) = Places.objects.on(clock.days_ago(-3))
    assert (now.places, now.by, later.places) == (24, dee, 10)
    with pytest.raises(Refused):
        say_places(team=Team.objects.get(slug="cls-grays"), places=3, from_on=clock.today(), by=ben)


def test_a_worker_of_the_team_hears_that_it_is_theirs(jean: Resident, ben: User) -> None:
    rita = make_user("Rita Moss", ben.role, "joint-reablement")
    plan = Plan(ProgrammeKind.REABLEMENT, Team.objects.get(slug="joint-reablement"), clock.today(), Decimal(5), rita)
    plan_programme(resident=jean, plan=plan, by=ben)
    assert Job.objects.filter(kind="notice.deliver", payload__user=str(rita.pk)).count() == 1
