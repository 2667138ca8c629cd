"""What operators see of jobs that were given up, and how they put them back."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import Event
from core import clock
from outbox.enums import JobStatus
from outbox.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def dead() -> Job:
    now = clock.now()
    return Job.objects.create(
        kind="notice.deliver", status=JobStatus.DEAD, made_at=now, due_at=now, tries=5, last_error="KeyError"
    )


def run(*arguments: str) -> str:
    said = StringIO()
    call_command("given_up", *arguments, stdout=said)
    return said.getvalue()


def test_lists_what_was_given_up_and_why(dead: Job) -> None:
    said = run()
    assert str(dead.pk) in said
    assert "KeyError" in said
    assert "1 jobs were given up." in said


def test_puts_one_back_and_keeps_the_reason_in_the_audit_log(dead: Job) -> None:
    run("--revive", str(dead.pk), "--reason", "Key added, Sam")
    dead.refresh_from_db()
    assert (dead.status, dead.tries) == (JobStatus.WAITING, 0)
    assert Event.objects.get(verb="outbox.revived").reason == "Key added, Sam"


def test_refuses_without_a_reason(dead: Job) -> None:
    with pytest.raises(CommandError, match="what was mended"):
        run("--revive", "all")
    dead.refresh_from_db()
    assert dead.status == JobStatus.DEAD


@pytest.mark.parametrize("job_id", ["nonsense", "00000000-0000-0000-0000-000000000001"])
def test_says_so_when_there_is_no_such_job(dead: Job, job_id: str) -> None:
    with pytest.raises(CommandError, match="job"):
        run("--revive", job_id, "--reason", "mended")
