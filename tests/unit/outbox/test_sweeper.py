"""The bounded sweeper."""

from datetime import timedelta
from uuid import UUID

import pytest

from core import clock
from core.models import Heartbeat
from outbox import sweeper
from outbox.actions import enqueue, enqueue_many
from outbox.enums import JobStatus
from outbox.models import Job
from outbox.sweeper import MOST_IN_FLIGHT, RESEND_AFTER, run_for_ever, sweep

pytestmark = pytest.mark.django_db


def write(count: int) -> None:
    enqueue_many("notice.deliver", [(f"job {number:04}", {}) for number in range(count)])


def later(monkeypatch: pytest.MonkeyPatch, pause: timedelta) -> None:
    moment = clock.now() + pause
    monkeypatch.setattr("core.clock.now", lambda: moment)


def test_sends_each_due_job_once() -> None:
    write(3)
    sent: list[UUID] = []
    assert sweep(sent.append) == 3
    assert sweep(sent.append) == 0
    assert len(set(sent)) == 3
    assert set(Job.objects.values_list("status", flat=True)) == {JobStatus.SENT}


def test_leaves_a_job_that_is_not_due() -> None:
    enqueue("notice.deliver", due_at=clock.now() + timedelta(minutes=1))
    assert sweep(lambda _: None) == 0


def test_sends_no_more_than_the_window_holds() -> None:
    write(MOST_IN_FLIGHT + 50)
    assert sweep(lambda _: None) == MOST_IN_FLIGHT
    assert sweep(lambda _: None) == 0
    Job.objects.filter(pk__in=Job.objects.filter(status=JobStatus.SENT)[:30]).update(
        status=JobStatus.DONE, done_at=clock.now()
    )
    assert sweep(lambda _: None) == 30


def test_sends_a_lost_hint_again_only_after_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    write(1)
    sweep(lambda _: None)
    later(monkeypatch, RESEND_AFTER - timedelta(milliseconds=100))
    assert sweep(lambda _: None) == 0
    later(monkeypatch, timedelta(seconds=1))
    assert sweep(lambda _: None) == 1


def test_a_lost_hint_keeps_its_place_in_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    write(MOST_IN_FLIGHT + 50)
    first: list[UUID] = []
    again: list[UUID] = []
    sweep(first.append)
    later(monkeypatch, RESEND_AFTER + timedelta(seconds=1))
    assert sweep(again.append) == MOST_IN_FLIGHT
    assert set(again) == set(first)
    assert Job.objects.filter(status=JobStatus.WAITING).count() == 50


def test_sends_the_longest_due_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeper, "MOST_IN_FLIGHT", 1)
    now = clock.now()
    for minutes in (1, 3, 2):
        enqueue("notice.deliver", dedupe_key=str(minutes), due_at=now - timedelta(minutes=minutes))
    sent: list[UUID] = []
    sweep(sent.append)
    assert Job.objects.get(pk=sent[0]).dedupe_key == "3"


def test_puts_back_what_the_broker_did_not_take() -> None:
    write(5)
    sent: list[UUID] = []

    def broken(job_id: UUID) -> None:
        if len(sent) == 2:
            raise ConnectionError("no broker")
        sent.append(job_id)

    assert sweep(broken) == 2
    assert Job.objects.filter(status=JobStatus.WAITING, sent_at=None).count() == 3
    assert Job.objects.filter(status=JobStatus.SENT).count() == 2


def test_shows_that_it_lives_and_stops_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    write(2)
    rounds = iter([False, False, True])
    monkeypatch.setattr(sweeper.time, "sleep", lambda _: None)
    run_for_ever(lambda _: None, lambda: next(rounds))
    assert Heartbeat.objects.filter(name="outbox sweeper").exists()
    assert Job.objects.filter(status=JobStatus.SENT).count() == 2
