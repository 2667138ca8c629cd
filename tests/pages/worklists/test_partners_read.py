"""What a partner may read of a person: the story that was sent to them, and never another word."""

import pytest
from django.test import Client

from accounts.models import User
from localities.models import Team
from residents.actions import share
from residents.enums import Topic
from residents.models import Resident, Statement
from tests.factories.field import make_conversation
from tests.factories.referrals import make_referral

CANARY = "Canary: I told nobody else."
SENT = "I look after my husband and I am worn out."


@pytest.fixture
def spoken(jean: Resident, asha: User, ben: User) -> Resident:
    """Jean, whose every topic but the story sent to the Carers service is a canary."""
    make_referral(jean, asha, story=CANARY, matters=CANARY)
    make_conversation(jean, ben, words=dict.fromkeys(Topic, CANARY))
    return jean


def opened(client: Client, user: User, person: Resident) -> str:
    client.force_login(user)
    answer = client.get(person.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def test_shows_a_partner_the_story_that_was_sent_to_them_and_never_another_word(
    client: Client, spoken: Resident, asha: User, ines: User
) -> None:
    make_referral(spoken, asha, need="carer", story=SENT, matters=CANARY)
    page = opened(client, ines, spoken)
    assert SENT in page
    assert CANARY not in page


def test_shows_a_provider_the_story_that_was_sent_to_them_and_never_another_word(
    client: Client, spoken: Resident, asha: User, hal: User
) -> None:
    make_referral(spoken, asha, need="carer", story=CANARY)
    story = make_referral(spoken, asha, story=SENT).story
    share(resident=spoken, team=hal.teams.get(), by=asha, reason="care at home", story=story)
    page = opened(client, hal, spoken)
    assert SENT in page
    assert CANARY not in page


def test_shows_a_partner_no_word_when_no_story_was_sent_along(
    client: Client, spoken: Resident, asha: User, hal: User
) -> None:
    share(resident=spoken, team=hal.teams.get(), by=asha, reason="care at home")
    assert 'class="tc-statement__words"' not in opened(client, hal, spoken)


def test_lets_a_partner_read_each_story_that_was_sent_to_them(jean: Resident, asha: User, ines: User) -> None:
    sent = {make_referral(jean, asha, need="carer", story=story).story for story in ("First.", "Second.")}
    assert set(Statement.objects.visible_to(ines)) == sent


def test_shows_integrated_staff_every_word(spoken: Resident, ben: User) -> None:
    assert Statement.objects.visible_to(ben).count() == Statement.objects.count() > len(Topic)


@pytest.mark.parametrize("name", ["eve", "ada"])
def test_lets_nobody_read_who_opens_no_record(spoken: Resident, name: str, request: pytest.FixtureRequest) -> None:
    assert not Statement.objects.visible_to(request.getfixturevalue(name)).exists()


def test_sharing_twice_is_harmless(jean: Resident, asha: User) -> None:
    team = Team.objects.get(slug="estuary-homecare")
    for _ in range(2):
        share(resident=jean, team=team, by=asha, reason="care at home")
    assert jean.shares.count() == 1
