"""A team's six-week reviews."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from audit.models import Event
from core import clock
from core.words import long_date, weekday_date
from residents.models import Resident
from tests.factories.field import make_clock
from tests.factories.people import make_resident
from tests.factories.referrals import give
from tests.factories.reviews import make_visit
from tests.rows import rows

PAGE = "/teams/cls-tilbury-chadwell/reviews"


def opened(client: Client, user: User, page: str = PAGE) -> str:
    client.force_login(user)
    answer = client.get(page)
    assert answer.status_code == 200
    return answer.content.decode()


def test_puts_the_overdue_first_and_says_so_in_words(client: Client, asha: User, ben: User, gwen: User) -> None:
    for known_as, days_ago in (("New", 1), ("Late", 45), ("Soon", 40)):
        make_clock(make_resident(asha, known_as=known_as), gwen, days_ago=days_ago)
    page = opened(client, ben)
    assert page.index("Late Smith") < page.index("Soon Smith") < page.index("New Smith")
    assert "3 days overdue" in page
    assert "due in 2 days" in page
    assert "3 reviews open, 1 overdue" in page


def test_tells_day_0_the_due_date_and_by_when_to_plan(client: Client, jean: Resident, ben: User, gwen: User) -> None:
    running = make_clock(jean, gwen, days_ago=10)
    page = opened(client, ben)
    assert long_date(clock.days_ago(10)) in page
    assert f'datetime="{clock.today() + timedelta(days=32)}"' in page
    assert running.plan_by.strftime("%A") in page


def test_marks_what_nobody_holds_and_names_who_does(
    client: Client, jean: Resident, asha: User, ben: User, dee: User, gwen: User
) -> None:
    give(make_clock(jean, gwen).referral, ben, dee)
    make_clock(make_resident(asha, known_as="Nobody's"), gwen)
    page = opened(client, dee)
    assert page.count("Nobody yet") == 1
    assert "Ben Okafor" in page


def test_counts_each_view_and_lists_as_many(
    client: Client, jean: Resident, asha: User, ben: User, dee: User, gwen: User
) -> None:
    give(make_clock(jean, gwen, days_ago=50).referral, ben, dee)
    make_clock(make_resident(asha, known_as="Sam"), gwen, days_ago=44)
    make_clock(make_resident(asha, known_as="Alex"), gwen)
    for query, text, count in (("", "All open", 3), ("?show=overdue", "Overdue", 2), ("?show=unheld", "Nobody", 2)):
        page = opened(client, dee, PAGE + query)
        assert re.search(rf'aria-current="page">{text}[^<]* <span class="tc-tabs__count">{count}</span>', page)
        assert f"of <strong>{count}</strong> reviews" in page


def test_counts_what_has_no_visit_is_due_soon_or_urgent(
    client: Client, jean: Resident, asha: User, ben: User, dee: User, gwen: User
) -> None:
    make_clock(jean, gwen, days_ago=50)
    make_clock(make_resident(asha, known_as="Today"), gwen, days_ago=42)
    visited = make_clock(make_resident(asha, known_as="Soon"), gwen, days_ago=35)
    make_clock(make_resident(asha, known_as="Later"), gwen, days_ago=34)
    make_visit(visited, ben, days=2)
    found = {"no-visit": "No visit planned", "soon": "Due in 7 days", "urgent": "Urgent", "overdue": "Overdue"}
    for (slug, text), count in zip(found.items(), (3, 2, 3, 1), strict=True):
        page = opened(client, dee, f"{PAGE}?show={slug}")
        assert re.search(rf'aria-current="page">{text} <span class="tc-tabs__count">{count}</span>', page)
        assert page.count("Smith</a>") == count
        assert ("Soon Smith" in page) == (slug in ("soon", "urgent"))


def test_a_row_tells_the_visit_since_when_it_is_held_and_that_it_was_born_overdue(
    client: Client, jean: Resident, asha: User, ben: User, dee: User, gwen: User
) -> None:
    running = make_clock(jean, gwen, days_ago=50)
    give(running.referral, ben, dee)
    page = opened(client, ben)
    assert f"Since {long_date(clock.today())}" in page
    assert "The discharge was recorded after day 42" in page
    assert f'href="/six-weeks/{running.pk}/late"' in page
    assert f'href="/six-weeks/{running.pk}/visit"' in page
    visit = make_visit(running, ben)
    page = opened(client, ben)
    assert f'href="/six-weeks/{running.pk}/visit"' not in page
    assert f">{weekday_date(visit.planned_for, clock.today())}<" in page


def test_offers_allocation_to_a_manager_of_the_team_only(
    client: Client, jean: Resident, ben: User, dee: User, gwen: User
) -> None:
    link = f"/referrals/{make_clock(jean, gwen).referral.reference}/allocate"
    assert link in opened(client, dee)
    assert link not in opened(client, ben)


def test_shows_thurrock_first_the_people_without_a_locality(client: Client, asha: User, gwen: User) -> None:
    make_clock(make_resident(asha, known_as="Nowhere", practice=None, postcode=""), gwen)
    assert "Nowhere Smith" in opened(client, asha, "/teams/thurrock-first/reviews")
    assert "No review is open." in opened(client, asha)


def test_says_in_three_lines_that_none_is_open(client: Client, ben: User) -> None:
    page = opened(client, ben)
    assert "No review is open." in page
    assert "tc-chart" not in page


def test_does_not_exist_for_a_team_that_holds_none(client: Client, ben: User) -> None:
    client.force_login(ben)
    assert client.get("/teams/hospital-hub/reviews").status_code == 404


def test_does_not_exist_for_a_partner(client: Client, ines: User) -> None:
    client.force_login(ines)
    assert client.get(PAGE).status_code == 404
    assert client.get("/teams/carers-service/reviews").status_code == 404


@pytest.mark.parametrize("name", ["eve", "ada"])
def test_refuses_a_role_without_queues(client: Client, name: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(name))
    assert client.get(PAGE).status_code == 403


def test_asks_a_stranger_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE)["Location"] == f"/sign-in?next={PAGE}"


def test_writes_only_the_audit_row_that_names_who_was_shown(
    client: Client, jean: Resident, ben: User, gwen: User
) -> None:
    make_clock(jean, gwen)
    before = rows(without="audit.event")
    opened(client, ben)
    assert rows(without="audit.event") == before
    event = Event.objects.get(verb="list.viewed", actor_id=ben.pk)
    assert (event.subject_type, event.detail["residents"]) == ("worklists.reviews", [str(jean.pk)])


def test_asks_as_often_for_one_row_as_for_25(client: Client, asha: User, dee: User, gwen: User) -> None:
    client.force_login(dee)
    counted = []
    for people in (1, 24):
        for number in range(people):
            make_clock(make_resident(asha, known_as=f"Person {number}"), gwen, days_ago=number)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counted.append(len(queries))
    assert counted == [15, 15]
