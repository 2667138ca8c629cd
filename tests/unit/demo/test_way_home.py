"""Two years of discharges in the demo borough: every outcome is there, and every clock stands as the rules say."""

from datetime import date

import pytest
from django.db.models import F

from core import clock
from discharges import rules
from discharges.enums import ClockStatus, EndReason, StayStatus, Step, VisitStatus
from discharges.models import Blocker, BreachReason, ClockStep, HospitalStay, Refusal, ReviewVisit, SixWeekClock
from discharges.models import ToldOfDischarge as Told
from discharges.proof import audit, is_proven

pytestmark = pytest.mark.django_db


def test_every_clock_stands_as_six_5_says(borough: date) -> None:
    found = audit()
    assert is_proven(found), found["wrong"]
    assert found["discharges"] == SixWeekClock.objects.count() > 40


def test_has_every_outcome_of_a_discharge(borough: date) -> None:
    clocks = SixWeekClock.objects
    assert clocks.filter(status=ClockStatus.MET, met_on__lte=F("due_on")).exists()
    late = clocks.filter(status=ClockStatus.MET, met_on__gt=F("due_on"))
    assert late.filter(breach_reasons__isnull=False).exists()
    assert set(clocks.filter(status=ClockStatus.ENDED).values_list("end_reason", flat=True)) == set(EndReason)
    assert clocks.filter(status=ClockStatus.VOIDED, discharge__voided_at__isnull=False).exists()
    assert clocks.open().filter(due_on__gte=borough).exists()
    assert clocks.overdue_on(borough).exists()
    begun = [(one.discharged_on, clock.london_date(one.started_at)) for one in clocks.all()]
    assert any(rules.born_overdue(*days) for days in begun)


def test_a_readmission_has_its_own_stay_and_a_refusal_what_was_said(borough: date) -> None:
    ended = SixWeekClock.objects.filter(status=ClockStatus.ENDED)
    for running in ended.filter(end_reason=EndReason.READMITTED).select_related("superseded_by"):
        assert running.superseded_by.resident_id == running.resident_id
        assert running.superseded_by.admitted_on == running.ended_on
    refused = ended.filter(end_reason=EndReason.REFUSED)
    assert Refusal.objects.filter(ends=True).count() == refused.count() > 0
    assert all(running.end_words for running in refused)


def test_has_weekly_steps_and_visits_in_every_state(borough: date) -> None:
    assert ClockStep.objects.filter(step=Step.WEEKLY, number__gte=2).exists()
    assert set(ReviewVisit.objects.values_list("status", flat=True)) == set(VisitStatus)
    planned = ReviewVisit.objects.filter(status=VisitStatus.PLANNED).select_related("clock", "worker")
    assert planned.exists()
    for visit in planned:
        assert visit.clock.status == ClockStatus.OPEN
        assert visit.worker.is_active
    went_by = planned.get(planned_for__lt=borough)  # nobody has said whether it was held
    assert went_by.clock.resident.family_name == "Thorne"
    held = ReviewVisit.objects.filter(status=VisitStatus.HELD).select_related("clock")
    assert all(clock.london_date(visit.made_at) <= visit.planned_for for visit in held)


def test_plans_the_way_home_of_those_who_are_in_hospital(borough: date) -> None:
    in_hospital = HospitalStay.objects.filter(status=StayStatus.IN_HOSPITAL)
    assert in_hospital.exclude(planned_pathway="").filter(ready_on__isnull=False).exists()
    assert Blocker.objects.standing().exists()
    assert not Blocker.objects.standing().exclude(stay__status=StayStatus.IN_HOSPITAL).exists()
    assert Blocker.objects.filter(cleared_at__isnull=False).exists()
    assert Told.objects.values("who").distinct().count() > 3
    assert BreachReason.objects.filter(clock__due_on__lt=borough).exists()
