"""G3, G4, G5: hints lost, doubled or poisoned; the row decides what happens."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection

from accounts.models import Notice
from accounts.roles import Role
from audit.actions import SYSTEM
from audit.models import Event
from core import clock
from discharges.actions import WentHome, receive_discharge
from discharges.sweep import sweep as sweep_six_weeks
from localities.models import Team
from outbox import actions
from outbox.actions import enqueue, perform
from outbox.enums import JobStatus
from outbox.models import Effect, Job
from outbox.sweeper import sweep
from tests.factories.people import make_resident, make_user

THREADS = 8
DELIVERIES = 50


@pytest.fixture
def step_job(committed: str) -> Job:
    """A step of the six-week rule, which writes an audit row each time that it is carried out."""
    triage = make_user("Asha Patel", Role.TRIAGE)
    system = make_user("Basildon EPR", Role.SERVICE)
    make_user("Dee Walsh", Role.LOCALITY_MANAGER, "cls-tilbury-chadwell")
    told = WentHome(hospital="basildon", discharged_on=clock.days_ago(4), pathway="1")
    receive_discharge(resident=make_resident(triage), told=told, by=system)
    sweep_six_weeks()
    return Job.objects.get(kind="six_weeks.step")


def deliver(job_id: UUID) -> bool:
    try:
        return perform(job_id)
    finally:
        connection.close()


def test_one_hint_delivered_fifty_times_by_eight_workers_has_one_effect(step_job: Job) -> None:
    with ThreadPoolExecutor(THREADS) as workers:
        did = list(workers.map(deliver, [step_job.pk] * DELIVERIES))
    assert sum(did) == 1
    assert Event.objects.filter(verb="six_weeks.not_allocated").count() == 1
    assert Effect.objects.filter(job_id=step_job.pk).count() == 1
    step_job.refresh_from_db()
    assert (step_job.status, step_job.tries) == (JobStatus.DONE, 0)


def test_a_hint_that_comes_three_days_late_does_nothing(step_job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    assert perform(step_job.pk) is True
    three_days_on = clock.now() + timedelta(days=3)
    monkeypatch.setattr("core.clock.now", lambda: three_days_on)
    assert perform(step_job.pk) is False
    assert Event.objects.filter(verb="six_weeks.not_allocated").count() == 1


@pytest.mark.django_db
def test_a_poison_job_is_given_up_and_keeps_no_other_job_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BACK_OFF", (timedelta(0),) * len(actions.BACK_OFF))
    team = Team.objects.get(slug="cls-grays")
    enqueue("notice.deliver", dedupe_key="poison", key="poison", words="x", link="/", team="not an id")
    for _ in range(20):
        enqueue("notice.deliver", key=str(uuid4()), words="x", link="/", team=str(team.pk))
    rounds = 0
    while sweep(perform):
        rounds += 1
        if rounds == 1:
            assert Notice.objects.count() == 20, "the first round does all the others"
    assert Job.objects.get(dedupe_key="poison").status == JobStatus.DEAD
    assert rounds == actions.MOST_TRIES
    given_up = Event.objects.get(verb="outbox.given_up")
    assert (given_up.actor_label, given_up.actor_id) == (SYSTEM.audit_label, SYSTEM.id)
