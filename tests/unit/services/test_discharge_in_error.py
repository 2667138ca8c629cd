"""REAB-3 and REAB-6 when a discharge is put right, voided or recorded again: the mark follows, and nothing ends."""

from datetime import date, timedelta

import pytest

from accounts.models import Membership, User
from core import clock
from core.errors import Refused
from discharges.actions import correct_discharge, record_discharge, void_discharge
from discharges.models import HospitalStay
from outbox.models import Job
from residents.models import Resident, TimelineEntry
from services.actions import End, end_programme, let_run_on
from services.enums import Outcome, ProgrammeStatus
from services.models import Programme
from services.rules import asks_what_becomes
from tests.factories.field import make_clock
from tests.factories.people import make_user
from tests.factories.programmes import make_bridging, make_programme
from tests.rows import rows

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 10)
ASKED = {"payload__key__startswith": "programme-asked:"}


@pytest.mark.parametrize(
    ("starts_after", "others", "asks"),
    [
        (-1, [], False),  # it ran before they were in hospital
        (0, [], True),
        (42, [], True),
        (43, [], False),
        (5, [DAY + timedelta(days=3)], False),  # it began after another discharge
        (5, [DAY - timedelta(days=3)], True),
        (5, [DAY + timedelta(days=6)], True),
    ],
)
def test_reab_6_asks_of_what_began_within_six_weeks_after_the_error(
    starts_after: int, others: list[date], asks: bool
) -> None:
    assert asks_what_becomes(DAY + timedelta(days=starts_after), DAY, others) is asks


def void(programme: Programme, by: User, *, still: bool = True) -> None:
    discharge = programme.resident.discharges.get(voided_at=None)
    void_discharge(discharge=discharge, reason="The wrong Jean", by=by, still_in_hospital=still)
    programme.refresh_from_db()


@pytest.fixture
def running(jean: Resident, gwen: User, ben: User) -> Programme:
    """Reablement that began on the day of the discharge, four days ago, with Rita."""
    make_clock(jean, gwen, days_ago=4)
    rita = make_user("Rita Moss", ben.role, "joint-reablement")
    return make_programme(jean, ben, days_ago=4, worker=rita)


def test_reab_6_a_voided_discharge_ends_nothing_takes_the_mark_off_and_asks_once(
    running: Programme, gwen: User, dee: User
) -> None:
    assert running.straight_from_hospital
    void(running, gwen)
    assert (running.status, running.straight_from_hospital, running.from_stay) == (ProgrammeStatus.RUNNING, False, None)
    assert running.asks
    told = Job.objects.filter(**ASKED)
    assert {job.payload["user"] for job in told} == {str(running.worker_id), str(dee.pk)}
    assert not any("Jean" in job.payload["words"] for job in told)
    story = TimelineEntry.objects.get(title__startswith="The discharge before it was entered in error")
    assert story.team is None  # a partner's team is told nothing of the hospital


def test_reab_6_a_provider_is_not_asked_and_its_managers_are(
    jean: Resident, gwen: User, ben: User, dee: User, hal: User
) -> None:
    make_clock(jean, gwen, days_ago=4)
    theirs = make_bridging(jean, ben, days_ago=4, team="estuary-homecare", worker=hal)
    Membership.objects.filter(user=hal).update(is_lead=True)
    void(theirs, gwen)
    assert theirs.asks
    assert [job.payload["user"] for job in Job.objects.filter(**ASKED)] == [str(dee.pk)]


@pytest.mark.parametrize(("team", "told"), [("estuary-homecare", 0), ("bridging-service", 1)])
def test_reab_6_where_nobody_may_answer_the_councils_team_hears_it_and_a_provider_nothing(
    jean: Resident, gwen: User, ben: User, team: str, told: int
) -> None:
    make_clock(jean, gwen, days_ago=4)
    void(make_bridging(jean, ben, days_ago=4, team=team), gwen)
    assert [job.payload.get("team") is not None for job in Job.objects.filter(**ASKED)] == [True] * told


def test_reab_6_the_discharge_recorded_again_answers_and_marks_anew(running: Programme, gwen: User) -> None:
    void(running, gwen)
    again = HospitalStay.objects.get(continues__isnull=False)
    record_discharge(stay=again, discharged_on=clock.days_ago(4), pathway="1", by=gwen)
    running.refresh_from_db()
    assert (running.asks, running.straight_from_hospital, running.from_stay) == (False, True, again)


def test_reab_6_its_team_says_that_it_goes_on_and_why(running: Programme, gwen: User, ben: User) -> None:
    void(running, gwen)
    with pytest.raises(Refused, match="Say why it goes on"):
        let_run_on(programme=running, because=" ", by=ben)
    answered = let_run_on(programme=running, because="Rita visits; Jean is at home", by=ben)
    assert not answered.asks
    before = rows()
    let_run_on(programme=running, because="Once more", by=ben)
    assert rows() == before


def test_reab_6_what_ended_already_is_asked_nothing(running: Programme, gwen: User, ben: User) -> None:
    end_programme(programme=running, end=End(clock.today(), Outcome.INDEPENDENT), by=ben)
    void(running, gwen)
    assert (running.asked_at, running.straight_from_hospital) == (None, False)
    assert not Job.objects.filter(**ASKED).exists()


@pytest.mark.parametrize(("days_ago", "straight"), [(4, True), (5, True), (6, False), (3, False)])
def test_reab_3_the_mark_follows_a_discharge_that_is_put_right(
    running: Programme, gwen: User, days_ago: int, straight: bool
) -> None:
    discharge = running.resident.discharges.get()
    correct_discharge(
        discharge=discharge, discharged_on=clock.days_ago(days_ago), pathway="2", because="Mistyped", by=gwen
    )
    running.refresh_from_db()
    assert running.straight_from_hospital is straight
    assert not running.asks
