"""Every number is as many rows as the list behind it has, whatever happened in the borough."""

from random import Random

import pytest

from accounts.actions import deactivate
from accounts.models import User
from accounts.roles import Role
from audit.actions import SYSTEM
from core import clock
from dashboards.figures import no_locality, room_in, with_figures
from dashboards.measures import MEASURES
from discharges.models import SixWeekClock
from localities.models import Locality, Team
from referrals.actions import undo_allocation
from referrals.enums import HandOffKind, Need
from referrals.models import HandOff, Referral
from tests.factories.field import make_clock
from tests.factories.people import make_resident, make_user
from tests.factories.referrals import give, make_referral

SOMEWHERE = [{}, {"practice": None, "postcode": "RM17 6AA"}, {"practice": None, "postcode": ""}]


def live(rng: Random, asha: User, gwen: User, olu: User, workers: dict[str, list[User]]) -> None:
    """One person, to whom something happens."""
    person = make_resident(asha, **rng.choice(SOMEWHERE))
    for _ in range(rng.randint(0, 3)):
        referral = make_referral(person, asha, need=rng.choice([Need.COMPANY, Need.MEMORY, Need.CARER]))
        happens(rng, referral, olu, workers)
    if rng.random() < 0.5:
        referral = make_clock(person, gwen, days_ago=rng.randint(0, 60)).referral
        happens(rng, referral, olu, workers)


def happens(rng: Random, referral: Referral, olu: User, workers: dict[str, list[User]]) -> None:
    team = workers.get(referral.team.slug, [])
    for worker in rng.sample(team, rng.randint(0, len(team))):
        allocation = give(referral, worker, olu)
        if rng.random() < 0.2:
            undo_allocation(allocation=allocation, by=olu)
    if rng.random() < 0.3:
        HandOff.objects.create(
            resident=referral.resident, referral=referral, kind=HandOffKind.TEAM, from_team=referral.team,
            to_team=rng.choice(list(Team.objects.community())), reason="Moved house", at=clock.now(),
        )  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_every_number_is_as_many_rows_as_the_list_behind_it(seed: int, asha: User, gwen: User, olu: User) -> None:
    rng = Random(seed)
    workers = {
        slug: [make_user(f"Worker {number}", Role.SOCIAL_WORKER, slug) for number in range(2)]
        for slug in ("cls-tilbury-chadwell", "cls-grays")
    }
    for _ in range(12):
        live(rng, asha, gwen, olu, workers)
    deactivate(user=workers["cls-grays"][0], by=SYSTEM)
    seen = 0
    for locality in with_figures():
        for measure in MEASURES:
            listed = list(measure.rows(locality, olu))
            assert len(listed) == getattr(locality, measure.count), (locality, measure.slug)
            assert len({row.pk for row in listed}) == len(listed)
            seen += len(listed)
        handed = next(measure for measure in MEASURES if measure.slug == "hand-offs")
        assert sum(row.times for row in handed.rows(locality, olu)) == locality.hand_offs  # type: ignore[attr-defined]
    assert seen > 10


@pytest.mark.parametrize("seed", range(3))
def test_rou_10_counts_as_many_without_a_locality_as_the_lists_have(
    seed: int, asha: User, gwen: User, olu: User
) -> None:
    rng = Random(seed)
    for _ in range(12):
        live(rng, asha, gwen, olu, {})
    nowhere = make_resident(asha, **SOMEWHERE[2])
    make_referral(nowhere, asha)
    make_clock(nowhere, gwen, days_ago=50)
    counted = no_locality()
    for measure in MEASURES[:4]:
        listed = list(measure.rows(None, olu))
        assert nowhere.pk in {row.resident_id for row in listed}
        assert len(listed) == getattr(counted, measure.count), measure.slug
    everywhere = sum(each.open_reviews for each in with_figures())  # type: ignore[attr-defined]
    assert everywhere + counted.open_reviews == SixWeekClock.objects.open().count()


def test_load_1_counts_a_worker_of_two_teams_once_and_no_manager(ben: User, dee: User) -> None:
    make_user("Half", Role.SOCIAL_WORKER, "cls-tilbury-chadwell", hours=18.5)
    room = room_in(Locality.objects.get(slug="tilbury-chadwell"))
    assert (room.people, room.workers) == (30, 2)


def test_load_1_leaves_out_who_has_left(ben: User) -> None:
    deactivate(user=ben, by=SYSTEM)
    assert room_in(Locality.objects.get(slug="tilbury-chadwell")).people == 0
