"""Whom one worker holds, and what is due for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, FilteredRelation, Min, OuterRef, Q, QuerySet, Subquery

from accounts.models import Membership, User
from core import clock
from core.shortcuts import address_of
from discharges.enums import ClockStatus
from discharges.models import ReviewVisit
from localities.models import Team
from referrals.models import Allocation
from referrals.open_work import in_hospital
from referrals.rules import room_for
from residents.models import Resident
from talking_shops.models import AgreedAction
from worklists.queue import SHOWN_OF_RESIDENT

SHOWN_OF_ALLOCATION = ("started_at", "referral__reference", "referral__need", *SHOWN_OF_RESIDENT)
SHOWN_OF_ACTION = ("words", "due_on", "conversation", *SHOWN_OF_RESIDENT)
SHOWN_OF_VISIT = (
    "planned_for", "at_time", "note", "clock__due_on", *(f"clock__{column}" for column in SHOWN_OF_RESIDENT)
)  # fmt: skip
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """Something that one worker has promised for a person. `done_url` is where ticking it off posts to."""

    on: date | None
    what: str
    resident: Resident
    href: str
    done_url: str = ""


@dataclass(frozen=True)
class DueGroup:
    """What is due together: "Overdue", "Today", …"""

    name: str
    things: Sequence[Due]


def workers_known_in(team: Team) -> QuerySet[User]:
    """Who works in the team now, and who no longer does but still holds somebody there."""
    working = Membership.objects.current().filter(team=team).values("user_id")
    holding = Allocation.objects.open().filter(referral__team=team).values("worker_id")
    known: QuerySet[User] = User.objects.filter(Q(pk__in=working) | Q(pk__in=holding))
    return known


def people_shown_of(worker: User, team: Team, viewer: User) -> QuerySet[Any]:
    """All whom a worker holds, to themselves; to a manager of the team those whom they hold there."""
    held = people_held_by(worker)
    return held if viewer.pk == worker.pk else held.filter(referral__team=team)


def people_held_by(worker: User) -> QuerySet[Any]:
    """The worker's open allocations with person and team, and `next_review` and `next_action`: the soonest dates."""
    review = FilteredRelation("referral__clock", condition=Q(referral__clock__status=ClockStatus.OPEN))
    action = AgreedAction.objects.open().filter(resident=OuterRef("resident_id"), owner=worker)
    soonest = action.order_by().values("resident").annotate(soonest=Min("due_on")).values("soonest")
    held: QuerySet[Any] = Allocation.objects.of_worker(worker).annotate(
        review=review, next_review=F("review__due_on"), next_action=Subquery(soonest)
    )
    return held.select_related(None).select_related("resident", "referral").only(*SHOWN_OF_ALLOCATION)


def visits_of(worker: User) -> QuerySet[ReviewVisit]:
    """The worker's visits of the next two weeks, and those of which nobody has said whether they were held."""
    coming = (
        ReviewVisit.objects.visible_to(worker).of_worker(worker).filter(planned_for__lte=clock.today() + 2 * A_WEEK)
    )
    visits: QuerySet[ReviewVisit] = coming.select_related("clock__resident").only(*SHOWN_OF_VISIT)
    return visits


def room_in(team: Team, worker: User) -> int:
    """How many people the worker can hold for their hours in the team (LOAD-1); none for somebody who has left."""
    now = Membership.objects.current().filter(team=team, user=worker, user__is_active=True).first()
    return room_for(now.hours_a_week) if now else 0


def rows_of(held: Sequence[Any], viewer: User) -> list[dict[str, Any]]:
    """What worklists/_held.html prints of each. Plain words in a dictionary: a template reads them at half the cost.

    Where they are is asked in one query.
    """
    where = in_hospital([allocation.resident_id for allocation in held], viewer)
    return [
        {
            "name": str(allocation.resident),
            "href": allocation.resident.get_absolute_url(),
            "born": allocation.resident.born_text,
            "hospital": where.get(allocation.resident_id, ""),
            "need": allocation.referral.get_need_display(),
            "referral": allocation.referral.get_absolute_url(),
            "since": allocation.started_at,
            "next": next_date(allocation),
        }
        for allocation in held
    ]


def next_date(allocation: Any) -> date | None:
    """The sooner of the next review and the next agreed action."""
    return min((day for day in (allocation.next_review, allocation.next_action) if day), default=None)


def due_for(worker: User, held: Sequence[Any], most: int) -> tuple[list[DueGroup], bool]:
    """The `most` soonest reviews and agreed actions of one worker by when they are due, and whether there are more.

    `held` is whom they hold (`people_held_by`). Groups without anything are left out.
    """
    things = [*_reviews(held), *_actions(worker, most + 1)]
    things.sort(key=lambda due: due.on or date.max)
    return _grouped(things[:most]), len(things) > most


def _grouped(things: Sequence[Due]) -> list[DueGroup]:
    today = clock.today()
    groups = (
        ("Overdue", lambda due: due.on and due.on < today),
        ("Today", lambda due: due.on == today),
        ("In the next 7 days", lambda due: due.on and today < due.on <= today + A_WEEK),
        ("Later", lambda due: due.on and due.on > today + A_WEEK),
        ("No date yet", lambda due: not due.on),
    )
    found = [DueGroup(name, [due for due in things if belongs(due)]) for name, belongs in groups]
    return [group for group in found if group.things]


def _reviews(held: Sequence[Any]) -> list[Due]:
    return [
        Due(on=row.next_review, what="Six-week review", resident=row.resident, href=row.referral.get_absolute_url())
        for row in held
        if row.next_review
    ]


def _actions(worker: User, most: int) -> list[Due]:
    mine = AgreedAction.objects.open().filter(owner=worker, resident__isnull=False)
    actions = mine.select_related("resident").only(*SHOWN_OF_ACTION)[:most]
    return [
        Due(
            on=action.due_on,
            what=action.words,
            resident=action.resident,
            href=address_of("talking_shops:conversation", "pk", action.conversation_id),
            done_url=address_of("talking_shops:agreed_done", "pk", action.pk),
        )
        for action in actions
    ]
