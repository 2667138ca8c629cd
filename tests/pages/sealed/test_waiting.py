"""/outbox/waiting/: what has waited for its writer for more than a day, for whoever answers for them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core import clock
from residents.models import Resident
from residents.querysets import ResidentQuerySet
from sealed.actions import receive_item
from sealed.models import SealedItem
from tests.factories.sealed import make_envelope
from tests.factories.taking_up import taking_up


@pytest.fixture(autouse=True)
def refusing() -> Iterator[None]:
    with taking_up():
        yield


def waiting(by: User, hours: int) -> SealedItem:
    one = make_envelope(by, {"meets": "merged", "words": "Jean fell"}, kind="talk")
    receive_item(envelope=one, by=by)
    SealedItem.objects.filter(pk=one.id).update(received_at=clock.now() - timedelta(hours=hours))
    found: SealedItem = SealedItem.objects.get(pk=one.id)
    return found


def test_a_manager_sees_what_waits_in_their_teams_and_why_without_its_words(
    client: Client, ben: User, chidi: User, dee: User
) -> None:
    for writer, hours in ((ben, 50), (chidi, 50)):
        waiting(writer, hours)
    client.force_login(dee)
    text = client.get("/outbox/waiting/").content.decode()
    for said in ("Ben Okafor", "Conversation, written on", "2 days", "merged into one that you may not see"):
        assert said in text, said
    assert "Chidi" not in text
    assert "Jean fell" not in text


def test_the_head_of_service_sees_all_of_it(client: Client, ben: User, chidi: User, olu: User) -> None:
    for writer in (ben, chidi):
        waiting(writer, 25)
    client.force_login(olu)
    text = client.get("/outbox/waiting/").content.decode()
    assert "Ben Okafor" in text
    assert "Chidi Eze" in text


def test_what_has_waited_for_less_than_a_day_is_its_writers_alone(client: Client, ben: User, dee: User) -> None:
    item = waiting(ben, 23)
    client.force_login(dee)
    assert "Nothing waits." in client.get("/outbox/waiting/").content.decode()
    assert client.post(f"/outbox/waiting/{item.pk}/read").status_code == 404


def test_the_words_are_saved_as_text_and_that_they_were_is_written_down(client: Client, ben: User, dee: User) -> None:
    item = waiting(ben, 25)
    client.force_login(dee)
    answer = client.post(f"/outbox/waiting/{item.pk}/read")
    assert "Jean fell" in answer.content.decode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert Event.objects.get(verb="sealed.read_for_writer").actor_label == "Dee Walsh"
    item.refresh_from_db()
    assert item.contents is not None


def test_about_whom_the_words_are_is_written_down_and_asked_of_the_draft(
    client: Client, ben: User, dee: User, jean: Resident
) -> None:
    item = waiting(ben, 25)
    other = waiting(ben, 1)
    SealedItem.objects.filter(pk=other.pk).update(draft=item.draft, contents={"person": jean.reference})
    client.force_login(dee)
    assert client.post(f"/outbox/waiting/{item.pk}/read").status_code == 200
    assert Event.objects.get(verb="sealed.read_for_writer").resident_id == jean.pk


def test_nobody_reads_about_somebody_whom_they_may_not_see(
    client: Client, ben: User, dee: User, jean: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = waiting(ben, 25)
    SealedItem.objects.update(contents={"person": jean.reference, "words": "Jean fell"})
    monkeypatch.setattr(ResidentQuerySet, "visible_to", lambda self, viewer: self.none())
    client.force_login(dee)
    answer = client.post(f"/outbox/waiting/{item.pk}/read")
    assert answer.status_code == 403
    assert "Jean fell" not in answer.content.decode()


def test_asks_as_many_questions_for_sixty_as_for_one(
    client: Client, ben: User, dee: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(60):
        waiting(ben, 30)
    client.force_login(dee)
    with django_assert_max_num_queries(9):
        assert "page=2" in client.get("/outbox/waiting/").content.decode()
