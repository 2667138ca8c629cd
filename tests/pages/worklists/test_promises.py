"""Promises at the top of my day, of their owner and of the manager; and /promises/, the whole list."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import deactivate
from accounts.models import User
from audit.actions import SYSTEM
from audit.models import Event
from core import clock
from referrals.actions import break_promises_due
from referrals.models import Promise
from referrals.tasks import break_promises
from residents.models import Resident
from tests.factories.people import make_resident
from tests.factories.promises import make_promise_to, overdue_promise


def panel(client: Client, user: User, address: str = "/") -> Tag:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").select_one("main")


def promised(page: Tag) -> list[str]:
    tables = [table for table in page.select("table") if "Promises" in table.caption.text]
    return [row.select_one("td a").text for table in tables for row in table.select("tbody tr")]


def test_puts_what_is_broken_or_due_today_at_the_top_of_the_owners_day(
    client: Client, jean: Resident, asha: User, ben: User
) -> None:
    make_promise_to(jean, ben, words="Tomorrow")
    make_promise_to(jean, ben, words="Today", due_on=clock.today())
    overdue_promise(jean, ben, words="Broken", days=2)
    overdue_promise(jean, asha, words="Asha’s")
    break_promises_due()
    page = panel(client, ben)
    assert promised(page) == ["Broken", "Today"]
    assert page.select_one("h2").text == "Promises"
    assert page.select_one("table .govuk-tag--red").text.strip() == "Broken"


def test_puts_the_teams_broken_ones_at_the_top_of_the_managers_day(
    client: Client, jean: Resident, ben: User, chidi: User, dee: User
) -> None:
    overdue_promise(jean, ben, words="Ben’s, broken")
    make_promise_to(jean, ben, words="Ben’s, today", due_on=clock.today())
    overdue_promise(jean, chidi, words="Of Grays")
    break_promises_due()
    assert promised(panel(client, dee)) == ["Ben’s, broken"]


def test_shows_the_manager_what_a_leaver_was_to_keep_and_how_to_give_it_to_somebody(
    client: Client, jean: Resident, ben: User, dee: User
) -> None:
    promise = make_promise_to(jean, ben, words="Next week", due_on=clock.today() + timedelta(days=7))
    assert promised(panel(client, dee)) == []
    deactivate(user=ben, by=SYSTEM)
    page = panel(client, dee)
    assert promised(page) == ["Next week"]
    assert page.select_one(f"a[href='{promise.get_absolute_url()}owner']")


@pytest.mark.parametrize("owner_left", [False, True])
def test_the_night_puts_a_broken_promise_at_the_top_of_the_owners_and_the_managers_lists(
    client: Client, jean: Resident, ben: User, dee: User, owner_left: bool
) -> None:
    make_promise_to(jean, ben, words="Ben’s, today", due_on=clock.today())
    make_promise_to(jean, dee, words="Dee’s, today", due_on=clock.today())
    overdue_promise(jean, ben, words="Broken", days=1)
    if owner_left:
        deactivate(user=ben, by=SYSTEM)
    break_promises.apply()
    for address in ("/", "/promises/?show=team"):
        page = panel(client, dee, address)
        assert promised(page)[0] == "Broken", address
        assert ("has left: nobody does" in page.text) is owner_left
        first = page.select_one("h2, table")
        assert first.text == "Promises" or "Promises" in first.caption.text, "at the top, before all else"
    if not owner_left:
        assert promised(panel(client, ben)) == ["Broken", "Ben’s, today"]
        assert promised(panel(client, ben, "/promises/")) == ["Broken", "Ben’s, today"]


def test_shows_the_head_of_service_what_belongs_to_no_team(
    client: Client, jean: Resident, ben: User, olu: User
) -> None:
    overdue_promise(jean, ben, words="Of a team")
    gone = overdue_promise(jean, ben, words="Of no team")
    Promise.objects.filter(pk=gone.pk).update(team=None)
    break_promises_due()
    assert promised(panel(client, olu)) == ["Of no team"]


@pytest.mark.parametrize("name", ["hal", "ines", "eve", "ada"])
def test_says_nothing_of_promises_to_who_makes_none(
    client: Client, jean: Resident, asha: User, name: str, request: pytest.FixtureRequest
) -> None:
    overdue_promise(jean, asha)
    break_promises_due()
    assert promised(panel(client, request.getfixturevalue(name))) == []


def test_is_kept_from_my_day_with_one_press(client: Client, jean: Resident, ben: User) -> None:
    promise = overdue_promise(jean, ben)
    form = panel(client, ben).select_one("form:has(button[formaction])")
    back = form.select_one("[name=next]")["value"]
    assert client.post(form.select_one("button[formaction]")["formaction"], {"next": back}).url == "/"
    promise.refresh_from_db()
    assert promise.how_kept == "broken, then kept"


def test_names_everybody_shown_in_one_audit_row(client: Client, jean: Resident, ben: User) -> None:
    overdue_promise(jean, ben)
    panel(client, ben)
    assert Event.objects.get(verb="list.viewed").detail["residents"] == [str(jean.pk)]


def test_lists_every_promise_that_i_keep_and_for_a_manager_the_teams(
    client: Client, jean: Resident, ben: User, dee: User
) -> None:
    make_promise_to(jean, ben, words="Next week", due_on=clock.today() + timedelta(days=7))
    make_promise_to(jean, dee, words="Dee’s own")
    overdue_promise(jean, ben, words="Ben’s, broken")
    break_promises_due()
    assert promised(panel(client, ben, "/promises/")) == ["Ben’s, broken", "Next week"]
    assert promised(panel(client, ben, "/promises/?show=team")) == ["Ben’s, broken", "Next week"]
    assert promised(panel(client, dee, "/promises/")) == ["Dee’s own"]
    assert promised(panel(client, dee, "/promises/?show=team")) == ["Ben’s, broken"]


def test_says_that_nobody_waits(client: Client, gwen: User) -> None:
    assert "Nobody waits." in panel(client, gwen, "/promises/").text


def test_asks_as_often_for_one_as_for_nine(client: Client, asha: User, ben: User, dee: User) -> None:
    counted = []
    for people in (1, 8):
        for number in range(people):
            overdue_promise(make_resident(asha, known_as=f"Person {people} {number}"), ben)
        break_promises_due()
        found = []
        for user, address in ((ben, "/"), (dee, "/"), (ben, "/promises/"), (dee, "/promises/?show=team")):
            client.force_login(user)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found.append(len(queries))
        counted.append(found)
    assert counted[0] == counted[1]
