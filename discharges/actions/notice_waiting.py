"""Remind the hub of notices that wait too long, once a day; and tell it of files on which nobody works any more."""

from datetime import date

from django.db import transaction

from core import clock
from core.actions import beat
from discharges.actions.notice_rows import is_worked_on, last_job_of
from discharges.enums import FileStatus
from discharges.models import HospitalNotice, NoticeFile
from discharges.notice_messages import tell_file_given_up, tell_hub_what_waits_long
from discharges.rules.notices import waiting_since
from localities.places import bank_holidays


@transaction.atomic
def remind_of_waiting_notices(today: date | None = None) -> int:
    """Tell the hub how many notices have waited longer than a working day (NOT-8); how many they are. Tell it of each
    file whose work was given up as well.

    Safe to repeat: it is told once a day, and not at all when nothing waits so long; of a file, each time that its
    work stops. `today` is the London date, the present one when None.
    """
    day = today or clock.today()
    before = clock.start_of(waiting_since(day, bank_holidays()))
    waiting: int = HospitalNotice.objects.waiting().filter(received_at__lt=before).count()
    if waiting:
        tell_hub_what_waits_long(waiting, day)
    beat("waiting notices", on=str(day), waiting=waiting, files_given_up=_tell_of_files_given_up())
    return waiting


def _tell_of_files_given_up() -> int:
    """Tell the hub of files whose job was given up, or is gone; how many they are."""
    begun = NoticeFile.objects.filter(status__in=(FileStatus.READING, FileStatus.TAKING_UP))
    given_up = [file for file in begun.order_by("pk") if not is_worked_on(file)]
    for file in given_up:
        tell_file_given_up(file, stop=last_job_of(file))
    return len(given_up)
