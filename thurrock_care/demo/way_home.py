"""The way home of one person: in hospital, assessed, discharged, and the six-week clock with whatever came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from assessments.actions import Facts
from assessments.enums import Answer, GoesTo
from core.working_days import last_working_day_by
from discharges.enums import EndReason, Hospital, Pathway, Step
from discharges.rules import REVIEW_DAYS, STEPS
from referrals.enums import CloseReason, Relation, Urgency
from residents.enums import Topic
from talking_shops.enums import Place
from thurrock_care.demo.chance import pick
from thurrock_care.demo.ledger import Row
from thurrock_care.demo.lives import Life, converse, hand_to, ring
from thurrock_care.demo.pressure import pressure, wait_in_days
from thurrock_care.demo.records import hospital as records
from thurrock_care.demo.records.hospital import Review
from thurrock_care.demo.records.people import open_record
from thurrock_care.demo.staff import Worker

HOSPITALS = (
    (Hospital.BASILDON, 78),
    (Hospital.QUEENS, 9),
    (Hospital.SOUTHEND, 7),
    (Hospital.BROOMFIELD, 5),
    (Hospital.OTHER, 1),
)
PATHWAYS = ((Pathway.P0, 34), (Pathway.P1, 50), (Pathway.P2, 9), (Pathway.P3, 7))
WARDS = (
    "Ward 1",
    "Ward 4",
    "Ward 7",
    "Ward 9",
    "Ward 12",
    "Acute medical unit",
    "Stroke unit",
    "Frailty unit",
    "Orthopaedic ward",
    "",
)
GOES_TO = {Pathway.P2: GoesTo.COMMUNITY_BED, Pathway.P3: GoesTo.CARE_HOME}
ASSESSED, MET = 0.87, "met"
SWEEP_MINUTE = 7


@dataclass(frozen=True)
class Outcome:
    """How a review ends: MET, VOIDED or a reason of SIX-5 and SIX-6, on a day."""

    what: str
    on: date


def go_to_hospital(life: Life, admitted_on: date) -> None:
    """The person is admitted, put on the hub's list, and goes home in time."""
    rng, almanac = life.rng, life.almanac
    listed_on = admitted_on + timedelta(days=rng.choice((0, 1, 1, 2, 3)))
    goes_on = listed_on + timedelta(days=1 + int(rng.lognormvariate(1.7, 0.8)))
    if not life.locality or not almanac.is_past(listed_on):
        return ring(life, admitted_on)
    by = life.staff.someone("hospital-hub", listed_on, rng)
    listed_at = almanac.office_hours(listed_on, rng)
    life.be_known(by, listed_at - timedelta(minutes=6))
    stay = records.add_stay(
        life.desk, person=life.person, hospital=pick(HOSPITALS, rng), ward=rng.choice(WARDS), admitted_on=admitted_on,
        expected_on=goes_on if rng.random() < 0.8 else None, by=by, at=listed_at,
    )  # fmt: skip
    life.free_from = almanac.today
    pathway = pick(PATHWAYS, rng)
    if almanac.is_past(goes_on):
        assess(life, stay, pathway, by, life.later(listed_at + timedelta(hours=1), goes_on - timedelta(days=1)))
        _go_home(life, stay, pathway, goes_on)
    return None


def assess(life: Life, stay: Row, pathway: Pathway, by: Worker, at: datetime) -> None:
    """The hub's light-touch assessment; for some it was not completed."""
    if life.rng.random() > ASSESSED:
        return
    teller, rng = life.borough.teller, life.rng
    facts = teller.facts(life.person, at.date(), Relation.SELF, rng)
    fresh = [topic for topic in (Topic.MATTERS, Topic.WORRIES, Topic.HOME) if topic not in life.person.said]
    words: dict[str, str] = {topic: teller.say(life.person, topic, rng, facts) for topic in fresh[:2]}
    open_record(life.desk.ledger, person=life.person, by=by, at=at - timedelta(minutes=4))
    assessment = records.assess_light_touch(
        life.desk, person=life.person, stay=stay, facts=light_touch_facts(life, pathway, facts), words=words, by=by,
        at=at,
    )  # fmt: skip
    minutes = timedelta(minutes=rng.randrange(6, 18))
    records.complete(life.desk, person=life.person, assessment=assessment, by=by, at=at + minutes, stay=stay)


