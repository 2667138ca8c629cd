"""ASK-1 as it is written with each statement: what held, under which topic, when, and who heard it."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core import clock
from core.errors import Refused
from residents.actions import Said, hear, hear_all
from residents.enums import Topic
from residents.models import Resident, Statement
from tests.factories.people import make_resident
from tests.factories.referrals import make_contact

pytestmark = pytest.mark.django_db


def say(jean: Resident, by: User, topic: Topic = Topic.STORY, **more: object) -> Statement:
    """Something in a call of its own."""
    source = make_contact(make_resident(by, given_name="Other"), by)
    return hear(resident=jean, topic=topic, words="I fell.", by=by, source=source, **more)  # type: ignore[arg-type]


def test_ask_1_the_first_story_is_none_and_the_second_is(jean: Resident, asha: User, ben: User) -> None:
    assert not say(jean, asha).re_asked
    again = say(jean, asha)
    assert again.re_asked
    assert again.team is not None
    assert again.team.slug == "thurrock-first"


def test_ask_1_topics_are_apart(jean: Resident, asha: User) -> None:
    say(jean, asha)
    assert not say(jean, asha, Topic.MATTERS).re_asked


def test_ask_1_what_is_replaced_is_no_re_ask(jean: Resident, asha: User) -> None:
    first = say(jean, asha)
    assert not say(jean, asha, supersedes=first).re_asked


def test_ask_1_what_is_confirmed_in_the_same_talk_is_none(jean: Resident, asha: User) -> None:
    first = say(jean, asha)
    other = say(jean, asha, Topic.HOME)
    assert not say(jean, asha, still_true=[first]).re_asked
    assert say(jean, asha, still_true=[other]).re_asked


def test_ask_1_more_in_the_same_call_is_none(jean: Resident, asha: User) -> None:
    call = make_contact(make_resident(asha, given_name="Other"), asha)
    for _ in range(2):
        assert not hear(resident=jean, topic=Topic.STORY, words="I fell.", by=asha, source=call).re_asked


def test_ask_1_what_was_heard_earlier_and_logged_later_is_none(jean: Resident, asha: User) -> None:
    say(jean, asha)
    assert not say(jean, asha, heard_at=clock.now() - timedelta(days=2)).re_asked


def test_ask_1_what_was_replaced_before_does_not_hold(jean: Resident, asha: User) -> None:
    """At noon the first held; in the evening only the second did."""
    noon = clock.now() - timedelta(hours=9)
    first = say(jean, asha, heard_at=noon)
    say(jean, asha, heard_at=noon + timedelta(hours=2), supersedes=first)
    assert (
        Statement.objects.held_before(say(jean, asha, heard_at=noon + timedelta(hours=1)), [Topic.STORY]).get() == first
    )


def test_refuses_to_replace_what_somebody_else_said(jean: Resident, asha: User) -> None:
    theirs = say(make_resident(asha, given_name="Sam"), asha)
    with pytest.raises(Refused, match="belongs to somebody else"):
        say(jean, asha, supersedes=theirs)


def test_only_one_of_two_replaces_a_statement(jean: Resident, asha: User) -> None:
    first = say(jean, asha)
    say(jean, asha, supersedes=first)
    with pytest.raises(Refused, match="replaced by somebody else"):
        say(jean, asha, supersedes=first)


def test_ask_1_each_topic_of_one_talk_is_judged_by_itself_and_the_earlier_ones_are_read_once(
    jean: Resident, asha: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = {topic: say(jean, asha, topic) for topic in (Topic.STORY, Topic.HOME, Topic.WORRIES)}
    source = make_contact(make_resident(asha, given_name="Other"), asha)
    said = [
        Said(Topic.STORY, "I fell again."),
        Said(Topic.MATTERS, "My garden."),
        Said(Topic.HOME, "The lift is mended.", supersedes=first[Topic.HOME]),
        Said(Topic.WORRIES, "The stairs."),
    ]
    with django_assert_num_queries(7):  # 4 savepoints, the team, the earlier ones, and all new ones at once
        heard = hear_all(resident=jean, said=said, by=asha, source=source, still_true=[first[Topic.WORRIES]])
    kept = {one.topic: one.re_asked for one in Statement.objects.filter(source_id=source.pk)}
    assert kept == {Topic.STORY: True, Topic.MATTERS: False, Topic.HOME: False, Topic.WORRIES: False}
    assert [one.topic for one in heard] == [one.topic for one in said]


def test_nothing_of_a_talk_is_kept_when_one_thing_it_replaces_was_replaced_meanwhile(
    jean: Resident, asha: User
) -> None:
    first = say(jean, asha)
    say(jean, asha, supersedes=first)
    before = Statement.objects.count()
    said = [Said(Topic.MATTERS, "My garden."), Said(Topic.STORY, "I fell again.", supersedes=first)]
    with pytest.raises(Refused, match="replaced by somebody else"):
        hear_all(resident=jean, said=said, by=asha, source=jean)
    assert Statement.objects.count() == before


def test_a_talk_without_words_asks_nothing(
    jean: Resident, asha: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):  # the savepoint
        assert hear_all(resident=jean, said=[], by=asha, source=jean) == []
