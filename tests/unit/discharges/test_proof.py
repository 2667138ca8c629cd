"""`six_weeks --audit`, and the nightly check: what is wrong is found, said, and told once a day."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from core import clock
from core.health import readiness
from core.models import Heartbeat
from discharges.actions import prove_six_weeks
from discharges.enums import ClockStatus
from discharges.models import Discharge, SixWeekClock
from discharges.proof import ANOTHER_DAY, BATCH, NO_CLOCK, OTHERWISE, REFERRAL, audit
from outbox.models import Job
from residents.models import Resident
from tests.factories.field import make_clock, make_stay
from tests.factories.people import make_resident


@pytest.fixture
def running(jean: Resident, gwen: User) -> SixWeekClock:
    return make_clock(jean, gwen, days_ago=50)


def printed(*options: str) -> str:
    out = StringIO()
    call_command("six_weeks", *options, stdout=out)
    return out.getvalue()


def change(running: SixWeekClock, **columns: object) -> None:
    SixWeekClock.objects.filter(pk=running.pk).update(**columns)


def wrong() -> list[str]:
    return [one["what"] for one in audit()["wrong"]]


def test_prints_counts_by_state_and_locality_and_that_nobody_was_dropped(running: SixWeekClock) -> None:
    found = json.loads(printed("--audit"))
    assert found["by_locality"] == [
        {"locality": "Tilbury and Chadwell", "state": "open", "reason": "", "clocks": 1},
    ]
    assert (found["discharges"], found["discharges_without_a_clock"], found["wrong"]) == (1, 0, [])
    assert "Discharges without a clock: none" in printed("--audit", "--text")


def test_finds_a_discharge_without_a_clock(jean: Resident, gwen: User) -> None:
    stay = make_stay(jean, gwen)
    Discharge.objects.create(
        stay=stay, resident=jean, discharged_on=clock.today(), pathway="1", recorded_at=clock.now(), recorded_by=gwen
    )
    assert wrong() == [NO_CLOCK]


def test_finds_a_clock_that_stands_otherwise_than_the_rule_says(running: SixWeekClock) -> None:
    change(running, status=ClockStatus.MET, met_on=clock.today())
    assert wrong() == [OTHERWISE, REFERRAL]
    with pytest.raises(CommandError, match="does not hold") as raised:
        printed("--audit")
    assert raised.value.returncode == 1


def test_six_1_finds_a_clock_whose_date_was_moved(running: SixWeekClock) -> None:
    change(running, due_on=clock.today())
    assert wrong() == [ANOTHER_DAY]


def test_tells_the_heads_of_service_once_a_day(running: SixWeekClock, olu: User) -> None:
    change(running, status=ClockStatus.MET, met_on=clock.today())
    prove_six_weeks()
    prove_six_weeks()
    told = Job.objects.filter(dedupe_key__startswith="six-weeks-proof:")
    assert [job.payload["user"] for job in told] == [str(olu.pk)]
    detail = Heartbeat.objects.get(name="six-week proof").detail
    assert (detail["discharges"], detail["wrong"]) == (1, 2)
    check = readiness(connection)["found by six-week proof"]
    assert (check["ok"], check["needed"]) == (False, False)
    assert "does not hold for 2 discharges" in check["sentence"]


def test_tells_nobody_when_nothing_is_wrong(running: SixWeekClock, olu: User) -> None:
    assert prove_six_weeks()["wrong"] == []
    assert "found by six-week proof" not in readiness(connection)
    assert not Job.objects.filter(dedupe_key__startswith="six-weeks-proof:").exists()


def test_asks_as_often_for_one_person_as_for_many(
    running: SixWeekClock, asha: User, gwen: User, django_assert_max_num_queries: object
) -> None:
    for _ in range(5):
        make_clock(make_resident(asha), gwen)
    assert BATCH >= 6
    with django_assert_max_num_queries(17):  # type: ignore[operator]
        audit()
