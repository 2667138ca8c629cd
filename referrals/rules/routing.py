"""ROU: where a need goes. An ordered table of pure rules over facts: the first match wins, the last row is a person.

`ROUTES` is the table, in order. ROU-11 stands outside it: it is what a person decides against the table.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from core.rulebook import rule
from core.words import long_date
from localities.enums import TeamKind
from referrals.enums import Need, Service, Urgency
from residents.rules import GROWN_UP

URGENT = (Urgency.NOW, Urgency.TODAY)
AT_HOME = (Need.GETTING_ABOUT, Need.PERSONAL_CARE, Need.AFTER_HOSPITAL, Need.CARE_NOT_RIGHT)


@dataclass(frozen=True)
class OpenWork:
    """Work that a team has open with the person: the team's slug, its name within a sentence, and since when."""

    team: str
    spoken: str
    since: date


@dataclass(frozen=True)
class RouteFacts:
    """What a route depends on. `locality` is a slug, "" when not known; `placed_because` is LOC's reason.

    `urgency` and `need` are "" while nobody has said. `hospital` is where the person lies now, "" when at home.
    `review` is the six-week review after a discharge that is still open, `open_work` what a locality team has open.
    `is_carer`: they look after somebody whom we know. `age` is in whole years, None when not known.
    """

    need: str
    urgency: str = ""
    hours: Service = Service.FULL
    locality: str = ""
    locality_name: str = ""
    placed_by: str = ""
    placed_because: str = ""
    hospital: str = ""
    review: OpenWork | None = None
    open_work: OpenWork | None = None
    is_carer: bool = False
    age: int | None = None

    @property
    def is_urgent(self) -> bool:
        return self.urgency in URGENT

    @property
    def is_grown_up(self) -> bool:
        """Of whom we know no age we take it that they are."""
        return self.age is None or self.age >= GROWN_UP

    @property
    def when(self) -> str:
        """The hours, within a reason."""
        return "outside the full service" if self.hours == Service.LIMITED else "while Thurrock First is closed"


@dataclass(frozen=True)
class Route:
    """A kind of team in a locality ("" when the kind has none), the rule that chose it, and why in words.

    `team` is the slug of the one team that is meant, where it is not the kind and the locality that say so.
    """

    team_kind: TeamKind
    locality: str
    rule: str
    because: str
    team: str = ""


@rule("ROU-1", source="issue 3: outside 9 to 5 on weekdays what is urgent goes to the duty route and RRAS; R4, R1")
def rapid_response(facts: RouteFacts) -> Route | None:
    """In the limited service, what cannot wait and is about getting by at home (getting about, washing, dressing and
    eating, coming home from hospital, care that is not right, a carer who cannot go on) goes to the Rapid Response
    and Assessment Service; it is for adults, and for those who are at home now.
    """
    cannot_wait = facts.hours == Service.LIMITED and facts.is_urgent and facts.is_grown_up and not facts.hospital
    if not (cannot_wait and (facts.need in AT_HOME or facts.need == Need.CARER or facts.is_carer)):
        return None
    depends = "; somebody else depends on this person" if facts.is_carer else ""
    because = f"it cannot wait, it came {facts.when}, and it is about getting by at home{depends}"
    return Route(TeamKind.RRAS, "", "ROU-1", because)


@rule("ROU-2", source="issue 3: outside 9 to 5 on weekdays what is urgent goes to the duty route and RRAS; R1, R5")
def emergency_duty(facts: RouteFacts) -> Route | None:
    """Outside the full service, whatever else cannot wait goes to the Emergency Duty Team, which is on duty then for
    adults and children, at home and in hospital; while Thurrock First is closed, all that cannot wait.
    """
    if facts.hours == Service.FULL or not facts.is_urgent:
        return None
    lies = f"; {_in_hospital(facts)}" if facts.hospital else ""
    return Route(TeamKind.DUTY, "", "ROU-2", f"it cannot wait, and it came {facts.when}{lies}")


@rule("ROU-3", source="R21: a hub remains in the acute hospital, and holds who is there")
def hospital_hub(facts: RouteFacts) -> Route | None:
    """What is about somebody who is in hospital now goes to the hospital social care hub, which plans the way home:
    in the full service all of it, and outside it what can wait.
    """
    if not facts.hospital:
        return None
    return Route(TeamKind.HOSPITAL_HUB, "", "ROU-3", _in_hospital(facts))


