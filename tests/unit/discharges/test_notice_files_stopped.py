"""Files of notices whose work fails: a bad line stops no other, a stopped file is gone on with, each line once."""

import os
import signal
import subprocess
import sys
from typing import Any

import pytest
from django.db import OperationalError

from accounts.actions import deactivate
from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from core.errors import NotPermitted, Refused, WrongState
from core.models import Heartbeat
from discharges.actions import (
    drop_file,
    is_worked_on,
    notice_rows,
    remind_of_waiting_notices,
    resume_file,
    send_file,
    take_up_file,
)
from discharges.enums import FileStatus, RowStatus
from discharges.models import HospitalNotice, NoticeFile
from outbox.actions import MOST_TRIES, perform
from outbox.enums import JobStatus
from outbox.models import Job
from tests.factories.notices import csv_of
from tests.factories.people import make_user
from tests.servers import ROOT
from tests.unit.discharges.test_notice_files import line, statuses, work


def checked(by: User, lines: int) -> NoticeFile:
    sent = send_file(name="a.csv", content=csv_of(*(line(f"Name{number}") for number in range(lines))), by=by)
    work()
    return take_up_file(file=sent, by=by)


def failing(monkeypatch: pytest.MonkeyPatch, family_name: str, fault: Exception) -> None:
    """What takes notices in fails for one of them."""
    usual = notice_rows.receive_notice

    def receive(**told: Any) -> Any:
        if told["read"].values["family_name"] == family_name:
            raise fault
        return usual(**told)

    monkeypatch.setattr(notice_rows, "receive_notice", receive)


