"""HUB-8: an expected day that has passed, and nobody has said more, is told to the hub, once."""

import tracemalloc
from copy import copy
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused
from core.identifiers import resident_reference, uuid7
from core.models import Heartbeat
from discharges import rules
from discharges.actions import ask_whether_home, note_still_there, plan_discharge, record_discharge
from discharges.models import HospitalStay
from localities.places import bank_holidays
from outbox.models import Job
from residents.models import Resident, TimelineEntry
from tests.committed import at_once
from tests.factories.field import make_stay
from tests.factories.people import make_resident, make_user

CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
MONDAY = date(2026, 11, 23)
TOLD = {"payload__key__startswith": "gone-home:"}


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("expected_on", "noted_on", "today", "asks"),
    [
        (None, None, day(9), False),  # nobody expected them
        (day(0), None, day(0), False),
        (day(0), None, day(1), False),  # one working day
        (day(0), None, day(2), True),
        (day(4), None, day(7), False),  # a Friday, and it is Monday
        (day(4), None, day(8), True),
        (day(5), None, day(8), True),  # a Saturday: Monday is the first working day after it
        (day(0), day(2), day(3), False),  # noted on Wednesday
        (day(0), day(2), day(4), True),  # and asked again on Friday
        (day(2), day(0), day(4), True),  # a note from before the day says nothing about it
        (date(2026, 12, 24), None, date(2026, 12, 29), False),  # only the 29th is a working day
        (date(2026, 12, 24), None, date(2026, 12, 30), True),
    ],
)
def test_hub_8_asks_two_working_days_after_the_expected_day_or_the_note(
    expected_on: date | None, noted_on: date | None, today: date, asks: bool
) -> None:
    assert rules.asks_whether_home(expected_on, noted_on, today, CHRISTMAS) is asks


@pytest.mark.django_db
@pytest.mark.parametrize("days", range(14))
def test_hub_8_as_a_set_is_the_rule(jean: Resident, gwen: User, days: int) -> None:
    today = date(2026, 12, 22) + timedelta(days=days)
    stay = make_stay(jean, gwen)
    for back in range(10):
        for noted in (None, *(today - timedelta(days=number) for number in range(0, 10, 3))):
            HospitalStay.objects.filter(pk=stay.pk).update(expected_on=today - timedelta(days=back), noted_on=noted)
            stay.refresh_from_db()
            asked = rules.asks_whether_home(stay.expected_on, noted, today, bank_holidays())
            assert HospitalStay.objects.past_expected(today).exists() is asked


@pytest.mark.django_db
def test_hub_8_the_hub_hears_of_each_expected_day_once(jean: Resident, gwen: User) -> None:
    stay = make_stay(jean, gwen, expected_on=clock.days_ago(9))
    assert [ask_whether_home(), ask_whether_home()] == [1, 0]
    job = Job.objects.get(**TOLD)
    assert job.payload["words"] == (
        "1 person was expected home two working days ago or before. Have they gone home?"
    )  # fmt: skip
    assert job.payload["link"] == "/hospital/?show=asks"
    assert Event.objects.get(verb="stays.asked_home").detail == {"asked": 1}
    stay = plan_discharge(stay=stay, by=gwen, expected_on=clock.days_ago(8))
    assert ask_whether_home() == 1  # of the new day, which has passed as well
    assert Heartbeat.objects.filter(name="expected days").exists()


@pytest.mark.django_db
def test_hub_8_a_discharge_a_new_day_or_a_note_answers(gwen: User) -> None:
    home, later, noted = (make_stay(make_resident(gwen), gwen, expected_on=clock.days_ago(9)) for _ in range(3))
    record_discharge(stay=home, discharged_on=clock.days_ago(8), pathway="1", by=gwen)
    plan_discharge(stay=later, by=gwen, expected_on=clock.today())
    note_still_there(stay=noted, note="Waiting for the hoist", by=gwen)
    assert ask_whether_home() == 0
    assert not Job.objects.filter(**TOLD).exists()


@pytest.mark.django_db
def test_hub_8_after_a_note_the_hub_is_told_once_more(jean: Resident, gwen: User) -> None:
    stay = make_stay(jean, gwen, expected_on=clock.days_ago(9))
    assert ask_whether_home() == 1
    note_still_there(stay=stay, note="Waiting for the hoist", by=gwen)
    assert ask_whether_home() == 0
    later = clock.today() + timedelta(days=9)
    assert [ask_whether_home(later), ask_whether_home(later)] == [1, 0]
    assert Job.objects.filter(**TOLD).count() == 2


@pytest.mark.django_db
def test_a_note_is_kept_told_and_needs_words(jean: Resident, gwen: User, ben: User) -> None:
    stay = make_stay(jean, gwen, expected_on=clock.days_ago(9))
    noted = note_still_there(stay=stay, note="  Waiting for the hoist ", by=gwen, version=stay.version)
    assert (noted.note, noted.noted_on, noted.version) == ("Waiting for the hoist", clock.today(), 2)
    assert TimelineEntry.objects.get(title="In hospital still").detail == "Waiting for the hoist"
    with pytest.raises(ChangedMeanwhile):
        note_still_there(stay=stay, note="Another", by=gwen, version=1)
    with pytest.raises(Refused, match="Say what the ward told you"):
        note_still_there(stay=stay, note=" ", by=gwen)
    with pytest.raises(NotPermitted):
        note_still_there(stay=stay, note="Mine", by=ben)
    record_discharge(stay=stay, discharged_on=clock.today(), pathway="1", by=gwen)
    with pytest.raises(Refused, match="no longer on the hospital list"):
        note_still_there(stay=stay, note="Still", by=gwen)


@pytest.mark.usefixtures("committed")
def test_hub_8_four_workers_at_once_tell_of_each_stay_once() -> None:
    gwen = make_user("Gwen Price", "hospital_hub", "hospital-hub")
    for _ in range(5):
        make_stay(make_resident(gwen), gwen, expected_on=clock.days_ago(9))
    found = at_once(4, lambda _: ask_whether_home())
    assert sum(told for told in found if isinstance(told, int)) == 5
    assert Job.objects.filter(**TOLD).count() == 1


@pytest.mark.django_db
def test_hub_8_a_thousand_stays_are_asked_about_in_as_many_statements_as_one_and_in_flat_memory(gwen: User) -> None:
    _cost(gwen, 1)  # what a process reads once
    (of_one, _), (of_many, memory) = _cost(gwen, 1), _cost(gwen, 1000)
    assert of_one == of_many
    assert Job.objects.filter(**TOLD).count() == 3
    assert memory < 1_000_000


def _cost(gwen: User, count: int) -> tuple[int, int]:
    """How many statements, and how many bytes at most, it takes to ask about `count` stays."""
    people = copies_of(make_resident(gwen), count)
    HospitalStay.objects.bulk_create(
        HospitalStay(
            resident=one, hospital="basildon", expected_on=clock.days_ago(9), added_at=clock.now(), added_by=gwen
        )
        for one in people
    )
    tracemalloc.start()
    with CaptureQueriesContext(connection) as asked:
        assert ask_whether_home() == count
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return len(asked), peak


def copies_of(one: Resident, count: int) -> list[Resident]:
    """That person, and as many others like them as make `count`, written at once."""
    others = [copy(one) for _ in range(count - 1)]
    for other in others:
        other.pk, other.reference = uuid7(), resident_reference()
    return [one, *Resident.objects.bulk_create(others)]
