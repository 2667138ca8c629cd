"""Files of notices: checked, taken up or dropped by jobs, each line once."""

import tracemalloc
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core import clock
from core.errors import NotPermitted, Refused, WrongState
from discharges.actions import drop_file, send_file, take_up_file
from discharges.enums import FileStatus, NoticeStatus, RowStatus
from discharges.models import HospitalNotice, HospitalStay, NoticeFile, NoticeRow
from outbox.actions import perform
from outbox.enums import JobStatus
from outbox.models import Job
from residents.models import Resident
from tests.factories.notices import JEANS_NUMBER, csv_of, hours_ago
from tests.factories.people import make_resident

MB = 1024 * 1024


def line(name: str = "Smith", **more: Any) -> dict[str, Any]:
    told = {"Notice": "Assessment notice", "Issued": hours_ago(3), "Family name": name, "Hospital": "basildon"}
    return told | {key.replace("_", " "): value for key, value in more.items()}


def work() -> int:
    """Perform the jobs of files until there are none; how many there were."""
    done = 0
    while job := Job.objects.filter(kind__startswith="notice_file.", status=JobStatus.WAITING).first():
        assert perform(job.pk), Job.objects.get(pk=job.pk).last_error
        done += 1
    return done


def statuses(file: NoticeFile) -> dict[int, str]:
    return dict(file.lines.values_list("line", "status"))


@pytest.fixture
def jeannie(asha: User) -> Resident:
    return make_resident(asha, nhs_number=JEANS_NUMBER)


def test_a_dry_run_takes_nothing_up_and_says_what_is_wrong_by_line(jeannie: Resident, gwen: User) -> None:
    content = csv_of(
        line(NHS_number=JEANS_NUMBER), line("", NHS_number="9434765918"), line(NHS_number=JEANS_NUMBER), line("Cole")
    )
    sent = send_file(name="notices.csv", content=content, by=gwen)
    assert sent.status == FileStatus.READING
    work()
    sent.refresh_from_db()
    assert sent.status == FileStatus.CHECKED
    assert statuses(sent) == {2: "good", 3: "bad", 4: "twice", 5: "good"}
    bad, twice = NoticeRow.objects.get(line=3), NoticeRow.objects.get(line=4)
    assert bad.problems == ["Family name is missing", "Check the NHS number: one of its numbers is wrong"]
    assert twice.problems == ["The same notice as in line 2."]
    assert not HospitalNotice.objects.exists()
    assert not HospitalStay.objects.exists()


def test_the_good_lines_are_taken_up_and_the_sender_is_told(jeannie: Resident, gwen: User) -> None:
    content = csv_of(line(NHS_number=JEANS_NUMBER), line("", Ward="X"), line("Cole"))
    sent = send_file(name="notices.csv", content=content, by=gwen)
    work()
    take_up_file(file=sent, by=gwen)
    work()
    sent.refresh_from_db()
    assert (sent.status, sent.settled_at is not None) == (FileStatus.DONE, True)
    assert statuses(sent) == {2: "taken", 3: "bad", 4: "taken"}
    assert HospitalStay.objects.get().resident == jeannie
    assert HospitalNotice.objects.get(family_name="Cole").status == NoticeStatus.WAITING
    assert Job.objects.filter(dedupe_key=f"notice_file:{sent.pk}").exists()


def test_the_same_file_twice_makes_each_notice_once(jeannie: Resident, gwen: User) -> None:
    content = csv_of(line(NHS_number=JEANS_NUMBER), line("Cole"))
    for _ in range(2):
        sent = send_file(name="notices.csv", content=content, by=gwen)
        work()
        if sent.lines.filter(status=RowStatus.GOOD).exists():
            take_up_file(file=sent, by=gwen)
            work()
    assert statuses(sent) == {2: "twice", 3: "twice"}
    assert HospitalNotice.objects.count() == 2
    with pytest.raises(Refused, match="No line"):
        take_up_file(file=sent, by=gwen)


def test_two_files_checked_before_either_is_taken_up_make_each_notice_once(gwen: User) -> None:
    files = [send_file(name="notices.csv", content=csv_of(line()), by=gwen)]
    files.append(
        send_file(name="again.csv", content=csv_of(line(Issued=files[0].lines.get().said["issued_at"])), by=gwen)
    )
    work()
    for one in files:
        take_up_file(file=one, by=gwen)
    work()
    assert [one.lines.get().status for one in files] == ["taken", "twice"]
    assert HospitalNotice.objects.count() == 1


