"""A file of notices: kept line by line, checked by jobs, taken up or dropped; gone on with where that has stopped."""

from hashlib import sha256

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused, WrongState
from discharges.actions.notice_rows import AT_ONCE, is_worked_on, move_file, start_checking, start_taking_up
from discharges.enums import FileStatus, RowStatus
from discharges.models import NoticeFile, NoticeRow
from discharges.notice_csv import LONGEST, Line, UnfitFile, lines_of
from discharges.notice_messages import tell_hub_what_waits_of
from discharges.policies import check_can_work_at_hospital

IS_WORKED_ON = "This file is being worked on. Wait until it is done."


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
    start_checking(sent, lines[0].number, by)
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


@transaction.atomic
def take_up_file(*, file: NoticeFile, by: User) -> NoticeFile:
    """Have the good lines of a checked file taken up. Raises NotPermitted, WrongState, and Refused without any."""
    check_can_work_at_hospital(by)
    locked = _lock(file)
    good = locked.lines.filter(status=RowStatus.GOOD).order_by("line").first()
    if locked.status == FileStatus.CHECKED and good is None:
        raise Refused("No line of this file can be taken up.")
    move_file(locked, "take up", by)
    if good is not None:
        start_taking_up(locked, good.line, by)
    return locked


@transaction.atomic
def drop_file(*, file: NoticeFile, by: User) -> NoticeFile:
    """Take up nothing of a file; of one that is being taken up, nothing more. Raises NotPermitted and WrongState."""
    check_can_work_at_hospital(by)
    locked = _lock(file)
    was_begun = locked.status == FileStatus.TAKING_UP or (
        locked.status == FileStatus.STOPPED and not _is_unread(locked)
    )
    move_file(locked, "leave" if was_begun else "drop", by)
    tell_hub_what_waits_of(locked)
    return locked


@transaction.atomic
def resume_file(*, file: NoticeFile, by: User) -> NoticeFile:
    """Go on, for `by`, with a file that has stopped, or whose job was given up; what was done stays done.

    Raises NotPermitted, WrongState for a file with which there is nothing to go on, and Refused for one that is being
    worked on.
    """
    check_can_work_at_hospital(by)
    locked = _lock(file)
    if locked.status == FileStatus.STOPPED:
        move_file(locked, "read on" if _is_unread(locked) else "go on", by)
    elif locked.status not in (FileStatus.READING, FileStatus.TAKING_UP):
        raise WrongState("There is nothing to go on with in this file.")
    elif is_worked_on(locked):
        raise Refused(IS_WORKED_ON)
    else:
        record("notice_file.resumed", by=by, subject=locked, rows=locked.rows)
    start = start_checking if locked.status == FileStatus.READING else start_taking_up
    start(locked, 0, by, again=True)
    return locked


def _is_unread(file: NoticeFile) -> bool:
    return file.lines.filter(status=RowStatus.READ).exists()


def _lock(file: NoticeFile) -> NoticeFile:
    locked: NoticeFile = NoticeFile.objects.select_for_update().get(pk=file.pk)
    return locked
