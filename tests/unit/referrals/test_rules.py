"""ROU: where a referral goes; LOAD: how much one worker holds. As truth tables."""

from dataclasses import replace
from decimal import Decimal

import pytest

from localities.enums import TeamKind
from referrals.enums import Need
from referrals.rules import RouteFacts, room_for, route

IN_TILBURY = RouteFacts(
    need=Need.GETTING_ABOUT,
    locality="tilbury-chadwell",
    locality_name="Tilbury and Chadwell",
    placed_by="LOC-1",
    placed_because="the practice, Tilbury Health Centre, belongs to that PCN",
)
NOWHERE = RouteFacts(
    need=Need.GETTING_ABOUT,
    placed_by="LOC-4",
    placed_because="neither a practice nor a postcode in Thurrock is known",
)
ALL_BUT_CARER = [need for need in Need if need != Need.CARER]


@pytest.mark.parametrize("place", [IN_TILBURY, NOWHERE], ids=["placed", "not placed"])
def test_rou_1_sends_support_for_a_carer_to_the_carers_service_wherever_they_live(place: RouteFacts) -> None:
    chosen = route(replace(place, need=Need.CARER))
    assert (chosen.team_kind, chosen.locality, chosen.rule) == (TeamKind.CARERS, "", "ROU-1")
    assert "Carers service" in chosen.because


@pytest.mark.parametrize("need", ALL_BUT_CARER)
def test_rou_2_sends_to_the_cls_team_of_the_locality_whatever_else_it_is_about(need: Need) -> None:
    chosen = route(replace(IN_TILBURY, need=need))
    assert (chosen.team_kind, chosen.locality, chosen.rule) == (TeamKind.CLS, "tilbury-chadwell", "ROU-2")


def test_rou_2_gives_the_locality_its_rule_and_its_reason() -> None:
    because = route(IN_TILBURY).because
    assert because.startswith("the person belongs to Tilbury and Chadwell: ")
    assert "Tilbury Health Centre" in because
    assert because.endswith("(LOC-1)")


def test_rou_2_suggests_by_place_alone_while_the_need_is_not_known() -> None:
    assert route(replace(IN_TILBURY, need="")).rule == "ROU-2"


@pytest.mark.parametrize("need", ALL_BUT_CARER)
def test_rou_3_keeps_with_thurrock_first_what_has_no_locality(need: Need) -> None:
    chosen = route(replace(NOWHERE, need=need))
    assert (chosen.team_kind, chosen.locality, chosen.rule) == (TeamKind.THURROCK_FIRST, "", "ROU-3")
    assert "neither a practice nor a postcode" in chosen.because


@pytest.mark.parametrize(
    ("hours", "people"),
    [("37", 20), ("40", 21), ("36.9", 19), ("30", 16), ("18.5", 10), ("18.4", 9), ("7.4", 4), ("1.8", 0), ("0", 0)],
)
def test_load_1_gives_room_in_proportion_to_the_hours_rounded_down(hours: str, people: int) -> None:
    assert room_for(Decimal(hours)) == people
