"""ROU: where a need goes. Each row as a truth table, then every combination of the facts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from core.rulebook import rules_in
from localities.enums import TeamKind
from referrals.enums import Need, Service, Urgency
from referrals.rules.routing import ROUTES, OpenWork, RouteFacts, by_hand, matches, route

IN_TILBURY = RouteFacts(
    need=Need.GETTING_ABOUT,
    urgency=Urgency.THIS_WEEK,
    locality="tilbury-chadwell",
    locality_name="Tilbury and Chadwell",
    placed_by="LOC-1",
    placed_because="the practice, Tilbury Health Centre, belongs to that PCN",
    age=81,
)
NOWHERE = replace(
    IN_TILBURY,
    locality="",
    locality_name="",
    placed_by="LOC-4",
    placed_because="neither a practice nor a postcode in Thurrock is known",
)
GRAYS = OpenWork("cls-grays", "the Grays CLS team", date(2026, 11, 3))
REVIEW = OpenWork("cls-tilbury-chadwell", "the Tilbury and Chadwell CLS team", date(2026, 11, 9))
FULL, LIMITED, CLOSED = Service.FULL, Service.LIMITED, Service.CLOSED
URGENT = (Urgency.NOW, Urgency.TODAY)
CAN_WAIT = (Urgency.THIS_WEEK, Urgency.NO_RUSH)
AT_HOME = {Need.GETTING_ABOUT, Need.PERSONAL_CARE, Need.AFTER_HOSPITAL, Need.CARE_NOT_RIGHT, Need.CARER}


def every_case() -> Iterator[RouteFacts]:
    """Every combination of what the facts can be, as far as a rule tells them apart."""
    places = (IN_TILBURY, NOWHERE)
    for place, need, urgency, hours, hospital, review, work, cares, age in product(
        places, ("", *Need), ("", *Urgency), Service, ("", "Basildon, Ward 7"), (None, REVIEW), (None, GRAYS),
        (False, True), (None, 17, 18),
    ):  # fmt: skip
        yield replace(
            place, need=need, urgency=urgency, hours=hours, hospital=hospital, review=review, open_work=work,
            is_carer=cares, age=age,
        )  # fmt: skip


def test_exactly_one_rule_answers_whatever_the_facts_and_none_is_out_of_reach() -> None:
    answered = set()
    for facts in every_case():
        chosen = route(facts)
        rows = [row for row in ROUTES if row(facts)]
        assert rows
        assert chosen == rows[0](facts)  # the first that fits, in the order of the table
        assert chosen.because
        assert chosen.locality == "" or facts.locality
        answered.add(chosen.rule)
    assert answered == {f"ROU-{number}" for number in range(1, 11)}


def test_the_table_is_in_the_order_of_its_numbers_and_the_rulebook_lists_it() -> None:
    numbers = [row.rule_number for row in ROUTES]  # type: ignore[attr-defined]
    assert numbers == [f"ROU-{number}" for number in range(1, 11)]
    assert [one.number for one in rules_in(("referrals.rules.routing",))] == [*numbers, "ROU-11"]


def test_the_last_row_is_a_person_and_fits_always() -> None:
    assert all(list(matches(facts))[-1].team_kind == TeamKind.THURROCK_FIRST for facts in every_case())


IN_HOSPITAL = replace(IN_TILBURY, hospital="Basildon, Ward 7", review=REVIEW)


@pytest.mark.parametrize("hours", Service)
@pytest.mark.parametrize("urgency", ["", *Urgency])
@pytest.mark.parametrize("need", Need)
def test_rou_3_sends_who_is_in_hospital_to_the_hub_but_for_what_cannot_wait_outside_the_full_service(
    need: Need, urgency: str, hours: Service
) -> None:
    chosen = route(replace(IN_HOSPITAL, need=need, urgency=urgency, hours=hours))
    to_duty = urgency in URGENT and hours != FULL
    assert (chosen.rule, chosen.team_kind) == (
        ("ROU-2", TeamKind.DUTY) if to_duty else ("ROU-3", TeamKind.HOSPITAL_HUB)
    )  # fmt: skip
    assert chosen.because.endswith("the person is in hospital now: Basildon, Ward 7")


@pytest.mark.parametrize("hours", [LIMITED, CLOSED])
def test_rou_2_has_the_hub_as_the_second_choice_for_who_is_in_hospital(hours: Service) -> None:
    first, second, *_ = matches(replace(IN_HOSPITAL, urgency=Urgency.NOW, hours=hours))
    assert (first.rule, second.rule) == ("ROU-2", "ROU-3")
    assert first.because.startswith("it cannot wait, and it came ")


@pytest.mark.parametrize("urgency", Urgency)
@pytest.mark.parametrize("need", Need)
def test_rou_1_sends_what_cannot_wait_at_home_to_rapid_response_in_the_limited_service(
    need: Need, urgency: Urgency
) -> None:
    chosen = route(replace(IN_TILBURY, need=need, urgency=urgency, hours=LIMITED))
    assert (chosen.rule == "ROU-1") == (need in AT_HOME and urgency in URGENT)
    assert (chosen.team_kind == TeamKind.RRAS) == (chosen.rule == "ROU-1")


def test_rou_1_counts_on_whom_somebody_else_depends_whatever_it_is_about() -> None:
    chosen = route(replace(IN_TILBURY, need=Need.MENTAL_HEALTH, urgency=Urgency.NOW, hours=LIMITED, is_carer=True))
    assert chosen.rule == "ROU-1"
    assert "somebody else depends on this person" in chosen.because


def test_rou_1_goes_before_open_work_for_whoever_knows_the_story_is_not_at_work_now() -> None:
    assert route(replace(IN_TILBURY, urgency=Urgency.NOW, hours=LIMITED, open_work=GRAYS)).rule == "ROU-1"


@pytest.mark.parametrize("need", [need for need in Need if need not in AT_HOME])
def test_rou_2_sends_whatever_else_cannot_wait_to_who_is_on_duty(need: Need) -> None:
    chosen = route(replace(IN_TILBURY, need=need, urgency=Urgency.TODAY, hours=LIMITED))
    assert (chosen.rule, chosen.team_kind) == ("ROU-2", TeamKind.DUTY)


@pytest.mark.parametrize("need", Need)
def test_rou_2_sends_all_that_cannot_wait_while_thurrock_first_is_closed(need: Need) -> None:
    chosen = route(replace(IN_TILBURY, need=need, urgency=Urgency.NOW, hours=CLOSED))
    assert (chosen.rule, chosen.because) == ("ROU-2", "it cannot wait, and it came while Thurrock First is closed")


def test_rou_2_takes_a_child_in_danger_for_rapid_response_is_for_adults() -> None:
    assert route(replace(IN_TILBURY, urgency=Urgency.NOW, hours=LIMITED, age=17)).rule == "ROU-2"


@pytest.mark.parametrize(("age", "rule"), [(17, "ROU-4"), (18, "ROU-9"), (None, "ROU-9")])
def test_rou_4_keeps_who_is_not_18_yet_with_thurrock_first(age: int | None, rule: str) -> None:
    assert route(replace(IN_TILBURY, age=age)).rule == rule


@pytest.mark.parametrize("place", [IN_TILBURY, NOWHERE], ids=["placed", "not placed"])
@pytest.mark.parametrize("urgency", ["", *CAN_WAIT])
def test_rou_5_sends_support_for_a_carer_to_the_carers_service_wherever_they_live(
    place: RouteFacts, urgency: str
) -> None:
    chosen = route(replace(place, need=Need.CARER, urgency=urgency, open_work=GRAYS))
    assert (chosen.team_kind, chosen.locality, chosen.rule) == (TeamKind.CARERS, "", "ROU-5")
    assert "Carers service" in chosen.because


def test_rou_5_does_not_hold_when_a_carer_cannot_go_on_today() -> None:
    assert route(replace(IN_TILBURY, need=Need.CARER, urgency=Urgency.TODAY)).rule == "ROU-8"


@pytest.mark.parametrize("need", ["", *(need for need in Need if need != Need.CARER)])
def test_rou_6_sends_who_came_home_within_six_weeks_to_the_team_that_owes_the_review(need: str) -> None:
    chosen = route(replace(IN_TILBURY, need=need, review=REVIEW, open_work=GRAYS))
    assert (chosen.rule, chosen.team) == ("ROU-6", "cls-tilbury-chadwell")
    assert "since 9 November 2026" in chosen.because


@pytest.mark.parametrize("urgency", Urgency)
def test_rou_7_sends_to_the_team_that_has_open_work_though_the_person_moved(urgency: Urgency) -> None:
    chosen = route(replace(IN_TILBURY, urgency=urgency, open_work=GRAYS))
    assert (chosen.rule, chosen.team) == ("ROU-7", "cls-grays")
    assert chosen.because == "the Grays CLS team has had open work with the person since 3 November 2026"


@pytest.mark.parametrize("urgency", Urgency)
def test_rou_8_sends_what_cannot_wait_in_full_service_to_the_duty_of_the_locality_team(urgency: Urgency) -> None:
    chosen = route(replace(IN_TILBURY, need=Need.MENTAL_HEALTH, urgency=urgency))
    assert chosen.rule == ("ROU-8" if urgency in URGENT else "ROU-9")
    assert (chosen.team_kind, chosen.locality) == (TeamKind.CLS, "tilbury-chadwell")


@pytest.mark.parametrize("hours", Service)
@pytest.mark.parametrize("need", ["", *(need for need in Need if need != Need.CARER)])
def test_rou_9_sends_what_can_wait_to_the_team_of_the_locality_at_any_hour(need: str, hours: Service) -> None:
    chosen = route(replace(IN_TILBURY, need=need, hours=hours))
    assert (chosen.team_kind, chosen.locality, chosen.rule) == (TeamKind.CLS, "tilbury-chadwell", "ROU-9")


def test_rou_9_gives_the_locality_its_rule_and_its_reason() -> None:
    because = route(IN_TILBURY).because
    assert because.startswith("the person belongs to Tilbury and Chadwell: ")
    assert "Tilbury Health Centre" in because
    assert because.endswith("(LOC-1)")


@pytest.mark.parametrize("urgency", ["", *Urgency])
def test_rou_10_keeps_with_thurrock_first_what_has_no_locality(urgency: str) -> None:
    chosen = route(replace(NOWHERE, urgency=urgency))
    assert (chosen.team_kind, chosen.locality, chosen.rule) == (TeamKind.THURROCK_FIRST, "", "ROU-10")
    assert "neither a practice nor a postcode" in chosen.because


def test_rou_11_keeps_who_chose_why_and_what_the_table_says() -> None:
    because = by_hand("Grays CLS team", "ROU-9", "She asked for the team that knows her sister.", "Asha Patel")
    assert because == (
        "Asha Patel chose it by hand: She asked for the team that knows her sister (the table says Grays CLS team, "
        "ROU-9)"
    )
