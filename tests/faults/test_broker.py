"""G2, G12: the broker is down, frozen, full or read by somebody else; pages go on, rows wait, nothing leaks."""

import os
import signal
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import redis
from django.test import Client

from accounts.actions import issue_api_token
from accounts.models import Notice, User
from accounts.roles import Role
from audit.actions import SYSTEM
from localities.models import Team
from outbox.actions import enqueue, perform
from outbox.enums import JobStatus
from outbox.models import Job
from outbox.sweeper import sweep
from outbox.tasks import publish
from residents.models import Resident
from tests.factories.people import make_resident, make_user
from tests.factories.referrals import give, make_referral
from tests.servers import TestServers
from thurrock_care.celery import app

CANARY = "Canaryson"
MOST_SECONDS_FOR_A_PAGE = 1.0


@pytest.fixture
def broker(test_servers: TestServers) -> Iterator[redis.Redis]:
    """This worker's own Redis, empty before and whole again afterwards."""
    client = redis.Redis(unix_socket_path=str(test_servers.redis.socket_path))
    client.flushall()
    yield client
    client.flushall()
    client.config_set("maxmemory", "512mb")
    client.close()


@pytest.fixture
def canary(asha: User) -> Resident:
    """Somebody who was added, and whose own jobs are done."""
    resident = make_resident(asha, known_as="", given_name="Tweety", family_name=CANARY, phone="07700900123")
    for job in Job.objects.all():
        perform(job.pk)
    return resident


def send_referral(resident: Resident) -> float:
    """Send a referral in as another system does; how many seconds the answer took."""
    system = make_user("GP system", Role.SERVICE)
    token = issue_api_token(user=system, by=SYSTEM, days=1)
    body = {"resident": resident.reference, "need": "memory", "urgency": "now", "story": f"{CANARY} fell."}
    headers = {"authorization": f"Token {token}", "idempotency-key": str(uuid4())}
    Client().get("/api/v1/schema/")  # what is read only once is read now
    began = time.monotonic()
    answer = Client().post("/api/v1/referrals/", body, content_type="application/json", headers=headers)
    assert answer.status_code == 201
    return time.monotonic() - began


def told() -> Job:
    """The job that tells the team of the referral."""
    return Job.objects.get(kind="notice.deliver")


def work_off(broker: Any) -> int:
    """Do what a worker would do with the hints that lie in the broker; how many there were."""
    jobs = list(Job.objects.filter(status=JobStatus.SENT))
    assert broker.llen("celery") == len(jobs)
    return sum(perform(job.pk) for job in jobs)


def test_requests_answer_and_jobs_wait_when_the_broker_is_dead(
    test_servers: TestServers, broker: Any, canary: Resident
) -> None:
    test_servers.redis.kill()
    try:
        assert send_referral(canary) < MOST_SECONDS_FOR_A_PAGE
        assert sweep(publish) == 0
        assert told().status == JobStatus.WAITING
    finally:
        test_servers.redis.start()
    assert sweep(publish) == 1
    assert work_off(broker) == 1
    assert Notice.objects.count() == 1


def test_requests_answer_when_the_broker_is_frozen(test_servers: TestServers, broker: Any, canary: Resident) -> None:
    os.kill(test_servers.redis.process.pid, signal.SIGSTOP)
    try:
        assert send_referral(canary) < MOST_SECONDS_FOR_A_PAGE
    finally:
        os.kill(test_servers.redis.process.pid, signal.SIGCONT)
    assert sweep(publish) == 1


def test_a_page_answers_when_the_broker_is_frozen(
    test_servers: TestServers, broker: Any, jean: Resident, asha: User, ben: User, dee: User
) -> None:
    allocation = give(make_referral(jean, asha), ben, dee)
    browser = Client()
    browser.force_login(dee)
    browser.get("/")  # what is read only once is read now
    os.kill(test_servers.redis.process.pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        answer = browser.post(f"/allocations/{allocation.pk}/undo")
        assert time.monotonic() - began < MOST_SECONDS_FOR_A_PAGE
    finally:
        os.kill(test_servers.redis.process.pid, signal.SIGCONT)
    assert answer.status_code == 302
    assert Job.objects.filter(dedupe_key=f"allocation-ended:{allocation.pk}", status=JobStatus.WAITING).exists()


@pytest.mark.long
def test_the_sweeper_gives_up_on_a_frozen_broker_within_a_minute(
    test_servers: TestServers, broker: Any, committed: str
) -> None:
    team = Team.objects.get(slug="cls-grays")
    enqueue("notice.deliver", key="a", words="x", link="/", team=str(team.pk))
    os.kill(test_servers.redis.process.pid, signal.SIGSTOP)
    began = time.monotonic()
    try:
        assert sweep(publish) == 0
    finally:
        os.kill(test_servers.redis.process.pid, signal.SIGCONT)
    assert time.monotonic() - began < 60
    assert Job.objects.get().status == JobStatus.WAITING


def test_jobs_wait_when_the_broker_is_full(broker: Any, canary: Resident) -> None:
    send_referral(canary)
    broker.config_set("maxmemory", "1")
    assert sweep(publish) == 0
    assert told().status == JobStatus.WAITING
    broker.config_set("maxmemory", "512mb")
    assert sweep(publish) == 1
    assert work_off(broker) == 1


def test_the_broker_holds_ids_and_no_word_about_anybody(broker: Any, canary: Resident) -> None:
    send_referral(canary)
    job = told()
    sweep(publish)
    dump = b"".join(broker.dump(key) for key in broker.keys("*"))
    assert b"outbox.perform" in dump
    assert broker.lrange("celery", 0, -1), "the hint lies in the queue"
    for words in (CANARY, "Tweety", canary.reference, "07700900123", str(canary.pk)):
        assert words.encode() not in dump
        assert words not in str(job.payload)


def test_takes_json_only_and_keeps_no_results() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"
    assert app.conf.result_backend is None
    assert app.conf.task_ignore_result is True
