"""Planning a way home: days, pathway, what holds somebody, and who was told."""

from datetime import timedelta

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused
from discharges import actions
from discharges.enums import BlockerKind, StayStatus, ToldWho
from discharges.models import HospitalStay
from residents.models import Resident, TimelineEntry
from tests.factories.field import make_stay


@pytest.fixture
def stay(jean: Resident, gwen: User) -> HospitalStay:
    return make_stay(jean, gwen, admitted_on=clock.days_ago(5))


def titles(jean: Resident) -> list[str]:
    return list(TimelineEntry.objects.filter(resident=jean, kind="hospital").values_list("title", flat=True))


def test_keeps_what_is_planned_and_who_changed_what(stay: HospitalStay, gwen: User) -> None:
    day = clock.today() + timedelta(days=2)
    planned = actions.plan_discharge(stay=stay, by=gwen, version=1, expected_on=day, planned_pathway="1", ward="")
    stay.refresh_from_db()
    assert (stay.expected_on, stay.planned_pathway, stay.ward, stay.version) == (day, "1", "", 2)
    assert planned == stay
    assert Event.objects.get(verb="stay.planned").detail == {"changed": ["ward", "expected_on", "planned_pathway"]}


def test_what_stands_so_already_changes_nothing(stay: HospitalStay, gwen: User) -> None:
    actions.plan_discharge(stay=stay, by=gwen, ward=stay.ward, ready_on=None)
    stay.refresh_from_db()
    assert stay.version == 1
    assert not Event.objects.filter(verb="stay.planned").exists()


def test_only_the_ready_day_stands_in_the_timeline(stay: HospitalStay, jean: Resident, gwen: User) -> None:
    actions.plan_discharge(stay=stay, by=gwen, equipment="Commode")
    before = titles(jean)
    actions.plan_discharge(stay=stay, by=gwen, ready_on=clock.days_ago(1))
    after = titles(jean)
    assert len(after) == len(before) + 1
    assert any(title.startswith("Ready to go home since") for title in after)
    actions.plan_discharge(stay=stay, by=gwen, ready_on=None)
    assert "Not ready to go home after all" in titles(jean)


def test_a_change_made_meanwhile_is_not_overwritten(stay: HospitalStay, gwen: User) -> None:
    actions.plan_discharge(stay=stay, by=gwen, version=1, ward="Orsett ward")
    with pytest.raises(ChangedMeanwhile) as changed:
        actions.plan_discharge(stay=stay, by=gwen, version=1, ward="Another ward")
    assert changed.value.current.ward == "Orsett ward"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "plan",
    [
        {"ready_on": 1},
        {"ready_on": -6},
        {"expected_on": -6},
        {"admitted_on": 1},
    ],
)
def test_hub_1_impossible_days_are_refused(stay: HospitalStay, gwen: User, plan: dict[str, int]) -> None:
    days = {name: clock.today() + timedelta(days=days) for name, days in plan.items()}
    with pytest.raises(Refused):
        actions.plan_discharge(stay=stay, by=gwen, **days)
    stay.refresh_from_db()
    assert (stay.version, stay.ready_on, stay.expected_on) == (1, None, None)


def test_nobody_is_planned_for_who_went_home(stay: HospitalStay, gwen: User) -> None:
    actions.record_discharge(stay=stay, discharged_on=clock.today(), pathway="1", by=gwen)
    for act in (
        lambda: actions.plan_discharge(stay=stay, by=gwen, ward="Orsett"),
        lambda: actions.raise_blocker(stay=stay, kind=BlockerKind.HOME, by=gwen),
    ):
        with pytest.raises(Refused, match="no longer on the hospital list"):
            act()


