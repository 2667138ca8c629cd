"""What the demo writes in bulk is what the actions write, column by column.

Each scene is lived twice, by the actions and by the functions of the same names in
`thurrock_care.demo.records`, each time about a new person, and the rows are compared. Keys,
references and moments differ; all else must not.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from accounts.models import User
from accounts.roles import Role
from assessments import actions as assessment_actions
from assessments.actions import Facts
from core import clock
from discharges import actions as discharge_actions
from discharges.enums import Hospital, Pathway, Step
from discharges.models import ClockStep, SixWeekClock
from discharges.rules import STEPS
from localities import places
from localities.models import Locality, Practice, Team
from outbox.actions import perform
from outbox.models import Job
from referrals import actions as referral_actions
from referrals.actions import Told
from referrals.enums import CloseReason, Need, Relation, Urgency
from referrals.models import Referral
from residents import actions as resident_actions
from residents.actions import Identity
from residents.enums import BornPrecision, Channel, Gender, Topic
from residents.models import Resident
from talking_shops import actions as talk_actions
from talking_shops.actions import Agreed, Talk
from talking_shops.enums import Doer, Effect, Place
from talking_shops.models import AgreedAction
from thurrock_care.demo.almanac import Almanac
from thurrock_care.demo.keys import Keys
from thurrock_care.demo.ledger import IN_ORDER, Ledger
from thurrock_care.demo.records import front_door, hospital, people, talking
from thurrock_care.demo.records.desk import Desk, Router
from thurrock_care.demo.records.people import Person
from thurrock_care.demo.staff import Staff, Worker

pytestmark = pytest.mark.django_db
MOMENT = re.compile(r"^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$")
REFERENCE = re.compile(r"\b[PCR]-\w{4}-\w{4}\b|[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.+]{20,}")
TOLD = Told(
    story="Mum fell twice this week.\nShe is frightened of the stairs.",
    matters="Getting to church",
    need=Need.GETTING_ABOUT,
    urgency=Urgency.THIS_WEEK,
    relation=Relation.DAUGHTER_OR_SON,
    caller_name="Maria Hughes",
    caller_phone="07700900871",
    may_speak_for=True,
    advice="Ring again when it gets worse.",
)
FACTS = Facts(goes_to="home", lives_alone="yes", equipment="walking frame")


@dataclass
class Scene:
    """Both worlds: users for the actions, workers with the same keys for the demo, and its desk."""

    users: dict[str, User]
    workers: dict[str, Worker]
    desk: Desk
    staff: Staff

    @property
    def now(self) -> datetime:
        return clock.now()


@pytest.fixture
def scene(asha: User, ben: User, dee: User, olu: User, gwen: User, chidi: User) -> Scene:
    users = {"asha": asha, "ben": ben, "dee": dee, "olu": olu, "gwen": gwen, "chidi": chidi}
    workers = {first: _worker(user) for first, user in users.items()}
    teams = {team.slug: team for team in Team.objects.select_related("locality")}
    router = Router(teams, {locality.pk: locality for locality in Locality.objects.all()})
    almanac = Almanac(clock.today() + timedelta(days=1), places.bank_holidays())
    return Scene(users, workers, Desk(Ledger(Keys(7)), router, almanac, teams), Staff(list(workers.values()), teams))


def _worker(user: User) -> Worker:
    teams = tuple(user.teams.values_list("slug", flat=True))
    leads = user.role == Role.LOCALITY_MANAGER
    return Worker(user.name, user.email, user.role, "", teams, is_lead=leads, id=str(user.pk))


def identity() -> Identity:
    return Identity(
        known_as="Jean", given_name="Jean Margaret", family_name="O'Brien-Hughes", previous_family_name="Cole",
        born_on=date(1945, 3, 27), born_precision=BornPrecision.EXACT, gender=Gender.FEMALE, phone="07700900346",
        address="14 Coronation Row\nTilbury", postcode="RM18 8AD",
        practice=Practice.objects.select_related("locality").get(ods_code="F81110"),
    )  # fmt: skip


def sent_by(user: User, resident: Resident, told: Told) -> Referral:
    """A contact that the action sends on now, of which the team has heard."""
    referral = referral_actions.route_contact(resident=resident, told=told, by=user).referral
    assert referral is not None
    deliver()
    return referral


def deliver() -> None:
    """Let what was said to people reach them."""
    for job in Job.objects.filter(status="waiting"):
        perform(job.pk)


def rows_after(live: Callable[[], object]) -> dict[str, list[dict[str, Any]]]:
    """The rows that `live` adds, without what must differ."""
    before = {model: set(model.objects.values_list("pk", flat=True)) for model in IN_ORDER}
    live()
    deliver()
    kept = {*User.objects.values_list("pk", flat=True), *Team.objects.values_list("pk", flat=True)}
    kept |= {*Locality.objects.values_list("pk", flat=True), *Practice.objects.values_list("pk", flat=True)}
    return {
        model.__name__: sorted(
            (_plain(row, kept) for row in model.objects.exclude(pk__in=before[model]).values()), key=repr
        )
        for model in IN_ORDER
    }


def _plain(row: dict[str, Any], kept: set[UUID]) -> dict[str, Any]:
    return {name: _value(value, kept) for name, value in row.items() if name not in {"id", "job_key"}}


def _value(value: Any, kept: set[UUID]) -> Any:
    if isinstance(value, UUID):
        return str(value) if value in kept else "a row"
    if isinstance(value, datetime):
        return "a moment"
    if isinstance(value, dict):
        return {name: _value(inner, kept) for name, inner in value.items()}
    if isinstance(value, str) and MOMENT.match(value):
        return "a moment"
    if isinstance(value, str) and not any(str(key) == value for key in kept):
        return REFERENCE.sub("a reference", value)
    return value


def same(by_actions: Callable[[], object], by_demo: Callable[[], object], desk: Desk) -> None:
    """Compare the rows of both."""
    acted = rows_after(by_actions)
    acted.pop("DictionaryName")  # the second person with a name adds none
    acted.pop("PossibleDuplicate")  # and is found to be the first

    def demo() -> None:
        by_demo()
        desk.ledger.send()

    written = rows_after(demo)
    written.pop("DictionaryName")
    written.pop("PossibleDuplicate")
    assert written == acted


def known(scene: Scene) -> tuple[Resident, Person]:
    """Two people who are the same, one added by the action and one by the demo."""
    resident = resident_actions.add_resident(identity=identity(), by=scene.users["asha"])
    person = Person(identity(), "english")
    people.add_resident(scene.desk.ledger, person=person, by=scene.workers["asha"], at=scene.now)
    scene.desk.ledger.send()
    return resident, person


def test_adds_a_person_as_the_action_does(scene: Scene) -> None:
    same(
        lambda: resident_actions.add_resident(identity=identity(), by=scene.users["asha"]),
        lambda: people.add_resident(
            scene.desk.ledger, person=Person(identity(), "english"), by=scene.workers["asha"], at=scene.now
        ),
        scene.desk,
    )


@pytest.mark.parametrize("need", [Need.GETTING_ABOUT, Need.CARER])
def test_sends_a_contact_on_as_the_action_does(scene: Scene, need: Need) -> None:
    resident, person = known(scene)
    told = replace(TOLD, need=need)
    same(
        lambda: referral_actions.route_contact(resident=resident, told=told, by=scene.users["asha"]),
        lambda: front_door.route_contact(scene.desk, person=person, told=told, by=scene.workers["asha"], at=scene.now),
        scene.desk,
    )


def test_advises_as_the_action_does(scene: Scene) -> None:
    resident, person = known(scene)
    told, advice = replace(TOLD, channel=Channel.EMAIL, relation=Relation.GP), "Gave the number."

    def by_actions() -> None:
        for whom in (resident, None):
            referral_actions.advise_contact(resident=whom, told=told, advice=advice, by=scene.users["asha"])

    def by_demo() -> None:
        for whom in (person, None):
            front_door.advise_contact(
                scene.desk, person=whom, told=told, advice=advice, by=scene.workers["asha"], at=scene.now
            )

    same(by_actions, by_demo, scene.desk)


def test_allocates_and_closes_as_the_actions_do(scene: Scene) -> None:
    resident, person = known(scene)
    user, worker = scene.users, scene.workers
    other = Team.objects.get(slug="cls-tilbury-chadwell")
    user["chidi"].memberships.update(team=other)

    def by_actions() -> None:
        referral = referral_actions.route_contact(resident=resident, told=TOLD, by=user["asha"]).referral
        assert referral is not None
        deliver()
        for name, note in (("ben", "You met her before."), ("chidi", "")):
            referral.refresh_from_db()
            referral_actions.allocate(
                referral=referral, worker=user[name], by=user["dee"], version=referral.version, note=note
            )
        referral_actions.close(referral=referral, reason=CloseReason.SUPPORT_ENDED, by=user["chidi"])

    def by_demo() -> None:
        case = front_door.route_contact(scene.desk, person=person, told=TOLD, by=worker["asha"], at=scene.now)
        for name, note in (("ben", "You met her before."), ("chidi", "")):
            front_door.allocate(scene.desk, case=case, worker=worker[name], by=worker["dee"], at=scene.now, note=note)
        front_door.end_referral(
            scene.desk, case=case, reason=CloseReason.SUPPORT_ENDED, by=worker["chidi"], at=scene.now
        )

    same(by_actions, by_demo, scene.desk)


@pytest.mark.parametrize("days_ago", [0, 2])
def test_logs_a_conversation_as_the_action_does(scene: Scene, days_ago: int) -> None:
    resident, person = known(scene)
    talk = Talk(
        held_on=clock.today() - timedelta(days=days_ago),
        place=Place.HOME,
        words={Topic.MATTERS: "My garden.", Topic.PEOPLE: "Maria."},
        with_whom="Maria",
        effect=Effect.DELAYED,
        agreed=[Agreed("Order a bath board", Doer.WORKER, due_on=date(2026, 12, 1)), Agreed("Walk", Doer.PERSON)],
    )

    def by_actions() -> None:
        talk_actions.log_conversation(resident=resident, talk=talk, by=scene.users["ben"])
        talk_actions.tick_off(
            action=AgreedAction.objects.get(resident=resident, doer=Doer.PERSON), by=scene.users["ben"]
        )

    def by_demo() -> None:
        _, agreed = talking.log_conversation(
            scene.desk, person=person, talk=talk, shop=None, by=scene.workers["ben"], at=scene.now
        )
        talking.tick_off(scene.desk, person=person, line=agreed[1], by=scene.workers["ben"], at=scene.now)

    same(by_actions, by_demo, scene.desk)


def go_home(scene: Scene, resident: Resident, days_ago: int) -> SixWeekClock:
    """By the actions: in hospital, assessed, home, held by Ben."""
    user, went_on = scene.users, clock.today() - timedelta(days=days_ago)
    stay = discharge_actions.add_stay(
        resident=resident, hospital=Hospital.BASILDON, ward="Ward 7", admitted_on=went_on, expected_on=went_on,
        by=user["gwen"],
    )  # fmt: skip
    told = assessment_actions.Told(FACTS, {Topic.WORRIES: "The stairs."})
    assessment_actions.complete_light_touch(stay=stay, told=told, by=user["gwen"])
    started = discharge_actions.record_discharge(stay=stay, discharged_on=went_on, pathway=Pathway.P1, by=user["gwen"])
    deliver()
    referral_actions.allocate(
        referral=started.referral, worker=user["ben"], by=user["dee"], version=started.referral.version
    )
    return started


def go_home_in_demo(scene: Scene, person: Person, days_ago: int) -> hospital.Review:
    """The same by the demo."""
    worker, went_on, at = scene.workers, clock.today() - timedelta(days=days_ago), scene.now
    stay = hospital.add_stay(
        scene.desk, person=person, hospital=Hospital.BASILDON, ward="Ward 7", admitted_on=went_on,
        expected_on=went_on, by=worker["gwen"], at=at,
    )  # fmt: skip
    words = {Topic.WORRIES: "The stairs."}
    light = hospital.assess_light_touch(
        scene.desk, person=person, stay=stay, facts=FACTS, words=words, by=worker["gwen"], at=at
    )
    hospital.complete(scene.desk, person=person, assessment=light, by=worker["gwen"], at=at, stay=stay)
    review = hospital.record_discharge(
        scene.desk, person=person, stay=stay, discharged_on=went_on, pathway=Pathway.P1, by=worker["gwen"], at=at
    )
    front_door.allocate(scene.desk, case=review.case, worker=worker["ben"], by=worker["dee"], at=at)
    return review


def test_brings_somebody_home_and_meets_the_review_as_the_actions_do(scene: Scene) -> None:
    resident, person = known(scene)

    def by_actions() -> None:
        go_home(scene, resident, 0)
        full = assessment_actions.start_full(resident=resident, by=scene.users["ben"])
        assessment_actions.complete(assessment=full, by=scene.users["ben"])

    def by_demo() -> None:
        review, by, at = go_home_in_demo(scene, person, 0), scene.workers["ben"], scene.now
        full = hospital.start_full(scene.desk, person=person, by=by, at=at)
        hospital.complete(scene.desk, person=person, assessment=full, by=by, at=at)
        hospital.meet_review(scene.desk, review=review, completed_on=clock.today(), by=by, at=at)

    same(by_actions, by_demo, scene.desk)


SAID_AT_ONCE = {Step.NO_VISIT: (), Step.STILL_NO_VISIT: (Step.NO_VISIT, Step.STILL_NO_VISIT)}


def test_carries_out_the_steps_of_a_clock_born_overdue_as_the_sweep_does(scene: Scene) -> None:
    resident, person = known(scene)

    def by_actions() -> None:
        started = go_home(scene, resident, 50)
        ids = []
        for step, first_day, _ in STEPS[1:]:
            due_on = started.discharged_on + timedelta(days=first_day)
            row = ClockStep(
                clock=started, step=step, number=step == Step.WEEKLY, due_on=due_on, at=clock.now(),
                discharged_on=started.discharged_on,
            )  # fmt: skip
            row.save(force_insert=True)
            ids.append(str(row.pk))
        discharge_actions.carry_out_steps(clock_id=str(started.pk), steps=" ".join(ids))

    def by_demo() -> None:
        review = go_home_in_demo(scene, person, 50)
        for step, first_day, _ in STEPS[1:]:
            on = review.clock["discharged_on"] + timedelta(days=first_day)
            says = SAID_AT_ONCE.get(step)
            hospital.carry_out_step(
                scene.desk, review=review, step=step, on=on, at=scene.now, staff=scene.staff, says=says
            )

    same(by_actions, by_demo, scene.desk)


def test_voids_a_discharge_as_the_action_does(scene: Scene) -> None:
    resident, person = known(scene)
    reason = "Entered twice"
    same(
        lambda: discharge_actions.void_discharge(
            discharge=go_home(scene, resident, 1).discharge, reason=reason, by=scene.users["gwen"]
        ),
        lambda: hospital.void_discharge(
            scene.desk, review=go_home_in_demo(scene, person, 1), reason=reason, by=scene.workers["gwen"], at=scene.now
        ),
        scene.desk,
    )


def test_shares_and_opens_as_the_actions_do(scene: Scene) -> None:
    resident, person = known(scene)
    team = Team.objects.get(slug="estuary-homecare")

    def by_actions() -> None:
        resident_actions.open_record(resident=resident, by=scene.users["dee"], page="worklists.resident")
        resident_actions.share(resident=resident, team=team, by=scene.users["dee"], reason="Care at home starts")

    def by_demo() -> None:
        ledger, by = scene.desk.ledger, scene.workers["dee"]
        people.open_record(ledger, person=person, by=by, at=scene.now)
        people.share(ledger, person=person, team=team, by=by, at=scene.now, reason="Care at home starts")

    same(by_actions, by_demo, scene.desk)


def test_would_notice_a_difference(scene: Scene) -> None:
    resident, person = known(scene)
    with pytest.raises(AssertionError):
        same(
            lambda: referral_actions.route_contact(resident=resident, told=TOLD, by=scene.users["asha"]),
            lambda: front_door.route_contact(
                scene.desk, person=person, told=replace(TOLD, urgency=Urgency.NOW), by=scene.workers["asha"],
                at=scene.now,
            ),
            scene.desk,
        )  # fmt: skip
