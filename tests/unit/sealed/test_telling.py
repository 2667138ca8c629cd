"""E11: what waits for its writer for more than a day is told to them and to whoever answers for them, once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from accounts.models import Notice, User
from accounts.roles import Role
from audit.models import Event
from core import clock
from core.errors import NotPermitted
from core.models import Heartbeat
from outbox.actions import perform
from outbox.models import Job
from sealed.actions import read_for_writer, receive_item, tell_what_waits
from sealed.models import SealedItem
from tests.factories.people import make_user
from tests.factories.sealed import make_envelope
from tests.factories.taking_up import taking_up


@pytest.fixture(autouse=True)
def refusing() -> Iterator[None]:
    with taking_up():
        yield


def waiting(by: User, *, hours: int, **body: str) -> SealedItem:
    """Something of `by`'s that has waited for so many hours."""
    one = make_envelope(by, {"meets": "merged", "words": "Jean fell"} | body, kind="talk")
    receive_item(envelope=one, by=by)
    SealedItem.objects.filter(pk=one.id).update(received_at=clock.now() - timedelta(hours=hours))
    found: SealedItem = SealedItem.objects.get(pk=one.id)
    return found


def told() -> dict[str, str]:
    """Who was told what."""
    for job in Job.objects.all():
        perform(job.pk)
    return {notice.user.name: notice.words for notice in Notice.objects.select_related("user") if notice.user}


def test_writer_and_manager_are_told_after_a_day_and_once(ben: User, dee: User, chidi: User, olu: User) -> None:
    waiting(ben, hours=25)
    waiting(chidi, hours=23)
    assert (tell_what_waits(), tell_what_waits()) == (1, 1)
    words = told()
    assert sorted(words) == ["Ben Okafor", "Dee Walsh"]
    assert words["Dee Walsh"].startswith("Something that Ben Okafor wrote on a device (conversation) has waited")
    assert "Jean" not in str(words)
    assert Notice.objects.count() == 2
    assert Heartbeat.objects.get(name="sealed items").detail == {"waiting": 2, "too_long": 1}


@pytest.mark.parametrize("role", [Role.LOCALITY_MANAGER, Role.HOSPITAL_HUB])
def test_the_head_of_service_is_told_where_no_other_manager_answers_for_the_writer(
    olu: User, dee: User, role: Role
) -> None:
    waiting(make_user("Kit Moss", role, "cls-grays"), hours=25)
    tell_what_waits()
    assert sorted(told()) == ["Kit Moss", "Olu Adeyemi"]


def test_whoever_answers_for_the_writer_reads_the_words_after_a_day_and_that_is_written_down(
    ben: User, dee: User, olu: User
) -> None:
    item = waiting(ben, hours=25)
    for manager in (dee, olu):
        assert "Jean fell" in read_for_writer(item=item, by=manager).as_text
    read = Event.objects.filter(verb="sealed.read_for_writer", subject_id=item.pk)
    assert [event.actor_label for event in read.order_by("at")] == ["Dee Walsh", "Olu Adeyemi"]


def test_nobody_reads_them_before_or_who_does_not_answer_for_the_writer(ben: User, dee: User, chidi: User) -> None:
    late, early, elsewhere = waiting(ben, hours=25), waiting(ben, hours=23), waiting(chidi, hours=25)
    for item, by in ((early, dee), (elsewhere, dee), (late, chidi), (late, ben)):
        with pytest.raises(NotPermitted):
            read_for_writer(item=item, by=by)
    assert not Event.objects.filter(verb="sealed.read_for_writer").exists()
