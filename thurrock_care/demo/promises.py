"""What is promised at the end of calls, and who asks to be rung back: most of it kept, some late, some not yet.

It has chances of its own, so that the lives go on as they would without it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from core.clock import london_date
from referrals.enums import CallBackOutcome
from referrals.rules.call_backs import HOURS
from thurrock_care.demo.almanac import Almanac
from thurrock_care.demo.borough import Borough
from thurrock_care.demo.chance import pick
from thurrock_care.demo.ledger import Row
from thurrock_care.demo.records import promises
from thurrock_care.demo.records.people import Person
from thurrock_care.demo.staff import Worker

IS_PROMISED, IS_RUNG_BACK = 0.22, 0.08
KEPT, KEPT_LATE, WITHDRAWN = "kept", "kept late", "withdrawn"
ENDS = ((KEPT, 84), (KEPT_LATE, 12), (WITHDRAWN, 4))
NOT_YET = 0.4  # of those whose day passed this week
THIS_WEEK = timedelta(days=5)
SPOKE, NO_ANSWER, CANCELLED = CallBackOutcome.SPOKE, CallBackOutcome.NO_ANSWER, CallBackOutcome.CANCELLED
WENT = ((SPOKE, 68), (NO_ANSWER, 20), (CANCELLED, 12))
AFTER_MIDNIGHT = 12  # minutes: when the night's job runs


def promise_after(borough: Borough, person: Person, by: Worker, at: datetime) -> None:
    """What the worker promised at the end of a call, if anything, and what became of it by today."""
    rng = Random(f"promised {person.row['reference']} {at}")
    if rng.random() < IS_PROMISED:
        due_on = borough.almanac.working_day(london_date(at) + timedelta(days=rng.choice((1, 1, 2, 3, 5))))
        words = borough.teller.phrases.say("promise", rng)
        promise_to(borough, person, by, at, words=words, due_on=due_on, rng=rng)
    elif rng.random() < IS_RUNG_BACK and person.row["phone"]:
        _ring_back(borough, person, by, at, rng)


def promise_to(
    borough: Borough, person: Person, by: Worker, at: datetime, *, words: str, due_on: date, rng: Random
) -> Row:
    """A promise that `by` made and keeps, kept or not as it goes; open when its day is still to come."""
    desk, almanac = borough.desk, borough.almanac
    promise = promises.make_promise(desk, person=person, words=words, due_on=due_on, owner=by, by=by, at=at)
    if not almanac.is_past(due_on):
        return promise
    ends = pick(ENDS, rng)
    waits = due_on >= almanac.today - THIS_WEEK and rng.random() < NOT_YET
    if ends == KEPT_LATE or waits:
        break_if_due(borough, person, promise, by)
    if waits:
        return promise
    on = almanac.working_day(due_on + timedelta(days=rng.randrange(1, 4))) if ends == KEPT_LATE else due_on
    if not almanac.is_past(on):
        return promise
    moment = max(almanac.office_hours(on, rng), at + timedelta(minutes=20))
    say = borough.teller.phrases.say
    if ends == WITHDRAWN:
        note, told = say("promise.withdrawn", rng), person.row["known_as"] or person.row["given_name"]
        promises.withdraw_promise(desk, person=person, promise=promise, by=by, at=moment, note=note, told=told)
    else:
        note = say("promise.kept", rng) if rng.random() < 0.4 else ""
        promises.keep_promise(desk, person=person, promise=promise, by=by, at=moment, note=note)
    return promise


def break_if_due(borough: Borough, person: Person, promise: Row, owner: Worker) -> None:
    """The night after its day marks it; what was to be kept yesterday is left to the first night here."""
    night = promise["due_on"] + timedelta(days=1)
    if borough.almanac.is_past(night):
        at = borough.almanac.at(night, AFTER_MIDNIGHT)
        promises.break_promise(borough.desk, person=person, promise=promise, owner=owner, at=at)


def _ring_back(borough: Borough, person: Person, by: Worker, at: datetime, rng: Random) -> None:
    """A call-back of the next days, and how it went when its day is over; tried again when nobody answered."""
    day, about = (
        london_date(at) + timedelta(days=rng.choice((1, 1, 2, 3))),
        borough.teller.phrases.say("call_back", rng),
    )
    for tried in range(3):
        day, hour = borough.diary.take(day, rng.choice(HOURS))
        booked = promises.book_call_back(
            borough.desk, person=person, phone=person.row["phone"], day=day, hour=hour, by=by, at=at, about=about,
            tried=tried,
        )  # fmt: skip
        if not borough.almanac.is_past(day):
            return
        outcome = pick(WENT, rng) if tried < 2 else SPOKE
        at = max(at + timedelta(minutes=30), _in_hour(borough.almanac, day, hour, rng))
        note = borough.teller.phrases.say("call_back.cancelled", rng) if outcome == CANCELLED else ""
        promises.end_call_back(borough.desk, person=person, call_back=booked, outcome=outcome, by=by, at=at, note=note)
        if outcome != NO_ANSWER:
            return
        day = london_date(at) + timedelta(days=1)


def _in_hour(almanac: Almanac, day: date, hour: int, rng: Random) -> datetime:
    return almanac.at(day, hour * 60 + rng.randrange(60))


@dataclass(frozen=True)
class Vow:
    """What somebody of the cast was promised: `made` and `due` are days from today."""

    to: str
    keeper: str
    words: str
    made: int
    due: int


# One that is broken and one for today in Asha's list, one that is broken in Ben's, and one that a leaver was to keep.
VOWS = (
    Vow("Irena", "Asha Patel", "We will ring Denise to say who comes, and when", -4, -2),
    Vow("Winifred", "Asha Patel", "We will ring the surgery once somebody has looked at the step", -5, 0),
    Vow("Comfort", "Ben Okafor", "We will ring about somebody to sit with your husband on Thursdays", -4, -2),
    Vow("Dorothy", "Faruk Aziz", "We will ring when the commode can be taken away", -25, 3),
)
# Whom to ring back: how many days from today, in which hour, on which number, whom to ask for, about what
TO_RING = (
    ("Reginald", -1, 16, "07700900118", "Julie Dowsett", "Whether anybody came to her father"),
    ("Leonard", 0, 10, "07700900663", "Len Cracknell", "The bath board"),
    ("Sandra", 0, 14, "07700900214", "Sandra Bugg", "Her post, and who could sit with her"),
    ("", 0, 15, "01632960733", "Mrs Achebe", "What there is for a neighbour who gets lost"),
    ("Winifred", 1, 9, "01632960418", "The practice nurse", "The front step"),
)


def promise_to_cast(borough: Borough, met: Mapping[str, Person]) -> None:
    """What the cast was promised, and whom of them Asha is to ring back today."""
    today, rng = borough.almanac.today, Random(f"promised to the cast of {borough.seed}")
    workers = {worker.name: worker for worker in borough.staff.workers}
    for vow in VOWS:
        by, person = workers[vow.keeper], met[vow.to]
        at = max(_from_today(borough, vow.made, rng), person.row["added_at"] + timedelta(minutes=15))
        due_on = max(today + timedelta(days=vow.due), at.date())
        promise = promises.make_promise(
            borough.desk, person=person, words=vow.words, due_on=due_on, owner=by, by=by, at=at
        )
        break_if_due(borough, person, promise, by)
    asha = workers["Asha Patel"]
    for given_name, days, hour, phone, name, about in TO_RING:
        who = met.get(given_name)
        at = who.row["added_at"] + timedelta(minutes=20) if who else _from_today(borough, -1, rng)
        promises.book_call_back(
            borough.desk, person=who, phone=phone, day=today + timedelta(days=days), hour=hour, by=asha, at=at,
            name=name, about=about,
        )  # fmt: skip


def _from_today(borough: Borough, days: int, rng: Random) -> datetime:
    return borough.almanac.office_hours(borough.almanac.today + timedelta(days=days), rng)
