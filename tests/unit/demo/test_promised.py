"""Promises and call-backs of the demo borough: every outcome, a few broken now, and no hour fuller than it can be."""

from datetime import date, timedelta

import pytest
from django.db.models import Count, F

from core.clock import start_of
from localities.places import bank_holidays
from referrals.enums import CallBackOutcome, PromiseStatus
from referrals.models import CallBack, Promise
from referrals.rules.call_backs import most_in_hour
from residents.models import TimelineEntry

pytestmark = pytest.mark.django_db


def test_there_are_promises_of_every_outcome_and_most_were_kept_in_time(borough: date) -> None:
    counted = dict(Promise.objects.order_by().values_list("status").annotate(count=Count("pk")))
    assert set(counted) >= {PromiseStatus.OPEN, PromiseStatus.KEPT, PromiseStatus.BROKEN}
    kept = Promise.objects.filter(status=PromiseStatus.KEPT)
    late = kept.filter(broken_at__isnull=False).count()
    assert 0 < late < kept.count() / 3


def test_a_few_are_broken_now_in_the_lists_of_asha_and_ben(borough: date) -> None:
    broken = Promise.objects.filter(status=PromiseStatus.BROKEN)
    assert {"Asha Patel", "Ben Okafor"} <= set(broken.values_list("owner__name", flat=True))
    assert not broken.exclude(due_on__lt=borough - timedelta(days=1)).exists()
    assert Promise.objects.filter(status=PromiseStatus.OPEN, due_on=borough).exists()


def test_a_leaver_was_to_keep_one_that_still_waits(borough: date) -> None:
    assert Promise.objects.unkept().filter(owner__is_active=False).count() >= 1


def test_nobody_is_promised_anything_after_they_died(borough: date) -> None:
    assert not Promise.objects.unkept().filter(resident__died_on__isnull=False).exists()
    assert not CallBack.objects.booked().filter(resident__died_on__isnull=False).exists()


def test_what_was_kept_ended_after_it_was_made_and_before_this_morning(borough: date) -> None:
    ended = Promise.objects.filter(ended_at__isnull=False)
    assert not ended.filter(ended_at__lt=F("made_at")).exists()
    assert not ended.filter(ended_at__gte=start_of(borough)).exists()
    assert not Promise.objects.filter(broken_at__isnull=False, ended_at__lt=F("broken_at")).exists()


def test_cbk_1_no_hour_is_fuller_than_it_can_be(borough: date) -> None:
    booked = CallBack.objects.filter(tried=0).exclude(outcome=CallBackOutcome.CANCELLED)
    for day, hour, count in booked.order_by().values_list("day", "hour").annotate(count=Count("pk")):
        assert count <= most_in_hour(day, hour, bank_holidays()), (day, hour)


def test_people_are_to_be_rung_back_today_and_one_is_overdue(borough: date) -> None:
    booked = CallBack.objects.booked()
    assert booked.filter(day=borough).count() >= 3
    assert booked.filter(day__lt=borough).count() == 1
    assert booked.filter(resident__isnull=True).exists()


def test_each_stands_on_the_persons_timeline(borough: date) -> None:
    about = TimelineEntry.objects.filter(kind="promise", source_type="referrals.promise")
    assert about.values("source_id").distinct().count() == Promise.objects.count()
