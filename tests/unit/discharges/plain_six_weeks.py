"""SIX-1 to SIX-8 once more, in plain Python and without the application's rules: what a machine is compared with."""

from dataclasses import dataclass, field
from datetime import date, timedelta

# the step, its first day, and what keeps it away
ONCE = (("not_allocated", 3, "held"), ("no_visit", 14, "visit"), ("still_no_visit", 28, "visit"),
        ("due_soon", 35, ""), ("breach", 43, ""))  # fmt: skip
ORDER = [name for name, _, _ in ONCE]
HOLIDAYS = {date(2025, 12, 25), date(2025, 12, 26), date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6),
            date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31), date(2025, 8, 25)}  # fmt: skip
Step = tuple[str, int, date]


@dataclass(eq=False)
class Stay:
    """A stay in hospital on the record of `owner`."""

    owner: int
    admitted_on: date | None
    heard_on: date
    status: str = "in"  # in, home, ended, error
    continues: "Stay | None" = None

    def began_on(self, left_on: date | None) -> date:
        if self.admitted_on:
            return self.admitted_on
        first = self
        while first.continues:
            first = first.continues
        return min(first.heard_on, left_on) if left_on else first.heard_on


@dataclass(eq=False)
class Home:
    """That somebody went home from a stay. `told_by` is the record that says so, `owner` the one that has its clock."""

    stay: Stay
    told_by: int
    owner: int
    on: date
    voided: bool = False
    same: "set[Home]" = field(default_factory=set)  # what another record says of this discharge, while it is merged
    refused: list[date] = field(default_factory=list)
    had: list[Step] = field(default_factory=list)

    def counts(self) -> "Home":
        """Whose word on it holds: that of the record which was kept."""
        return next((one for one in self.same if one.told_by == one.owner), self)


@dataclass
class Life:
    """A death, or a move: on which record, on which day, and whether the council there was told."""

    owner: int
    kind: str
    on: date
    told: bool = True
    corrected: bool = False


@dataclass
class World:
    """All that was told of two records."""

    stays: list[Stay] = field(default_factory=list)
    homes: list[Home] = field(default_factory=list)
    lives: list[Life] = field(default_factory=list)
    assessed: list[tuple[int, date]] = field(default_factory=list)

    def day(self, home: Home, stands: bool) -> date:
        return home.counts().on if stands and home.same else home.on

    def state(self, home: Home, stands: bool) -> tuple[str, str, date | None]:
        """Open, met, ended or voided; the reason; the day of it. `stands`: of twins, it is this one that stands."""
        if not stands or (home.counts() if home.same else home).voided:
            return "voided", "", None
        day = self.day(home, stands)
        found = [
            *((one, 0, "met", "") for owner, one in self.assessed if owner == home.owner and one >= day),
            *((one, 1, "ended", "readmitted") for one in self._readmissions(home, day)),
            *((max(life.on, day), 2 if life.kind == "died" else 3, "ended", life.kind) for life in self._ends(home)),
            *((one, 4, "ended", "refused") for same in {home} | home.same for one in same.refused),
        ]
        if not found:
            return "open", "", None
        first = min(found)
        return first[2], first[3], first[0]

    def _ends(self, home: Home) -> list[Life]:
        """A death, and a move of which the council was told; one that came before the admission ends nothing."""
        said = home.counts() if home.same else home
        since = said.stay.began_on(said.on)
        ends = [one for one in self.lives if one.owner == home.owner and not one.corrected and one.told]
        return [one for one in ends if one.kind == "died" or one.on >= since]

    def _readmissions(self, home: Home, day: date) -> list[date]:
        own = {home.stay} | {one.stay for one in home.same}
        days = []
        for stay in self.stays:
            if stay.owner != home.owner or stay.status == "error" or stay in own:
                continue
            left = next((one for one in self.homes if one.stay is stay), None)
            if left is None:
                days += [stay.began_on(None)] if stay.began_on(None) >= day else []
                continue
            said = left.counts() if left.same else left
            if not said.voided and said.on > day:
                days.append(max(stay.began_on(left.on), day))
        return days

    def steps_on(self, home: Home, day: date, today: date, *, held: bool, visit: bool) -> list[Step]:
        """What a sweep on `today` finds for an open clock of a discharge on `day`."""
        passed = (today - day).days
        last = max(([*ORDER, "weekly"].index(name) * 100 + number for name, number, _ in home.had), default=-1)
        kept_away = {"held": held, "visit": visit, "": False}
        found = [
            (name, 0, day + timedelta(days=first))
            for place, (name, first, away) in enumerate(ONCE)
            if passed >= first and place * 100 > last and not kept_away[away]
        ]
        number = 1
        while passed >= 43 + 7 * number:
            if 500 + number > last:
                found.append(("weekly", number, day + timedelta(days=43 + 7 * number)))
            number += 1
        return found


def due_on(day: date) -> date:
    return day + timedelta(days=42)


def plan_by(day: date) -> date:
    found = due_on(day)
    while found.weekday() > 4 or found in HOLIDAYS:
        found -= timedelta(days=1)
    return found
