"""What a few people of the demo live through, told by the actions: notices, reablement, reviews, joined records."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F, Q

from accounts.models import User
from assessments.models import Assessment
from core import clock
from core.models import Draft
from discharges import proof
from discharges.enums import ClockStatus, FileStatus, NoticeKind, NoticeSource, NoticeStatus, RowStatus
from discharges.models import (
    Discharge,
    DischargeCorrection,
    HospitalNotice,
    HospitalStay,
    NoticeFile,
    Refusal,
    ReviewVisit,
    SixWeekClock,
)
from discharges.sweep import sweep
from outbox.enums import JobStatus
from outbox.models import Job
from referrals.models import Promise
from residents.enums import PairStatus
from residents.models import Merge, PossibleDuplicate
from services.board import board_for
from services.enums import Outcome, ProgrammeStatus
from services.models import Goal, Programme
from tests.unit.demo.conftest import build_borough
from thurrock_care.demo.borough import found
from thurrock_care.demo.stage import Stage

pytestmark = pytest.mark.django_db
EIGHT_HUNDRED = 800


@pytest.fixture(scope="module")
def borough(django_db_setup: None, django_db_blocker: Any) -> Iterator[date]:
    """A borough of eight hundred, large enough for every outcome of reablement."""
    yield from build_borough(EIGHT_HUNDRED, django_db_blocker)


def test_has_notices_of_every_kind_and_source_and_what_became_of_them(borough: date) -> None:
    notices = HospitalNotice.objects
    assert set(notices.values_list("kind", flat=True)) == set(NoticeKind)
    assert set(notices.values_list("source", flat=True)) == set(NoticeSource)
    assert set(notices.values_list("status", flat=True)) == set(NoticeStatus)
    reasons = notices.filter(kind=NoticeKind.WITHDRAWAL).values_list("withdrawal_reason", flat=True)
    assert len(reasons) == len(set(reasons)) == 6
    assert not notices.filter(told__icontains="could not be taken up").exists()


def test_lets_three_notices_wait_for_the_hub_each_for_its_own_reason(borough: date) -> None:
    waiting = HospitalNotice.objects.waiting()
    assert set(waiting.values_list("family_name", flat=True)) == {"Pledger", "Withmoor", "Kamiński"}
    assert [one.nhs_number for one in waiting if one.family_name == "Pledger"] == [""]
    assert not waiting.exclude(resident=None).exists()


def test_corrects_a_notice_and_moves_the_day(borough: date) -> None:
    newer = HospitalNotice.objects.get(replaces__isnull=False)
    assert newer.replaces.status == NoticeStatus.REPLACED
    assert newer.stay.ward == "Stroke unit"
    assert any("Expected home" in sentence for sentence in newer.told)


def test_took_up_a_file_and_left_its_two_bad_lines(borough: date) -> None:
    file = NoticeFile.objects.get()
    assert file.status == FileStatus.DONE
    rows = [row.status for row in file.lines.order_by("line")]
    assert rows == [RowStatus.TAKEN, RowStatus.TAKEN, RowStatus.BAD, RowStatus.BAD, RowStatus.TAKEN]


def test_ends_programmes_with_every_outcome_and_counts_bridging_as_a_hand_off(borough: date) -> None:
    ended = Programme.objects.filter(status=ProgrammeStatus.ENDED)
    assert set(ended.values_list("outcome", flat=True)) == set(Outcome)
    followed = Programme.objects.filter(follows__isnull=False)
    assert followed.exists()
    for programme in followed:
        handed = programme.resident.hand_offs.filter(from_team=programme.follows.team, to_team=programme.team)
        assert handed.count() == 1
    assert (
        not Goal.objects.filter(programme__in=ended, reviewed_on=None)
        .exclude(Q(programme__outcome__in=(Outcome.DIED, Outcome.MOVED, Outcome.HANDED_ON)))
        .exists()
    )


def test_marks_who_came_straight_from_hospital(borough: date) -> None:
    straight = Programme.objects.filter(straight_from_hospital=True)
    assert straight.exists()
    for programme in straight:
        assert programme.starts_on - programme.from_stay.discharge.discharged_on <= timedelta(days=1)


def test_flags_one_programme_past_its_free_period_and_warns_of_another(borough: date) -> None:
    over = Programme.objects.free_period_over(borough).get()
    assert over.told_on == borough - timedelta(days=1)
    assert Programme.objects.ending_by(borough, 7).filter(resident__family_name="Marlow").exists()


def test_has_a_board_that_is_neither_empty_nor_over_full(borough: date) -> None:
    with clock.standing_at(clock.start_of(borough) + timedelta(hours=9)):
        rows = board_for(User.objects.get(name="Gwen Price"))
    assert {row.team.slug for row in rows} == {
        "joint-reablement", "bridging-service", "estuary-homecare", "thurrock-care-at-home",
    }  # fmt: skip
    assert all(row.free is not None and row.free >= 0 for row in rows)
    assert sum(row.running for row in rows) >= 4


def test_leaves_a_refusal_that_ends_nothing_and_a_visit_tomorrow(borough: date) -> None:
    refusal = Refusal.objects.get(ends=False)
    assert refusal.clock.status == ClockStatus.OPEN
    assert ReviewVisit.objects.planned().filter(clock=refusal.clock, planned_for__gt=borough).exists()


def test_has_a_date_put_right_with_its_history_and_somebody_still_in_hospital(borough: date) -> None:
    corrected = DischargeCorrection.objects.get()
    running = corrected.discharge.clock
    assert running.discharged_on == corrected.now_on == corrected.was_on + timedelta(days=2)
    voided = Discharge.objects.get(resident__family_name="Pope", voided_at__isnull=False)
    assert voided.clock.status == ClockStatus.VOIDED
    assert HospitalStay.objects.in_hospital().filter(continues=voided.stay).exists()


def test_has_an_open_clock_that_was_born_overdue(borough: date) -> None:
    running = SixWeekClock.objects.open().get(resident__family_name="Abbott")
    assert running.is_born_overdue


def test_keeps_what_workers_typed_and_have_not_sent(borough: date) -> None:
    drafts = Draft.objects.filter(form="full-assessment")
    assert drafts.count() == 2
    for draft in drafts:
        assert Assessment.objects.open_full_of(Assessment.objects.get(pk=draft.subject).resident).pk is not None
        assert str(Assessment.objects.get(pk=draft.subject).assessor_id) == str(draft.owner_id)


def test_has_a_merge_one_that_was_undone_and_pairs_that_wait(borough: date) -> None:
    assert Merge.objects.get(undone_at=None).merged.merged_into is not None
    assert Merge.objects.get(undone_at__isnull=False).merged.merged_into is None
    assert PossibleDuplicate.objects.filter(status=PairStatus.OPEN).count() >= 3


def test_has_a_promise_whose_day_was_changed(borough: date) -> None:
    promise = Promise.objects.get(days_changed=1)
    assert promise.first_due_on < borough < promise.due_on


def test_leaves_no_job_of_a_scene_undone(borough: date) -> None:
    assert not Job.objects.exclude(status=JobStatus.DONE).exists()


def test_stands_as_the_six_week_rule_says_and_a_second_sweep_finds_nothing(borough: date) -> None:
    assert proof.audit()["wrong"] == []
    with transaction.atomic():
        assert sum(sweep(borough).values()) > 0
        assert set(sweep(borough).values()) == {0}
        assert proof.audit()["wrong"] == []
        transaction.set_rollback(True)


def test_plays_nothing_on_its_today(borough: date) -> None:
    with transaction.atomic():
        stage = Stage(found(residents=0, seed=8, today=borough))
    with pytest.raises(ValueError, match="the demo's day begins with its visitor"), stage.at(borough, 9):
        pass


def test_lets_no_scene_write_of_the_time_before_it(borough: date) -> None:
    assert not Programme.objects.filter(closed_at__lt=F("planned_at")).exists()
    assert not HospitalNotice.objects.filter(received_at__lt=F("issued_at")).exists()
