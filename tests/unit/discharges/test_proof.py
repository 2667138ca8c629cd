"""`six_weeks --audit`, and the nightly check: what is wrong is found, said, and told once a day."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from audit.models import Event
from core import clock
from core.health import readiness
from core.models import Heartbeat
from discharges.actions import prove_six_weeks, proving, settle_what_stands_otherwise
from discharges.enums import ClockStatus, EndReason
from discharges.models import Discharge, SixWeekClock
from discharges.proof import ANOTHER_DAY, BATCH, NO_CLOCK, OTHERWISE, REFERRAL, audit
from outbox.models import Job
from residents.actions import record_move
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


@pytest.fixture
def ended_by_the_old_rule(jean: Resident, gwen: User, dee: User, monkeypatch: pytest.MonkeyPatch) -> SixWeekClock:
    """A clock that a move before the admission ended, when that was the rule."""
    with monkeypatch.context() as then:
        then.setattr("discharges.episodes.may_end", lambda *_, **__: True)
        record_move(
            resident=jean, left_on=clock.days_ago(90), to="Leeds", by=dee, how_known="A letter", council_told=True
        )
        ended = make_clock(jean, gwen, days_ago=50)
        assert ended.end_reason == EndReason.MOVED
    return ended


def test_six_6_settle_lets_a_clock_run_again_that_an_older_rule_ended(
    ended_by_the_old_rule: SixWeekClock, asha: User, gwen: User, olu: User
) -> None:
    ended, other = ended_by_the_old_rule, make_clock(make_resident(asha), gwen)
    assert wrong() == [OTHERWISE]
    found = json.loads(printed("--settle", "--by", olu.email))
    assert [(one["clock"], one["was"].split(",")[0], one["is"].split(",")[0]) for one in found["changed"]] == [
        (str(ended.pk), "ended moved", "open")
    ]
    assert (found["failed"], found["in_fault"], wrong()) == ([], [], [])
    ended.refresh_from_db()
    assert (ended.status, ended.referral.is_open) == (ClockStatus.OPEN, True)
    events = Event.objects.filter(actor_id=olu.pk)
    assert set(events.values_list("resident_id", flat=True)) == {ended.resident_id} != {other.resident_id}
    before = events.count()
    assert json.loads(printed("--settle", "--by", olu.email))["changed"] == []
    assert events.count() == before


def test_settle_goes_on_when_one_person_fails_and_says_who(
    ended_by_the_old_rule: SixWeekClock, asha: User, gwen: User, olu: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_clock(make_resident(asha), gwen)
    change(other, status=ClockStatus.MET, met_on=clock.today())
    usual = proving.settle_clocks

    def settle(resident: Resident, *, by: User) -> list[SixWeekClock]:
        return 1 // 0 if resident.pk == other.resident_id else usual(resident, by=by)  # type: ignore[return-value]

    monkeypatch.setattr(proving, "settle_clocks", settle)
    found = settle_what_stands_otherwise(by=olu)
    assert [one["clock"] for one in found["changed"]] == [str(ended_by_the_old_rule.pk)]
    assert [one["resident"] for one in found["failed"]] == [str(other.resident_id)]
    assert found["in_fault"] == [str(other.pk)]
    with pytest.raises(CommandError, match="stand otherwise still") as raised:
        printed("--settle", "--by", olu.email)
    assert raised.value.returncode == 1


def test_settle_asks_for_somebody_who_answers_for_it(running: SixWeekClock, ben: User) -> None:
    with pytest.raises(CommandError, match="Give one with --by"):
        printed("--settle")
    with pytest.raises(CommandError, match="Only a locality manager or the head of service"):
        printed("--settle", "--by", ben.email)