def test_a_correction_and_a_withdrawal_before_their_notice_in_one_file(jeannie: Resident, gwen: User) -> None:
    about = {
        "NHS_number": JEANS_NUMBER,
        "Message": "",
        "Corrects_message": "",
        "Withdraws": "",
        "Reason_for_withdrawal": "",
    }
    content = csv_of(
        line(**about | {"Message": "M2", "Corrects_message": "M1"}, Ward="Orsett", Issued=hours_ago(2)),
        line(**about | {"Message": "M1"}, Ward="Fry"),
        line(**about | {"Withdraws": "all", "Reason_for_withdrawal": "12"}, Notice="withdrawal", Issued=hours_ago(1)),
        line(**about, Ward="Webb", Issued=hours_ago(1.5)),
    )
    sent = send_file(name="notices.csv", content=content, by=gwen)
    work()
    take_up_file(file=sent, by=gwen)
    work()
    assert set(statuses(sent).values()) == {"taken"}
    assert HospitalStay.objects.get().status == "voided"
    assert HospitalNotice.objects.get(message_id="M1").status == NoticeStatus.REPLACED


def test_today_is_said_of_the_day_on_which_the_file_was_sent(gwen: User) -> None:
    sent = send_file(name="notices.csv", content=csv_of(line(Issued="today")), by=gwen)
    NoticeFile.objects.update(sent_at=clock.now() - timedelta(days=1))
    work()
    take_up_file(file=sent, by=gwen)
    work()
    assert HospitalNotice.objects.get().issued.day == clock.days_ago(1)


def test_a_dropped_file_changes_nothing(gwen: User) -> None:
    sent = send_file(name="notices.csv", content=csv_of(line()), by=gwen)
    drop_file(file=sent, by=gwen)
    work()
    assert statuses(sent) == {2: "read"}
    assert not HospitalNotice.objects.exists()
    with pytest.raises(WrongState):
        take_up_file(file=sent, by=gwen)


def test_a_broken_file_is_refused_and_nothing_is_kept(gwen: User) -> None:
    with pytest.raises(Refused, match="not UTF-8"):
        send_file(name="notices.csv", content=csv_of(line("René")).decode().encode("cp1252"), by=gwen)
    assert not NoticeFile.objects.exists()


@pytest.mark.parametrize("role", ["asha", "ben", "dee", "hal", "ines"])
def test_only_the_hub_sends_files(role: str, gwen: User, request: Any) -> None:
    stranger, sent = request.getfixturevalue(role), send_file(name="a.csv", content=csv_of(line()), by=gwen)
    for refused in (
        lambda: send_file(name="a.csv", content=csv_of(line()), by=stranger),
        lambda: take_up_file(file=sent, by=stranger),
        lambda: drop_file(file=sent, by=stranger),
    ):
        with pytest.raises(NotPermitted):
            refused()


def test_ten_thousand_lines_are_checked_in_jobs_that_ask_as_often_for_500_lines_as_for_one(gwen: User) -> None:
    rows = [line(f"Name{number}" if number % 10 else "") for number in range(10_000)]
    tracemalloc.start()
    sent = send_file(name="notices.csv", content=csv_of(*rows), by=gwen)
    asked = []
    while job := Job.objects.filter(kind="notice_file.check", status=JobStatus.WAITING).first():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert perform(job.pk)
        asked.append(len(queries))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(asked) == 20
    assert max(asked) <= 25
    assert most < 150 * MB
    assert (sent.lines.filter(status="good").count(), sent.lines.filter(status="bad").count()) == (9_000, 1_000)


def test_taking_up_asks_for_the_people_of_all_lines_at_once(asha: User, gwen: User) -> None:
    rows = [line(f"Name{number}", NHS_number=JEANS_NUMBER) for number in range(40)]
    make_resident(asha, nhs_number=JEANS_NUMBER, family_name="Another", born_on=None)
    sent = send_file(name="notices.csv", content=csv_of(*rows), by=gwen)
    work()
    take_up_file(file=sent, by=gwen)
    job = Job.objects.get(kind="notice_file.take_up")
    with CaptureQueriesContext(connection) as queries:
        assert perform(job.pk)
    people = [one for one in queries if 'FROM "residents_resident"' in one["sql"]]
    assert len(people) == 1
    assert HospitalNotice.objects.waiting().count() == 40
