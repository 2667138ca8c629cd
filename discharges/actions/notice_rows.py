"""The lines of a file of notices: checked and taken up by jobs, some lines each; a line that fails stops no other."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from core.logs import in_short
from discharges.actions.notices import receive_notice
from discharges.enums import FileStatus, NoticeSource, RowStatus
from discharges.models import NoticeFile, NoticeRow
from discharges.notice_desk import Desk, desk_for
from discharges.notice_messages import tell_file_done, tell_file_stopped, tell_hub_what_waits_of
from discharges.notice_reading import Read, read_notice
from discharges.policies import can_work_at_hospital
from discharges.states import NOTICE_FILE
from outbox.actions import enqueue
from outbox.enums import JobStatus
from outbox.models import Job

logger = logging.getLogger(__name__)

AT_ONCE = 500  # lines that one job checks
TAKEN_AT_ONCE = 50  # lines that one job takes up: each may put somebody on the hospital list
CHECK, TAKE_UP = "notice_file.check", "notice_file.take_up"
KNOWN = "This notice is known already."
FAULT = "This line could not be read or taken up, because of a fault of ours that was written down. Send it again."


def start_checking(file: NoticeFile, line: int, by: User, *, again: bool = False) -> None:
    """Have a job check the lines from `line` on, for `by`; `again` where the first job of this line was given up."""
    enqueue("notice_file.check", dedupe_key=_key(CHECK, file, line, again), file=str(file.pk), by=str(by.pk))


def start_taking_up(file: NoticeFile, line: int, by: User, *, again: bool = False) -> None:
    """Have a job take up the good lines from `line` on, for `by`; `again` as above."""
    enqueue("notice_file.take_up", dedupe_key=_key(TAKE_UP, file, line, again), file=str(file.pk), by=str(by.pk))


def _key(kind: str, file: NoticeFile, line: int, again: bool) -> str:
    return f"{kind}:{file.pk}:{line}" + (f":{clock.now().isoformat()}" if again else "")


def is_worked_on(file: NoticeFile) -> bool:
    """Whether a job for a file waits, or is under way; one that was given up, or is gone, does nothing more."""
    return _jobs_of(file).filter(status__in=(JobStatus.WAITING, JobStatus.SENT)).exists()


def last_job_of(file: NoticeFile) -> str:
    """The key of the last job that was written for a file; "" when there is none any more. Another one is another
    try to go on with it.
    """
    last = _jobs_of(file).order_by("-made_at", "-pk").first()
    return str(last.pk) if last else ""


def _jobs_of(file: NoticeFile) -> QuerySet[Job]:
    checks, takes_up = (Q(dedupe_key__startswith=f"{kind}:{file.pk}:") for kind in (CHECK, TAKE_UP))
    return Job.objects.filter(checks | takes_up)


def read_row(row: NoticeRow) -> Read:
    """The notice that a line says; what it says of "today" is said of the day on which the file was sent."""
    return read_notice(row.said.get("kind", ""), row.said, row.file.sent_at)


def move_file(file: NoticeFile, verb: str, by: User, *, because: str = "") -> None:
    """Take a file one step on."""
    step = NOTICE_FILE.transition(verb, file.status)
    file.status, file.stopped_because = FileStatus(step.target), because
    if file.status in (FileStatus.DONE, FileStatus.DROPPED, FileStatus.LEFT):
        file.settled_at = clock.now()
    file.save(update_fields=["status", "settled_at", "stopped_because"])
    record(step.event, by=by, subject=file, rows=file.rows)


def _in_hand(file: str, by: str, status: FileStatus) -> tuple[NoticeFile, User] | None:
    """The file, locked, and for whom its lines are worked on; nothing when it is not in this state any more, or when
    that worker may not do it any more: then it stops, and the hub is told.
    """
    found = NoticeFile.objects.select_for_update(of=("self",)).select_related("sent_by")
    locked: NoticeFile = found.get(pk=file)
    if locked.status != status:
        return None
    worker = User.objects.get(pk=by) if by else locked.sent_by
    if worker.is_active and can_work_at_hospital(worker):
        return locked, worker
    because = f"{worker.name} does not work in the hospital hub any more. Somebody else has to go on with this file."
    move_file(locked, "stop", worker, because=because)
    tell_file_stopped(locked)
    return None


def check_rows(*, file: str, by: str = "") -> None:
    """Read the next lines of a file that is being checked, and have those after them read by another job."""
    found = _in_hand(file, by, FileStatus.READING)
    if found is None:
        return
    locked, worker = found
    waiting = locked.lines.filter(status=RowStatus.READ).order_by("line")
    rows, reads = _read(list(waiting[:AT_ONCE]), worker)
    desk, first = desk_for(reads.values()), _first_lines(locked, reads)
    for row in rows:
        if row.line in reads:
            _check(row, reads[row.line], desk, first)
    NoticeRow.objects.bulk_update(rows, ["status", "problems", "fingerprint"])
    following = waiting.first()
    if following is not None:
        start_checking(locked, following.line, worker)
    else:
        move_file(locked, "check", worker)


def _read(rows: list[NoticeRow], by: User) -> tuple[list[NoticeRow], dict[int, Read]]:
    """The notices that lines say, by line; a line that cannot even be read is bad."""
    reads: dict[int, Read] = {}

    def keep(row: NoticeRow) -> None:
        reads[row.line] = read_row(row)

    for row in rows:
        _each(row, keep, by)
    return rows, reads


def _each(row: NoticeRow, work: Callable[[NoticeRow], None], by: User) -> None:
    """Do the work of one line. What the database cannot do now is tried again with the whole job; any other fault is
    that of the line, which says so.
    """
    try:
        work(row)
    except Refused as refusal:
        row.status, row.problems = RowStatus.BAD, [str(refusal)]
    except (OperationalError, InterfaceError):
        raise
    except Exception as fault:
        logger.exception("line %s of the file of notices %s failed", row.line, row.file_id)
        row.status, row.problems = RowStatus.BAD, [FAULT]
        record("notice_file.line_failed", by=by, subject=row.file, line=row.line, fault=in_short(fault)[:200])


def _first_lines(file: NoticeFile, reads: dict[int, Read]) -> dict[str, int]:
    """The notices of a file that were read already, by what makes them the same, with their lines."""
    wanted = [read.fingerprint for read in reads.values() if read.is_good]
    found = file.lines.filter(fingerprint__in=wanted, status=RowStatus.GOOD)
    return dict(found.values_list("fingerprint", "line"))


def _check(row: NoticeRow, read: Read, desk: Desk, first: dict[str, int]) -> None:
    if not read.is_good:
        row.status, row.problems = RowStatus.BAD, list(read.problems.values())
        return
    row.fingerprint = read.fingerprint
    if desk.same_as(read) is not None:
        row.status, row.problems = RowStatus.TWICE, [KNOWN]
    elif row.fingerprint in first:
        row.status, row.problems = RowStatus.TWICE, [f"The same notice as in line {first[row.fingerprint]}."]
    else:
        row.status = RowStatus.GOOD
        first[row.fingerprint] = row.line


def take_up_rows(*, file: str, by: str = "") -> None:
    """Take up the next good lines of a file, in their order, and have those after them taken up by another job."""
    found = _in_hand(file, by, FileStatus.TAKING_UP)
    if found is None:
        return
    locked, worker = found
    waiting = locked.lines.filter(status=RowStatus.GOOD).order_by("line")
    rows, reads = _read(list(waiting[:TAKEN_AT_ONCE]), worker)
    desk = desk_for(reads.values())
    for row in rows:
        if row.line in reads:
            _each(row, lambda one: _take_up(one, reads[one.line], desk, worker), worker)
    NoticeRow.objects.bulk_update(rows, ["status", "problems", "notice"])
    following = waiting.first()
    if following is not None:
        start_taking_up(locked, following.line, worker)
    else:
        move_file(locked, "finish", worker)
        tell_file_done(locked, worker)
        tell_hub_what_waits_of(locked)


def _take_up(row: NoticeRow, read: Read, desk: Desk, by: User) -> None:
    with transaction.atomic():
        row.notice, is_new = receive_notice(read=read, source=NoticeSource.FILE, by=by, desk=desk)
    row.status = RowStatus.TAKEN if is_new else RowStatus.TWICE
    row.problems = [] if is_new else [KNOWN]
