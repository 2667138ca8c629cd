"""A file of notices: kept line by line, checked, and taken up or dropped. The work is done by jobs, some lines each."""

from hashlib import sha256

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from discharges.actions.notices import receive_notice
from discharges.enums import FileStatus, NoticeSource, RowStatus
from discharges.models import NoticeFile, NoticeRow
from discharges.notice_csv import LONGEST, Line, UnfitFile, lines_of
from discharges.notice_desk import Desk, desk_for
from discharges.notice_messages import tell_file_done
from discharges.notice_reading import Read, read_notice
from discharges.policies import check_can_work_at_hospital
from discharges.states import NOTICE_FILE
from outbox.actions import enqueue

AT_ONCE = 500  # lines that one job checks
TAKEN_AT_ONCE = 100  # lines that one job takes up: each may put somebody on the hospital list
KNOWN = "This notice is known already."


@transaction.atomic
def send_file(*, name: str, content: bytes, by: User) -> NoticeFile:
    """Keep a file line by line and have it checked; nothing of it is taken up.

    Raises NotPermitted, and Refused with a sentence for what is no file of notices.
    """
    check_can_work_at_hospital(by)
    try:
        lines = lines_of(content)
    except UnfitFile as unfit:
        raise Refused(str(unfit)) from unfit
    sent = NoticeFile.objects.create(
        name=_name(name), digest=sha256(content[: LONGEST + 1]).hexdigest(), rows=len(lines), sent_at=clock.now(),
        sent_by=by,
    )  # fmt: skip
    NoticeRow.objects.bulk_create((_row(sent, line) for line in lines), batch_size=AT_ONCE)
    record("notice_file.sent", by=by, subject=sent, rows=len(lines))
    _check_from(sent, lines[0].number)
    return sent


def _name(name: str) -> str:
    return "".join(sign for sign in name if sign.isprintable())[:200] or "notices.csv"


def _row(sent: NoticeFile, line: Line) -> NoticeRow:
    said = dict(line.said)
    problems = [line.problem] if line.problem else []
    return NoticeRow(
        file=sent, line=line.number, said=said, problems=problems,
        status=RowStatus.BAD if problems else RowStatus.READ,
    )  # fmt: skip


def _check_from(file: NoticeFile, line: int) -> None:
    enqueue("notice_file.check", dedupe_key=f"notice_file.check:{file.pk}:{line}", file=str(file.pk))


def _take_up_from(file: NoticeFile, line: int) -> None:
    enqueue("notice_file.take_up", dedupe_key=f"notice_file.take_up:{file.pk}:{line}", file=str(file.pk))


def read_row(row: NoticeRow) -> Read:
    """The notice that a line says."""
    return read_notice(row.said.get("kind", ""), row.said, clock.now())


def check_rows(*, file: str) -> None:
    """Read the next lines of a file that is being checked, and have those after them read by another job."""
    locked = NoticeFile.objects.select_for_update().get(pk=file)
    if locked.status != FileStatus.READING:
        return
    waiting = locked.lines.filter(status=RowStatus.READ).order_by("line")
    rows = list(waiting[:AT_ONCE])
    reads = [read_row(row) for row in rows]
    desk, first = desk_for(reads), _first_lines(locked, reads)
    for row, read in zip(rows, reads, strict=True):
        _check(row, read, desk, first)
    NoticeRow.objects.bulk_update(rows, ["status", "problems", "fingerprint"])
    following = waiting.first()
    if following is not None:
        _check_from(locked, following.line)
    else:
        _move(locked, "check", locked.sent_by)


def _first_lines(file: NoticeFile, reads: list[Read]) -> dict[str, int]:
    """The notices of a file that were read already, by what makes them the same, with their lines."""
    wanted = [read.fingerprint for read in reads if read.is_good]
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


def _move(file: NoticeFile, verb: str, by: User) -> None:
    step = NOTICE_FILE.transition(verb, file.status)
    file.status = FileStatus(step.target)
    if file.status in (FileStatus.DONE, FileStatus.DROPPED):
        file.settled_at = clock.now()
    file.save(update_fields=["status", "settled_at"])
    record(step.event, by=by, subject=file, rows=file.rows)


@transaction.atomic
def take_up_file(*, file: NoticeFile, by: User) -> NoticeFile:
    """Have the good lines of a checked file taken up. Raises NotPermitted, WrongState, and Refused without any."""
    check_can_work_at_hospital(by)
    locked: NoticeFile = NoticeFile.objects.select_for_update().get(pk=file.pk)
    good = locked.lines.filter(status=RowStatus.GOOD).order_by("line").first()
    if locked.status == FileStatus.CHECKED and good is None:
        raise Refused("No line of this file can be taken up.")
    _move(locked, "take up", by)
    if good is not None:
        _take_up_from(locked, good.line)
    return locked


@transaction.atomic
def drop_file(*, file: NoticeFile, by: User) -> NoticeFile:
    """Take up nothing of a file. Raises NotPermitted and WrongState."""
    check_can_work_at_hospital(by)
    locked: NoticeFile = NoticeFile.objects.select_for_update().get(pk=file.pk)
    _move(locked, "drop", by)
    return locked


def take_up_rows(*, file: str) -> None:
    """Take up the next good lines of a file, in their order, and have those after them taken up by another job."""
    locked = NoticeFile.objects.select_for_update(of=("self",)).select_related("sent_by").get(pk=file)
    if locked.status != FileStatus.TAKING_UP:
        return
    waiting = locked.lines.filter(status=RowStatus.GOOD).order_by("line")
    rows = list(waiting[:TAKEN_AT_ONCE])
    reads = [read_row(row) for row in rows]
    desk = desk_for(reads)
    for row, read in zip(rows, reads, strict=True):
        _take_up(row, read, desk, locked.sent_by)
    NoticeRow.objects.bulk_update(rows, ["status", "problems", "notice"])
    following = waiting.first()
    if following is not None:
        _take_up_from(locked, following.line)
    else:
        _move(locked, "finish", locked.sent_by)
        tell_file_done(locked)


def _take_up(row: NoticeRow, read: Read, desk: Desk, by: User) -> None:
    try:
        with transaction.atomic():
            row.notice, is_new = receive_notice(read=read, source=NoticeSource.FILE, by=by, desk=desk)
    except Refused as refusal:
        row.status, row.problems = RowStatus.BAD, [str(refusal)]
        return
    row.status = RowStatus.TAKEN if is_new else RowStatus.TWICE
    row.problems = [] if is_new else [KNOWN]