def test_a_line_that_fails_stops_no_other_and_is_written_down(gwen: User, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = checked(gwen, 3)
    failing(monkeypatch, "Name1", KeyError("ward"))
    work()
    sent.refresh_from_db()
    assert (sent.status, statuses(sent)) == (FileStatus.DONE, {2: "taken", 3: "bad", 4: "taken"})
    assert sent.lines.get(line=3).problems == [notice_rows.FAULT]
    written = Event.objects.get(verb="notice_file.line_failed")
    assert (written.detail["line"], "ward" in written.detail["fault"]) == (3, True)


def test_a_line_that_cannot_be_read_stops_no_other(gwen: User, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = notice_rows.read_notice

    def read(kind: str, said: Any, now: Any) -> Any:
        if said["family_name"] == "Name1":
            raise ZeroDivisionError("a fault of ours")
        return usual(kind, said, now)

    monkeypatch.setattr(notice_rows, "read_notice", read)
    sent = send_file(name="a.csv", content=csv_of(*(line(f"Name{number}") for number in range(3))), by=gwen)
    work()
    sent.refresh_from_db()
    assert (sent.status, statuses(sent)) == (FileStatus.CHECKED, {2: "good", 3: "bad", 4: "good"})


def fail_for_good(file: NoticeFile) -> None:
    """Try the job of a file until the outbox gives it up."""
    for _ in range(MOST_TRIES):
        job = Job.objects.get(kind="notice_file.take_up", status__in=(JobStatus.WAITING, JobStatus.SENT))
        assert not perform(job.pk)
    assert not is_worked_on(file)


def test_what_the_database_cannot_do_now_is_no_fault_of_a_line_and_the_file_goes_on_later(
    gwen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = checked(gwen, 3)
    with monkeypatch.context() as down:
        failing(down, "Name1", OperationalError("deadlock detected"))
        assert is_worked_on(sent)
        with pytest.raises(Refused, match="is being worked on"):
            resume_file(file=sent, by=gwen)
        fail_for_good(sent)
    assert set(statuses(sent).values()) == {"good"}
    resume_file(file=sent, by=gwen)
    work()
    sent.refresh_from_db()
    assert (sent.status, set(statuses(sent).values())) == (FileStatus.DONE, {"taken"})
    with pytest.raises(WrongState):
        resume_file(file=sent, by=gwen)


def told_of_stops(file: NoticeFile) -> list[str]:
    found = Job.objects.filter(kind="notice.deliver", payload__link=file.get_absolute_url())
    return list(found.values_list("payload__words", flat=True))


def test_the_hub_is_told_of_a_file_whose_job_was_given_up_once_for_each_time(
    gwen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = checked(gwen, 3)
    failing(monkeypatch, "Name2", OperationalError("canceling statement due to lock timeout"))
    remind_of_waiting_notices()
    assert told_of_stops(sent) == []  # its job waits still
    words = "The work on a file of 3 notices has stopped, and somebody has to go on with it"
    for times in (1, 2):
        fail_for_good(sent)
        for _ in range(2):
            remind_of_waiting_notices()
        assert told_of_stops(sent) == [words] * times
        assert Heartbeat.objects.get(name="waiting notices").detail["files_given_up"] == 1
        resume_file(file=sent, by=gwen)
        remind_of_waiting_notices()
        assert told_of_stops(sent) == [words] * times


def test_the_rest_of_a_file_is_left_and_what_was_taken_up_stays(
    gwen: User, asha: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_rows, "TAKEN_AT_ONCE", 1)
    sent = checked(gwen, 3)
    failing(monkeypatch, "Name1", OperationalError("deadlock detected"))
    assert perform(Job.objects.get(kind="notice_file.take_up").pk)
    with pytest.raises(NotPermitted):
        resume_file(file=sent, by=asha)
    left = drop_file(file=sent, by=gwen)
    assert (left.status, statuses(sent)) == (FileStatus.LEFT, {2: "taken", 3: "good", 4: "good"})
    assert left.settled_at is not None
    assert Job.objects.filter(dedupe_key=f"notice-file-waits:{sent.pk}").exists()


@pytest.mark.parametrize("how", ["role", "account"])
def test_whoever_may_not_do_it_any_more_stops_the_file_and_somebody_else_goes_on(
    gwen: User, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(notice_rows, "TAKEN_AT_ONCE", 1)
    kim, sent = make_user("Kim Ross", Role.HOSPITAL_HUB, "hospital-hub"), checked(gwen, 3)
    assert perform(Job.objects.get(kind="notice_file.take_up").pk)
    if how == "role":
        User.objects.filter(pk=gwen.pk).update(role=Role.TRIAGE)
    else:
        deactivate(user=gwen, by=kim)
    work()
    sent.refresh_from_db()
    assert (sent.status, statuses(sent)) == (FileStatus.STOPPED, {2: "taken", 3: "good", 4: "good"})
    assert sent.stopped_because.startswith(f"{gwen.name} does not work in the hospital hub any more.")
    assert Job.objects.filter(kind="notice.deliver", payload__link=sent.get_absolute_url()).exists()
    resume_file(file=sent, by=kim)
    work()
    sent.refresh_from_db()
    assert (sent.status, sent.stopped_because, set(statuses(sent).values())) == (FileStatus.DONE, "", {"taken"})
    assert HospitalNotice.objects.filter(received_by=kim).count() == 2


def test_a_file_that_stopped_while_it_was_checked_is_checked_on_or_dropped(gwen: User) -> None:
    kim = make_user("Kim Ross", Role.HOSPITAL_HUB, "hospital-hub")
    files = [send_file(name="a.csv", content=csv_of(line(f"Name{number}")), by=gwen) for number in range(2)]
    User.objects.filter(pk=gwen.pk).update(role=Role.TRIAGE)
    work()
    resume_file(file=files[0], by=kim)
    assert drop_file(file=files[1], by=kim).status == FileStatus.DROPPED
    work()
    files[0].refresh_from_db()
    assert files[0].status == FileStatus.CHECKED


def test_the_hub_is_told_once_of_a_file_how_many_notices_wait(gwen: User) -> None:
    checked(gwen, 3)
    work()
    (told,) = Job.objects.filter(dedupe_key__startswith="notice-file-waits:")
    assert told.payload["words"] == "3 notices of a file wait: the hub has to say whom they are about"
    assert not Job.objects.filter(dedupe_key__startswith="notice-waits:").exists()


def test_not_8_the_hub_is_reminded_once_a_day_of_what_waits_long(gwen: User) -> None:
    checked(gwen, 2)
    work()
    HospitalNotice.objects.filter(family_name="Name0").update(received_at="2026-11-16T10:00:00Z")
    HospitalNotice.objects.filter(family_name="Name1").update(received_at="2026-11-17T10:00:00Z")
    wednesday, thursday = (
        notice_rows.clock.today().replace(2026, 11, 18),
        notice_rows.clock.today().replace(2026, 11, 19),
    )
    assert [remind_of_waiting_notices(wednesday) for _ in range(2)] == [1, 1]
    assert remind_of_waiting_notices(thursday) == 2
    told = Job.objects.filter(dedupe_key__startswith="notices-wait-long:").order_by("dedupe_key")
    assert [one.payload["words"] for one in told] == [
        "1 notice of wards waits longer than a working day",
        "2 notices of wards wait longer than a working day",
    ]


LINES = 40
KILLED_AT = 25
DIE_IN_THE_MIDDLE = """
import os, signal, sys, django
django.setup()
from discharges.actions import notice_rows
from outbox.actions import perform
usual, taken = notice_rows.receive_notice, 0
def receive(**told):
    global taken
    taken += 1
    if taken == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return usual(**told)
notice_rows.receive_notice = receive
perform(sys.argv[1])
"""


def test_a_worker_killed_in_the_middle_leaves_every_line_to_be_taken_up_exactly_once(committed: str) -> None:
    gwen = make_user("Gwen Price", Role.HOSPITAL_HUB, "hospital-hub")
    sent = checked(gwen, LINES)
    job = Job.objects.get(kind="notice_file.take_up")
    ended = subprocess.run(
        [sys.executable, "-c", DIE_IN_THE_MIDDLE, str(job.pk), str(KILLED_AT)],
        cwd=ROOT, env=os.environ | {"DATABASE_URL": committed}, check=False,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL
    assert not HospitalNotice.objects.exists()
    assert sent.lines.filter(status=RowStatus.GOOD).count() == LINES
    assert is_worked_on(sent)
    work()
    sent.refresh_from_db()
    assert (sent.status, set(statuses(sent).values())) == (FileStatus.DONE, {"taken"})
    assert HospitalNotice.objects.count() == LINES
    assert Event.objects.filter(verb="notice.received").count() == LINES
