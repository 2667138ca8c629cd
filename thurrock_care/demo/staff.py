"""Who works in the demo borough: one persona for each role, and their colleagues."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from accounts.roles import Role
from localities.models import Team
from referrals.rules import room_for
from residents.enums import Gender
from thurrock_care.demo.addresses import LOCALITIES
from thurrock_care.demo.names import HERITAGES, Names

COUNCIL, PROVIDERS = "Thurrock Council", ("Thurrock Care at Home", "Estuary Homecare")
FIRST_PARTNERS = ("NELFT", "EPUT")
ORGANISATIONS = (COUNCIL, *FIRST_PARTNERS, "Thurrock Carers Service", *PROVIDERS)
WORKERS_IN_A_TEAM, MOST_WORKERS_IN_A_TEAM = 8, 32
PEOPLE_TO_A_TEAM_OF_THAT_SIZE = 5000
Post = tuple[Role, str, tuple[str, ...], dict[str, Any]]
URGENT_POSTS: tuple[Post, ...] = tuple(
    (Role.SOCIAL_WORKER, employer, (slug,), {"hours": Decimal(37)})
    for employer, slug in (("NELFT", "rapid-response"), (COUNCIL, "rapid-response"), (COUNCIL, "emergency-duty"))
    for _ in range(3)
)


@dataclass(eq=False)
class Worker:
    """A member of staff, as an actor: what records of the demo are written by."""

    name: str
    email: str
    role: str
    organisation: str
    teams: tuple[str, ...] = ()
    hours: Decimal = Decimal(37)
    is_lead: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    is_active: bool = True
    load: float = 0.9
    fills_first: bool = False
    id: Any = ""
    team_id: Any = None

    @property
    def audit_label(self) -> str:
        return self.name

    @property
    def target(self) -> int:
        """How many people they are to hold now: a part of the room that LOAD-1 gives them, or more than all of it."""
        return round(room_for(self.hours) * self.load)

    def works_on(self, day: date) -> bool:
        started = self.starts_on is not None and self.starts_on <= day
        return started and (self.ends_on is None or day <= self.ends_on)

    def has_left_by(self, day: date) -> bool:
        return self.ends_on is not None and self.ends_on < day


@dataclass
class Staff:
    """Everybody, by team."""

    workers: list[Worker]
    teams: Mapping[str, Team]
    by_team: dict[str, list[Worker]] = field(default_factory=dict)
    managers: dict[str, Worker] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for worker in self.workers:
            worker.team_id = self.teams[worker.teams[0]].pk if worker.teams else None
            for slug in worker.teams:
                self.by_team.setdefault(slug, []).append(worker)
                if worker.is_lead:
                    self.managers[slug] = worker
        self.head = next(worker for worker in self.workers if worker.role == Role.HEAD_OF_SERVICE)

    def holders(self, slug: str) -> list[Worker]:
        """Those of a team who hold people: everybody but its manager."""
        return [worker for worker in self.by_team[slug] if not worker.is_lead]

    def someone(self, slug: str, day: date, rng: Random) -> Worker:
        """Somebody who worked in a team on a day."""
        people = self.holders(slug)
        for _ in range(8):
            worker = rng.choice(people)
            if worker.works_on(day):
                return worker
        return people[0]

    def allocator(self, slug: str) -> Worker:
        """Who allocates in a team: its manager, or the head of service where it has none."""
        return self.managers.get(slug, self.head)


def everybody(residents: int, today: date, names: Names, rng: Random, teams: Mapping[str, Team]) -> Staff:
    """The staff of a borough of so many residents; larger ones have larger teams, up to four times as large."""
    workers = [*personas(), *colleagues(residents, names, rng), *reablers(), hospitals()]
    for place, worker in enumerate(workers):
        if worker.starts_on is None:
            worker.starts_on = today - timedelta(days=900 + place * 37 % 1500)
    leaver = next(worker for worker in workers if not worker.is_active)
    leaver.ends_on = today - timedelta(days=20)
    return Staff(workers, teams)


def personas() -> list[Worker]:
    """One memorable person for each role, and three of Ben's colleagues whom the demo is about."""
    tilbury = ("cls-tilbury-chadwell", "ilt-tilbury-chadwell")
    listed: tuple[tuple[str, Role, str, tuple[str, ...], dict[str, Any]], ...] = (
        ("Asha Patel", Role.TRIAGE, COUNCIL, ("thurrock-first",), {}),
        ("Ben Okafor", Role.SOCIAL_WORKER, COUNCIL, tilbury, {"load": 0.65}),
        ("Chidi Eze", Role.SOCIAL_WORKER, COUNCIL, ("cls-grays", "ilt-grays"), {"load": 0.8}),
        ("Dee Walsh", Role.LOCALITY_MANAGER, COUNCIL, tilbury, {"is_lead": True}),
        ("Olu Adeyemi", Role.HEAD_OF_SERVICE, COUNCIL, (), {}),
        ("Gwen Price", Role.HOSPITAL_HUB, COUNCIL, ("hospital-hub",), {}),
        ("Ines Costa", Role.CARERS_SERVICE, "Thurrock Carers Service", ("carers-service",), {}),
        ("Hal Reed", Role.PROVIDER, "Estuary Homecare", ("estuary-homecare",), {}),
        ("Eve Marsh", Role.AUDITOR, COUNCIL, (), {}),
        ("Ada Byrne", Role.ADMINISTRATOR, COUNCIL, (), {}),
        ("Priya Nair", Role.SOCIAL_WORKER, COUNCIL, tilbury, {"load": 1.0, "fills_first": True}),
        ("Marek Wójcik", Role.SOCIAL_WORKER, COUNCIL, tilbury, {"load": 1.15, "fills_first": True}),
        ("Faruk Aziz", Role.SOCIAL_WORKER, COUNCIL, tilbury, {"load": 0.15, "fills_first": True, "is_active": False}),
    )
    return [_persona(name, role, employer, teams, more) for name, role, employer, teams, more in listed]


