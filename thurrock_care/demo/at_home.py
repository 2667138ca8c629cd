"""What came of a six-week clock: who took it, visits, steps, and how it was met or ended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from core.working_days import last_working_day_by
from discharges.enums import BreachCause, EndReason, Step
from discharges.rules import REVIEW_DAYS, STEPS
from referrals.enums import CloseReason, Relation, Urgency
from talking_shops.enums import Place
from thurrock_care.demo.chance import pick
from thurrock_care.demo.lives import Life, converse, hand_to
from thurrock_care.demo.pressure import pressure, wait_in_days
from thurrock_care.demo.records import going_home
from thurrock_care.demo.records import hospital as records
from thurrock_care.demo.records.hospital import Review
from thurrock_care.demo.staff import Worker

BORN_OVERDUE, LATE, MET, VOIDED = "born overdue", "late", "met", "voided"
# What came of the first discharges of a borough, so that the smallest one has every outcome.
FIRST = (
    BORN_OVERDUE, LATE, VOIDED, EndReason.REFUSED, EndReason.DIED, EndReason.MOVED, EndReason.READMITTED,
)  # fmt: skip
LONG_AGO = timedelta(days=110)
SWEEP_MINUTE, WEEK = 7, 7
CAUSES = (
    (BreachCause.NO_WORKER, 34), (BreachCause.ASKED_TO_WAIT, 20), (BreachCause.NOT_REACHED, 14),
    (BreachCause.WAITING, 14), (BreachCause.UNWELL, 10), (BreachCause.OVERLOOKED, 8),
)  # fmt: skip
CALLED_OFF = ("Had a hospital appointment that morning", "Their daughter wants to be there", "The worker was ill")


@dataclass(frozen=True)
class Outcome:
    """How a review ends: MET, VOIDED or a reason of SIX-5 and SIX-6, on a day."""

    what: str
    on: date


Readmit = Callable[[Life, date, Review], None]


def review_at_home(life: Life, review: Review, recorded_at: datetime, readmit: Readmit) -> None:
    """What came of the clock, moment by moment: held by a worker or not, its steps, and how it ended."""
    almanac, rng = life.almanac, life.rng
    recorded_on, slug = recorded_at.date(), life.locality
    wait = wait_in_days(slug, Urgency.THIS_WEEK, recorded_on, almanac.today, rng)
    outcome = _outcome(life, review.clock["discharged_on"], recorded_on)
    held_on = almanac.working_day(recorded_on + timedelta(days=wait))
    agenda: list[tuple[date, int, Callable[[], None]]] = []
    if held_on < outcome.on:
        agenda.append((held_on, 1, partial(_take, life, review, recorded_at, held_on, outcome)))
    agenda.append((outcome.on, 2, partial(_end, life, review, outcome, recorded_at, readmit)))
    for step, number, first_day in _steps(review.clock["discharged_on"], outcome.on):
        due_on = review.clock["discharged_on"] + timedelta(days=first_day + WEEK * max(0, number - 1))
        on = max(due_on, recorded_on + timedelta(days=1))
        if on <= outcome.on and (step != Step.NOT_ALLOCATED or on <= held_on):
            agenda.append((on, 0, partial(_step, life, review, step, on, due_on)))
    for day, _, happen in sorted(agenda, key=lambda item: item[:2]):
        if almanac.is_past(day):
            happen()
    _say_why_it_is_late(life, review, outcome)


def _steps(discharged_on: date, until: date) -> list[tuple[Step, int, int]]:
    """The steps, their numbers and first days; of the weekly ones as many as there may be by a day."""
    once = [(step, 0, day) for step, day, _ in STEPS if step != Step.WEEKLY]
    weekly = next(day for step, day, _ in STEPS if step == Step.WEEKLY)
    weeks = ((until - discharged_on).days - weekly) // WEEK + 1
    return once + [(Step.WEEKLY, number, weekly) for number in range(1, weeks + 1)]


def _outcome(life: Life, discharged_on: date, recorded_on: date) -> Outcome:
    """How and when a review ends, the later the more pressure there was on the locality's team."""
    rng, almanac = life.rng, life.almanac
    strain = pressure(life.locality, (almanac.today - discharged_on).days)
    late = 7 * strain**1.4
    days: int
    what, days = _first(life, discharged_on) or pick(
        (
            ((MET, min(REVIEW_DAYS - 1, int(rng.triangular(9, 42, 30)))), 78),
            ((MET, REVIEW_DAYS + 1 + int(rng.expovariate(1 / (6 * strain)))), late),
            ((VOIDED, rng.randrange(1, 7)), 2),
            ((EndReason.REFUSED, rng.randrange(8, 36)), 3.5),
            ((EndReason.DIED, rng.randrange(3, 40)), 3.5),
            ((EndReason.MOVED, rng.randrange(5, 38)), 1.5),
            ((EndReason.READMITTED, rng.randrange(2, 30)), 4),
        ),
        rng,
    )
    if what == VOIDED and life.came_back:
        what = MET  # what a readmission ended would run again if that stay were an error
    on = discharged_on + timedelta(days=days)
    on = last_working_day_by(on, almanac.holidays) if days < REVIEW_DAYS else almanac.working_day(on)
    if on <= recorded_on:
        on = almanac.working_day(recorded_on + timedelta(days=rng.randrange(2, 12)))
    return Outcome(what, on)


def _first(life: Life, discharged_on: date) -> tuple[str, int] | None:
    """What comes of one of the first discharges that are long past, and after how many days; None for all others."""
    if life.came_back or not life.borough.firsts or discharged_on + LONG_AGO >= life.almanac.today:
        return None
    what = life.borough.firsts.pop(0)
    return (MET, REVIEW_DAYS + 17) if what in (LATE, BORN_OVERDUE) else (what, 20)


