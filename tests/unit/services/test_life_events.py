"""A death or a move ends a programme, and a correction opens it again; a merge takes it along."""

import pytest

from accounts.models import User
from core import clock
from residents.actions import correct_life_event, record_death, record_move
from residents.models import Resident
from services.enums import Outcome, ProgrammeStatus
from services.models import Programme
from tests.factories.duplicates import make_merge
from tests.factories.people import make_resident
from tests.factories.programmes import make_bridging, make_programme

pytestmark = pytest.mark.django_db

HOW = "Her daughter rang"


def test_a_death_ends_what_runs_and_cancels_what_is_planned_and_an_error_opens_both(jean: Resident, ben: User) -> None:
    running = make_programme(jean, ben, days_ago=9)
    planned = make_bridging(jean, ben, days_ago=-4)
    event = record_death(resident=jean, died_on=clock.days_ago(2), by=ben, how_known=HOW)
    running.refresh_from_db()
    planned.refresh_from_db()
    assert (running.status, running.outcome, running.ended_on) == ("ended", Outcome.DIED, clock.days_ago(2))
    assert planned.status == ProgrammeStatus.CANCELLED
    correct_life_event(event=event, because="It was her sister", by=ben)
    running.refresh_from_db()
    planned.refresh_from_db()
    assert (running.status, running.outcome, running.ended_on) == ("running", "", None)
    assert planned.status == ProgrammeStatus.PLANNED


def test_a_move_ends_it_on_its_day_and_never_before_the_first(jean: Resident, ben: User) -> None:
    running = make_programme(jean, ben)
    record_move(resident=jean, left_on=clock.days_ago(1), to="Leeds", by=ben, how_known=HOW, council_told=True)
    running.refresh_from_db()
    assert (running.outcome, running.ended_on) == (Outcome.MOVED, running.starts_on)


def test_a_merge_takes_programmes_along_and_a_second_one_of_a_kind_stays_with_its_record(ben: User, dee: User) -> None:
    kept, gone = make_resident(ben), make_resident(ben)
    make_programme(kept, ben, days_ago=3)
    second = make_programme(gone, ben, days_ago=5)
    bridging = make_bridging(gone, ben, days_ago=-2)
    make_merge(kept, gone, dee)
    second.refresh_from_db()
    bridging.refresh_from_db()
    assert (second.resident, bridging.resident) == (gone, kept)
    assert set(Programme.objects.visible_to(ben).filter(resident=kept)) == set(Programme.objects.visible_to(ben))
