"""POST discharges/: a discharge that a hospital's system sends in."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from core import clock
from core.models import Receipt
from discharges.actions import add_stay
from discharges.enums import Hospital, StayStatus
from discharges.models import Discharge, HospitalStay, SixWeekClock
from localities.enums import TeamKind
from localities.models import Team
from outbox.models import Job
from residents.enums import TimelineKind
from residents.models import Resident, TimelineEntry
from tests.api.conftest import Caller, caller_for
from tests.factories.people import make_resident, make_user


@pytest.fixture
def body(jean: Resident) -> dict[str, Any]:
    return {
        "resident": jean.reference,
        "hospital": "basildon",
        "ward": "Lister",
        "admitted_on": str(clock.days_ago(9)),
        "discharged_on": str(clock.days_ago(1)),
        "pathway": "1",
    }


def test_starts_the_six_week_clock_on_the_day_of_discharge(system: Caller, body: dict[str, Any]) -> None:
    answer = system.post("discharges/", body)
    assert answer.status_code == 201
    running = SixWeekClock.objects.get()
    assert answer.json() == {
        "referral": running.referral.reference,
        "team": "cls-tilbury-chadwell",
        "discharged_on": body["discharged_on"],
        "due_on": str(clock.days_ago(1) + timedelta(days=42)),
        "plan_by": str(running.plan_by),
        "overdue": False,
    }


def test_ends_the_stay_that_the_hospital_list_knows(
    system: Caller, body: dict[str, Any], jean: Resident, gwen: User
) -> None:
    stay = add_stay(resident=jean, hospital=Hospital.BASILDON, by=gwen)
    assert system.post("discharges/", body).status_code == 201
    assert HospitalStay.objects.get() == stay
    assert HospitalStay.objects.get().status == StayStatus.DISCHARGED


def test_keeps_what_it_tells_of_a_stay_where_the_list_has_nothing(
    system: Caller, body: dict[str, Any], jean: Resident, gwen: User
) -> None:
    add_stay(resident=jean, hospital=Hospital.BASILDON, by=gwen)
    assert system.post("discharges/", body).status_code == 201
    stay = HospitalStay.objects.get()
    assert (stay.ward, stay.admitted_on) == ("Lister", clock.days_ago(9))


def test_changes_nothing_that_the_list_has_of_a_stay(
    system: Caller, body: dict[str, Any], jean: Resident, gwen: User
) -> None:
    add_stay(resident=jean, hospital=Hospital.BASILDON, by=gwen, ward="Orsett", admitted_on=clock.days_ago(5))
    assert system.post("discharges/", body).status_code == 201
    stay = HospitalStay.objects.get()
    assert (stay.ward, stay.admitted_on) == ("Orsett", clock.days_ago(5))


def test_does_not_tell_the_timeline_that_somebody_at_home_is_in_hospital(
    system: Caller, body: dict[str, Any], jean: Resident
) -> None:
    assert system.post("discharges/", body).status_code == 201
    entries = TimelineEntry.objects.filter(resident=jean, kind=TimelineKind.HOSPITAL)
    assert [entry.title for entry in entries] == ["Went home from Basildon University Hospital"]


def test_refuses_when_the_list_has_the_person_in_another_hospital(
    system: Caller, body: dict[str, Any], jean: Resident, gwen: User
) -> None:
    add_stay(resident=jean, hospital=Hospital.QUEENS, by=gwen)
    answer = system.post("discharges/", body)
    assert answer.status_code == 409
    assert "Queen's Hospital" in answer.json()["detail"]
    assert not Discharge.objects.exists()


def test_says_that_the_clock_was_overdue_when_it_was_born(system: Caller, body: dict[str, Any]) -> None:
    late = {**body, "admitted_on": None, "discharged_on": str(clock.days_ago(43))}
    assert system.post("discharges/", late).json()["overdue"] is True


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"discharged_on": str(clock.days_ago(-1))}, "in the future"),
        ({"discharged_on": str(clock.days_ago(10))}, "before the date of admission"),
        ({"discharged_on": str(clock.days_ago(400)), "admitted_on": None}, "more than a year ago"),
    ],
)
def test_refuses_an_impossible_day_and_keeps_nothing(
    system: Caller, body: dict[str, Any], change: dict[str, Any], sentence: str
) -> None:
    answer = system.post("discharges/", {**body, **change})
    assert answer.status_code == 409
    assert sentence in answer.json()["detail"]
    assert not HospitalStay.objects.exists()


@pytest.mark.parametrize("day", ["31/2/2026", "0001-01-01", "9999-12-31", "2026-02-30", "tomorrow", 7, None, ""])
def test_never_fails_on_a_day_that_is_none(system: Caller, body: dict[str, Any], day: Any) -> None:
    assert system.post("discharges/", {**body, "discharged_on": day}).status_code in (400, 409)


def test_refuses_the_same_discharge_under_another_key(system: Caller, body: dict[str, Any]) -> None:
    assert system.post("discharges/", body).status_code == 201
    answer = system.post("discharges/", body)
    assert answer.status_code == 409
    assert "recorded already" in answer.json()["detail"]
    assert HospitalStay.objects.count() == 1


def test_answers_the_same_under_the_same_key(system: Caller, body: dict[str, Any]) -> None:
    key = str(uuid4())
    first = system.post("discharges/", body, key=key)
    assert system.post("discharges/", body, key=key).json() == first.json()
    assert Discharge.objects.count() == 1


def test_audits_stay_discharge_and_clock_once_each(system: Caller, body: dict[str, Any], basildon: User) -> None:
    system.post("discharges/", body)
    verbs = Event.objects.filter(actor_id=basildon.pk).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["stay.added", "discharge.recorded", "referral.sent", "six_weeks.started"]


def test_refuses_a_worker_of_the_hospital_hub_who_has_a_page_for_it(body: dict[str, Any], gwen: User) -> None:
    assert caller_for(gwen).post("discharges/", body).status_code == 403


def test_hub_9_refuses_a_discharge_a_day_off_from_the_one_that_is_recorded(
    system: Caller, body: dict[str, Any]
) -> None:
    assert system.post("discharges/", body).status_code == 201
    answer = system.post("discharges/", {**body, "discharged_on": str(clock.days_ago(2))})
    assert answer.status_code == 409
    assert "recorded already as gone home from Basildon University Hospital" in answer.json()["detail"]
    assert "Ring the hospital hub" in answer.json()["detail"]
    assert SixWeekClock.objects.get().discharged_on == clock.days_ago(1)


def told_to_the_hub() -> list[Job]:
    hub = str(Team.objects.the_only(TeamKind.HOSPITAL_HUB).pk)
    return list(Job.objects.filter(kind="notice.deliver", payload__team=hub, dedupe_key__startswith="refused:"))


def test_hub_9_tells_the_hub_of_a_discharge_that_is_refused_once_for_each_day(
    system: Caller, body: dict[str, Any], jean: Resident
) -> None:
    system.post("discharges/", body)
    other_day = {**body, "admitted_on": None, "discharged_on": str(clock.today())}
    assert told_to_the_hub() == []
    for _ in range(2):
        assert system.post("discharges/", other_day).status_code == 409
    [job] = told_to_the_hub()
    assert job.payload["link"] == HospitalStay.objects.get().get_absolute_url()
    assert f"went home on {clock.today().day} {clock.today():%B}, which was refused" in job.payload["words"]
    assert jean.given_name not in job.payload["words"]
    system.post("discharges/", {**other_day, "discharged_on": str(clock.days_ago(2))})
    assert len(told_to_the_hub()) == 2
    assert HospitalStay.objects.count() == 1


def test_tells_the_hub_when_the_list_has_the_person_in_another_hospital(
    system: Caller, body: dict[str, Any], jean: Resident, gwen: User
) -> None:
    stay = add_stay(resident=jean, hospital=Hospital.QUEENS, by=gwen)
    assert system.post("discharges/", body).status_code == 409
    assert [job.payload["link"] for job in told_to_the_hub()] == [stay.get_absolute_url()]


def test_tells_the_hub_nothing_of_a_mistake_of_the_other_system(system: Caller, body: dict[str, Any]) -> None:
    assert system.post("discharges/", {**body, "discharged_on": str(clock.days_ago(-1))}).status_code == 409
    assert told_to_the_hub() == []


def test_hub_9_what_was_refused_is_undone_and_the_word_to_the_hub_stays(committed: str) -> None:
    jean = make_resident(make_user("Asha Patel", Role.TRIAGE, "thurrock-first"))
    system = caller_for(make_user("Basildon EPR", Role.SERVICE))
    body = {"resident": jean.reference, "hospital": "basildon", "pathway": "1"}
    assert system.post("discharges/", {**body, "discharged_on": str(clock.days_ago(2))}).status_code == 201
    before = Event.objects.count(), Receipt.objects.count()
    assert system.post("discharges/", {**body, "discharged_on": str(clock.today())}).status_code == 409
    assert (Event.objects.count(), Receipt.objects.count()) == before
    assert len(told_to_the_hub()) == 1
