"""/reablement/: places, who has them, who waits, and the people behind each number."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core import clock
from discharges.actions import record_discharge
from discharges.enums import Pathway
from localities.models import Team
from residents.models import Resident
from services.actions import say_places
from services.board import BEHIND, board_for
from services.models import Places
from tests.factories.field import make_clock, make_stay
from tests.factories.people import make_resident
from tests.factories.programmes import make_bridging, make_programme

BOARD = "/reablement/"


def words_on(client: Client, page: str) -> str:
    return " ".join(client.get(page).content.decode().split())


def test_counts_places_running_planned_free_and_those_at_the_end_of_the_free_period(ben: User) -> None:
    team = Team.objects.get(slug="joint-reablement")
    say_places(team=team, places=5, from_on=clock.days_ago(30), by=ben)
    for days_ago in (3, 36, 42, 50, -2):
        make_programme(make_resident(ben), ben, days_ago=days_ago)
    (row,) = [row for row in board_for(ben) if row.team == team]
    assert (row.running, row.planned, row.free, row.ending, row.over) == (4, 1, 0, 1, 2)


def test_more_promised_than_there_is_is_said_in_words(client: Client, ben: User) -> None:
    say_places(team=Team.objects.get(slug="joint-reablement"), places=1, from_on=clock.days_ago(30), by=ben)
    for _ in range(3):
        make_programme(make_resident(ben), ben)
    client.force_login(ben)
    text = words_on(client, BOARD)
    assert "2 too many</strong>" in text
    assert "More is promised than there is: 2 places too many, of 1." in text


def test_a_team_that_has_not_said_its_places_is_not_said_to_have_none(client: Client, ben: User) -> None:
    make_programme(make_resident(ben), ben)
    client.force_login(ben)
    text = words_on(client, BOARD)
    assert "Not said" in text
    assert "Not known" in text
    assert "Jean" not in text


def test_a_number_leads_to_its_people_and_they_are_in_the_log(client: Client, ben: User, jean: Resident) -> None:
    make_programme(jean, ben, days_ago=45)
    client.force_login(ben)
    assert "/reablement/teams/joint-reablement/over/" in words_on(client, BOARD)
    text = words_on(client, "/reablement/teams/joint-reablement/over/")
    assert "Jean Smith" in text
    assert "Past day 42" in text
    seen = Event.objects.get(verb="list.viewed", subject_type="services.people")
    assert seen.detail["residents"] == [str(jean.pk)]


@pytest.mark.parametrize("which", BEHIND)
def test_each_list_says_when_nobody_is_in_it(client: Client, ben: User, which: str) -> None:
    client.force_login(ben)
    text = words_on(client, f"/reablement/teams/bridging-service/{which}/")
    assert BEHIND[which].empty in text


def test_reab_3_who_came_straight_from_hospital_is_marked_and_counted(
    client: Client, gwen: User, jean: Resident
) -> None:
    record_discharge(stay=make_stay(jean, gwen), discharged_on=clock.today(), pathway=Pathway.P1, by=gwen)
    make_programme(jean, gwen)
    client.force_login(gwen)
    assert "/reablement/teams/joint-reablement/straight/" in words_on(client, BOARD)
    assert "Straight from hospital" in words_on(client, "/reablement/teams/joint-reablement/running/")


def test_a_provider_sees_its_own_team_and_no_other(client: Client, ben: User, hal: User, jean: Resident) -> None:
    make_programme(make_resident(ben, known_as="Rose"), ben)
    make_bridging(jean, ben, team="estuary-homecare")
    client.force_login(hal)
    text = words_on(client, BOARD)
    assert "Estuary Homecare" in text
    assert "Joint Reablement Team" not in text
    assert "Jean" in words_on(client, "/reablement/teams/estuary-homecare/running/")
    assert client.get("/reablement/teams/joint-reablement/running/").status_code == 404


def test_a_provider_is_not_told_who_came_straight_from_hospital(
    client: Client, ben: User, hal: User, gwen: User, jean: Resident
) -> None:
    make_clock(jean, gwen, days_ago=4)
    make_bridging(jean, ben, days_ago=4, team="estuary-homecare")
    page = "/reablement/teams/estuary-homecare/straight/"
    for viewer, told in ((ben, True), (hal, False)):
        client.force_login(viewer)
        assert ("Straight from hospital" in words_on(client, BOARD)) is told
        assert (f'href="{page}"' in words_on(client, BOARD)) is told
        assert client.get(page).status_code == (200 if told else 404)


def test_says_how_many_places_a_team_has(client: Client, dee: User) -> None:
    client.force_login(dee)
    page = "/reablement/teams/joint-reablement/places"
    answer = client.post(page, {"places": "many", "from_on": "today"})
    assert answer.status_code == 422
    assert "must be a whole number" in answer.content.decode()
    told = client.post(page, {"places": "24", "hours": "300", "from_on": "today"}, follow=True).content.decode()
    assert "Joint Reablement Team: 24 places from" in told
    assert "24 places are free of 24." in " ".join(told.split())
    assert Places.objects.get().by == dee


def test_the_board_and_its_lists_ask_as_often_for_many_as_for_one(
    client: Client, ben: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for days_ago in (1, 2, 3, 4, 43, 44):
        make_programme(make_resident(ben), ben, days_ago=days_ago)
    client.force_login(ben)
    with django_assert_max_num_queries(10):
        client.get(BOARD)
    with django_assert_max_num_queries(11):
        client.get("/reablement/teams/joint-reablement/running/")
