"""The people of one real day: whom the triage worker, the hub, the sweep and the manager will meet today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from core.working_days import last_working_day_by
from discharges.enums import BlockerKind, Hospital, Pathway, Step, ToldWho
from discharges.rules import STEPS
from referrals.actions import Told
from referrals.enums import Need, Relation, Urgency
from residents.actions import Identity
from residents.enums import BornPrecision, Gender, Topic
from talking_shops.actions import Agreed, Talk
from talking_shops.enums import Doer, Effect, Place
from thurrock_care.demo.addresses import TILBURY
from thurrock_care.demo.borough import Borough
from thurrock_care.demo.lives import Life, hand_to
from thurrock_care.demo.promises import promise_to_cast
from thurrock_care.demo.records import answering, front_door, going_home, talking
from thurrock_care.demo.records import hospital as records
from thurrock_care.demo.records.hospital import Review
from thurrock_care.demo.records.people import Person
from thurrock_care.demo.staff import Worker
from thurrock_care.demo.twins import add_twins
from thurrock_care.demo.venues import Shop

PRACTICE, CLS = "F81110", f"cls-{TILBURY}"  # Tilbury Health Centre


@dataclass(frozen=True)
class Card:
    """Who somebody of the cast is."""

    known_as: str
    given_name: str
    family_name: str
    gender: Gender
    age: int
    house: str
    phone: str = ""
    heritage: str = "english"
    language: str = "English"
    postcode: str = "RM18 8AD"


JEAN = Card("Jean", "Jean Margaret", "Hughes", Gender.FEMALE, 81, "14 Coronation Row", "07700900346")
RAY = Card("Ray", "Raymond Alfred", "Cole", Gender.MALE, 77, "3 Ferry Close", "02079460213", postcode="RM18 7NP")
NOBODY_HOLDS = Card(
    "Betty", "Elizabeth", "Rudd", Gender.FEMALE, 84, "Flat 6, 20 Dock Terrace", "02079460877", postcode="RM18 7BS"
)
DUE_SOON = Card(
    "", "Winston", "Facey", Gender.MALE, 79, "41 St Chads Row", "07700900552", "caribbean", postcode="RM18 8QN"
)
OVERDUE = Card("Dot", "Dorothy", "Sawyer", Gender.FEMALE, 87, "8 Thames View", "01632960420", postcode="RM18 8UW")
RETURNED = Card("Ivy", "Ivy Rose", "Meadows", Gender.FEMALE, 83, "27 Dock Road", postcode="RM18 7BS")

QUEUE = (
    (1, Card("Reg", "Reginald", "Dowsett", Gender.MALE, 88, "19 Calcutta Row", postcode="RM18 7QH"), Told(
        story="Dad is on his own since Mum went into Basildon. She did everything for him. He had cold beans out of "
        "the tin when I got there, and he had not found his tablets.",
        need=Need.PERSONAL_CARE, urgency=Urgency.TODAY, relation=Relation.DAUGHTER_OR_SON, caller_name="Julie Dowsett",
        caller_phone="07700900118", may_speak_for=True)),
    (2, Card("", "Comfort", "Boateng", Gender.FEMALE, 67, "5 Raphael Row", "", "ghanaian", "English", "RM18 7TB"), Told(
        story="I look after my husband, who had a stroke at Easter. I slipped a disc lifting him and the doctor says "
        "that I must not. My own washing and dressing is beyond me now, never mind his.",
        need=Need.PERSONAL_CARE, urgency=Urgency.THIS_WEEK)),
    (3, Card("", "Irena", "Wiśniewska", Gender.FEMALE, 79, "6 Raphael Row", "", "polish", "Polish", "RM18 7TB"), Told(
        story="My neighbour Irena rang my bell at two in the morning again in her nightdress. She was looking for the "
        "tram. She is a lovely lady, and speaks Polish to me when she is upset.",
        need=Need.MEMORY, urgency=Urgency.THIS_WEEK, relation=Relation.FRIEND, caller_name="Denise Harding")),
    (5, Card("Len", "Leonard", "Cracknell", Gender.MALE, 76, "62 Christchurch Walk", postcode="RM18 7AL"), Told(
        story="I can't get in and out of the bath since my new hip. I have been washing at the sink for months. A "
        "board and a rail would see me right.",
        need=Need.GETTING_ABOUT, urgency=Urgency.NO_RUSH)),
    (6, Card("", "Sandra", "Bugg", Gender.FEMALE, 58, "11 Bata Walk", postcode="RM18 8RT"), Told(
        story="I have not opened my post since the funeral. There is one with red on it. I would like somebody to sit "
        "with me while I do it.",
        need=Need.MONEY_HOUSING, urgency=Urgency.THIS_WEEK)),
    (9, Card("Win", "Winifred", "Larkin", Gender.FEMALE, 91, "2 Gateway Close", postcode="RM18 8GE"), Told(
        story="91-year-old, lives alone, has had three falls. Furniture-walking. Independent in all care and wishes to "
        "remain so. Please look at rails and the front step.",
        need=Need.GETTING_ABOUT, urgency=Urgency.NO_RUSH, relation=Relation.GP, caller_name="Tilbury Health Centre",
        may_speak_for=True)),
)  # fmt: skip


def add_cast(borough: Borough) -> list[str]:
    """Add them all, with the rows that lead up to this morning; the keys of those who have a second record."""
    rng = Random(f"cast of borough {borough.seed}")
    _met_before(borough, rng)
    _going_home_today(borough, rng)
    met: dict[str, Person] = {}
    for days, card, told in QUEUE:
        met[card.given_name] = _waits(borough, card, days, told, rng)
    _home_for(borough, NOBODY_HOLDS, 5, False, (), rng)
    _home_for(borough, DUE_SOON, 35, True, (), rng)
    met[OVERDUE.given_name] = _home_for(borough, OVERDUE, 45, True, (Step.DUE_SOON,), rng).case.person
    promise_to_cast(borough, met)
    _came_back(borough, rng)
    return add_twins(borough, met)


def _enter(borough: Borough, card: Card, rng: Random) -> Life:
    """A person of the cast, registered at Tilbury Health Centre."""
    identity = Identity(
        known_as=card.known_as,
        given_name=card.given_name,
        family_name=card.family_name,
        gender=card.gender,
        born_on=birthday(card.age, borough.almanac.today),
        born_precision=BornPrecision.EXACT,
        nhs_number=borough.ledger.keys.nhs_number(),
        language=card.language,
        phone=card.phone,
        safe_to_call=True,
        address=f"{card.house}\nTilbury",
        postcode=card.postcode,
        practice=borough.addresses.practice(PRACTICE),
    )
    return Life(borough, Person(identity, card.heritage), rng)


def birthday(age: int, today: date) -> date:
    """The birth date of somebody who is `age` today, on a day of the year that goes with the age."""
    month, day = age * 5 % 12 + 1, age * 7 % 28 + 1
    had_it = (today.month, today.day) >= (month, day)
    return date(today.year - age - (0 if had_it else 1), month, day)


def _met_before(borough: Borough, rng: Random) -> None:
    """Jean is known: her daughter rang a year ago, and she came to a Talking Shop in spring."""
    jean = _enter(borough, JEAN, rng)
    _daughter_rang(borough, jean, _named(borough, "Asha Patel"), rng)
    shop = borough.shops.near(TILBURY, borough.almanac.today - timedelta(days=190), rng)
    if shop:
        _talked_at(borough, jean, shop, _named(borough, "Priya Nair"))


def _named(borough: Borough, name: str) -> Worker:
    return next(worker for worker in borough.staff.workers if worker.name == name)


def _daughter_rang(borough: Borough, jean: Life, by: Worker, rng: Random) -> None:
    rang_at = _office(borough, 390, rng)
    jean.be_known(by, rang_at + timedelta(minutes=3))
    told = Told(
        story="Mum is managing very well, but she is on her own since Dad died and I am in Romford. I would like to "
        "know what there is if she falls.",
        need=Need.OTHER, urgency=Urgency.NO_RUSH, relation=Relation.DAUGHTER_OR_SON, caller_name="Maria Hughes",
        caller_phone="07700900871", may_speak_for=True, started_at=rang_at,
    )  # fmt: skip
    advice = "Talked through the pendant alarm and its cost; Maria will talk with her mother."
    at = rang_at + timedelta(minutes=11)
    front_door.advise_contact(borough.desk, person=jean.person, told=told, advice=advice, by=by, at=at)


def _talked_at(borough: Borough, jean: Life, shop: Shop, by: Worker) -> None:
    talk = Talk(
        held_on=shop.day,
        place=Place.TALKING_SHOP,
        words={
            Topic.MATTERS: "St John's on a Sunday, and my own front door. I have lived in that house since 1972.",
            Topic.PEOPLE: "My Maria rings every night at seven. Sheila next door has a key.",
            Topic.STRENGTHS: "I still cook, and I do the flowers at church. I was a dinner lady for thirty years.",
        },
        effect=Effect.PREVENTED,
        agreed=[Agreed("Ask at church about a lift on wet Sundays", Doer.PERSON, due_on=shop.day + timedelta(days=14))],
    )
    at = borough.almanac.at(shop.day, shop.opens + 40)
    _, agreed = talking.log_conversation(borough.desk, person=jean.person, talk=talk, shop=shop, by=by, at=at)
    borough.shops.conversations[shop.key] += 1
    talking.tick_off(borough.desk, person=jean.person, line=agreed[0], by=by, at=at + timedelta(days=16))


def _going_home_today(borough: Borough, rng: Random) -> None:
    """Ray is on the hub's list, expected home today, held by one thing, and nobody has assessed him yet."""
    gwen = _named(borough, "Gwen Price")
    life, today = _enter(borough, RAY, rng), borough.almanac.today
    at = _office(borough, 8, rng)
    life.be_known(gwen, at)
    stay = records.add_stay(
        borough.desk, person=life.person, hospital=Hospital.BASILDON, ward="Frailty unit",
        admitted_on=today - timedelta(days=9), expected_on=today, by=gwen, at=at + timedelta(minutes=3),
    )  # fmt: skip
    at, desk, ray = _office(borough, 2, rng), borough.desk, life.person
    plan = {"ready_on": at.date(), "planned_pathway": Pathway.P1, "liaison": "Discharge co-ordinator, bleep 417"}
    going_home.plan_discharge(desk, person=ray, stay=stay, plan=plan, by=gwen, at=at)
    for minutes, (kind, words) in enumerate(((BlockerKind.CARE, "Two calls a day"), (BlockerKind.TRANSPORT, "")), 1):
        moment = at + timedelta(minutes=minutes)
        held = going_home.raise_blocker(desk, person=ray, stay=stay, kind=kind, words=words, by=gwen, at=moment)
    going_home.clear_blocker(desk, person=ray, blocker=held, by=gwen, at=at + timedelta(hours=1))
    told_at = at + timedelta(minutes=70)
    going_home.tell_somebody(desk, person=ray, stay=stay, who=ToldWho.PERSON, by=gwen, at=told_at)