def light_touch_facts(life: Life, pathway: Pathway, facts: dict[str, str]) -> Facts:
    """Answers as they are given on a ward: mostly yes, with help where the pathway says so."""
    rng, say = life.rng, life.borough.teller.phrases.say
    able = (12, 70, 10, 8) if pathway != Pathway.P0 else (78, 12, 2, 8)
    return Facts(
        goes_to=GOES_TO.get(pathway, GoesTo.HOME if rng.random() < 0.92 else GoesTo.FAMILY),
        lives_alone=rng.choice((Answer.YES, Answer.NO, Answer.NO)),
        can_get_about=_answer(able, rng),
        can_wash_and_dress=_answer(able, rng),
        can_eat_and_drink=_answer((80, 12, 1, 7), rng),
        has_medicines=_answer((90, 4, 2, 4), rng),
        can_get_in=_answer((88, 6, 1, 5), rng),
        home_is_warm=_answer((76, 0, 6, 18), rng),
        equipment=say("equipment", rng),
        who_helps=say("who_helps", rng, facts),
    )


def _answer(weights: tuple[int, int, int, int], rng: Random) -> Answer:
    return rng.choices((Answer.YES, Answer.WITH_HELP, Answer.NO, Answer.NOT_ASKED), weights)[0]


def _go_home(life: Life, stay: Row, pathway: Pathway, goes_on: date) -> None:
    """The discharge is recorded, mostly on its day, sometimes late, now and then after the clock had run out."""
    rng, almanac = life.rng, life.almanac
    late = rng.choices((0, rng.randrange(1, 4), rng.randrange(44, 60)), (74, 25, 0.6))[0]
    recorded_on = goes_on + timedelta(days=late)
    if not almanac.is_past(recorded_on):
        recorded_on = goes_on
    by = life.staff.someone("hospital-hub", recorded_on, rng)
    at = almanac.at(recorded_on, rng.randrange(16 * 60 + 30, 19 * 60))
    review = records.record_discharge(
        life.desk, person=life.person, stay=stay, discharged_on=goes_on, pathway=pathway, by=by, at=at
    )
    review_at_home(life, review, at)


def review_at_home(life: Life, review: Review, recorded_at: datetime) -> None:
    """What came of the clock, moment by moment: held by a worker or not, its steps, and how it ended."""
    almanac, rng = life.almanac, life.rng
    recorded_on, slug = recorded_at.date(), life.locality
    wait = wait_in_days(slug, Urgency.THIS_WEEK, recorded_on, almanac.today, rng)
    outcome = _outcome(life, review.clock["discharged_on"], recorded_on)
    held_on = almanac.working_day(recorded_on + timedelta(days=wait))
    agenda: list[tuple[date, int, Callable[[], None]]] = []
    if held_on < outcome.on:
        agenda.append((held_on, 1, partial(_take, life, review, recorded_at, held_on, outcome)))
    agenda.append((outcome.on, 2, partial(_end, life, review, outcome, recorded_at)))
    for step, first_day, _ in STEPS:
        due_on = review.clock["discharged_on"] + timedelta(days=first_day)
        on = max(due_on, recorded_on + timedelta(days=1))
        if on <= outcome.on and (step != Step.NOT_ALLOCATED or on <= held_on):
            agenda.append((on, 0, partial(_step, life, review, step, on, due_on)))
    for day, _, happen in sorted(agenda, key=lambda item: item[:2]):
        if almanac.is_past(day):
            happen()


