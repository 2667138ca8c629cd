"""A person's timeline."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from audit.models import Event
from core import clock
from core.words import long_date
from residents.actions import note_event
from residents.enums import TimelineKind
from residents.models import Resident
from tests.factories.field import make_clock, make_conversation
from tests.factories.referrals import give, make_referral
from tests.rows import rows


@pytest.fixture
def page(jean: Resident) -> str:
    return f"/people/{jean.reference}/timeline"


def opened(client: Client, user: User, page: str) -> str:
    client.force_login(user)
    answer = client.get(page)
    assert answer.status_code == 200
    return answer.content.decode()


def test_shows_the_newest_first(client: Client, page: str, jean: Resident, asha: User, ben: User) -> None:
    make_referral(jean, asha)
    make_conversation(jean, ben)
    shown = opened(client, ben, page)
    assert shown.index("Conversation: at home") < shown.index("Maria Hughes rang") < shown.index("Added to Thurrock")


def test_does_not_take_the_team_that_it_concerns_for_the_team_of_who_wrote_it(
    client: Client, page: str, jean: Resident, asha: User, ben: User
) -> None:
    make_referral(jean, asha)
    shown = " ".join(opened(client, ben, page).split())
    assert "by Asha Patel. Team: Tilbury and Chadwell CLS team" in shown


def test_shows_no_time_when_only_the_date_is_known(
    client: Client, page: str, jean: Resident, ben: User, gwen: User
) -> None:
    make_clock(jean, gwen, days_ago=3)
    shown = opened(client, ben, page)
    day = long_date(clock.days_ago(3))
    assert f">{day}</time>" in shown
    assert f"{day} at" not in shown
    assert "midnight" not in shown


def test_shows_one_kind_when_it_is_chosen(client: Client, page: str, jean: Resident, asha: User, ben: User) -> None:
    make_referral(jean, asha)
    make_conversation(jean, ben)
    shown = opened(client, ben, f"{page}?kind=conversation")
    assert "Conversation: at home" in shown
    assert "Maria Hughes rang" not in shown
    assert "Added to" in opened(client, ben, f"{page}?kind=nonsense")


def test_links_to_what_the_viewer_may_open(client: Client, page: str, jean: Resident, asha: User, ben: User) -> None:
    referral = make_referral(jean, asha)
    talk = make_conversation(jean, ben)
    shown = opened(client, ben, page)
    assert f'href="{referral.get_absolute_url()}"' in shown
    assert f'href="{talk.get_absolute_url()}"' in shown
    assert referral.contact is not None
    assert referral.contact.get_absolute_url() not in shown
    assert referral.contact.get_absolute_url() in opened(client, asha, page)


def test_shows_50_at_a_time_and_loses_none(client: Client, page: str, jean: Resident, ben: User) -> None:
    start = clock.now() - timedelta(days=1)
    for number in range(120):
        at = start + timedelta(minutes=number // 3)
        note_event(jean, TimelineKind.DETAILS, f"Event {number:03}", by=ben, source=jean, at=at)
    client.force_login(ben)
    seen: list[str] = []
    address = page
    while address:
        shown = client.get(address)
        seen += [event.title for event in shown.context["events"]]
        older = shown.context["part"].older
        address = f"{page}?before={older.replace('+', '%2B')}" if older else ""
    assert len(seen) == len(set(seen)) == 121
    assert seen[1:] == sorted(seen[1:], reverse=True)


def test_says_that_there_is_none_of_a_kind(client: Client, page: str, ben: User) -> None:
    assert "There is no event of this kind." in opened(client, ben, f"{page}?kind=hospital")


def test_shows_a_partner_the_events_of_their_own_team(
    client: Client, page: str, jean: Resident, asha: User, gwen: User, ines: User
) -> None:
    client.force_login(ines)
    assert client.get(page).status_code == 404
    make_clock(jean, gwen, days_ago=3)
    referral = make_referral(jean, asha, need="carer")
    shown = opened(client, ines, page)
    assert f"Referral {referral.reference}" in shown
    assert "Went home" not in shown


def test_tells_a_partner_nothing_of_who_holds_them_elsewhere(
    client: Client, page: str, jean: Resident, asha: User, ben: User, dee: User, ines: User, olu: User
) -> None:
    ours = make_referral(jean, asha, need="carer")
    give(make_referral(jean, asha), ben, dee)
    assert "Ben Okafor" not in opened(client, ines, page)
    give(ours, ines, olu)
    assert "<dd>Ines Costa, Carers service</dd>" in " ".join(opened(client, ines, page).split())


@pytest.mark.parametrize("name", ["eve", "ada"])
def test_refuses_a_role_that_opens_nobody(client: Client, page: str, name: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(name))
    assert client.get(page).status_code == 403


def test_asks_a_stranger_to_sign_in(client: Client, page: str) -> None:
    assert client.get(page)["Location"] == f"/sign-in?next={page}"


def test_writes_only_who_opened_it(client: Client, page: str, jean: Resident, ben: User) -> None:
    before = rows(without="audit.event")
    opened(client, ben, page)
    assert rows(without="audit.event") == before
    assert Event.objects.get(verb="resident.viewed").detail == {"page": "worklists.timeline"}


def test_asks_as_often_for_few_events_as_for_many(
    client: Client, page: str, jean: Resident, asha: User, ben: User
) -> None:
    client.force_login(ben)
    counted = []
    for times in (1, 24):
        for _ in range(times):
            make_referral(jean, asha)
            make_conversation(jean, ben)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counted.append(len(queries))
    assert counted == [13, 13]
