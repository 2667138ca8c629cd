"""Two years in the life of one person with us: calls, Talking Shops, work with a team, hospital and the way home."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from audit.actions import Actor
from referrals.actions import Told
from referrals.enums import CloseReason, Need, ReferralSource, Relation, Urgency
from residents.enums import LifeKind, Topic
from talking_shops.enums import Depth, Effect, Place
from thurrock_care.demo import answers
from thurrock_care.demo.agreed import tick_in_time
from thurrock_care.demo.almanac import DAYS
from thurrock_care.demo.borough import Borough
from thurrock_care.demo.chance import pick
from thurrock_care.demo.ledger import Row
from thurrock_care.demo.pressure import wait_in_days
from thurrock_care.demo.promises import promise_after
from thurrock_care.demo.records import front_door, people, talking
from thurrock_care.demo.records.desk import Case
from thurrock_care.demo.records.life import record_life_event
from thurrock_care.demo.records.people import Person
from thurrock_care.demo.staff import PROVIDERS, Worker
from thurrock_care.demo.surroundings import surround
from thurrock_care.demo.tellings import age_of, on_working_days
from thurrock_care.demo.venues import Shop

EPISODES = ((1, 70), (2, 20), (3, 7), (4, 3))
CALL, TALKING_SHOP, HOSPITAL = "call", "talking shop", "hospital"
KINDS_OLD = ((CALL, 64), (TALKING_SHOP, 18), (HOSPITAL, 18))
KINDS_YOUNG = ((CALL, 72), (TALKING_SHOP, 24), (HOSPITAL, 4))
ENDED_WITH_ADVICE = 0.38
CLOSE_REASONS = (
    (CloseReason.SUPPORT_ENDED, 62), (CloseReason.ADVICE_GIVEN, 19), (CloseReason.DECLINED, 12),
    (CloseReason.MOVED, 3), (CloseReason.DIED, 4),
)  # fmt: skip
LEAVES = (CloseReason.MOVED, CloseReason.DIED)
ELSEWHERE = ("Southend", "Basildon", "Havering", "Leeds, to live with family", "Kent", "Norfolk")
WHO_TOLD = ("Their family rang", "A neighbour told us", "The surgery wrote", "The hospital told us")
CHANGES_WORKER, HAS_CARE = 0.1, 0.07
OLD = 65
TOPICS_OF_A_FULLER_ONE = 4


class Life:
    """One person, lived through from two years ago until yesterday.

    What is drawn for their conversations comes from `talks`, so that the rest of a life does not hang on it.
    """

    def __init__(self, borough: Borough, person: Person, rng: Random) -> None:
        self.borough, self.person, self.rng = borough, person, rng
        self.talks = Random(rng.getrandbits(64))
        self.desk, self.almanac, self.staff = borough.desk, borough.almanac, borough.staff
        self.free_from = self.almanac.first_day
        self.has_left = False
        self.came_back = False  # to hospital, before the review of the last discharge was held

    @property
    def locality(self) -> str:
        """The slug of the person's locality, "" when nobody knows it."""
        return self.borough.locality_of(self.person)

    @property
    def grown_up_on(self) -> date:
        """The day on which they turn 18, from which on they are one for us."""
        born_on = self.person.identity.born_on
        return born_on + timedelta(days=18 * 365 + 5) if born_on else self.almanac.first_day

    def be_known(self, by: Actor, at: datetime) -> None:
        """Be added at `at`, if not known before; otherwise have one's page opened."""
        if self.person.is_known:
            people.open_record(self.desk.ledger, person=self.person, by=by, at=at)
        else:
            people.add_resident(self.desk.ledger, person=self.person, by=by, at=at)

    def later(self, earlier: datetime, day: date) -> datetime:
        """A moment in the office hours of a day, but after `earlier`."""
        moment = self.almanac.office_hours(day, self.rng)
        return moment if moment > earlier else earlier + timedelta(minutes=self.rng.randrange(15, 75))

    def leave(self, reason: CloseReason, day: date, by: Actor, at: datetime) -> None:
        """Nothing happens to the person with us after `day`; who hears of it records it."""
        self.has_left = True
        died = reason == CloseReason.DIED
        kind, to = (LifeKind.DIED, "") if died else (LifeKind.MOVED, self.rng.choice(ELSEWHERE))
        told = self.rng.choice(WHO_TOLD)
        record_life_event(self.desk, person=self.person, kind=kind, on=day, how_known=told, by=by, at=at, to=to)


