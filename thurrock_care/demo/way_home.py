"""The way home of one person: in hospital, assessed, planned for and discharged. What came after is in at_home.py."""

from datetime import date, datetime, timedelta
from random import Random

from assessments.actions import Facts
from assessments.enums import Answer, GoesTo
from discharges.enums import BlockerKind, EndReason, Hospital, Pathway, ToldWho
from referrals.enums import Relation
from residents.enums import Topic
from thurrock_care.demo.at_home import FIRST, review_at_home
from thurrock_care.demo.chance import pick
from thurrock_care.demo.ledger import Row
from thurrock_care.demo.lives import Life, ring
from thurrock_care.demo.records import going_home
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
ASSESSED = 0.87
BLOCKERS = (
    (BlockerKind.CARE, "Four calls a day, from the agency she had"),
    (BlockerKind.EQUIPMENT, "A bed rail"),
    (BlockerKind.TRANSPORT, ""),
    (BlockerKind.MEDICINES, ""),
    (BlockerKind.HOME, "The key safe has no code"),
    (BlockerKind.FAMILY, "The family has not been reached"),
    (BlockerKind.BED, "Waiting for a place near the family"),
)
LIAISON = ("Ward clerk, extension 3142", "Discharge co-ordinator, bleep 417", "")


def go_to_hospital(life: Life, admitted_on: date, ends: Review | None = None) -> None:
    """The person is admitted, put on the hub's list, and goes home in time. `ends` is the clock of an earlier discharge
    that the admission ends (SIX-5); the hub hears of such a one on its day.
    """
    rng, almanac = life.rng, life.almanac
    listed_on = admitted_on + timedelta(days=0 if ends else rng.choice((0, 1, 1, 2, 3)))
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
    if ends:
        records.end_clock(life.desk, review=ends, reason=EndReason.READMITTED, by=by, at=listed_at, superseded_by=stay)
    life.free_from, life.came_back = almanac.today, ends is not None
    pathway = pick(PATHWAYS, rng)
    _plan(life, stay, pathway, listed_at, goes_on)
    if almanac.is_past(goes_on):
        assess(life, stay, pathway, by, life.later(listed_at + timedelta(hours=1), goes_on - timedelta(days=1)))
        _go_home(life, stay, pathway, goes_on)
    return None


def _plan(life: Life, stay: Row, pathway: Pathway, listed_at: datetime, goes_on: date) -> None:
    """The hub plans the way home, with what holds the person and who is told; for some it knows little yet."""
    rng, almanac, desk, person = Random(f"planned {stay['id']}"), life.almanac, life.desk, life.person
    day = min(listed_at.date() + timedelta(days=1), goes_on)
    if not almanac.is_past(day) or rng.random() < 0.15:
        return
    by = life.staff.someone("hospital-hub", day, rng)
    at = max(almanac.at(day, rng.randrange(9 * 60, 11 * 60)), listed_at + timedelta(minutes=20))
    plan: dict[str, object] = {"planned_pathway": pathway, "liaison": rng.choice(LIAISON)}
    if rng.random() < 0.6:
        plan |= {"ready_on": at.date(), "equipment": life.borough.teller.phrases.say("equipment", rng)}
    going_home.plan_discharge(desk, person=person, stay=stay, plan=plan, by=by, at=at)
    if "ready_on" in plan and rng.random() < 0.5:
        kind, words = rng.choice(BLOCKERS)
        held = going_home.raise_blocker(
            desk, person=person, stay=stay, kind=kind, words=words, by=by, at=at + timedelta(minutes=2)
        )
        if almanac.is_past(goes_on) and (clear_at := almanac.at(goes_on, 9 * 60)) > at + timedelta(minutes=2):
            going_home.clear_blocker(desk, person=person, blocker=held, by=by, at=clear_at)
    for number, who in enumerate(rng.sample(list(ToldWho)[:6], rng.randrange(4))):
        told_at = at + timedelta(minutes=5 + number)
        going_home.tell_somebody(desk, person=person, stay=stay, who=who, by=by, at=told_at)


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
    late = rng.choices((0, rng.randrange(1, 4), rng.randrange(44, 56)), (74, 25, 0.6))[0]
    if life.borough.firsts[:1] == [FIRST[0]] and almanac.is_past(goes_on + timedelta(days=70)):
        late = 48  # the first of them is heard of when day 42 has passed
    recorded_on = goes_on + timedelta(days=late)
    if not almanac.is_past(recorded_on):
        recorded_on = goes_on
    by = life.staff.someone("hospital-hub", recorded_on, rng)
    at = almanac.at(recorded_on, rng.randrange(16 * 60 + 30, 19 * 60))
    review = records.record_discharge(
        life.desk, person=life.person, stay=stay, discharged_on=goes_on, pathway=pathway, by=by, at=at
    )
    review_at_home(life, review, at, go_to_hospital)
