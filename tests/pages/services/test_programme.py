"""Pages of one programme: plan it from the person's page, its goals, change, end, cancel."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core import clock
from core.actions import save_draft
from core.models import Draft
from localities.models import Team
from residents.actions import record_death
from residents.models import Resident
from services.actions import add_goal, change_programme
from services.enums import HowFar, Outcome, ProgrammeStatus
from services.models import Goal, Programme
from tests.factories.field import make_stay
from tests.factories.people import make_user
from tests.factories.programmes import WANTS, make_bridging, make_programme


def words_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def team() -> Team:
    return Team.objects.get(slug="joint-reablement")


def plan(team: Team, **typed: Any) -> dict[str, Any]:
    facts = {"kind": "reablement", "team": str(team.pk), "worker": "", "starts_on": "today", "hours": "7.5"}
    return facts | {"form_token": str(uuid4())} | typed


def test_is_planned_from_the_persons_page_and_starts_today(client: Client, ben: User, jean: Resident) -> None:
    client.force_login(ben)
    page = f"/people/{jean.reference}/reablement/new"
    assert page in words_of(client.get(jean.get_absolute_url()))
    told = client.post(page, plan(Team.objects.get(slug="joint-reablement")), follow=True)
    assert "Reablement with the Joint Reablement Team started." in words_of(told)
    assert Programme.objects.get().status == ProgrammeStatus.RUNNING


def test_the_same_form_twice_is_one_programme(client: Client, ben: User, jean: Resident) -> None:
    client.force_login(ben)
    page, typed = f"/people/{jean.reference}/reablement/new", plan(Team.objects.get(slug="joint-reablement"))
    first, second = client.post(page, typed), client.post(page, typed)
    assert first["Location"] == second["Location"]
    assert Programme.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": ""}, "Select what is planned"),
        ({"starts_on": "soon"}, "must be a real date"),
        ({"starts_on": "1 January 2019"}, "within a year"),
        ({"hours": "lots"}, "Hours a week must be a number"),
        ({"hours": "0"}, "Hours a week must be a number"),
    ],
)
def test_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(
    client: Client, ben: User, jean: Resident, typed: dict[str, str], said: str
) -> None:
    client.force_login(ben)
    sent = plan(Team.objects.get(slug="joint-reablement")) | typed
    answer = client.post(f"/people/{jean.reference}/reablement/new", sent)
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert f'value="{sent["hours"]}"' in words_of(answer)


def test_on_the_ward_it_is_said_what_counts_as_straight_from_hospital(
    client: Client, gwen: User, jean: Resident
) -> None:
    make_stay(jean, gwen)
    client.force_login(gwen)
    page = f"/people/{jean.reference}/reablement/new"
    assert "is marked as straight from hospital" in words_of(client.get(page))
    answer = client.post(page, plan(Team.objects.get(slug="joint-reablement")))
    assert answer.status_code == 422
    assert "on the hospital list still" in words_of(answer)


def test_nothing_is_planned_for_somebody_who_has_died(client: Client, ben: User, jean: Resident) -> None:
    record_death(resident=jean, died_on=clock.today(), by=ben, how_known="Her son rang")
    client.force_login(ben)
    page = f"/people/{jean.reference}/reablement/new"
    assert client.get(page)["Location"] == jean.get_absolute_url()
    assert client.post(page, plan(Team.objects.get(slug="joint-reablement"))).status_code == 422


def test_day_42_is_flagged_on_its_page(client: Client, ben: User, jean: Resident) -> None:
    client.force_login(ben)
    text = words_of(client.get(make_programme(jean, ben, days_ago=43).get_absolute_url()))
    assert "Day 43: the free six weeks ended on" in text


def test_goals_are_added_in_their_words_and_reviewed(client: Client, ben: User, jean: Resident) -> None:
    running = make_programme(jean, ben)
    client.force_login(ben)
    client.post(f"/reablement/{running.pk}/goals/new", {"words": WANTS, "form_token": str(uuid4())})
    goal = Goal.objects.get()
    assert WANTS in words_of(client.get(running.get_absolute_url()))
    told = {"how_far": "partly", "note": "With a tipper", "version": goal.version}
    assert "The goal was reviewed" in words_of(client.post(f"/reablement/goals/{goal.pk}/", told, follow=True))
    slower = client.post(f"/reablement/goals/{goal.pk}/", {"how_far": "reached", "version": goal.version})
    assert slower.status_code == 409
    assert "With a tipper" in words_of(slower)
    goal.refresh_from_db()
    assert goal.how_far == HowFar.PARTLY


def test_what_is_typed_of_a_goal_is_kept_as_a_draft_until_it_is_sent(client: Client, ben: User, jean: Resident) -> None:
    running = make_programme(jean, ben)
    typed = {"words": "To walk to the"}
    save_draft(owner_id=ben.pk, form="goal", subject=str(running.pk), fields=typed, version=None)
    client.force_login(ben)
    page = f"/reablement/{running.pk}/goals/new"
    assert "To walk to the" in words_of(client.get(page))
    client.post(page, {"words": WANTS, "draft_version": Draft.objects.get().version})
    assert not Draft.objects.exists()


def test_both_versions_stand_side_by_side_when_somebody_changed_it(client: Client, ben: User, jean: Resident) -> None:
    running = make_programme(jean, ben)
    running.refresh_from_db()
    change_programme(programme=running, worker=None, hours=running.planned_hours - 4, by=ben)
    client.force_login(ben)
    typed = {"worker": "", "hours": "9", "version": running.version}
    answer = client.post(f"/reablement/{running.pk}/change", typed)
    assert answer.status_code == 409
    text = words_of(answer)
    assert "Where the two versions differ" in text
    assert ">3<" in text
    assert ">9<" in text
    running.refresh_from_db()
    again = client.post(f"/reablement/{running.pk}/change", typed | {"version": running.version})
    assert again.status_code == 302


def test_ends_with_how_far_each_goal_is_and_an_outcome(client: Client, ben: User, jean: Resident) -> None:
    running = make_programme(jean, ben, days_ago=30)
    goal = add_goal(programme=running, words=WANTS, by=ben)
    running.refresh_from_db()
    client.force_login(ben)
    page = f"/reablement/{running.pk}/end"
    typed = {"ended_on": "today", "outcome": "independent", "words": "She cooks.", "version": running.version}
    missing = client.post(page, typed)
    assert missing.status_code == 422
    assert "Select how far this goal is" in words_of(missing)
    assert "She cooks." in words_of(missing)
    done = client.post(page, typed | {f"goal_{goal.pk}": "reached"}, follow=True)
    assert "No support needed" in words_of(done)
    running.refresh_from_db()
    assert running.outcome == Outcome.INDEPENDENT
    assert "End it with an outcome" not in words_of(done)


def test_a_death_is_no_outcome_that_the_form_offers(client: Client, ben: User, jean: Resident) -> None:
    client.force_login(ben)
    assert "the person died" not in words_of(client.get(f"/reablement/{make_programme(jean, ben).pk}/end"))


def test_a_planned_one_starts_or_is_cancelled(client: Client, ben: User, jean: Resident) -> None:
    first = make_programme(jean, ben, days_ago=-2)
    client.force_login(ben)
    client.post(f"/reablement/{first.pk}/cancel", {"because": "Her son stays", "version": 1})
    first.refresh_from_db()
    assert first.status == ProgrammeStatus.CANCELLED
    second = make_programme(jean, ben, days_ago=-2)
    client.post(f"/reablement/{second.pk}/start", {"starts_on": "today", "version": 1})
    second.refresh_from_db()
    assert second.status == ProgrammeStatus.RUNNING


def test_a_provider_reads_its_own_programme_without_names_of_council_staff(
    client: Client, ben: User, hal: User, jean: Resident
) -> None:
    theirs = make_bridging(jean, ben, team="estuary-homecare", worker=hal)
    other = make_programme(jean, ben, days_ago=-3)
    client.force_login(hal)
    text = words_of(client.get(theirs.get_absolute_url()))
    assert "Hal Reed" in text
    assert "Ben Okafor" not in text
    assert "End it with an outcome" not in text
    answer = client.post(f"/reablement/{theirs.pk}/goals/new", {"words": WANTS})
    assert answer.status_code == 302
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(f"/reablement/{other.pk}/goals/new").status_code == 404


def test_the_page_asks_as_often_for_many_goals_as_for_one(
    client: Client, ben: User, jean: Resident, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rita = make_user("Rita Moss", ben.role, "joint-reablement")
    running = make_programme(jean, ben, worker=rita)
    for number in range(6):
        add_goal(programme=running, words=f"{WANTS} {number}", by=ben)
    client.force_login(ben)
    with django_assert_max_num_queries(14):
        client.get(running.get_absolute_url())