Episode = Callable[[Life, date], None]


def live(borough: Borough, person: Person, rng: Random, episodes: Mapping[str, Episode]) -> None:
    """Let a person live: one episode after another, the next when the one before is over."""
    life = Life(borough, person, rng)
    old = age_of(person, borough.almanac.today) >= OLD
    first_day = borough.almanac.first_day
    span = max(1, DAYS - max(0, (life.grown_up_on - first_day).days))
    days = sorted(
        life.almanac.today - timedelta(days=1 + int(span * rng.random() ** 1.08)) for _ in range(pick(EPISODES, rng))
    )
    for day in days:
        start = max(day, life.free_from)
        if life.has_left or not borough.almanac.is_past(start):
            break
        episodes[pick(KINDS_OLD if old else KINDS_YOUNG, rng)](life, start)
    if old and rng.random() < HAS_CARE:
        _have_care(life)
    if person.is_known:
        surround(life.desk.ledger, person, life.staff)


def _have_care(life: Life) -> None:
    """Be shared with a provider that comes to the house."""
    added_on = life.person.row["added_at"].date()
    day = life.almanac.working_day(added_on + timedelta(days=life.rng.randrange(5, 90)))
    by = life.staff.managers.get(f"cls-{life.locality}")
    if by and life.almanac.is_past(day) and not life.has_left:
        team = life.desk.teams[life.rng.choice(PROVIDERS).lower().replace(" ", "-")]
        reason = life.borough.teller.phrases.say("share_reason", life.rng)
        at = life.almanac.office_hours(day, life.rng)
        people.share(life.desk.ledger, person=life.person, team=team, by=by, at=at, reason=reason)


def ring(life: Life, day: date) -> None:
    """Somebody rings Thurrock First about the person, and is advised or sent on."""
    rng = life.rng
    monday = life.almanac.working_day(day)
    if rng.random() < 0.75 and life.almanac.is_past(monday):
        day = monday
    started_at = life.almanac.front_door_hours(day, rng)
    by = life.staff.someone("thurrock-first", day, rng)
    life.be_known(by, started_at + timedelta(minutes=2))
    taken_at = started_at + timedelta(minutes=rng.randrange(6, 25))
    told = _with_start(life, day, started_at)
    if rng.random() < ENDED_WITH_ADVICE and told.urgency in (Urgency.THIS_WEEK, Urgency.NO_RUSH):
        advice = life.borough.teller.phrases.say("advice", rng)
        front_door.advise_contact(life.desk, person=life.person, told=told, advice=advice, by=by, at=taken_at)
        promise_after(life.borough, life.person, by, taken_at)
        life.free_from = day + timedelta(days=10)
        return
    case = front_door.route_contact(life.desk, person=life.person, told=told, by=by, at=taken_at)
    follow(life, case, taken_at)
    if not life.has_left:
        promise_after(life.borough, life.person, by, taken_at)


def _with_start(life: Life, day: date, started_at: datetime) -> Told:
    return replace(life.borough.teller.told(life.person, day, life.rng), started_at=started_at)


