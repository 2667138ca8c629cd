"""A team's queue: who waits, whom somebody holds, who was handed over, whom a leaver left behind."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import deactivate
from accounts.models import User
from audit.actions import SYSTEM
from audit.models import Event
from referrals.enums import Urgency
from residents.models import Resident
from tests.factories.people import make_resident
from tests.factories.referrals import give, make_referral
from tests.rows import rows

PAGE = "/teams/cls-tilbury-chadwell/"


def opened(client: Client, user: User, page: str = PAGE) -> str:
    client.force_login(user)
    answer = client.get(page)
    assert answer.status_code == 200
    return answer.content.decode()


def test_shows_the_most_urgent_first_and_then_the_longest_waiting(client: Client, asha: User, ben: User) -> None:
    for known_as, urgency in (("First", "this_week"), ("Second", "this_week"), ("Urgent", "now")):
        make_referral(make_resident(asha, known_as=known_as), asha, urgency=Urgency(urgency))
    page = opened(client, ben)
    assert page.index("Urgent Smith") < page.index("First Smith") < page.index("Second Smith")


def test_tells_who_what_for_from_whom_how_long_and_by_which_rule(
    client: Client, jean: Resident, asha: User, ben: User
) -> None:
    make_referral(jean, asha)
    page = opened(client, ben)
    for words in (
        "Jean Smith",
        "Born 14 July 1945",
        "Getting about at home",
        "Mum fell twice this week.",
        "Maria Hughes",
        "under a minute",
        "This week",
        "ROU-9",
    ):
        assert words in page, words


def test_counts_each_tab_and_lists_as_many(
    client: Client, jean: Resident, asha: User, ben: User, chidi: User, dee: User, gwen: User
) -> None:
    make_referral(jean, asha)
    for known_as in ("Sam", "Alex"):
        give(make_referral(make_resident(asha, known_as=known_as), asha), ben, dee)
    deactivate(user=ben, by=SYSTEM)
    expected = {"": ("Waiting", 1), "?show=active": ("Active", 2), "?show=handed-in": ("Handed over", 3)}
    expected["?show=left"] = ("Held by leavers", 2)
    for query, (text, count) in expected.items():
        page = opened(client, dee, PAGE + query)
        assert f'{text} <span class="tc-tabs__count">{count}</span>' in page
        assert (f"of <strong>{count}</strong> people" if count > 1 else "<strong>1</strong> person") in page


def test_offers_allocation_to_a_manager_of_the_team_only(
    client: Client, jean: Resident, asha: User, ben: User, dee: User, olu: User
) -> None:
    referral = make_referral(jean, asha)
    link = f"/referrals/{referral.reference}/allocate"
    assert link in opened(client, dee)
    assert link in opened(client, olu)
    assert link not in opened(client, ben)


def test_offers_no_allocation_to_a_manager_of_another_team(client: Client, asha: User, dee: User) -> None:
    grays = make_resident(asha, practice=None, postcode="RM17 6AA")
    referral = make_referral(grays, asha)
    assert f"/referrals/{referral.reference}/allocate" not in opened(client, dee, "/teams/cls-grays/")


def test_shows_who_holds_somebody_and_that_they_have_left(
    client: Client, jean: Resident, asha: User, ben: User, dee: User
) -> None:
    give(make_referral(jean, asha), ben, dee)
    assert "Has left" not in opened(client, dee, f"{PAGE}?show=active")
    deactivate(user=ben, by=SYSTEM)
    assert "Has left" in opened(client, dee, f"{PAGE}?show=active")


@pytest.mark.parametrize("tab", ["waiting", "active", "handed-in", "left"])
def test_says_in_three_lines_why_a_tab_is_empty(client: Client, ben: User, tab: str) -> None:
    assert 'class="tc-empty__next"' in opened(client, ben, f"{PAGE}?show={tab}")


def test_shows_who_waits_for_a_tab_that_is_none(client: Client, ben: User) -> None:
    assert '<h2 class="govuk-heading-m">Waiting</h2>' in opened(client, ben, f"{PAGE}?show=nonsense&page=-3")


def test_a_partner_sees_their_own_team_and_is_told_of_no_other(
    client: Client, jean: Resident, asha: User, ines: User
) -> None:
    make_referral(jean, asha)
    make_referral(make_resident(asha, known_as="Maria"), asha, need="carer")
    page = opened(client, ines, "/teams/carers-service/")
    assert "Maria Smith" in page
    assert "Six-week reviews" not in page
    assert client.get(PAGE).status_code == 404
    assert client.get("/teams/no-such-team/").status_code == 404


@pytest.mark.parametrize("name", ["eve", "ada"])
def test_refuses_a_role_without_queues(client: Client, name: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(name))
    assert client.get(PAGE).status_code == 403


def test_asks_a_stranger_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE)["Location"] == f"/sign-in?next={PAGE}"


def test_writes_only_the_audit_row_that_names_who_was_shown(
    client: Client, jean: Resident, asha: User, ben: User
) -> None:
    make_referral(jean, asha)
    before = rows(without="audit.event")
    opened(client, ben)
    assert rows(without="audit.event") == before
    event = Event.objects.get(verb="list.viewed", actor_id=ben.pk)
    assert event.subject_type == "worklists.team_queue"
    assert event.detail == {"residents": [str(jean.pk)], "team": "cls-tilbury-chadwell", "tab": "waiting"}


def test_shows_25_a_page(client: Client, jean: Resident, asha: User, ben: User) -> None:
    for _ in range(26):
        make_referral(jean, asha)
    assert "Showing <strong>1</strong> to <strong>25</strong> of <strong>26</strong>" in opened(client, ben)
    assert "Showing <strong>26</strong> to <strong>26</strong>" in opened(client, ben, f"{PAGE}?page=2")


@pytest.mark.parametrize(("tab", "expected"), [("waiting", 9), ("active", 10), ("handed-in", 9), ("left", 9)])
def test_asks_as_often_for_one_row_as_for_25(
    client: Client, asha: User, ben: User, dee: User, tab: str, expected: int
) -> None:
    client.force_login(dee)
    counted = []
    for people in (1, 24):
        ben.is_active = True
        ben.save(update_fields=["is_active"])
        for number in range(people):
            person = make_resident(asha, known_as=f"Person {number}")
            make_referral(person, asha)
            give(make_referral(person, asha), ben, dee)
        if tab == "left":
            deactivate(user=ben, by=SYSTEM)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{PAGE}?show={tab}").status_code == 200
        counted.append(len(queries))
    assert counted == [expected, expected]