def _waits(borough: Borough, card: Card, days: int, told: Told, rng: Random) -> Person:
    almanac = borough.almanac
    day = last_working_day_by(almanac.today - timedelta(days=days), almanac.holidays)
    life, at = _enter(borough, card, rng), almanac.office_hours(day, rng)
    by = borough.staff.someone("thurrock-first", at.date(), rng)
    life.be_known(by, at)
    front_door.route_contact(borough.desk, person=life.person, told=told, by=by, at=at + timedelta(minutes=12))
    return life.person


def _came_back(borough: Borough, rng: Random) -> None:
    """Asha sent Ivy to Tilbury, who returned her yesterday: she stands in Asha's list."""
    life, asha, at = _enter(borough, RETURNED, rng), _named(borough, "Asha Patel"), _office(borough, 5, rng)
    life.be_known(asha, at)
    told = Told(
        story="Mum can't manage the stairs at my brother's, where she is staying while her roof is mended.",
        need=Need.GETTING_ABOUT, urgency=Urgency.THIS_WEEK, relation=Relation.DAUGHTER_OR_SON,
        caller_name="Carol Meadows",
    )  # fmt: skip
    sent_at = at + timedelta(minutes=9)
    case = front_door.route_contact(borough.desk, person=life.person, told=told, by=asha, at=sent_at)
    on = borough.almanac.working_day(sent_at.date() + timedelta(days=1))
    answering.return_referral(
        borough.desk, case=case, sender=borough.desk.teams["thurrock-first"], by=borough.staff.allocator(CLS),
        why="Her son's house is in Grays. Please ask how long she stays there, and send her to the team that is near.",
        at=borough.almanac.office_hours(on, rng),
    )  # fmt: skip