def drop_in(life: Life, day: date) -> None:
    """The person drops in at a Talking Shop; sometimes a referral comes of it."""
    rng = life.talks
    shop = life.borough.shops.near(life.locality, day, rng)
    if shop is None:
        return ring(life, day)
    by = life.staff.someone(f"cls-{life.locality}", shop.day, rng)
    opened = life.almanac.at(shop.day, shop.opens)
    life.be_known(by, opened + timedelta(minutes=rng.randrange(5, shop.minutes - 50)))
    conversation, at = converse(life, by, Place.TALKING_SHOP, shop.day, shop)
    life.free_from = shop.day + timedelta(days=14)
    if conversation["effect"] == Effect.LED_ON:
        case = front_door.send_referral(
            life.desk, person=life.person, source=ReferralSource.CONVERSATION, conversation=conversation,
            need=rng.choice((Need.GETTING_ABOUT, Need.COMPANY, Need.PERSONAL_CARE, Need.CARER)),
            urgency=rng.choice((Urgency.THIS_WEEK, Urgency.NO_RUSH, Urgency.NO_RUSH)), by=by,
            at=at + timedelta(minutes=9),
        )  # fmt: skip
        follow(life, case, at + timedelta(minutes=9))
    return None


def follow(life: Life, case: Case, received_at: datetime) -> None:
    """The team takes a referral up: it waits, somebody holds it, talks with the person, and it ends."""
    almanac, rng, slug = life.almanac, life.rng, case.team.slug
    wait = wait_in_days(life.locality, case.referral["urgency"], received_at.date(), almanac.today, rng)
    begins_on = almanac.working_day(received_at.date() + timedelta(days=wait))
    answers.answer(life.borough, case, received_at, begins_on)
    if not almanac.is_past(begins_on):
        life.free_from = almanac.today
        return
    ends_on = almanac.working_day(begins_on + timedelta(days=3 + int(rng.lognormvariate(4.5, 0.7))))
    worker, ends_on = _worker_for(life, slug, begins_on, ends_on)
    allocated_at = hand_to(life, case, worker, received_at, begins_on)
    met_on = meet(life, worker, begins_on, ends_on) if slug.startswith("cls-") else begins_on
    worker = _perhaps_change_worker(life, case, worker, met_on, ends_on)
    life.free_from = min(almanac.today, ends_on + timedelta(days=7))
    if almanac.is_past(ends_on):
        handed_on = almanac.working_day(met_on + timedelta(days=6))
        worker = answers.hand_on(life.borough, case, handed_on, ends_on) or worker
        _close(life, case, worker, life.later(allocated_at + timedelta(days=2), ends_on))


def _worker_for(life: Life, slug: str, begins_on: date, ends_on: date) -> tuple[Worker, date]:
    """Who takes it up, and until when: what would still go on today ends earlier where nobody has room for it."""
    almanac, rng = life.almanac, life.rng
    if not almanac.is_past(ends_on):
        worker = life.borough.caseload.take(slug, begins_on)
        if worker:
            return worker, ends_on
        days = max(1, (almanac.today - begins_on).days - 1)
        ends_on = min(almanac.working_day(begins_on + timedelta(days=rng.randrange(days) + 1)), almanac.today)
    return life.staff.someone(slug, begins_on, rng), ends_on


def hand_to(life: Life, case: Case, worker: Worker, received_at: datetime, day: date) -> datetime:
    """The manager reads the notice and about the person, and allocates them; the worker opens the page."""
    by, rng, ledger = life.staff.allocator(case.team.slug), life.rng, life.desk.ledger
    at = life.later(received_at + timedelta(minutes=5), day)
    if case.notice:
        case.notice.update(read_at=at - timedelta(minutes=4), read_by_id=by.id)
    people.open_record(ledger, person=life.person, by=by, at=at - timedelta(minutes=3))
    facts = life.borough.teller.facts(life.person, day, Relation.SELF, rng)
    note = life.borough.teller.phrases.say("allocation_note", rng, facts) if rng.random() < 0.2 else ""
    front_door.allocate(life.desk, case=case, worker=worker, by=by, at=at, note=note)
    people.open_record(ledger, person=life.person, by=worker, at=at + timedelta(minutes=rng.randrange(10, 90)))
    return at