def test_a_blocker_is_raised_once_cleared_and_undone(stay: HospitalStay, gwen: User) -> None:
    raised = actions.raise_blocker(stay=stay, kind=BlockerKind.EQUIPMENT, words="Bed rail", by=gwen)
    assert actions.raise_blocker(stay=stay, kind=BlockerKind.EQUIPMENT, words="Bed rail", by=gwen) == raised
    with pytest.raises(Refused, match="already"):
        actions.raise_blocker(stay=stay, kind=BlockerKind.EQUIPMENT, words="Hoist", by=gwen)
    for _ in range(2):
        cleared = actions.clear_blocker(blocker=raised, by=gwen)
    assert (cleared.cleared_by, list(stay.blockers.standing())) == (gwen, [])
    for _ in range(2):
        actions.undo_clear_blocker(blocker=raised, by=gwen)
    assert list(stay.blockers.standing()) == [raised]
    verbs = list(Event.objects.filter(verb__startswith="blocker.").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["blocker.raised", "blocker.cleared", "blocker.reopened"]


def test_something_else_needs_words_and_may_stand_twice(stay: HospitalStay, gwen: User) -> None:
    with pytest.raises(Refused, match="Say what holds them"):
        actions.raise_blocker(stay=stay, kind=BlockerKind.OTHER, words=" ", by=gwen)
    for words in ("The cat", "The lift"):
        actions.raise_blocker(stay=stay, kind=BlockerKind.OTHER, words=words, by=gwen)
    assert stay.blockers.standing().count() == 2


def test_a_cleared_blocker_cannot_stand_beside_a_new_one(stay: HospitalStay, gwen: User) -> None:
    first = actions.raise_blocker(stay=stay, kind=BlockerKind.HOME, by=gwen)
    actions.clear_blocker(blocker=first, by=gwen)
    actions.raise_blocker(stay=stay, kind=BlockerKind.HOME, words="No heating", by=gwen)
    with pytest.raises(Refused, match="already"):
        actions.undo_clear_blocker(blocker=first, by=gwen)


def test_who_was_told_stands_once_and_can_be_taken_back(stay: HospitalStay, jean: Resident, gwen: User) -> None:
    told = actions.tell_somebody(stay=stay, who=ToldWho.FAMILY, words="Her son", by=gwen)
    assert actions.tell_somebody(stay=stay, who=ToldWho.FAMILY, by=gwen) == told
    assert "Family or carer: told of the way home" in titles(jean)
    for _ in range(2):
        actions.undo_telling(told=told, by=gwen)
    assert "Family or carer: not told after all" in titles(jean)
    again = actions.tell_somebody(stay=stay, who=ToldWho.FAMILY, by=gwen)
    assert again.pk != told.pk
    before = titles(jean)
    actions.tell_somebody(stay=stay, who=ToldWho.PHARMACY, by=gwen)
    assert titles(jean) == before


def test_nobody_is_told_of_a_stay_entered_in_error(stay: HospitalStay, gwen: User) -> None:
    assert actions.void_stay(stay=stay, because="Wrong person", by=gwen).status == StayStatus.VOIDED
    with pytest.raises(Refused, match="in error"):
        actions.tell_somebody(stay=stay, who=ToldWho.GP, by=gwen)


@pytest.mark.parametrize("role", ["asha", "ben", "dee", "hal"])
def test_only_the_hub_plans(stay: HospitalStay, gwen: User, role: str, request: pytest.FixtureRequest) -> None:
    somebody = request.getfixturevalue(role)
    blocker = actions.raise_blocker(stay=stay, kind=BlockerKind.HOME, by=gwen)
    told = actions.tell_somebody(stay=stay, who=ToldWho.GP, by=gwen)
    for act in (
        lambda: actions.plan_discharge(stay=stay, by=somebody, ward="Orsett"),
        lambda: actions.raise_blocker(stay=stay, kind=BlockerKind.CARE, by=somebody),
        lambda: actions.clear_blocker(blocker=blocker, by=somebody),
        lambda: actions.undo_clear_blocker(blocker=blocker, by=somebody),
        lambda: actions.tell_somebody(stay=stay, who=ToldWho.TEAM, by=somebody),
        lambda: actions.undo_telling(told=told, by=somebody),
    ):
        with pytest.raises(NotPermitted):
            act()