def _persona(name: str, role: Role, employer: str, teams: tuple[str, ...], more: Mapping[str, Any]) -> Worker:
    first = name.split(" ")[0].lower()
    return Worker(name, f"{first}@thurrock.example", role, employer, teams, **more)


def hospitals() -> Worker:
    """The hospitals' own system, which sends notices in."""
    return Worker("Mid and South Essex hospitals", "notices@hospitals.example", Role.SERVICE, COUNCIL)


def reablers() -> list[Worker]:
    """Who gives reablement and bridging."""
    listed = (
        ("Folake Bright", "joint-reablement", True), ("Sue Hammond", "joint-reablement", False),
        ("Kevin Doran", "joint-reablement", False), ("Nadia Hussain", "joint-reablement", False),
        ("Tom Lacey", "bridging-service", True), ("Grace Mensah", "bridging-service", False),
    )  # fmt: skip
    return [_persona(name, Role.SOCIAL_WORKER, COUNCIL, (slug,), {"is_lead": lead}) for name, slug, lead in listed]


def _domain(employer: str) -> str:
    return {"Estuary Homecare": "estuary.example", "Thurrock Carers Service": "carers.example"}.get(
        employer, "thurrock.example"
    )


def colleagues(residents: int, names: Names, rng: Random) -> Iterator[Worker]:
    """Everybody else, with an address of their own and hours as people have them."""
    addresses = {worker.email for worker in personas()}
    for role, employer, teams, more in _posts(residents):
        name = _name(names, rng)
        address = _address(name, employer, addresses)
        hours = Decimal(rng.choice(("37", "37", "37", "30", "30", "22.5", "18.5")))
        load = rng.choice((0.7, 0.8, 0.9, 0.9, 1.0, 1.1))
        yield Worker(name, address, role, employer, teams, **{"hours": hours, "load": load, **more})


def _posts(residents: int) -> Iterator[Post]:
    full_time: dict[str, Any] = {"hours": Decimal(37)}
    for place in range(13):
        yield Role.TRIAGE, (COUNCIL, *FIRST_PARTNERS)[place % 3], ("thurrock-first",), {}
    in_a_team = WORKERS_IN_A_TEAM * residents // PEOPLE_TO_A_TEAM_OF_THAT_SIZE
    for slug in LOCALITIES:
        teams = (f"cls-{slug}", f"ilt-{slug}")
        if slug != "tilbury-chadwell":
            yield Role.LOCALITY_MANAGER, COUNCIL, teams, {**full_time, "is_lead": True}
        for place in range(max(WORKERS_IN_A_TEAM, min(MOST_WORKERS_IN_A_TEAM, in_a_team))):
            yield Role.SOCIAL_WORKER, "EPUT" if place == 0 else COUNCIL, teams, {}
    for _ in range(5):
        yield Role.HOSPITAL_HUB, COUNCIL, ("hospital-hub",), {}
    for _ in range(3):
        yield Role.CARERS_SERVICE, "Thurrock Carers Service", ("carers-service",), {}
    for _ in range(3):
        yield Role.PROVIDER, "Thurrock Care at Home", ("thurrock-care-at-home",), {}
    yield Role.PROVIDER, "Estuary Homecare", ("estuary-homecare",), {}
    yield from URGENT_POSTS


def _name(names: Names, rng: Random) -> str:
    heritage = names.heritage(40, rng)
    gender = rng.choice((Gender.FEMALE, Gender.FEMALE, Gender.FEMALE, Gender.MALE))
    first = names.given(heritage, gender, 1984 + rng.randrange(-20, 16), rng).split(" ")[0]
    return f"{first} {names.family(heritage if gender == Gender.MALE else HERITAGES[0], rng)}"


def _address(name: str, employer: str, taken: set[str]) -> str:
    from_letters = "".join(letter for letter in name.lower().replace(" ", ".") if letter.isascii())
    domain = _domain(employer)
    address, number = f"{from_letters}@{domain}", 1
    while address in taken:
        number += 1
        address = f"{from_letters}{number}@{domain}"
    taken.add(address)
    return address
