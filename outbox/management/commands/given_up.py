"""`manage.py given_up`: the jobs that the outbox gave up, and the way to put them back once their cause is mended."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.actions import SYSTEM
from outbox.actions import revive
from outbox.enums import JobStatus
from outbox.models import Job


class Command(BaseCommand):
    help = "List the jobs that were given up; --revive ID --reason WORDS puts one back into the queue (ID all: each)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--revive", metavar="ID")
        parser.add_argument("--reason", default="", help="what was mended, and by whom; it stands in the audit log")

    def handle(self, *args: Any, **options: Any) -> None:
        dead = Job.objects.filter(status=JobStatus.DEAD).order_by("made_at")
        if not options["revive"]:
            for job in dead.iterator():
                self.stdout.write(f"{job.pk}  {job.kind}  {job.made_at:%Y-%m-%d %H:%M} UTC  {job.last_error}")
            self.stdout.write(f"{dead.count()} jobs were given up.")
            return
        if not options["reason"].strip():
            raise CommandError("Say with --reason what was mended, and by whom.")
        for job_id in [job.pk for job in dead] if options["revive"] == "all" else [_key(options["revive"])]:
            self._revive(job_id, options["reason"])

    def _revive(self, job_id: UUID, reason: str) -> None:
        try:
            revive(job_id=job_id, by=SYSTEM, reason=reason)
        except Job.DoesNotExist:
            raise CommandError(f"No job with the id {job_id} was given up.") from None
        self.stdout.write(f"{job_id} is back in the queue.")


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise CommandError(f"{text} is not the id of a job. `manage.py given_up` lists them.") from None