@rule("ROU-4", source="R1: for adults 18+; under 18 gets an onward answer, never a dead end")
def under_age(facts: RouteFacts) -> Route | None:
    """What is about somebody who is not 18 yet stays with Thurrock First, where a person says who helps."""
    if facts.is_grown_up:
        return None
    because = f"the person is {facts.age}: the teams are for adults, and somebody at Thurrock First says who helps"
    return Route(TeamKind.THURROCK_FIRST, "", "ROU-4", because)


@rule("ROU-5", source="R27: carers assessments by the Carers service, on the Council's behalf")
def carers_service(facts: RouteFacts) -> Route | None:
    """Support for somebody who cares for another person goes to the Carers service, wherever they live, unless it
    cannot wait: then the person they care for needs a team today.
    """
    if facts.need != Need.CARER or facts.is_urgent:
        return None
    return Route(TeamKind.CARERS, "", "ROU-5", "support for carers is held by the Carers service in every locality")


@rule("ROU-6", source="R23: every discharge is picked up in the community within six weeks")
def review_team(facts: RouteFacts) -> Route | None:
    """What is about somebody who came home from hospital, and whose six-week review is still open, goes to the team
    that owes them the review.
    """
    if facts.review is None:
        return None
    because = f"{facts.review.spoken} owes the six-week review after hospital, since {long_date(facts.review.since)}"
    return Route(TeamKind.CLS, facts.locality, "ROU-6", because, facts.review.team)


@rule("ROU-7", source="R2, R6: the story is told once; whoever works with the person knows it")
def open_team(facts: RouteFacts) -> Route | None:
    """What is about somebody with whom a locality team has open work goes to that team, even if the person has come
    to belong to another locality since: it knows the story.
    """
    if facts.open_work is None:
        return None
    because = f"{facts.open_work.spoken} has had open work with the person since {long_date(facts.open_work.since)}"
    return Route(TeamKind.CLS, facts.locality, "ROU-7", because, facts.open_work.team)


@rule("ROU-8", source="R5: the duty function moved into CLS; urgent contacts go to who is on duty now")
def locality_duty(facts: RouteFacts) -> Route | None:
    """In the full service, what cannot wait goes to whoever is on duty in the Community Led Support team of the
    person's locality.
    """
    if not (facts.locality and facts.is_urgent):
        return None
    because = f"it cannot wait, the team's duty worker takes it now, and {_place(facts)}"
    return Route(TeamKind.CLS, facts.locality, "ROU-8", because)


@rule("ROU-9", source="S0, R6: four teams, each built round a PCN area")
def locality_team(facts: RouteFacts) -> Route | None:
    """What is about a person whose locality is known goes to the Community Led Support team of that locality."""
    if not facts.locality:
        return None
    return Route(TeamKind.CLS, facts.locality, "ROU-9", _place(facts))


@rule("ROU-10", source="R1: never a dead end; the last row is a person")
def a_person_decides(facts: RouteFacts) -> Route:
    """What no other rule places stays with Thurrock First, where a person decides."""
    why = "no team is sure to be the right one" if facts.locality else facts.placed_because
    return Route(TeamKind.THURROCK_FIRST, "", "ROU-10", f"{why}, so somebody at Thurrock First decides")


@rule("ROU-11", source="R1: triaged to the right person; the table suggests, a person decides")
def by_hand(suggested_team: str, suggested_rule: str, reason: str, by: str) -> str:
    """Whoever takes a contact may send it to another team than the table names, and says why; the reason is kept,
    with the team and the rule that the table named.
    """
    return f"{by} chose it by hand: {reason.rstrip('. ')} (the table says {suggested_team}, {suggested_rule})"


def _in_hospital(facts: RouteFacts) -> str:
    return f"the person is in hospital now: {facts.hospital}"


def _place(facts: RouteFacts) -> str:
    return f"the person belongs to {facts.locality_name}: {facts.placed_because} ({facts.placed_by})"


ROUTES: tuple[Callable[[RouteFacts], Route | None], ...] = (
    rapid_response,
    emergency_duty,
    hospital_hub,
    under_age,
    carers_service,
    review_team,
    open_team,
    locality_duty,
    locality_team,
    a_person_decides,
)


def matches(facts: RouteFacts) -> Iterator[Route]:
    """Every row of the table that fits the facts, in order; the last row always does."""
    for row in ROUTES:
        found = row(facts)
        if found:
            yield found


def route(facts: RouteFacts) -> Route:
    """The first row of the table that fits."""
    return next(matches(facts))