def _outcome(life: Life, discharged_on: date, recorded_on: date) -> Outcome:
    """How and when a review ends, the later the more pressure there was on the locality's team."""
    rng, almanac = life.rng, life.almanac
    strain = pressure(life.locality, (almanac.today - discharged_on).days)
    late = 7 * strain**1.4
    what, days = pick(
        (
            ((MET, min(REVIEW_DAYS - 1, int(rng.triangular(9, 42, 30)))), 78),
            ((MET, REVIEW_DAYS + 1 + int(rng.expovariate(1 / (6 * strain)))), late),
            (("voided", rng.randrange(1, 7)), 2),
            ((EndReason.REFUSED, rng.randrange(8, 36)), 3.5),
            ((EndReason.DIED, rng.randrange(3, 40)), 3.5),
            ((EndReason.MOVED, rng.randrange(5, 38)), 1.5),
            ((EndReason.READMITTED, rng.randrange(2, 30)), 4),
        ),
        rng,
    )
    on = discharged_on + timedelta(days=days)
    on = last_working_day_by(on, almanac.holidays) if days < REVIEW_DAYS else almanac.working_day(on)
    if on <= recorded_on:
        on = almanac.working_day(recorded_on + timedelta(days=rng.randrange(2, 12)))
    return Outcome(what, on)


def _take(life: Life, review: Review, recorded_at: datetime, day: date, outcome: Outcome) -> None:
    slug = review.case.team.slug
    if life.almanac.is_past(outcome.on):
        worker = life.staff.someone(slug, day, life.rng)
    else:
        worker = life.borough.caseload.take_whatever_the_load(slug, day)
    hand_to(life, review.case, worker, recorded_at, day)
    visit_on = life.almanac.working_day(day + timedelta(days=life.rng.randrange(1, 9)))
    until = min(outcome.on, life.almanac.today)
    if life.rng.random() < 0.5 and visit_on < until - timedelta(days=2) and worker.works_on(visit_on):
        converse(life, worker, Place.HOME, visit_on, None, until=until)


def _step(life: Life, review: Review, step: Step, on: date, due_on: date) -> None:
    at = life.almanac.at(on, SWEEP_MINUTE)
    records.carry_out_step(life.desk, review=review, step=step, on=due_on, at=at, staff=life.staff)


def _end(life: Life, review: Review, outcome: Outcome, recorded_at: datetime) -> None:
    at = life.later(recorded_at + timedelta(hours=14), outcome.on)
    life.free_from = outcome.on + timedelta(days=10)
    holder = review.case.worker or life.staff.someone(review.case.team.slug, outcome.on, life.rng)
    by = holder if holder.works_on(outcome.on) else life.staff.managers[review.case.team.slug]
    if outcome.what == MET:
        assessment = records.start_full(life.desk, person=life.person, by=by, at=at)
        done_at = at + timedelta(minutes=50)
        records.complete(life.desk, person=life.person, assessment=assessment, by=by, at=done_at)
        records.meet_review(life.desk, review=review, completed_on=outcome.on, by=by, at=done_at)
    elif outcome.what == "voided":
        hub, say = life.staff.someone("hospital-hub", outcome.on, life.rng), life.borough.teller.phrases.say
        records.void_discharge(life.desk, review=review, reason=say("void", life.rng), by=hub, at=at)
    else:
        _end_unmet(life, review, EndReason(outcome.what), by, at)


def _end_unmet(life: Life, review: Review, reason: EndReason, by: Worker, at: datetime) -> None:
    closes = {
        EndReason.DIED: CloseReason.DIED,
        EndReason.MOVED: CloseReason.MOVED,
        EndReason.REFUSED: CloseReason.DECLINED,
        EndReason.READMITTED: CloseReason.SUPPORT_ENDED,
    }[reason]
    words = ""
    if reason == EndReason.REFUSED:
        facts = life.borough.teller.facts(life.person, at.date(), Relation.SELF, life.rng)
        words = life.borough.teller.phrases.say("refused", life.rng, facts)
    records.end_clock(life.desk, review=review, reason=reason, words=words, closes=closes, by=by, at=at)
    day = at.date()
    if reason in (EndReason.DIED, EndReason.MOVED):
        life.leave(closes, day - timedelta(days=1), by, at)
    elif reason == EndReason.READMITTED:
        go_to_hospital(life, day)