def _take(life: Life, review: Review, recorded_at: datetime, day: date, outcome: Outcome) -> None:
    slug = review.case.team.slug
    if life.almanac.is_past(outcome.on):
        worker = life.staff.someone(slug, day, life.rng)
    else:
        worker = life.borough.caseload.take_whatever_the_load(slug, day)
    hand_to(life, review.case, worker, recorded_at, day)
    visit_on = life.almanac.working_day(day + timedelta(days=life.rng.randrange(1, 9)))
    until = min(outcome.on, life.almanac.today)
    if worker.works_on(until) and life.rng.random() < 0.9:
        _plan_visit(life, review, worker, day, outcome)
    if life.rng.random() < 0.5 and visit_on < until - timedelta(days=2) and worker.works_on(visit_on):
        converse(life, worker, Place.HOME, visit_on, None, until=until)


def _plan_visit(life: Life, review: Review, worker: Worker, day: date, outcome: Outcome) -> None:
    """The worker plans a visit once the review is theirs; some are called off and planned anew. A review that is met is
    held on its visit; with the others none is left open, and with one that runs still it is to come.
    """
    rng, almanac = Random(f"visits of {review.clock['id']}"), life.almanac
    made_on = almanac.working_day(day + timedelta(days=rng.randrange(1, 7)))
    to_come = not almanac.is_past(outcome.on)
    on = max(outcome.on, almanac.working_day(almanac.today + timedelta(days=rng.randrange(1, 9))))
    if not to_come:
        on = outcome.on if outcome.what == MET else almanac.working_day(made_on + timedelta(days=1))
    if not almanac.is_past(made_on) or made_on >= outcome.on or (outcome.what != MET and on >= outcome.on):
        return
    at, desk = almanac.office_hours(made_on, rng), life.desk
    at = max(at, life.almanac.at(day, 17 * 60 + 30))
    review.visit_from = at.date()
    if rng.random() < 0.2:
        first = going_home.plan_visit(desk, review=review, on=on, worker=worker, at=at)
        at += timedelta(minutes=50)
        because = rng.choice(CALLED_OFF)
        going_home.call_off_visit(desk, review=review, visit=first, because=because, by=worker, at=at)
        at += timedelta(minutes=1)
    visit = going_home.plan_visit(desk, review=review, on=on, worker=worker, at=at)
    if not to_come:
        going_home.hold_visit(desk, review=review, visit=visit, by=worker, at=almanac.at(on, 8 * 60 + 55))


def _step(life: Life, review: Review, step: Step, on: date, due_on: date) -> None:
    if step in (Step.NO_VISIT, Step.STILL_NO_VISIT) and review.visit_from and review.visit_from < on:
        return
    at = life.almanac.at(on, SWEEP_MINUTE)
    records.carry_out_step(life.desk, review=review, step=step, on=due_on, at=at, staff=life.staff)


def _end(life: Life, review: Review, outcome: Outcome, recorded_at: datetime, readmit: Readmit) -> None:
    at = life.later(recorded_at + timedelta(hours=14), outcome.on)
    life.free_from = outcome.on + timedelta(days=10)
    holder = review.case.worker or life.staff.someone(review.case.team.slug, outcome.on, life.rng)
    by = holder if holder.works_on(outcome.on) else life.staff.managers[review.case.team.slug]
    if outcome.what == MET:
        assessment = records.start_full(life.desk, person=life.person, by=by, at=at)
        done_at = at + timedelta(minutes=50)
        records.complete(life.desk, person=life.person, assessment=assessment, by=by, at=done_at)
        records.meet_review(life.desk, review=review, completed_on=outcome.on, by=by, at=done_at)
    elif outcome.what == VOIDED:
        hub, say = life.staff.someone("hospital-hub", outcome.on, life.rng), life.borough.teller.phrases.say
        records.void_discharge(life.desk, review=review, reason=say("void", life.rng), by=hub, at=at)
    elif outcome.what == EndReason.READMITTED:
        readmit(life, outcome.on, review)
    elif outcome.what == EndReason.REFUSED:
        _refuse(life, review, by, at)
    else:
        reason = EndReason(outcome.what)
        records.end_clock(life.desk, review=review, reason=reason, by=by, at=at)
        life.leave(CloseReason.DIED if reason == EndReason.DIED else CloseReason.MOVED, outcome.on, by, at)


def _refuse(life: Life, review: Review, by: Worker, at: datetime) -> None:
    facts = life.borough.teller.facts(life.person, at.date(), Relation.SELF, life.rng)
    words = life.borough.teller.phrases.say("refused", life.rng, facts)
    going_home.record_refusal(life.desk, review=review, words=words, by=by, at=at)
    records.end_clock(life.desk, review=review, reason=EndReason.REFUSED, words=words, by=by, at=at)


def _say_why_it_is_late(life: Life, review: Review, outcome: Outcome) -> None:
    """Of most reviews that were held late, or are overdue, somebody has said why."""
    rng, almanac = Random(f"late {review.clock['id']}"), life.almanac
    due_on, by = review.clock["due_on"], life.staff.managers.get(review.case.team.slug)
    is_late = outcome.on > due_on and (outcome.what == MET or not almanac.is_past(outcome.on))
    on = almanac.working_day(max(due_on + timedelta(days=3), review.clock["started_at"].date() + timedelta(days=1)))
    if by is None or not is_late or on > outcome.on or not almanac.is_past(on) or rng.random() < 0.25:
        return
    cause = BreachCause.LATE_NOTICE if review.clock["started_at"].date() > due_on else pick(CAUSES, rng)
    going_home.give_breach_reason(life.desk, review=review, cause=cause, by=by, at=almanac.at(on, 8 * 60 + 40))
