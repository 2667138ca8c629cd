"""Whoever changes a clock or a notice locks its person first, as a merge and a change of locality do: no deadlock."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from core import clock
from discharges.actions import (
    Going,
    call_off_visit,
    give_breach_reason,
    hold_visit,
    match_notice,
    move_visit,
    plan_visit,
    visiting,
)
from discharges.enums import BreachCause, NoticeStatus
from discharges.models import HospitalNotice, ReviewVisit, SixWeekClock
from localities.models import Locality
from residents.actions import choose_locality
from residents.models import Resident
from tests.committed import at_once
from tests.factories.field import make_clock
from tests.factories.notices import JEANS_NUMBER, hours_ago, receive
from tests.factories.people import make_resident, make_user
from tests.factories.reviews import make_visit

LONG_ENOUGH = 0.7  # seconds in which the other would have locked the person, were they not locked
NOBODY = {"nhs_number": "9434765919", "family_name": "Nobody"}  # whom no record is about


def first_locks(ran: CaptureQueriesContext) -> list[str]:
    """The tables of which a row is locked, in the order of their first lock."""
    locked = [query["sql"] for query in ran if " FOR UPDATE" in query["sql"] or " FOR NO KEY UPDATE" in query["sql"]]
    return list(dict.fromkeys(sql.split(" FROM ")[-1].split('"')[1] for sql in locked))


@pytest.fixture
def running(jean: Resident, gwen: User) -> SixWeekClock:
    return make_clock(jean, gwen, days_ago=50)


@pytest.mark.parametrize("deed", ["plan", "move", "hold", "call off", "why late"])
def test_locks_the_person_before_the_clock_of_a_review(running: SixWeekClock, deed: str, ben: User, dee: User) -> None:
    going, visit = Going(clock.today(), ben), ReviewVisit()
    if deed in ("move", "hold", "call off"):
        visit = make_visit(running, ben, days=0)
    with CaptureQueriesContext(connection) as ran:
        if deed == "plan":
            plan_visit(running=running, going=going, by=dee)
        elif deed == "move":
            move_visit(visit=visit, going=going, by=dee, version=1)
        elif deed == "hold":
            hold_visit(visit=visit, by=ben)
        elif deed == "call off":
            call_off_visit(visit=visit, because="Jean is away", by=dee, version=1)
        else:
            give_breach_reason(running=running, cause=BreachCause.NO_WORKER, by=dee)
    assert first_locks(ran)[:2] == ["residents_resident", "discharges_sixweekclock"]


def test_locks_the_person_before_a_notice_that_is_matched(asha: User, gwen: User) -> None:
    notice = receive(gwen, **NOBODY)
    with CaptureQueriesContext(connection) as ran:
        match_notice(notice=notice, resident=make_resident(asha), by=gwen)
    assert first_locks(ran)[:2] == ["residents_resident", "discharges_hospitalnotice"]


def test_locks_the_person_before_the_notice_that_a_new_one_corrects(asha: User, gwen: User) -> None:
    make_resident(asha, nhs_number=JEANS_NUMBER)
    original = receive(gwen, message_id="M1")
    with CaptureQueriesContext(connection) as ran:
        receive(gwen, message_id="M2", replaces_message="M1", issued_at=hours_ago(1), ward="Orsett ward")
    original.refresh_from_db()
    assert original.status == NoticeStatus.REPLACED
    assert first_locks(ran)[:2] == ["residents_resident", "discharges_hospitalnotice"]


def test_locks_the_person_before_the_notice_that_corrected_one_which_comes_late(asha: User, gwen: User) -> None:
    make_resident(asha, nhs_number=JEANS_NUMBER)
    newer = receive(gwen, message_id="M2", replaces_message="M1", issued_at=hours_ago(1))
    with CaptureQueriesContext(connection) as ran:
        late = receive(gwen, message_id="M1")
    assert HospitalNotice.objects.get(pk=newer.pk).replaces == late
    said = [query["sql"] for query in ran]
    locks = [at for at, sql in enumerate(said) if "residents_resident" in sql and "FOR NO KEY UPDATE" in sql]
    changes = [at for at, sql in enumerate(said) if sql.startswith('UPDATE "discharges_hospitalnotice"')]
    assert locks[0] < changes[0]


def test_a_visit_and_a_change_of_locality_at_one_moment_both_happen(
    committed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asha, gwen = make_user("Asha Patel", Role.TRIAGE, "thurrock-first"), make_user("Gwen Price", Role.HOSPITAL_HUB)
    dee = make_user("Dee Walsh", Role.LOCALITY_MANAGER, "cls-tilbury-chadwell")
    running = make_clock(make_resident(asha), gwen, days_ago=10)
    person = Resident.objects.get(pk=running.resident_id)
    begun, usual = threading.Event(), visiting.write_visit

    def slowly(*args: Any) -> Any:
        begun.set()
        threading.Event().wait(LONG_ENOUGH)
        return usual(*args)

    monkeypatch.setattr(visiting, "write_visit", slowly)

    def act(number: int) -> Any:
        if number == 0:
            return plan_visit(running=running, going=Going(clock.today(), dee), by=dee)
        assert begun.wait(30)
        grays = Locality.objects.get(slug="grays")
        return choose_locality(
            resident=person, locality=grays, reason="Lives there now", by=dee, version=person.version
        )  # fmt: skip

    assert not [one for one in at_once(2, act) if isinstance(one, Exception)]
    running.refresh_from_db()
    assert running.locality is not None
    assert running.locality.slug == "grays"
