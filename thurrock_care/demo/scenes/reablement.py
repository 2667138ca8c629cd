"""Reablement and bridging: who is on which day of the free six weeks, and how others ended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from accounts.models import User
from core.clock import london_date
from discharges.enums import ClockStatus, Pathway, StayStatus
from discharges.models import HospitalStay, SixWeekClock
from localities.models import Team
from residents.actions import record_death, record_move
from residents.enums import Gender
from residents.models import Resident
from services import actions
from services.enums import FOLLOWS_BY_ITSELF, HowFar, Outcome, ProgrammeKind
from services.models import Programme
from services.rules import FREE_DAYS
from thurrock_care.demo.addresses import GRAYS, TILBURY
from thurrock_care.demo.chance import pick
from thurrock_care.demo.stage import Part, Stage

REABLEMENT, BRIDGING = "joint-reablement", "bridging-service"
ESTUARY, AT_HOME = "estuary-homecare", "thurrock-care-at-home"
# Places, hours of support a week, and what the team says of them
PLACES = (
    (REABLEMENT, 22, 220, "Two workers on leave until the new year"),
    (BRIDGING, 7, 70, ""),
    (ESTUARY, 4, 40, "Two carers are free in Tilbury and Grays"),
    (AT_HOME, 3, None, ""),
)
FEWEST = 3
KINDS = {REABLEMENT: ProgrammeKind.REABLEMENT}
# How many who came home from hospital are with each team today, where the borough is large enough
RUNNING = ((REABLEMENT, 15), (BRIDGING, 4), (ESTUARY, 2), (AT_HOME, 1))
ENDED = (*[outcome for outcome in Outcome if outcome not in FOLLOWS_BY_ITSELF],) * 2
OUTCOMES_OF_BRIDGING = (Outcome.INDEPENDENT, Outcome.LONG_TERM_HOME, Outcome.HOSPITAL)
FOLLOWED = 3  # bridging after which reablement came
LONG_AGO = 400
GOALS = (
    "I want to wash and dress myself again, standing at the basin.",
    "To get up my own stairs and sleep in my bed.",
    "I want to make my own tea and a hot dinner, and carry it to the table.",
    "To walk to the corner shop for my paper.",
    "To get in and out of the bath without somebody holding me.",
    "I'd like to go to bingo on Thursdays again.",
    "To manage the tablets myself, without my daughter ringing.",
    "I want to get back to church, even if somebody drives me.",
)
NOTES = (
    "With one person beside her",
    "Twice this week",
    "Needs the rail, and does it",
    "Frightened since the fall",
    "",
)
ENDED_WITH = {
    Outcome.INDEPENDENT: ("Does everything without us since last week.", "None. Has our number."),
    Outcome.SIGNPOSTED: ("Manages at home; would like company.", "The Talking Shop on Thursdays"),
    Outcome.LOW_LEVEL: ("Needs somebody for the shopping and the bath.", "A cleaner and a bath board"),
    Outcome.SHORT_TERM: ("The wrist needs two weeks more.", "Bridging until the plaster is off"),
    Outcome.LONG_TERM_HOME: ("Needs help morning and evening for good.", "Two calls a day from a provider"),
    Outcome.CARE_HOME: ("Nights are not safe at home any more; the family agrees.", "A place in a care home is found"),
    Outcome.SELF_FUNDED: ("Needs one call a day and will pay for it.", "Their daughter arranges it"),
    Outcome.DECLINED: ("Could do with help in the mornings and does not want it.", "We ring in a month"),
    Outcome.STOPPED: ("Said that they are fine and sent the worker home.", "The social worker rings"),
    Outcome.HOSPITAL: ("Taken in with a chest infection.", "The hub knows"),
    Outcome.NHS: ("Continuing healthcare pays from now on.", "The NHS team has taken over"),
}

AT_HOME_ALREADY = (
    (BRIDGING, Part("Percival", "Rudkin", Gender.MALE, 87, TILBURY, known_as="Percy")),
    (ESTUARY, Part("Winifred", "Hockley", Gender.FEMALE, 91, GRAYS, known_as="Win")),
    (AT_HOME, Part("Albert", "Tansley", Gender.MALE, 79, TILBURY, known_as="Bert")),
)


@dataclass(frozen=True)
class Home:
    """Somebody who came home from hospital, when, and when that was recorded."""

    resident: Resident
    on: date
    recorded_on: date


def give_support(stage: Stage) -> None:
    """Play all of it."""
    rng = Random(f"reablement of borough {stage.borough.seed}")
    lately, before = _came_home(stage, ClockStatus.OPEN, 34), _came_home(stage, ClockStatus.MET, LONG_AGO)
    _say_places(stage, min(1.0, len(lately) / len(_in_turn())))
    _one_is_planned(stage, lately, rng)
    for team in _in_turn():
        if lately:
            _runs(stage, team, lately.pop(), rng)
    for _ in range(min(FOLLOWED, len(before))):
        _followed(stage, before.pop(), rng)
    for outcome in ENDED:
        if before:
            _ended(stage, before.pop(), outcome, rng)
    _on_its_days(stage, rng)
    _died_and_moved(stage, rng)
    _at_home_already(stage, rng)
    with stage.at(stage.today - timedelta(days=1), 5, 10):
        actions.tell_of_free_periods()


def _in_turn() -> list[str]:
    """The teams, each as often as it has somebody, in turn: so that in a small borough none has nobody."""
    return [team for turn in range(max(most for _, most in RUNNING)) for team, most in RUNNING if turn < most]


def _say_places(stage: Stage, share: float) -> None:
    """Places for as many as come home in a borough of this size: `share` is 1 in a large one."""
    by, on = stage.holder(REABLEMENT), stage.working_day(LONG_AGO)
    for slug, most, hours_of_all, words in PLACES:
        places = FEWEST + round((most - FEWEST) * share)
        hours = hours_of_all and hours_of_all * places // most
        with stage.at(on, 9, 30):
            actions.say_places(team=_team(slug), places=places - 2, from_on=on, by=by, hours=hours)
        later = stage.working_day(25)
        with stage.at(later, 9, 40):
            actions.say_places(team=_team(slug), places=places, from_on=later, by=by, hours=hours, words=words)


def _team(slug: str) -> Team:
    return Team.objects.get(slug=slug)


def _came_home(stage: Stage, status: ClockStatus, days: int) -> list[Home]:
    """Who came home with support in the last so many days, is there still, and was never back in hospital since."""
    since = stage.today - timedelta(days=days)
    clocks = SixWeekClock.objects.filter(
        status=status, discharge__pathway=Pathway.P1, discharged_on__gte=since,
        discharged_on__lt=stage.today - timedelta(days=3 if status == ClockStatus.OPEN else 60),
        resident__died_on=None, resident__left_on=None, resident__merged_into=None,
    )  # fmt: skip
    found = clocks.select_related("resident", "discharge").order_by("discharged_on", "resident__reference")
    homes = [Home(one.resident, one.discharged_on, london_date(one.discharge.recorded_at)) for one in found]
    alone = {home.resident.pk: home for home in homes if home.recorded_on <= home.on + timedelta(days=1)}
    stays = HospitalStay.objects.filter(resident__in=alone, status=StayStatus.DISCHARGED).order_by(
        "discharge__discharged_on"
    )
    last = dict(stays.values_list("resident_id", "discharge__discharged_on"))
    here = set(HospitalStay.objects.in_hospital().values_list("resident_id", flat=True))
    kept = [home for home in alone.values() if last[home.resident.pk] == home.on and home.resident.pk not in here]
    Random(f"who of borough {stage.borough.seed}").shuffle(kept)
    return kept


def _worker(stage: Stage, team: str, rng: Random) -> User:
    return stage.worker(rng.choice(stage.borough.staff.holders(team) or [stage.borough.staff.managers[team]]).email)


def _plan(stage: Stage, team: str, resident: Resident, on: date, rng: Random, *, hour: int = 11) -> Programme:
    """Start one with its goals; the hub, or who leads the service, does it on the day."""
    kind = KINDS.get(team, ProgrammeKind.BRIDGING)
    hours = Decimal(rng.choice((5, 7, 7, 10, 10.5, 14)))
    plan = actions.Plan(kind, _team(team), on, hours, _worker(stage, team, rng))
    by = stage.holder(REABLEMENT) if rng.random() < 0.6 else stage.holder("hospital-hub")
    with stage.at(on, hour, rng.randrange(60)):
        programme = actions.plan_programme(resident=resident, plan=plan, by=by)
    with stage.at(on, hour + 2, rng.randrange(60)):
        for words in rng.sample(GOALS, 1 if kind == ProgrammeKind.BRIDGING else rng.choice((1, 2, 2))):
            actions.add_goal(programme=programme, words=words, by=stage.holder(REABLEMENT))
    return programme


def _review_goals(
    stage: Stage, programme: Programme, on: date, chances: Sequence[tuple[HowFar, float]], rng: Random
) -> None:
    with stage.at(on, 15, rng.randrange(60)):
        for goal in programme.goals.all():
            actions.review_goal(
                goal=goal, how_far=pick(chances, rng), note=rng.choice(NOTES), by=stage.holder(REABLEMENT)
            )


BEGUN = ((HowFar.NOT_YET, 4), (HowFar.PARTLY, 5), (HowFar.REACHED, 1))
AT_THE_END = ((HowFar.NOT_YET, 1), (HowFar.PARTLY, 3), (HowFar.REACHED, 6))


def _starts_on(home: Home, rng: Random) -> date:
    """Most start on the day after they came home, straight from hospital; some a few days later."""
    return home.on + timedelta(days=rng.choice((1, 1, 1, 3, 5)))


def _runs(stage: Stage, team: str, home: Home, rng: Random) -> None:
    on = _starts_on(home, rng)
    if not stage.almanac.is_past(on):
        on = home.on + timedelta(days=1)
    programme = _plan(stage, team, home.resident, on, rng)
    if stage.almanac.is_past(looked := on + timedelta(days=10)):
        _review_goals(stage, programme, looked, BEGUN, rng)


def _one_is_planned(stage: Stage, lately: list[Home], rng: Random) -> None:
    """One that is to start after the weekend, with another team than the one that has them."""
    if lately:
        plan = actions.Plan(
            ProgrammeKind.REABLEMENT, _team(REABLEMENT), stage.next_working_day(2), Decimal(7),
            _worker(stage, REABLEMENT, rng),
        )  # fmt: skip
        with stage.at(stage.working_day(1), 14, 5):
            actions.plan_programme(resident=lately.pop().resident, plan=plan, by=stage.worker("gwen"))


def _at_home_already(stage: Stage, rng: Random) -> None:
    """Somebody who was never in hospital is with each team, so that none has nobody however few came home of late."""
    for team, part in AT_HOME_ALREADY:
        _plan(stage, team, stage.enter(part, days=14), stage.working_day(9), rng)


def _ended(stage: Stage, home: Home, outcome: Outcome, rng: Random) -> None:
    team = rng.choice((BRIDGING, ESTUARY)) if outcome in OUTCOMES_OF_BRIDGING and rng.random() < 0.4 else REABLEMENT
    on = _starts_on(home, rng)
    programme = _plan(stage, team, home.resident, on, rng)
    days = rng.randrange(8, 20) if outcome.label.startswith("Ended early") else rng.randrange(21, 43)
    _end(stage, programme, on + timedelta(days=days), outcome, rng)


def _end(stage: Stage, programme: Programme, on: date, outcome: Outcome, rng: Random) -> None:
    words, following = ENDED_WITH[outcome]
    far = {goal: pick(AT_THE_END, rng) for goal in programme.goals.all()}
    end = actions.End(on, outcome, words, following, far)
    with stage.at(on, 16, rng.randrange(60)):
        actions.end_programme(programme=programme, end=end, by=stage.holder(REABLEMENT))


def _followed(stage: Stage, home: Home, rng: Random) -> None:
    """Bridging from the day after the discharge until reablement has room, which is a hand-off."""
    _plan(stage, BRIDGING, home.resident, home.on + timedelta(days=1), rng)
    on = home.on + timedelta(days=rng.randrange(7, 13))
    programme = _plan(stage, REABLEMENT, home.resident, on, rng, hour=9)
    _end(stage, programme, on + timedelta(days=rng.randrange(18, 36)), Outcome.INDEPENDENT, rng)


EDIE = Part("Edith", "Marlow", Gender.FEMALE, 85, TILBURY, known_as="Edie")
CYRIL = Part("Cyril", "Bannister", Gender.MALE, 88, GRAYS)


def _on_its_days(stage: Stage, rng: Random) -> None:
    """Two of whom the board has to speak: one whose free period ends in three days, and one past day 42."""
    for part, days in ((EDIE, FREE_DAYS.days - 3), (CYRIL, FREE_DAYS.days + 1)):
        who = stage.enter(part, days=days + 4)
        on = stage.today - timedelta(days=days)
        programme = _plan(stage, REABLEMENT, who, on, rng)
        _review_goals(stage, programme, stage.working_day(days - 30), BEGUN, rng)


STAN = Part("Stanley", "Pegram", Gender.MALE, 90, GRAYS, known_as="Stan")
LOTTIE = Part("Charlotte", "Deacon", Gender.FEMALE, 82, TILBURY, known_as="Lottie")


def _died_and_moved(stage: Stage, rng: Random) -> None:
    """A death and a move end what runs, where they are recorded."""

    def dies(who: Resident, on: date) -> None:
        record_death(resident=who, died_on=on, by=by, how_known="His son rang the team")

    def moves(who: Resident, on: date) -> None:
        told = "Her niece told the worker"
        record_move(resident=who, left_on=on, to="Norwich, to live with her niece", by=by, how_known=told)

    endings: tuple[tuple[Part, int, Callable[[Resident, date], None]], ...] = ((STAN, 33, dies), (LOTTIE, 40, moves))
    for part, days, ending in endings:
        who = stage.enter(part, days=days + 3)
        by = stage.worker(stage.holder(f"cls-{part.locality}").email)
        _plan(stage, REABLEMENT, who, stage.working_day(days), rng)
        on = stage.working_day(9)
        with stage.at(on, 12, 40):
            ending(who, on - timedelta(days=1))
