"""What was done long ago is removed; what waits, what was given up and what is recent stays."""

from datetime import timedelta

import pytest

from accounts.models import Notice
from core import clock
from localities.models import Team
from outbox import actions
from outbox.actions import DONE_KEPT, enqueue, perform, purge_done
from outbox.enums import JobStatus
from outbox.models import Effect, Job

pytestmark = pytest.mark.django_db


def job(key: str) -> Job:
    team = Team.objects.get(slug="cls-grays")
    enqueue("notice.deliver", dedupe_key=key, key=key, team=str(team.pk), words="New referral", link="/")
    return Job.objects.get(dedupe_key=key)


def done(key: str, *, days_ago: int) -> Job:
    one = job(key)
    perform(one.pk)
    Job.objects.filter(pk=one.pk).update(done_at=clock.now() - timedelta(days=days_ago))
    return one


def test_removes_what_was_done_long_ago_with_its_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    for key in ("a", "b", "c"):
        done(key, days_ago=DONE_KEPT.days + 1)
    recent = done("recent", days_ago=DONE_KEPT.days - 1)
    given_up, waiting = job("given up"), job("waiting")
    Job.objects.filter(pk=given_up.pk).update(status=JobStatus.DEAD)
    assert (purge_done(), purge_done()) == (3, 0)
    assert set(Job.objects.values_list("pk", flat=True)) == {recent.pk, given_up.pk, waiting.pk}
    assert set(Effect.objects.values_list("pk", flat=True)) == {recent.pk}


def test_a_hint_that_comes_after_all_does_nothing() -> None:
    one = done("a", days_ago=DONE_KEPT.days + 1)
    told = Notice.objects.count()
    purge_done()
    assert not perform(one.pk)
    assert Notice.objects.count() == told
