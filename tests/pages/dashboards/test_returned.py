"""A return is counted: by team and week, for a manager, and always with the people behind the number."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from audit.models import Event
from dashboards.returning import by_team
from referrals.models import Referral, ReferralNote
from residents.models import Resident
from tests.factories.answers import NOT_OURS, give_back, hand
from tests.factories.people import make_resident
from tests.factories.referrals import make_referral

pytestmark = pytest.mark.django_db
PAGE = "/reports/returned/"
TEAM = "cls-tilbury-chadwell"


def returned(person: Resident, asha: User, ben: User) -> Referral:
    """What Asha sent to Ben's team, and Ben returned."""
    return give_back(make_referral(person, asha), ben)


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_counts_the_returns_of_each_team_in_their_weeks(
    client: Client, jean: Resident, asha: User, ben: User, chidi: User, dee: User
) -> None:
    for _ in range(2):
        returned(jean, asha, ben)
    elsewhere = make_referral(jean, asha)
    hand(elsewhere, "cls-grays", ben)
    give_back(elsewhere, chidi)
    make_referral(jean, asha)
    assert {row.team.slug: [count for _, count in row.weeks] for row in by_team()} == {
        TEAM: [0, 0, 0, 2],
        "cls-grays": [0, 0, 0, 1],
    }
    client.force_login(dee)
    text = text_of(client.get(PAGE))
    assert "Tilbury and Chadwell CLS team" in text
    assert "To the person a return is a hand-off." in text
    assert f'href="{PAGE}"' in text_of(client.get("/reports/"))


def test_leaves_out_what_was_returned_before_the_last_four_weeks(jean: Resident, asha: User, ben: User) -> None:
    note = returned(jean, asha, ben).notes.get()
    earlier = ReferralNote(
        referral=note.referral, kind=note.kind, words=note.words, team=note.team, by=note.by,
        at=note.at - timedelta(days=28),
    )  # fmt: skip
    earlier.save(force_insert=True)
    assert [row.total for row in by_team()] == [1]


def test_opens_the_people_behind_a_team_and_writes_whom_it_showed(
    client: Client, jean: Resident, asha: User, ben: User, dee: User
) -> None:
    referral = returned(jean, asha, ben)
    client.force_login(dee)
    page = reverse("dashboards:returned_by_team", args=[TEAM])
    assert f'href="{page}"' in text_of(client.get(PAGE))
    text = text_of(client.get(page))
    for words in ("Jean Smith", referral.reference, "Ben Okafor", "Returned"):
        assert words in text
    assert NOT_OURS not in text
    event = Event.objects.get(verb="list.viewed", subject_type="dashboards.returned_by_team")
    assert event.detail == {"residents": [str(jean.pk)], "team": TEAM}


def test_says_that_nothing_was_returned(client: Client, jean: Resident, asha: User, dee: User) -> None:
    make_referral(jean, asha)
    client.force_login(dee)
    assert "Nothing was returned in the last four weeks." in text_of(client.get(PAGE))
    assert "Nothing was returned." in text_of(client.get(reverse("dashboards:returned_by_team", args=["cls-grays"])))


def test_asks_as_often_for_many_as_for_one(client: Client, asha: User, ben: User, dee: User) -> None:
    client.force_login(dee)
    counted = []
    for people in (1, 8):
        for number in range(people):
            returned(make_resident(asha, known_as=f"Person {number}"), asha, ben)
        for page in (PAGE, reverse("dashboards:returned_by_team", args=[TEAM])):
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counted.append(len(queries))
    assert counted[:2] == counted[2:]