def _perhaps_change_worker(life: Life, case: Case, worker: Worker, met_on: date, ends_on: date) -> Worker:
    """Now and then a colleague takes over, after the last conversation, if it ended before today."""
    half_way = life.almanac.working_day(met_on + max((ends_on - met_on) // 2, timedelta(days=5)))
    if not life.almanac.is_past(ends_on) or half_way >= ends_on or life.rng.random() > CHANGES_WORKER:
        return worker
    other = life.staff.someone(case.team.slug, half_way, life.rng)
    if other is worker:
        return worker
    at, by = life.almanac.office_hours(half_way, life.rng), life.staff.allocator(case.team.slug)
    front_door.allocate(life.desk, case=case, worker=other, by=by, at=at, note="Taking over from a colleague")
    return other


def meet(life: Life, worker: Worker, begins_on: date, ends_on: date) -> date:
    """The worker and the person talk once or twice, at home, at a Talking Shop, or on the telephone; the last day."""
    rng, day = life.talks, begins_on
    met_on = begins_on
    for _ in range(rng.choice((1, 1, 1, 2))):
        day = life.almanac.working_day(day + timedelta(days=rng.randrange(2, 16)))
        place = pick(((Place.HOME, 62), (Place.TALKING_SHOP, 24), (Place.PHONE, 14)), rng)
        shop = life.borough.shops.near(life.locality, day, rng) if place == Place.TALKING_SHOP else None
        if shop:
            day = shop.day
        elif place == Place.TALKING_SHOP:
            place = Place.HOME
        if day >= min(ends_on - timedelta(days=3), life.almanac.today) or not worker.works_on(day):
            break
        converse(life, worker, place, day, shop, until=ends_on)
        met_on = day
    return met_on


def converse(
    life: Life, by: Worker, place: Place, day: date, shop: Shop | None, until: date | None = None
) -> tuple[Row, datetime]:
    """A conversation, logged on its day or in the days after; the row and when it was logged.

    What was agreed is ticked off by the day `until`, on which the work ends.
    """
    rng, almanac = life.talks, life.almanac
    at = almanac.office_hours(day, rng)
    if shop:
        at = almanac.at(day, shop.opens) + timedelta(minutes=rng.randrange(shop.minutes - 40, shop.minutes))
    logged_on = almanac.working_day(day + timedelta(days=rng.randrange(1, 4)))
    if rng.random() < 0.18 and logged_on < min(until or almanac.today, almanac.today):
        at = almanac.office_hours(logged_on, rng)
    said = [statement for topic, statement in life.person.said.items() if topic != Topic.STORY]
    talk = on_working_days(life.borough.teller.talk(life.person, day, place, rng), almanac)
    talk = replace(talk, depth=Depth.FULLER if len(talk.words) >= TOPICS_OF_A_FULLER_ONE else Depth.BRIEF)
    still_true = said if not talk.words else [statement for statement in said if rng.random() < 0.4]
    row, agreed = talking.log_conversation(
        life.desk, person=life.person, talk=talk, shop=shop, by=by, at=at, still_true=still_true
    )
    if shop:
        life.borough.shops.conversations[shop.key] += 1
    for line in agreed:
        tick_in_time(life.borough, life.person, line, by, at, min(until or almanac.today, almanac.today), rng)
    return row, at


def _close(life: Life, case: Case, worker: Worker, at: datetime) -> None:
    reason = pick(CLOSE_REASONS, life.rng)
    old = age_of(life.person, at.date()) >= OLD
    if reason == CloseReason.DIED and not old:
        reason = CloseReason.SUPPORT_ENDED
    by = worker if worker.works_on(at.date()) else life.staff.allocator(case.team.slug)
    front_door.end_referral(life.desk, case=case, reason=reason, by=by, at=at)
    if reason in LEAVES:
        life.leave(reason, at.date() - timedelta(days=life.rng.randrange(1, 4)), by, at)
