"""The demo borough as a whole: its rows fit together as if actions had written them, one after another."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.db.models import Count, F, Q, QuerySet
from nhs_number import is_valid

from accounts.models import User
from audit.models import Event
from core import clock
from core.clock import london_date, start_of
from discharges import rules
from discharges.enums import ClockStatus, Step
from discharges.models import ClockStep, Discharge, HospitalStay, SixWeekClock
from discharges.sweep import sweep
from localities.enums import TeamKind
from localities.places import bank_holidays
from referrals.enums import HandOffKind, ReferralSource, ReferralStatus, Service
from referrals.models import Allocation, Contact, HandOff, Referral
from referrals.routing import facts_of
from referrals.rules import LOOK_BACK, RouteFacts, room_for, route, works_from
from residents.ages import age_on
from residents.models import DictionaryName, Resident, Share, Statement, TimelineEntry
from services.models import Programme
from talking_shops.enums import VenueKind
from talking_shops.models import Conversation, Session, Venue
from tests.unit.demo.conftest import PEOPLE

pytestmark = pytest.mark.django_db
CAST = 15 + 33  # of this morning, and of the scenes


def test_has_as_many_people_as_were_asked_for_and_the_cast_of_today(borough: date) -> None:
    assert Resident.objects.count() == PEOPLE + CAST


def test_holds_a_referral_by_one_worker_only_while_it_is_allocated(borough: date) -> None:
    held = Referral.objects.annotate(held=Count("allocations", filter=Q(allocations__ended_at__isnull=True)))
    for referral in held:
        assert referral.held == (1 if referral.status == ReferralStatus.ALLOCATED else 0)
    assert set(held.values_list("status", flat=True)) == set(ReferralStatus)


def test_sends_every_referral_where_the_router_sent_it_at_its_hour(borough: date) -> None:
    for referral in _sent_once().select_related("team", "resident__locality"):
        moment = referral.received_at.astimezone(clock.LONDON)
        chosen = route(_facts_then(referral, moment))
        assert (referral.rule, referral.because) == (chosen.rule, chosen.because)
        assert referral.team.kind == chosen.team_kind
        assert referral.works_from == works_from(TeamKind(referral.team.kind), moment, bank_holidays())


def _sent_once() -> QuerySet[Referral]:
    """Those that are where they were sent at first."""
    teams = Count("hand_offs", filter=Q(hand_offs__kind=HandOffKind.TEAM))
    return Referral.objects.annotate(teams=teams).filter(teams=1)


def _facts_then(referral: Referral, moment: datetime) -> RouteFacts:
    """What the router knew when it sent a referral: what was open then, and where the person was."""
    facts = facts_of(referral.resident, referral.need, referral.urgency, moment, _open_then(referral))
    if referral.source == ReferralSource.DISCHARGE:
        return replace(facts, urgency="", hours=Service.FULL, hospital="", review=None, open_work=None, age=None)
    stays = HospitalStay.objects.filter(resident=referral.resident, added_at__lt=moment)
    stay = stays.filter(Q(discharge=None) | Q(discharge__recorded_at__gt=moment)).first()
    return replace(facts, hospital=stay.where if stay else "")


def _open_then(referral: Referral) -> list[Referral]:
    earlier = Referral.objects.filter(resident=referral.resident, received_at__lt=referral.received_at)
    still_open = Q(closed_at=None) | Q(closed_at__gt=referral.received_at)
    return list(earlier.filter(still_open).select_related("team").order_by("received_at"))


def test_writes_a_hand_off_for_every_referral_and_every_allocation(borough: date) -> None:
    kinds = Counter(HandOff.objects.values_list("kind", flat=True))
    verbs = Counter(Event.objects.filter(verb__startswith="referral.").values_list("verb", flat=True))
    to_teams = sum(verbs[f"referral.{verb}"] for verb in ("sent", "returned", "sent_again", "passed_on"))
    to_teams += Programme.objects.filter(follows__isnull=False).count()  # after bridging (REAB-4)
    assert kinds == {HandOffKind.TEAM: to_teams, HandOffKind.WORKER: Allocation.objects.count()}
    assert min(verbs[f"referral.{verb}"] for verb in ("accepted", "returned", "sent_again", "passed_on")) > 0


def test_waits_for_an_answer_only_while_nobody_has_given_one(borough: date) -> None:
    waiting = Referral.objects.filter(answer_by__isnull=False)
    assert waiting.exists()
    assert not waiting.exclude(status=ReferralStatus.AWAITING_ALLOCATION).exists()
    assert not waiting.filter(answered_at__isnull=False).exists()
    asha = User.objects.get(name="Asha Patel")
    ivy = Referral.objects.get(resident__family_name="Meadows", resident__known_as="Ivy")
    assert ivy in Referral.objects.came_back_to(asha, borough)


def test_lets_a_partner_look_for_30_days_after_its_last_referral_is_closed(borough: date) -> None:
    shares = Share.objects.filter(reason__startswith="Referral")
    for share in shares:
        held = Referral.objects.filter(resident=share.resident_id, team=share.team_id)
        lasting = shares.filter(resident=share.resident_id, team=share.team_id, ended_at__isnull=True)
        closed = held.exclude(closed_at=None).values_list("closed_at", flat=True)
        assert lasting.exists() == held.open().exists()
        went = HandOff.objects.filter(resident=share.resident_id, from_team=share.team_id).values_list("at", flat=True)
        ends = {at + LOOK_BACK for at in (*closed, *went)} | set(went)  # what is returned is not looked at any more
        assert share.ended_at is None or share.ended_at in ends


def test_gives_each_discharge_one_clock_with_the_dates_of_the_rules(borough: date) -> None:
    assert Discharge.objects.count() == SixWeekClock.objects.count()
    for six_weeks in SixWeekClock.objects.select_related("discharge", "referral"):
        assert six_weeks.discharged_on == six_weeks.discharge.discharged_on
        assert six_weeks.due_on == rules.due_on(six_weeks.discharged_on)
        assert six_weeks.plan_by == rules.plan_by(six_weeks.discharged_on, bank_holidays())
        assert six_weeks.referral.is_open == (six_weeks.status == ClockStatus.OPEN)
        assert six_weeks.met_on is None or rules.meets(six_weeks.discharged_on, six_weeks.met_on, is_full=True)


def test_has_every_outcome_of_a_discharge(borough: date) -> None:
    clocks = SixWeekClock.objects
    assert clocks.filter(status=ClockStatus.MET, met_on__lte=F("due_on")).exists()
    assert clocks.filter(status=ClockStatus.MET, met_on__gt=F("due_on")).exists()
    assert clocks.filter(status=ClockStatus.ENDED).exists()
    assert clocks.open().filter(due_on__gte=borough).exists()
    assert clocks.overdue_on(borough).exists()


def test_leaves_the_sweep_of_tonight_one_step_of_each_kind_at_least(borough: date) -> None:
    before = sweep(borough - timedelta(days=1))
    assert before[Step.NOT_ALLOCATED] == before[Step.BREACH] == 2  # left undone on purpose, and born overdue
    counts = sweep(borough)
    assert counts[Step.DUE_SOON] >= 1
    assert sweep(borough) == dict.fromkeys(Step.values, 0)


def test_has_every_step_of_a_clock_in_order_and_only_while_it_was_open(borough: date) -> None:
    first_days = {step: day for step, day, _ in rules.STEPS}
    for step in ClockStep.objects.select_related("clock"):
        clock, on = step.clock, london_date(step.at)
        days = first_days[Step(step.step)] + rules.WEEK * max(0, step.number - 1)
        assert step.due_on == clock.discharged_on + timedelta(days=days)
        assert on >= step.due_on
        assert on <= (clock.met_on or clock.ended_on or borough)


def test_points_every_source_and_subject_to_a_row_that_is_there(borough: date) -> None:
    for model, kind, key in (
        (Statement, "source_type", "source_id"),
        (TimelineEntry, "source_type", "source_id"),
        (Event, "subject_type", "subject_id"),
    ):
        for label in model.objects.order_by().values_list(kind, flat=True).distinct():
            pointed = set(model.objects.filter(**{kind: label}).values_list(key, flat=True))
            assert pointed <= set(apps.get_model(label).objects.values_list("pk", flat=True)), (model, label)


def test_lets_nothing_happen_on_its_today_or_later(borough: date) -> None:
    morning = start_of(borough)
    assert not TimelineEntry.objects.filter(Q(at__gte=morning) | Q(recorded_at__gte=morning)).exists()
    assert not Event.objects.filter(at__gte=morning).exists()
    assert not Contact.objects.filter(taken_at__gte=morning).exists()
    assert not Contact.objects.filter(started_at__gt=F("taken_at")).exists()


def test_lets_nothing_happen_to_somebody_after_their_death(borough: date) -> None:
    dead = Resident.objects.filter(died_on__isnull=False)
    assert dead.exists()
    for person in dead:
        assert not Conversation.objects.filter(resident=person, held_on__gt=person.died_on).exists()
        assert not Referral.objects.open().filter(resident=person).exists()


def test_knows_only_adults(borough: date) -> None:
    for person in Resident.objects.exclude(born_on=None):
        assert age_on(person.born_on, london_date(person.added_at)) >= 18


def test_gives_only_nhs_numbers_of_the_test_range_with_the_right_check_digit(borough: date) -> None:
    numbers = Resident.objects.exclude(nhs_number=None).values_list("nhs_number", flat=True)
    assert len(numbers) > PEOPLE * 0.8
    assert all(number.startswith("999") and is_valid(number) for number in numbers)


def test_gives_only_telephone_numbers_kept_for_drama(borough: date) -> None:
    phones = [
        *Resident.objects.values_list("phone", flat=True),
        *Contact.objects.values_list("caller_phone", flat=True),
    ]
    assert {phone[:8] for phone in phones if phone} == {"07700900", "02079460", "01632960"}


def test_tells_no_story_twice_and_leaves_no_slot_open(borough: date) -> None:
    stories = Counter(Statement.objects.filter(topic="story").values_list("words", flat=True))
    assert len(stories) > PEOPLE * 0.5
    assert [story for story, times in stories.items() if times > 1] == []
    assert not Statement.objects.filter(Q(words__contains="{") | Q(words__contains="}")).exists()


def test_makes_everybody_findable_by_their_names(borough: date) -> None:
    names = set(DictionaryName.objects.values_list("part", "value"))
    for person in Resident.objects.all():
        assert not person.family_key or ("family", person.family_key) in names
        assert not person.given_key or ("given", person.given_key) in names


def test_has_a_venue_of_every_kind_and_talking_shops_today(borough: date) -> None:
    assert set(Venue.objects.values_list("kind", flat=True)) == set(VenueKind)
    assert "tilbury-library" in Session.objects.on(borough).values_list("venue__slug", flat=True)
    assert Session.objects.filter(starts_at__gt=start_of(borough + timedelta(weeks=7))).exists()


def test_leaves_a_leaver_holding_somebody_and_a_colleague_full_before_ben(borough: date) -> None:
    held = {
        user.name: user.held
        for user in User.objects.annotate(held=Count("allocations", filter=Q(allocations__ended_at__isnull=True)))
    }
    assert held["Ben Okafor"] < room_for(User.objects.get(name="Ben Okafor").memberships.first().hours_a_week)
    assert not User.objects.get(name="Faruk Aziz").is_active
    assert Allocation.objects.held_by_inactive_staff().count() == held["Faruk Aziz"] > 0


def test_has_the_cast_of_the_day(borough: date) -> None:
    jean = Resident.objects.get(known_as="Jean", family_name="Hughes")
    assert (jean.age, jean.practice.ods_code, jean.locality.slug) == (81, "F81110", "tilbury-chadwell")
    assert jean.statements.filter(said_by_name="Maria Hughes").exists()
    ray = HospitalStay.objects.in_hospital().get(resident__family_name="Cole", resident__known_as="Ray")
    assert ray.expected_on == borough
    waiting = Referral.objects.awaiting_allocation().filter(team__slug="cls-tilbury-chadwell")
    assert waiting.count() >= 6
