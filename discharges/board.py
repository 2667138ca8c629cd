"""The hospital hub's board: who is in hospital, by ward or by expected day, and what stands between them and home."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Prefetch, Q
from django.urls import reverse

from accounts.models import User
from core import clock
from core.words import plural, weekday_date
from discharges import rules
from discharges.enums import Hospital
from discharges.models import Blocker, HospitalStay, ToldOfDischarge
from discharges.querysets import StayQuerySet, past_expected
from localities.places import bank_holidays, localities_by_slug

BY_DAY, BY_WARD = "day", "ward"
FILTERS = ("hospital", "ward", "locality", "show")
READY, NO_PLAN, TODAY, ASKS = "ready", "no-plan", "today", "asks"


@dataclass(frozen=True)
class Row:
    """One person on the board."""

    stay: Any
    days_ready: int
    is_long_ready: bool
    missing: tuple[str, ...]
    is_late: bool
    asks_home: bool

    @property
    def ready_words(self) -> str:
        """ "Ready for 4 days", "Ready since today"; "" when nobody said that they are ready."""
        if not self.stay.ready_on:
            return ""
        return f"Ready for {plural(self.days_ready, 'day')}" if self.days_ready else "Ready since today"

    @property
    def missing_words(self) -> str:
        """ "No pathway yet", "No expected day, no pathway yet"; "" for a whole plan (HUB-4)."""
        return f"{', '.join(f'no {what}' for what in self.missing)} yet".capitalize() if self.missing else ""


@dataclass(frozen=True)
class Group:
    """The people of one ward, or of one expected day, under their heading."""

    heading: str
    rows: tuple[Row, ...]
    in_all: int  # of whom the others are on another page

    @property
    def count_words(self) -> str:
        """ "12", "3 of 12 on this page"."""
        here = len(self.rows)
        return str(here) if here == self.in_all else f"{here} of {self.in_all} on this page"


@dataclass(frozen=True)
class Asked:
    """What the address asks the board for: a grouping, and filters; what nobody knows counts as not asked."""

    by: str
    hospital: str = ""
    ward: str = ""
    locality: str = ""
    show: str = ""

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> "Asked":
        """The question that a query string asks."""
        locality = query.get("locality", "")
        hospital = query.get("hospital", "")
        return cls(
            by=BY_WARD if query.get("by") == BY_WARD else BY_DAY,
            hospital=hospital if hospital in Hospital else "",
            ward=query.get("ward", "").replace("\x00", "")[:80],
            locality=locality if locality in localities_by_slug() or locality == "none" else "",
            show=query.get("show", "") if query.get("show") in (READY, NO_PLAN, TODAY, ASKS) else "",
        )

    @property
    def is_filtered(self) -> bool:
        return any(getattr(self, name) for name in FILTERS)

    def address(self, **other: str) -> str:
        """The board's address with this question, and with `other` in place of what it asks."""
        query = {name: getattr(self, name) for name in ("by", *FILTERS)} | other
        asked = urlencode({name: value for name, value in query.items() if value and (name, value) != ("by", BY_DAY)})
        return reverse("discharges:hospital_list") + (f"?{asked}" if asked else "")


def stays_on_board(viewer: User, asked: Asked) -> StayQuerySet:
    """The people on the board, with all that a row shows of them in three queries."""
    stays: Any = _narrowed(HospitalStay.objects.visible_to(viewer).in_hospital(), asked)
    order: list[Any] = [F("expected_on").asc(nulls_last=True), "id"]
    if asked.by == BY_WARD:
        order = ["hospital", "ward", *order]
    standing = Prefetch("blockers", Blocker.objects.standing(), to_attr="held_by")
    told = Prefetch(
        "told", ToldOfDischarge.objects.filter(undone_at__isnull=True).order_by("at", "id"), to_attr="who_was_told"
    )
    found: StayQuerySet = _shown(stays, asked.show).order_by(*order).prefetch_related(standing, told)
    return found


def _narrowed(stays: StayQuerySet, asked: Asked) -> StayQuerySet:
    """By hospital, ward and locality."""
    if asked.hospital:
        stays = stays.filter(hospital=asked.hospital)
    if asked.ward:
        stays = stays.filter(ward=asked.ward)
    if asked.locality == "none":
        return stays.filter(resident__locality__isnull=True)
    return stays.filter(resident__locality__slug=asked.locality) if asked.locality else stays


