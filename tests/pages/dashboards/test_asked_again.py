"""ASK-1 on the reports: by team and week, in each locality, and always with the people behind the number."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from audit.models import Event
from core import clock
from dashboards.asking import by_team
from dashboards.figures import no_locality, with_figures
from residents.actions import hear
from residents.enums import Topic
from residents.models import Resident
from tests.factories.field import make_conversation
from tests.factories.people import make_resident
from tests.factories.referrals import make_contact

pytestmark = pytest.mark.django_db
PAGE = "/reports/asked-again/"


def ask_again(person: Resident, by: User, times: int = 1) -> None:
    """As many conversations after the first in which the same was asked."""
    for _ in range(times + 1):
        make_conversation(person, by)


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_ask_1_is_counted_for_the_team_of_who_heard_it(
    client: Client, jean: Resident, ben: User, chidi: User, asha: User, dee: User
) -> None:
    ask_again(jean, ben, times=2)
    make_conversation(jean, chidi)
    make_contact(jean, asha)
    make_contact(jean, asha)
    rows = {row.team.slug: row.total for row in by_team()}
    assert rows == {"cls-tilbury-chadwell": 2, "cls-grays": 1, "thurrock-first": 1}
    figures = {locality.slug: locality.asked_again for locality in with_figures("asked_again")}  # type: ignore[attr-defined]
    assert figures["tilbury-chadwell"] == 2
    assert figures["grays"] == 1
    assert no_locality().asked_again == 1


def test_ask_1_is_counted_in_its_week(client: Client, jean: Resident, ben: User, dee: User) -> None:
    make_conversation(jean, ben, held_on=clock.today() - timedelta(days=21))
    make_conversation(jean, ben, held_on=clock.today() - timedelta(days=14))
    (row,) = by_team()
    assert [count for _, count in row.weeks] == [0, 0, 0, 0, 0, 1, 0, 0]
    client.force_login(dee)
    text = text_of(client.get(PAGE))
    assert "Tilbury and Chadwell CLS team" in text
    assert "neither replaced them nor confirmed that they are still true (ASK-1)" in text


def test_opens_the_people_behind_a_team_and_writes_whom_it_showed(
    client: Client, jean: Resident, ben: User, dee: User
) -> None:
    ask_again(jean, ben)
    client.force_login(dee)
    page = reverse("dashboards:asked_again_by_team", args=["cls-tilbury-chadwell"])
    assert f'href="{page}"' in text_of(client.get(PAGE))
    text = text_of(client.get(page))
    assert "Jean Smith" in text
    assert "What matters to you" in text
    assert "baking" not in text
    event = Event.objects.get(verb="list.viewed", subject_type="dashboards.asked_again_by_team")
    assert event.detail == {"residents": [str(jean.pk)], "team": "cls-tilbury-chadwell"}


def test_says_that_nobody_was_asked_again(client: Client, jean: Resident, ben: User, dee: User) -> None:
    make_conversation(jean, ben)
    client.force_login(dee)
    assert "Nobody was asked again in the last eight weeks." in text_of(client.get(PAGE))
    page = reverse("dashboards:asked_again_by_team", args=["cls-grays"])
    assert "Nobody was asked again." in text_of(client.get(page))


def test_counts_what_was_heard_without_a_team_among_those_without_a_locality(jean: Resident, olu: User) -> None:
    for number in range(2):
        source = make_resident(olu_may_add(olu), given_name=f"Source {number}")
        hear(resident=jean, topic=Topic.STORY, words="I fell.", by=olu, source=source)
    assert no_locality().asked_again == 1
    assert by_team() == []


def olu_may_add(olu: User) -> User:
    """Somebody who may add people; the head of service may not."""
    return User.objects.exclude(pk=olu.pk).get()


def test_asks_as_often_for_many_as_for_one(client: Client, asha: User, ben: User, dee: User) -> None:
    client.force_login(dee)
    counted = []
    for people in (1, 12):
        for number in range(people):
            ask_again(make_resident(asha, known_as=f"Person {number}"), ben)
        for page in (PAGE, reverse("dashboards:asked_again_by_team", args=["cls-tilbury-chadwell"])):
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counted.append(len(queries))
    assert counted[:2] == counted[2:]
