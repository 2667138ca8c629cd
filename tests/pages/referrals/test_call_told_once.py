"""The story is told once, on the telephone too: what is known stands beside the call, to be confirmed or replaced."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.models import Draft
from referrals.actions import Told, advise_contact
from referrals.enums import Need, Urgency
from residents.actions import hear
from residents.enums import Topic
from residents.models import Confirmation, Resident, Statement
from tests.factories.people import make_resident

pytestmark = pytest.mark.django_db
CONSOLE = "/calls/new"
NEW_WORDS = "I can manage the stairs now."


@pytest.fixture
def known(jean: Resident, ben: User) -> Statement:
    return hear(resident=jean, topic=Topic.STORY, words="I cannot manage the stairs.", by=ben, source=jean)


def typed(jean: Resident, **more: Any) -> dict[str, Any]:
    call = {"person": jean.reference, "relation": "self", "need": "getting_about", "advice": "Ring us.", "advised": ""}
    return call | {"next": "advise", "form_token": str(uuid4()), "draft_version": ""} | more


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_shows_what_is_known_with_two_ticks(client: Client, jean: Resident, asha: User, known: Statement) -> None:
    client.force_login(asha)
    text = text_of(client.get(CONSOLE, {"person": jean.reference}))
    assert "I cannot manage the stairs." in text
    assert "The person, to Ben Okafor" in text
    assert f'id="still-{known.pk}"' in text
    assert f'id="changed-{known.pk}"' in text


def test_ask_1_a_tick_confirms_and_nothing_is_asked_again(
    client: Client, jean: Resident, asha: User, known: Statement
) -> None:
    client.force_login(asha)
    answer = client.post(CONSOLE, typed(jean, story="And I fell.", still_true=[str(known.pk)]))
    assert answer.status_code == 302
    assert Confirmation.objects.get().statement == known
    assert not Statement.objects.get(words="And I fell.").re_asked


def test_new_words_replace_what_has_changed(client: Client, jean: Resident, asha: User, known: Statement) -> None:
    client.force_login(asha)
    assert client.post(CONSOLE, typed(jean, story=NEW_WORDS, replaces=[str(known.pk)])).status_code == 302
    now = Statement.objects.get(words=NEW_WORDS)
    assert (now.supersedes, now.re_asked) == (known, False)


def test_says_what_is_missing_and_keeps_the_ticks(client: Client, jean: Resident, asha: User, known: Statement) -> None:
    client.force_login(asha)
    answer = client.post(CONSOLE, typed(jean, replaces=[str(known.pk)]))
    text = text_of(answer)
    assert answer.status_code == 422
    assert "Write what has changed under “What is happening”" in text
    assert f'name="replaces" type="checkbox" value="{known.pk}" checked' in text
    assert Draft.objects.get(form="call").fields["replaces"] == [str(known.pk)]


def test_a_tick_of_somebody_else_counts_for_nothing(jean: Resident, asha: User, known: Statement) -> None:
    """The call turned out to be about another person: the ticks in the draft were of the first."""
    sam = make_resident(asha, given_name="Sam")
    told = Told(
        story=NEW_WORDS, need=Need.OTHER, urgency=Urgency.NO_RUSH, still_true=(str(known.pk), "nonsense"),
        changed=(str(known.pk),),
    )  # fmt: skip
    advise_contact(resident=sam, told=told, advice="Ring us.", by=asha)
    assert not Confirmation.objects.exists()
    assert Statement.objects.get(words=NEW_WORDS).supersedes is None


def test_the_ticks_go_along_to_the_check_page_and_are_sent(
    client: Client, jean: Resident, asha: User, known: Statement
) -> None:
    client.force_login(asha)
    sent = typed(jean, story=NEW_WORDS, replaces=[str(known.pk)], urgency="this_week", next="check")
    assert client.post(CONSOLE, sent).status_code == 302
    version = str(Draft.objects.get(form="call").version)
    press = {"send": "yes", "goes": "router", "draft_version": version, "form_token": str(uuid4())}
    answer = client.post(reverse("referrals:call_check"), press)
    assert answer.status_code == 302
    assert Statement.objects.get(words=NEW_WORDS).supersedes == known
