"""Enqueue, perform, give up, revive."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Notice, User
from audit.models import Event
from core import clock
from localities.models import Team
from outbox.actions import BACK_OFF, MOST_TRIES, enqueue, enqueue_many, perform, revive
from outbox.enums import JobStatus
from outbox.models import Effect, Job

pytestmark = pytest.mark.django_db
PAYLOAD = {"words": "New referral", "link": "/"}


def notice_job(key: str = "a", **more: Any) -> Job:
    team = Team.objects.get(slug="cls-grays")
    enqueue("notice.deliver", dedupe_key=key, key=key, team=str(team.pk), **PAYLOAD, **more)
    return Job.objects.get(dedupe_key=key)


@transaction.atomic
def fail_after_enqueueing() -> None:
    notice_job()
    raise ZeroDivisionError


def poison_job() -> Job:
    """A notice to a team that does not exist: its handler fails each time."""
    enqueue("notice.deliver", key="p", team="not an id", **PAYLOAD)
    return Job.objects.get(payload__key="p")


def test_writes_a_waiting_job_that_is_due_now() -> None:
    job = notice_job()
    assert (job.status, job.tries) == (JobStatus.WAITING, 0)
    assert job.due_at <= clock.now()


def test_writes_nothing_when_the_action_around_it_fails() -> None:
    with pytest.raises(ZeroDivisionError):
        fail_after_enqueueing()
    assert not Job.objects.exists()


def test_writes_one_job_for_one_dedupe_key() -> None:
    notice_job("a")
    notice_job("a")
    enqueue_many("notice.deliver", [("a", {}), ("b", {})])
    assert sorted(Job.objects.values_list("dedupe_key", flat=True)) == ["a", "b"]


@pytest.mark.parametrize("enqueue_one", [lambda: enqueue("tea.make"), lambda: enqueue_many("tea.make", [("a", {})])])
def test_refuses_a_kind_that_nobody_handles(enqueue_one: Any) -> None:
    with pytest.raises(LookupError, match=r"tea\.make"):
        enqueue_one()
    assert not Job.objects.exists()


def test_does_the_job_once_and_says_whether_it_did() -> None:
    job = notice_job()
    assert perform(job.pk) is True
    assert perform(job.pk) is False
    job.refresh_from_db()
    assert (job.status, job.done_at is not None) == (JobStatus.DONE, True)
    assert Notice.objects.count() == Effect.objects.count() == 1


def test_does_nothing_for_a_hint_of_no_job(ada: User) -> None:
    assert perform(ada.pk) is False


def test_keeps_the_failure_and_waits_longer_each_time() -> None:
    job = poison_job()
    for number, pause in enumerate(BACK_OFF, start=1):
        before = clock.now()
        assert perform(job.pk) is False
        job.refresh_from_db()
        assert (job.status, job.tries) == (JobStatus.WAITING, number)
        assert pause <= job.due_at - before < pause + timedelta(seconds=5)
        assert job.last_error.startswith("ValueError")
    assert not Effect.objects.exists()


def test_gives_up_after_the_fifth_try_with_an_audit_row() -> None:
    job = poison_job()
    for _ in range(MOST_TRIES + 2):
        perform(job.pk)
    job.refresh_from_db()
    assert (job.status, job.tries) == (JobStatus.DEAD, MOST_TRIES)
    given_up = Event.objects.get(verb="outbox.given_up")
    assert (given_up.subject_id, given_up.detail) == (job.pk, {"kind": "notice.deliver", "tries": MOST_TRIES})


def test_undoes_what_a_failing_handler_wrote(settings: Any) -> None:
    settings.OUTBOX_HANDLERS = {**settings.OUTBOX_HANDLERS, "half.done": "tests.unit.outbox.handlers.half_done"}
    enqueue("half.done")
    assert perform(Job.objects.get().pk) is False
    assert not Notice.objects.exists()


def test_puts_a_dead_job_back_with_who_and_why(ada: User) -> None:
    job = poison_job()
    for _ in range(MOST_TRIES):
        perform(job.pk)
    revive(job_id=job.pk, by=ada, reason="The team exists now.")
    job.refresh_from_db()
    assert (job.status, job.tries) == (JobStatus.WAITING, 0)
    assert Event.objects.get(verb="outbox.revived").reason == "The team exists now."


def test_takes_no_job_back_that_is_not_dead(ada: User) -> None:
    with pytest.raises(Job.DoesNotExist):
        revive(job_id=notice_job().pk, by=ada, reason="why not")
