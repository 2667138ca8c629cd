"""SIX-1 to SIX-8 once more, in plain Python and without the application's rules: what a machine is compared with."""

from dataclasses import dataclass, field
from datetime import date, timedelta

# the step, its first day, and what keeps it away
ONCE = (("not_allocated", 3, "held"), ("no_visit", 14, "visit"), ("still_no_visit", 28, "visit"),
        ("due_soon", 35, ""), ("breach", 43, ""))  # fmt: skip
ORDER = [name for name, _, _ in ONCE]
PLACES = {name: at for at, name in enumerate([*ORDER, "weekly"])}
HOLIDAYS = {date(2025, 12, 25), date(2025, 12, 26), date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6),
            date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31), date(2025, 8, 25)}  # fmt: skip
# its name, which of the weekly ones, its day, and the date of discharge from which it was reckoned
Step = tuple[str, int, date, date]


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
    dated: tuple[date, date] | None = None  # the day from which its clock runs, and on which that was set
    told: list[Step] = field(default_factory=list)
    dropped: list[Step] = field(default_factory=list)  # what did not hold any more when its job came

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
    changes: list[tuple[str, int, date]] = field(default_factory=list)  # a step, its day, and from which discharges on

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

    def first_days(self, day: date) -> dict[str, int]:
        """The table for those who went home on a day."""
        changed = sorted((one for one in self.changes if one[2] <= day), key=lambda one: one[2])
        return {name: first for name, first, _ in [*ONCE, *changed]}

    def day_of(self, name: str, number: int, day: date) -> date:
        return day + timedelta(days=43 + 7 * number if name == "weekly" else self.first_days(day)[name])

    def still_had(self, home: Home, steps: list[Step]) -> list[Step]:
        """Those that count for the date from which the clock runs now."""
        assert home.dated
        day, since = home.dated
        return [one for one in steps if one[3] == day or self.day_of(one[0], one[1], day) <= since]

    def is_told_already(self, owner: int, admitted_on: date | None, left_on: date) -> bool:
        """Whether a discharge from the one hospital that there is here is that of a stay which ended on another day."""
        return any(
            one.told_by == owner and not one.voided and one.on != left_on
            and is_one_stay((admitted_on, left_on), (one.stay.admitted_on, one.on))
            for one in self.homes
        )  # fmt: skip

    def steps_on(self, home: Home, today: date, *, held: bool, visit: bool) -> list[Step]:
        """What a sweep on `today` finds for an open clock."""
        assert home.dated
        day, _ = home.dated
        last = max((place(one) for one in self.still_had(home, home.had)), default=(-1, 0))
        reached = [(name, 0) for name in ORDER if today >= self.day_of(name, 0, day)]
        number = 1
        while today >= self.day_of("weekly", number, day):
            reached.append(("weekly", number))
            number += 1
        return [
            (name, number, self.day_of(name, number, day), day)
            for name, number in reached
            if (PLACES[name], number) > last and not is_kept_away(name, held=held, visit=visit)
        ]

    def carry_out(self, home: Home, *, held: bool, visit: bool) -> None:
        """What a worker does with all that waits; what is kept away waits on, unless a later one is told."""
        done = [*home.told, *home.dropped]
        last = max((place(one) for one in self.still_had(home, done)), default=(-1, 0))
        waiting = self.still_had(home, [one for one in home.had if one not in done])
        kept_away, told = [], []
        for at, one in enumerate(waiting):
            is_again = any(one[:2] == other[:2] for other in waiting[at + 1 :])
            if place(one) <= last or is_again:
                home.dropped.append(one)
            else:
                (kept_away if is_kept_away(one[0], held=held, visit=visit) else told).append(one)
        home.told += told
        home.dropped += [one for one in kept_away if any(place(later) > place(one) for later in told)]


def place(step: Step) -> tuple[int, int]:
    return PLACES[step[0]], step[1]


def is_kept_away(name: str, *, held: bool, visit: bool) -> bool:
    by = {one: away for one, _, away in ONCE}.get(name, "")
    return {"held": held, "visit": visit, "": False}[by]


def is_one_stay(one: tuple[date | None, date], other: tuple[date | None, date]) -> bool:
    began, ended = max(one, other, key=lambda stay: stay[1])
    other_ended = min(one[1], other[1])
    if began is None:
        return other_ended + timedelta(days=3) >= ended
    return began < other_ended


def is_near(planned_for: date, today: date) -> bool:
    """VIS-1: the day of a visit has not come, or no two working days have gone by since then."""
    between = [planned_for + timedelta(days=one) for one in range(1, (today - planned_for).days)]
    return sum(day.weekday() < 5 and day not in HOLIDAYS for day in between) < 2


def due_on(day: date) -> date:
    return day + timedelta(days=42)


def plan_by(day: date) -> date:
    found = due_on(day)
    while found.weekday() > 4 or found in HOLIDAYS:
        found -= timedelta(days=1)
    return found
