"""The router over real people: the facts it finds, the numbers it shows, the second choice, and people of no place."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core import clock
from discharges.actions import add_stay, record_discharge
from discharges.enums import Hospital, Pathway
from localities.models import Locality, Team
from referrals.enums import Need, Urgency
from referrals.models import Allocation, HandOff, Referral
from referrals.routing import sent_by_hand, suggest
from residents.actions import choose_locality
from residents.enums import CircleRole
from residents.models import CircleLink, Resident
from tests.factories.people import make_resident, make_user
from tests.factories.referrals import give, make_referral

MONDAY = datetime(2026, 11, 23, 11, 0, tzinfo=clock.LONDON)
SATURDAY = datetime(2026, 11, 21, 11, 0, tzinfo=clock.LONDON)
NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=clock.LONDON)


def test_says_when_the_team_takes_it_up_for_the_caller(jean: Resident) -> None:
    at_the_weekend = suggest(jean, Need.MEMORY, urgency=Urgency.THIS_WEEK, at=SATURDAY)
    assert at_the_weekend.told == "The Tilbury and Chadwell CLS team takes this up on Monday 23 November from 9am."
    assert at_the_weekend.works_from == datetime(2026, 11, 23, 9, 0, tzinfo=clock.LONDON)
    in_the_week = suggest(jean, Need.MEMORY, urgency=Urgency.THIS_WEEK, at=MONDAY)
    assert in_the_week.works_from is None
    assert in_the_week.told == "The Tilbury and Chadwell CLS team has this now, and takes it up in its turn."


@pytest.mark.parametrize(
    ("need", "moment", "team", "rule"),
    [
        (Need.PERSONAL_CARE, SATURDAY, "rapid-response", "ROU-1"),
        (Need.MENTAL_HEALTH, SATURDAY, "emergency-duty", "ROU-2"),
        (Need.PERSONAL_CARE, NIGHT, "emergency-duty", "ROU-2"),
        (Need.PERSONAL_CARE, MONDAY, "cls-tilbury-chadwell", "ROU-8"),
    ],
)
def test_sends_what_cannot_wait_by_the_hour_of_the_call(
    jean: Resident, need: Need, moment: datetime, team: str, rule: str
) -> None:
    found = suggest(jean, need, urgency=Urgency.NOW, at=moment)
    assert (found.team.slug, found.rule, found.works_from) == (team, rule, None)
    assert found.told.endswith("takes this up now.")


def test_rou_1_finds_in_the_circle_that_somebody_depends_on_the_person(jean: Resident, asha: User) -> None:
    ray = make_resident(asha, given_name="Ray")
    CircleLink.objects.create(
        resident=ray, other=jean, role=CircleRole.CARER, started_on=clock.today(), noted_by=asha
    )  # fmt: skip
    assert suggest(jean, Need.MENTAL_HEALTH, urgency=Urgency.NOW, at=SATURDAY).rule == "ROU-1"
    assert suggest(ray, Need.MENTAL_HEALTH, urgency=Urgency.NOW, at=SATURDAY).rule == "ROU-2"


def test_rou_3_finds_who_is_in_hospital_and_no_longer_once_they_are_home(jean: Resident, gwen: User) -> None:
    stay = add_stay(resident=jean, hospital=Hospital.BASILDON, ward="Ward 7", by=gwen)
    found = suggest(jean, Need.GETTING_ABOUT, urgency=Urgency.THIS_WEEK, at=MONDAY)
    assert (found.team.slug, found.rule) == ("hospital-hub", "ROU-3")
    assert found.because.endswith("Ward 7")
    assert found.second is not None
    assert found.second.team.slug == "cls-tilbury-chadwell"
    urgent = suggest(jean, Need.GETTING_ABOUT, urgency=Urgency.NOW, at=SATURDAY)
    assert (urgent.team.slug, urgent.rule) == ("emergency-duty", "ROU-2")
    assert urgent.because.endswith("Ward 7")
    assert urgent.second is not None
    assert (urgent.second.team.slug, urgent.second.rule) == ("hospital-hub", "ROU-3")
    record_discharge(stay=stay, discharged_on=clock.today(), pathway=Pathway.P1, by=gwen)
    home = suggest(jean, Need.GETTING_ABOUT, urgency=Urgency.THIS_WEEK, at=MONDAY)
    assert (home.team.slug, home.rule) == ("cls-tilbury-chadwell", "ROU-6")


def test_rou_7_finds_the_team_that_works_with_the_person_though_they_moved(
    jean: Resident, asha: User, ada: User
) -> None:
    open_work = make_referral(jean, asha)
    grays = Locality.objects.get(slug="grays")
    choose_locality(resident=jean, locality=grays, reason="Moved to her sister’s", by=asha, version=jean.version)
    jean.refresh_from_db()
    found = suggest(jean, Need.MEMORY, urgency=Urgency.NO_RUSH, at=MONDAY)
    assert (found.team, found.rule, found.add_to) == (open_work.team, "ROU-7", open_work)
    assert found.second is not None
    assert (found.second.team.slug, found.second.rule) == ("cls-grays", "ROU-9")


def test_adds_to_the_open_work_on_the_same_need_before_any_other(jean: Resident, asha: User) -> None:
    falls = make_referral(jean, asha, need=Need.GETTING_ABOUT)
    make_referral(jean, asha, need=Need.MEMORY)
    assert suggest(jean, Need.GETTING_ABOUT, at=MONDAY).add_to == falls


def test_offers_no_work_of_another_team_to_add_to(jean: Resident, asha: User) -> None:
    make_referral(jean, asha, need=Need.GETTING_ABOUT)
    found = suggest(jean, Need.CARER, urgency=Urgency.THIS_WEEK, at=MONDAY)
    assert (found.team.slug, found.add_to) == ("carers-service", None)


def test_adds_nothing_to_what_was_closed_or_returned(jean: Resident, asha: User) -> None:
    Referral.objects.filter(pk=make_referral(jean, asha).pk).update(status="returned")
    assert suggest(jean, Need.GETTING_ABOUT, at=MONDAY).add_to is None


@pytest.mark.parametrize(
    ("known", "team", "rule"),
    [
        ({"practice": None, "postcode": "RM17 5AA"}, "cls-grays", "ROU-9"),
        ({"practice": None, "postcode": "SS1 1AA"}, "thurrock-first", "ROU-10"),
        ({"practice": None, "postcode": ""}, "thurrock-first", "ROU-10"),
    ],
    ids=["no practice", "a practice and an address outside the borough", "no fixed address"],
)
def test_lets_everybody_land_somewhere(asha: User, known: dict[str, str], team: str, rule: str) -> None:
    found = suggest(make_resident(asha, **known), Need.MEMORY, urgency=Urgency.THIS_WEEK, at=MONDAY)
    assert (found.team.slug, found.rule) == (team, rule)


def test_loc_2_says_that_the_postcode_decided_because_there_is_no_practice(asha: User) -> None:
    person = make_resident(asha, practice=None, no_practice="none", postcode="RM17 5AA")
    found = suggest(person, Need.MEMORY, urgency=Urgency.THIS_WEEK, at=MONDAY)
    assert "they are registered with no practice, and RM17 postcodes" in found.because


def test_sends_somebody_of_no_fixed_address_to_the_locality_chosen_by_hand(asha: User) -> None:
    nowhere = make_resident(asha, practice=None, postcode="")
    grays = Locality.objects.get(slug="grays")
    choose_locality(
        resident=nowhere, locality=grays, reason="Sleeps in the town park", by=asha, version=nowhere.version
    )
    nowhere.refresh_from_db()
    found = suggest(nowhere, Need.MEMORY, at=MONDAY)
    assert found.team.slug == "cls-grays"
    assert found.because.endswith("chosen by hand: Sleeps in the town park (LOC-3)")


def test_tells_how_many_wait_and_no_median_of_fewer_than_five(jean: Resident, asha: User, dee: User, ben: User) -> None:
    for number in range(4):
        give(make_referral(make_resident(asha, given_name=f"Person {number}"), asha), ben, dee)
    make_referral(make_resident(asha, given_name="Sam"), asha)
    found = suggest(jean, Need.MEMORY, at=MONDAY)
    assert (found.waiting, found.median_wait) == (1, "")


def test_tells_the_median_wait_of_the_last_90_days_to_the_first_allocation(
    jean: Resident, asha: User, dee: User, ben: User
) -> None:
    chidi = make_user("Another", ben.role, "cls-tilbury-chadwell")
    for number, days in enumerate((1, 2, 3, 4, 50)):
        referral = make_referral(make_resident(asha, given_name=f"Person {number}"), asha)
        give(referral, ben, dee)
        Referral.objects.filter(pk=referral.pk).update(received_at=clock.now() - timedelta(days=days, minutes=5))
        give(referral, chidi, dee)
    assert suggest(jean, Need.MEMORY, at=MONDAY).median_wait == "3 days"
    assert HandOff.objects.filter(kind="worker").count() == 10 == Allocation.objects.count()


def test_sends_by_hand_with_the_reason_and_what_the_table_says(jean: Resident) -> None:
    suggested = suggest(jean, Need.MEMORY, at=MONDAY)
    grays = Team.objects.get(slug="cls-grays")
    found = sent_by_hand(suggested, grays, "Her sister is known there", "Asha Patel", Urgency.NOW)
    assert (found.team, found.rule) == (grays, "ROU-11")
    assert "Her sister is known there" in found.because
    assert "Tilbury and Chadwell CLS team, ROU-9" in found.because


def test_asks_the_database_three_times(jean: Resident, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    suggest(jean, Need.MEMORY, at=MONDAY)  # the bank holidays are remembered
    with django_assert_num_queries(3):
        suggest(jean, Need.MEMORY, urgency=Urgency.NOW, at=MONDAY)
