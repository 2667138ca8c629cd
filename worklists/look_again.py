"""Access needs and alerts that somebody has to look at again: whose they are, how many, and which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from core import clock
from localities.enums import TeamKind
from localities.models import Team
from referrals.models import Allocation, Referral
from residents.enums import AccessKind, AlertFamily
from residents.models import AccessNeed, Alert, Resident
from residents.rules.access import stages_missing
from worklists.teams import teams_of

ACCESS = "access"
LOOK_AFTER = frozenset({Role.TRIAGE, Role.SOCIAL_WORKER, Role.LOCALITY_MANAGER})
MINE, TEAM = "mine", "team"
COLUMNS = ("review", "key", "person", "family_", "kind_", "words_", "met", "share")


@dataclass(frozen=True)
class Look:
    """One need or alert that waits to be looked at again."""

    resident: Resident
    what: str
    review_on: date
    missing: Sequence[str]
    href: str

    @property
    def is_overdue(self) -> bool:
        return self.review_on < clock.today()


def count_for_day(viewer: User) -> int:
    """How many wait for the viewer, in one statement: a social worker's own, or those of the team that looks after
    people; 0 for everybody else.
    """
    return waiting_for(viewer, begins_with(viewer)).count() if viewer.role in LOOK_AFTER else 0


def begins_with(viewer: User) -> str:
    """Whose the page shows first."""
    return MINE if viewer.role == Role.SOCIAL_WORKER else TEAM


def waiting_for(viewer: User, whose: str) -> QuerySet[Any, Any]:
    """Rows of COLUMNS, the longest overdue first: of the people whom the viewer holds, or of their teams (ACC-9)."""
    late = Q(review_on__lt=clock.today())
    unfinished = late | Q(how_met="") | Q(may_share=None)
    theirs, alone = _held_by(viewer) if whose == MINE else _with_teams(viewer)
    needs = AccessNeed.objects.filter((unfinished & theirs) | (late & alone)).annotate(
        family_=Value(ACCESS, CharField()), kind_=F("kind"), words_=F("detail"), met=F("how_met"), share=F("may_share")
    )
    alerts = Alert.objects.filter(late & (theirs | alone)).annotate(
        family_=F("family"), kind_=Value("", CharField()), words_=F("words"), met=Value("-", CharField()),
        share=Value(True, BooleanField()),
    )  # fmt: skip
    first, second = (_standing(rows).values_list(*COLUMNS) for rows in (needs, alerts))
    together: QuerySet[Any, Any] = first.union(second, all=True).order_by("review", "key")
    return together


def looks_of(rows: Sequence[Sequence[Any]]) -> list[Look]:
    """Rows of COLUMNS with their people; one query."""
    people = Resident.objects.only(
        "reference", "known_as", "given_name", "family_name", "born_on", "born_precision", "died_on"
    ).in_bulk([row[2] for row in rows])
    return [_look(people[row[2]], *row) for row in rows]


def _look(
    resident: Resident, review: date, key: UUID, person: UUID, family: str, kind: str, words: str, met: str,
    share: bool | None,
) -> Look:  # fmt: skip
    here = {"reference": resident.reference, "pk": key}
    if family != ACCESS:
        return Look(
            resident, f"{AlertFamily(family).label}: {words}", review, (), reverse("residents:alert", kwargs=here)
        )
    label = AccessKind(kind).label
    what = f"{label} ({words})" if words else label
    return Look(resident, what, review, stages_missing(met, share), reverse("residents:need", kwargs=here))


def _standing(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those that hold, of people who are alive and not merged into another record."""
    living = {"resident__died_on": None, "resident__merged_into": None}
    named = {"review": F("review_on"), "key": F("pk"), "person": F("resident")}
    standing: QuerySet[Any] = rows.filter(ended_on=None, **living).order_by().annotate(**named)
    return standing


def _held_by(viewer: User) -> tuple[Q, Q]:
    """The people whom a worker holds; and nobody who has no worker."""
    held = Allocation.objects.open().filter(worker=viewer)
    return Q(resident__in=held.values("resident")), Q(pk=None)


def _with_teams(viewer: User) -> tuple[Q, Q]:
    """The people with whom a team of the viewer's has work open; and those with whom nobody has, by their locality."""
    teams, opened = teams_of(viewer).order_by(), Referral.objects.open().order_by()
    first = Team.objects.filter(pk__in=teams.values("pk"), kind=TeamKind.THURROCK_FIRST)
    local = teams.filter(kind=TeamKind.CLS).values("locality")
    here = Q(resident__locality__in=local) | (Q(resident__locality=None) & Exists(first))
    nobody = ~Exists(opened.filter(resident=OuterRef("resident")))
    return Q(resident__in=opened.filter(team__in=teams.values("pk")).values("resident")), here & Q(nobody)
