"""The stage of the demo's scenes: the actions themselves, done at moments of the past with keys out of the seed.

What a few people live through is told by the actions; what thousands do is written in bulk (see `records`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from accounts.models import User
from core import clock
from core.identifiers import Maker, made_by
from core.working_days import last_working_day_by
from outbox.actions import perform
from outbox.enums import JobStatus
from outbox.models import Job
from residents.actions import Identity, add_resident
from residents.enums import BornPrecision, Gender
from residents.models import Resident
from thurrock_care.demo.almanac import Almanac
from thurrock_care.demo.borough import Borough

MOST_ROUNDS = 20  # of jobs that write jobs


@dataclass(frozen=True)
class Part:
    """Who somebody in a scene is. `house` and `postcode` are those of a household in the locality when empty."""

    given_name: str
    family_name: str
    gender: Gender
    age: int
    locality: str
    known_as: str = ""
    language: str = "English"
    previous_family_name: str = ""


class Stage:
    """Where scenes are played: the borough's people and staff as the database holds them."""

    def __init__(self, borough: Borough) -> None:
        self.borough = borough
        self._users: dict[str, User] = {user.email: user for user in User.objects.all()}
        keys = borough.ledger.keys
        self._maker = Maker(lambda: UUID(keys.key(clock.now())), keys.reference)

    @property
    def almanac(self) -> Almanac:
        return self.borough.almanac

    @property
    def today(self) -> date:
        return self.almanac.today

    def worker(self, address: str) -> User:
        """The account of somebody: "ben" or a whole address."""
        return self._users[address if "@" in address else f"{address}@thurrock.example"]

    def holder(self, team: str) -> User:
        """Who takes calls, sits in the hub, or leads a team, by the slug of the team."""
        worker = self.borough.staff.managers.get(team) or self.borough.staff.holders(team)[0]
        return self._users[worker.email]

    def working_day(self, days: int) -> date:
        """The last working day that was `days` days ago or longer."""
        return last_working_day_by(self.today - timedelta(days=days), self.almanac.holidays)

    def next_working_day(self, days: int) -> date:
        """The first working day in `days` days or later."""
        return self.almanac.working_day(self.today + timedelta(days=days))

    @contextmanager
    def at(self, day: date, hour: int, minute: int = 0) -> Iterator[datetime]:
        """Do what is inside at that moment, and let what it tells reach people. Raises ValueError from today on."""
        if not self.almanac.is_past(day):
            raise ValueError(f"nothing happens on {day}: the demo's day begins with its visitor")
        moment = self.almanac.at(day, hour * 60 + minute)
        with made_by(self._maker), clock.standing_at(moment):
            yield moment
            _deliver()

    def enter(self, part: Part, *, days: int) -> Resident:
        """Somebody new, added `days` days ago or a little longer."""
        return self.add(self.identity(part), days=days)

    def identity(self, part: Part) -> Identity:
        """All that is known of somebody, from what their part says."""
        rng = Random(f"{part.given_name} {part.family_name} of borough {self.borough.seed}")
        home = self.borough.addresses.home_in(part.locality, rng)
        return Identity(
            known_as=part.known_as, given_name=part.given_name, family_name=part.family_name, gender=part.gender,
            previous_family_name=part.previous_family_name, born_on=born_on(part.age, self.today, rng),
            born_precision=BornPrecision.EXACT, nhs_number=self.borough.ledger.keys.nhs_number(),
            language=part.language, phone=self.borough.ledger.keys.mobile(rng), safe_to_call=True,
            address=home.address, postcode=home.postcode, practice=home.practice,
        )  # fmt: skip

    def add(self, who: Identity, *, days: int) -> Resident:
        """Add somebody by whoever takes calls, who looked for them first."""
        rng = Random(f"{who.given_name} {who.family_name} is added {days} days ago")
        on = self.working_day(days)
        by = self._users[self.borough.staff.someone("thurrock-first", on, rng).email]
        with self.at(on, rng.randrange(9, 17), rng.randrange(60)):
            return add_resident(identity=who, by=by)


def born_on(age: int, today: date, rng: Random) -> date:
    """A birth date of somebody who is `age` today."""
    return date(today.year - age - 1, today.month, min(today.day, 28)) + timedelta(days=rng.randrange(1, 360))


def _deliver() -> None:
    """Do what the actions left to be done, in the order in which it was written. Raises RuntimeError when one fails."""
    for _ in range(MOST_ROUNDS):
        due = Job.objects.filter(status=JobStatus.WAITING, due_at__lte=clock.now()).order_by("made_at", "pk")
        keys = list(due.values_list("pk", "kind"))
        for key, kind in keys:
            if not perform(key):
                raise RuntimeError(f"the job {kind} of a scene was not done")
        if not keys:
            return
