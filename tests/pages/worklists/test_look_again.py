"""/look-again/: access needs and alerts that somebody has to look at again, and the count of them on my day."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core import clock
from residents.actions import record_death
from residents.enums import AccessKind
from residents.models import Resident
from tests.factories.around import make_alert, make_need, overdue
from tests.factories.people import make_resident
from tests.factories.referrals import give, make_referral
from worklists.look_again import MINE, TEAM, count_for_day, waiting_for

FINISHED = {"how_met": "We text first", "may_share": True}


@pytest.fixture
def held(jean: Resident, asha: User, ben: User, dee: User) -> Resident:
    """Jean, whom Ben holds."""
    give(make_referral(jean, asha), ben, dee)
    return jean


def lines(client: Client, viewer: User, address: str = "/look-again/") -> list[str]:
    client.force_login(viewer)
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return [" ".join(row.get_text(" ").split()) for row in page.select("tbody tr")]


def test_acc_9_a_need_of_whom_i_hold_waits_until_its_stages_are_done(
    client: Client, held: Resident, asha: User, ben: User
) -> None:
    need = make_need(held, asha)
    assert "Nobody said how we meet it; nobody asked whether it may go along" in lines(client, ben)[0]
    type(need).objects.filter(pk=need.pk).update(**FINISHED)
    assert lines(client, ben) == []
    overdue(need, days=3)
    assert "3 days overdue" in lines(client, ben)[0]


def test_acc_9_an_alert_waits_when_its_day_has_passed(client: Client, held: Resident, asha: User, ben: User) -> None:
    alert = make_alert(held, asha)
    assert lines(client, ben) == []
    overdue(alert)
    assert "Safety: visit in pairs" in lines(client, ben)[0]
    assert "Safety: visit in pairs" in lines(client, ben, "/look-again/?show=team")[0]


def test_acc_9_a_manager_sees_those_of_the_team_the_longest_overdue_first(
    client: Client, held: Resident, asha: User, dee: User
) -> None:
    overdue(make_alert(held, asha, words="dog"), days=2)
    overdue(make_need(held, asha, **FINISHED), days=9)
    first, second = lines(client, dee)
    assert "Text or write" in first
    assert "dog" in second
    assert Event.objects.get(verb="list.viewed").detail["residents"] == [str(held.pk)]


def test_acc_9_with_whom_nobody_has_work_open_waits_with_the_team_of_the_locality(asha: User, dee: User) -> None:
    local, nowhere = make_resident(asha), make_resident(asha, practice=None, postcode="")
    make_need(local, asha, kind=AccessKind.BSL)
    for person in (local, nowhere):
        overdue(make_alert(person, asha))
    assert [row[2] for row in waiting_for(dee, TEAM)] == [local.pk]
    assert [row[2] for row in waiting_for(asha, TEAM)] == [nowhere.pk]
    assert not waiting_for(dee, MINE)


def test_acc_9_another_team_sees_nothing_nor_does_anybody_of_who_has_died(
    held: Resident, asha: User, chidi: User, ben: User
) -> None:
    overdue(make_alert(held, asha))
    assert not waiting_for(chidi, TEAM)
    assert count_for_day(ben) == 1
    record_death(resident=held, died_on=clock.today() - timedelta(days=1), how_known="Her daughter", by=asha)
    assert count_for_day(ben) == 0


def test_my_day_counts_them_in_one_statement_and_says_nothing_of_none(
    client: Client, held: Resident, asha: User, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(ben)
    assert "look-again" not in client.get("/").content.decode()
    overdue(make_alert(held, asha))
    make_need(held, asha)
    with django_assert_num_queries(1):
        assert count_for_day(ben) == 2
    page = BeautifulSoup(client.get("/").content, "html.parser")
    assert page.select_one("a[href='/look-again/']").text == "Look again at 2 access needs and alerts"


def test_asks_no_more_for_more_people(
    client: Client, held: Resident, asha: User, ben: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for kind in (AccessKind.BSL, AccessKind.BRAILLE, AccessKind.LONGER):
        make_need(held, asha, kind=kind)
    client.force_login(ben)
    with django_assert_max_num_queries(9):
        assert client.get("/look-again/").status_code == 200
