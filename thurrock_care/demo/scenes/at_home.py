"""Reviews after hospital as workers have them today: visits, a refusal that ends nothing, dates that were put right."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from accounts.models import User
from assessments.actions import Assessed, Found, FoundNeed, save_full, start_full
from assessments.enums import Answer, GoesTo, Seen, SeenAt
from assessments.models import Assessment
from core.actions import save_draft
from discharges import actions
from discharges.actions import Going
from discharges.enums import Answered, Hospital, Pathway
from discharges.models import Discharge, HospitalStay, ReviewVisit, SixWeekClock
from referrals.actions import allocate
from residents.enums import Gender, SaidBy, Topic
from thurrock_care.demo.addresses import ASOP, GRAYS, STANFORD, TILBURY
from thurrock_care.demo.stage import Part, Stage

F, M = Gender.FEMALE, Gender.MALE
FORM = "full-assessment"


@dataclass(frozen=True)
class Case:
    """Who came home `home` days ago after `there` days in hospital; the hub heard of it `heard` days later."""

    who: Part
    home: int
    there: int
    ward: str
    heard: int = 0


VERA = Case(Part("Vera", "Nunn", F, 89, TILBURY), 20, 13, "Frailty unit")
HARRY = Case(Part("Harold", "Bloom", M, 81, TILBURY, known_as="Harry"), 26, 9, "Ward 7")
MAVIS = Case(Part("Mavis", "Thorne", F, 78, GRAYS), 13, 6, "Ward 4")
DESMOND = Case(Part("Desmond", "Clarke", M, 83, GRAYS), 12, 16, "Stroke unit")
DORIS = Case(Part("Doris", "Abbott", F, 90, TILBURY), 48, 7, "Acute medical unit", heard=47)
WALTER = Case(Part("Walter", "Finch", M, 76, STANFORD, known_as="Wally"), 9, 5, "Ward 9")
ENID = Case(Part("Enid", "Salter", F, 87, GRAYS), -1, 15, "Ward 1")
LILIAN = Case(Part("Lilian", "Pope", F, 80, ASOP), 4, 11, "Orthopaedic ward")


def people_come_home(stage: Stage) -> None:
    """Play all of it."""
    ben, chidi = stage.worker("ben"), stage.worker("chidi")
    _refuses(stage, _held(stage, VERA, ben), ben)
    _is_half_way(stage, _held(stage, HARRY, ben), ben)
    _visit_went_by(stage, _held(stage, MAVIS, chidi), chidi)
    _is_begun(stage, _held(stage, DESMOND, chidi), chidi)
    _went_home(stage, DORIS)
    _put_right(stage)
    _in_error(stage)
    _listed(stage, ENID, stage.working_day(4))  # was to go home days ago, and nobody has said whether she did


def _listed(stage: Stage, case: Case, expected_on: date) -> HospitalStay:
    admitted = stage.today - timedelta(days=case.home + case.there)
    who = stage.enter(case.who, days=case.home + case.there + 30 + case.who.age)
    with stage.at(admitted + timedelta(days=1), 11, case.who.age % 60):
        return actions.add_stay(
            resident=who, hospital=Hospital.BASILDON, ward=case.ward, admitted_on=admitted, expected_on=expected_on,
            by=stage.worker("gwen"),
        )  # fmt: skip


def _went_home(stage: Stage, case: Case) -> SixWeekClock:
    """On the hospital list, then home."""
    gwen, home_on = stage.worker("gwen"), stage.today - timedelta(days=case.home)
    stay = _listed(stage, case, home_on)
    with stage.at(home_on + timedelta(days=case.heard), 16, case.who.age % 60):
        stay = HospitalStay.objects.get(pk=stay.pk)
        return actions.record_discharge(stay=stay, discharged_on=home_on, pathway=Pathway.P1, by=gwen)


def _held(stage: Stage, case: Case, worker: User) -> SixWeekClock:
    """Home, and allocated in the days after."""
    running = _went_home(stage, case)
    referral = running.referral
    manager = stage.holder(referral.team.slug)
    with stage.at(min(stage.today - timedelta(days=case.home - 2), stage.working_day(1)), 10, 20):
        referral.refresh_from_db()
        allocate(referral=referral, worker=worker, by=manager, version=referral.version)
    return running


def _plan(stage: Stage, running: SixWeekClock, worker: User, *, made: int, going: Going) -> ReviewVisit:
    with stage.at(stage.working_day(made), 14, 5):
        return actions.plan_visit(running=running, going=going, by=worker)


def _refuses(stage: Stage, running: SixWeekClock, ben: User) -> None:
    """She wants nobody, and her grandson holds her bank card: the duty to assess stays. Ben goes again tomorrow."""
    with stage.at(stage.working_day(8), 11, 50):
        told = actions.Conversation(
            talked_on=stage.working_day(8),
            words="“I don’t need anybody poking about. Lee sees to all that, he has my card for the shopping.” She "
            "looked at her grandson before she answered, and he did not leave the room.",
            has_capacity=Answered.YES, at_risk_of_abuse=Answered.YES,
        )  # fmt: skip
        actions.record_refusal(running=running, told=told, by=ben)
    note = "On her own: Lee is at work until four. Talk about the bank card."
    tomorrow = Going(stage.next_working_day(1), ben, time(10, 30), note)
    _plan(stage, running, ben, made=7, going=tomorrow)


HARRY_NOW = Found(
    seen=Seen.YES, seen_at=SeenAt.HOME, with_whom="His daughter Karen", lives_at=GoesTo.HOME, lives_alone=Answer.YES,
    can_get_in=Answer.YES, home_is_warm=Answer.YES, can_get_about=Answer.WITH_HELP,
    can_wash_and_dress=Answer.WITH_HELP, can_eat_and_drink=Answer.YES, has_medicines=Answer.YES,
    equipment="Walking frame, raised toilet seat", who_helps="Karen, at weekends",
)  # fmt: skip
HARRY_SAYS: dict[str, str] = {
    Topic.MATTERS: "My allotment. The plot has been mine since 1979 and I mean to dig it over myself in March.",
    Topic.WORRIES: "The stairs. I sat on the third one for an hour last week because my legs had gone.",
}
HARRY_NEEDS = (
    FoundNeed("Getting up and down the stairs", SaidBy.PERSON, "A second rail; practice with somebody", "Nobody yet"),
)
# What Ben has typed since he saved, and not yet sent
HARRY_TYPED = {
    "view": "He plays it down. He was breathless after ten steps, and Karen says that he sleeps in the chair.",
    "next_steps": "A second rail on the stairs. Reablement to",
}


def _is_half_way(stage: Stage, running: SixWeekClock, ben: User) -> None:
    """The visit was held, part of the assessment is saved, and what Ben typed after that waits for him."""
    held_on = stage.working_day(2)
    visit = _plan(stage, running, ben, made=14, going=Going(held_on, ben, time(10, 0)))
    with stage.at(held_on, 11, 35):
        actions.hold_visit(visit=visit, by=ben)
        full = start_full(resident=running.resident, by=ben)
    with stage.at(held_on, 12, 10):
        full = save_full(assessment=full, told=Assessed(HARRY_NOW, HARRY_NEEDS, HARRY_SAYS), by=ben)
    with stage.at(stage.working_day(1), 16, 42):
        fields = {**{name: str(value) for name, value in vars(HARRY_NOW).items()}, **HARRY_TYPED}
        _type(full, ben, fields)


def _type(full: Assessment, worker: User, fields: dict[str, str]) -> None:
    kept = fields | {"version": str(full.version)}
    save_draft(owner_id=worker.pk, form=FORM, subject=str(full.pk), fields=kept, version=None)


def _visit_went_by(stage: Stage, running: SixWeekClock, chidi: User) -> None:
    """The day of the visit has passed, and nobody has said whether it was held."""
    _plan(stage, running, chidi, made=8, going=Going(stage.working_day(2), chidi, time(14, 30)))


def _is_begun(stage: Stage, running: SixWeekClock, chidi: User) -> None:
    """Begun on the telephone, to be finished on tomorrow's visit."""
    with stage.at(stage.working_day(3), 15, 15):
        full = start_full(resident=running.resident, by=chidi)
    with stage.at(stage.working_day(3), 15, 40):
        _type(full, chidi, {"seen": "phone", "who_helps": "His wife, and a neighbour who lifts him into the car"})
    going = Going(stage.next_working_day(1), chidi, time(9, 30), "Park behind the flats")
    _plan(stage, running, chidi, made=3, going=going)


def _put_right(stage: Stage) -> None:
    """The ward says that he went home two days later than it had said; the due date moves with it (SIX-7)."""
    worker = stage.worker(stage.borough.staff.holders(f"cls-{STANFORD}")[0].email)
    running = _held(stage, WALTER, worker)
    with stage.at(stage.today - timedelta(days=5), 10, 25):
        discharge = Discharge.objects.get(clock=running)
        actions.correct_discharge(
            discharge=discharge, discharged_on=discharge.discharged_on + timedelta(days=2), pathway=Pathway.P1,
            because="Transport did not come that evening. The ward rang: he slept there two nights more",
            by=stage.worker("gwen"),
        )  # fmt: skip


def _in_error(stage: Stage) -> None:
    """Somebody of the same name went home; she is in hospital still."""
    running = _went_home(stage, LILIAN)
    with stage.at(stage.today - timedelta(days=LILIAN.home - 1), 9, 20):
        actions.void_discharge(
            discharge=Discharge.objects.get(clock=running), still_in_hospital=True, by=stage.worker("gwen"),
            reason="It was Lily Pope in the next bed who went home",
        )  # fmt: skip