def _conditions() -> dict[str, Q]:
    """READY, NO_PLAN, TODAY and ASKS as the database asks for them."""
    return {
        ASKS: past_expected(clock.today()),  # HUB-8
        READY: Q(ready_on__isnull=False),
        NO_PLAN: Q(expected_on__isnull=True) | Q(planned_pathway=""),  # HUB-4
        TODAY: Q(expected_on__lte=clock.today()),
    }


def _shown(stays: StayQuerySet, show: str) -> StayQuerySet:
    return stays.filter(_conditions()[show]) if show else stays


def groups_of(stays: Iterable[HospitalStay], by: str, in_all: StayQuerySet) -> list[Group]:
    """The rows of one page under their headings, each with how many `in_all` it stands for: one query."""
    heading = _ward_heading if by == BY_WARD else _day_heading
    columns = ("hospital", "ward", "expected_on")
    counted = in_all.select_related(None).prefetch_related(None).order_by().values_list(*columns).annotate(Count("pk"))
    numbers: Counter[str] = Counter()
    for *facts, count in counted:
        numbers[heading(HospitalStay(**dict(zip(columns, facts, strict=True))))] += count
    return [Group(words, tuple(_rows(held)), numbers[words]) for words, held in groupby(stays, heading)]


def _rows(stays: Iterable[HospitalStay]) -> Iterator[Row]:
    today = clock.today()
    for stay in stays:
        yield Row(
            stay=stay,
            days_ready=rules.days_lost(stay.ready_on, today),
            is_long_ready=rules.is_long_ready(stay.ready_on, today),
            missing=rules.missing_from_plan(stay.expected_on, stay.planned_pathway),
            is_late=stay.expected_on is not None and stay.expected_on < today,
            asks_home=rules.asks_whether_home(stay.expected_on, stay.noted_on, today, bank_holidays()),
        )


def _ward_heading(stay: HospitalStay) -> str:
    return f"{stay.get_hospital_display()}: {stay.ward or 'ward not known'}"


def _day_heading(stay: HospitalStay) -> str:
    day, today = stay.expected_on, clock.today()
    if day is None:
        return "No day expected yet"
    if day < today:
        return "Expected before today: look again"
    return _day_words(day, today)


def _day_words(day: date, today: date) -> str:
    near = {0: "Today, ", 1: "Tomorrow, "}.get((day - today).days, "")
    return f"{near}{weekday_date(day, today)}"


def tabs_of(asked: Asked) -> list[dict[str, Any]]:
    """By expected day, and by ward."""
    choices = ((BY_DAY, "By expected day"), (BY_WARD, "By ward"))
    return [{"text": text, "href": asked.address(by=by), "current": asked.by == by} for by, text in choices]


def shows_of(viewer: User, asked: Asked) -> list[dict[str, Any]]:
    """Everybody, and those whom each other filter shows, with their numbers: one query."""
    stays = _narrowed(HospitalStay.objects.visible_to(viewer).in_hospital(), asked).order_by()
    counted = {name.replace("-", "_"): Count("pk", filter=condition) for name, condition in _conditions().items()}
    numbers = stays.aggregate(everybody=Count("pk"), **counted)
    choices = (
        ("", "Everybody", "everybody"),
        (ASKS, "Have they gone home?", "asks"),
        (TODAY, "Expected by today", "today"),
        (READY, "Ready", "ready"),
        (NO_PLAN, "No plan yet", "no_plan"),
    )
    return [
        {"text": text, "href": asked.address(show=show), "current": asked.show == show, "count": numbers[key]}
        for show, text, key in choices
    ]


def wards_of(viewer: User) -> list[tuple[str, str]]:
    """Each hospital and ward in which somebody is: one query."""
    wards = HospitalStay.objects.visible_to(viewer).in_hospital().order_by("hospital", "ward")
    return list(wards.values_list("hospital", "ward").distinct())


def choices_of(wards: list[tuple[str, str]], asked: Asked) -> dict[str, Any]:
    """What the selects of the board's filter offer."""
    hospitals = [(value, Hospital(value).label) for value in dict.fromkeys(hospital for hospital, _ in wards)]
    inside = [ward for hospital, ward in wards if ward and asked.hospital in ("", hospital)]
    localities = [(slug, locality.name) for slug, locality in localities_by_slug().items()]
    return {
        "hospitals": hospitals,
        "wards": list(dict.fromkeys(inside)),
        "localities": [*localities, ("none", "Not known")],
    }