def _home_for(borough: Borough, card: Card, days: int, is_held: bool, steps: tuple[Step, ...], rng: Random) -> Review:
    """Somebody went home `days` days ago; of the steps of SIX-8 only `steps` have happened."""
    life, went_on = _enter(borough, card, rng), borough.almanac.today - timedelta(days=days)
    hub = borough.staff.someone("hospital-hub", went_on, rng)
    listed_at = _office(borough, days + 6, rng)
    life.be_known(hub, listed_at)
    stay = records.add_stay(
        borough.desk, person=life.person, hospital=Hospital.BASILDON, ward="Ward 7",
        admitted_on=went_on - timedelta(days=8), expected_on=went_on, by=hub, at=listed_at + timedelta(minutes=4),
    )  # fmt: skip
    home_at = borough.almanac.at(went_on, 16 * 60 + 40)
    review = records.record_discharge(
        borough.desk, person=life.person, stay=stay, discharged_on=went_on, pathway=Pathway.P1, by=hub, at=home_at
    )
    if is_held:
        held_on = went_on + timedelta(days=2)
        hand_to(life, review.case, borough.caseload.take_whatever_the_load(CLS, held_on), home_at, held_on)
    for step, first_day, _ in STEPS:
        if step in steps:
            on = went_on + timedelta(days=first_day)
            at = borough.almanac.at(on, 7)
            records.carry_out_step(borough.desk, review=review, step=step, on=on, at=at, staff=borough.staff)
    return review


def _office(borough: Borough, days: int, rng: Random) -> datetime:
    """A moment in office hours, so many days ago."""
    return borough.almanac.office_hours(borough.almanac.today - timedelta(days=days), rng)
