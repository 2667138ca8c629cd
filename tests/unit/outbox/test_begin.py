"""A job that ends the worker which takes it up is not sent for ever."""

import pytest

from audit.actions import SYSTEM
from audit.models import Event
from core import clock
from outbox.actions import MOST_BEGUN, begin, perform, revive
from outbox.enums import JobStatus
from outbox.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def job() -> Job:
    now = clock.now()
    return Job.objects.create(kind="notice.deliver", payload={}, made_at=now, due_at=now)


def test_is_given_up_after_twenty_beginnings_without_an_end(job: Job) -> None:
    assert [begin(job.pk) for _ in range(MOST_BEGUN)] == [True] * MOST_BEGUN
    assert not begin(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.DEAD
    assert "never ended" in job.last_error
    assert Event.objects.filter(verb="outbox.given_up", subject_id=job.pk).count() == 1


def test_is_begun_anew_once_it_was_revived(job: Job) -> None:
    for _ in range(MOST_BEGUN + 1):
        begin(job.pk)
    revive(job_id=job.pk, by=SYSTEM, reason="memory doubled")
    assert begin(job.pk)


def test_a_job_that_is_done_is_not_begun_again(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(status=JobStatus.DONE, done_at=clock.now())
    assert not perform(job.pk)
    job.refresh_from_db()
    assert job.begun == 0
