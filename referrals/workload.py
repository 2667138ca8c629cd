"""Who in a team could take a referral: how much they hold, and whether they know the person already."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from accounts.models import Membership, User
from accounts.roles import Role
from core import clock
from core.words import long_date, plural
from localities.models import Team
from referrals.models import Allocation, HandOff
from referrals.rules import UNDO_FOR, room_for
from residents.models import Resident
from talking_shops.models import Conversation

NEW_FOR = timedelta(days=7)
# They share the work out; they hold nobody themselves, so that their empty desk is never "the most room".
DO_NOT_HOLD = (Role.LOCALITY_MANAGER, Role.HEAD_OF_SERVICE)


@dataclass(frozen=True)
class WorkerLoad:
    """One worker of a team. `holds` and `new` (in 7 days) are people; `limit` is LOAD-1 for the hours here."""

    worker: User
    hours: Decimal
    limit: int
    holds: int
    new: int
    held_since: date | None = None
    spoke_on: date | None = None

    @property
    def room(self) -> int:
        """How many more people they can hold; below nought when they hold too many."""
        return self.limit - self.holds

    @property
    def has_room(self) -> bool:
        return self.room > 0

    @property
    def knows(self) -> str:
        """How they know the person, in words; "" when they do not."""
        if self.held_since:
            return f"Allocated to them on {long_date(self.held_since)}"
        return f"Conversation on {long_date(self.spoke_on)}" if self.spoke_on else ""

    @property
    def room_in_words(self) -> str:
        """ "Room for 6 more", "No room", "3 people over"."""
        if self.has_room:
            return f"Room for {self.room} more"
        return "No room" if self.room == 0 else f"{plural(-self.room, 'person', 'people')} over"


def workers_of(team: Team, resident: Resident | None = None) -> list[WorkerLoad]:
    """The team's workers in the order in which to think of them for this person, in one query.

    First who knows the person (nobody, when there are several), then who has most room. Those without
    room are among them: it is the manager who decides.
    """
    today = clock.today()
    loads = [
        WorkerLoad(
            worker=member.user,
            hours=member.hours_a_week,
            limit=room_for(member.hours_a_week),
            holds=member.holds or 0,
            new=member.new or 0,
            held_since=clock.london_date(member.held) if member.held else None,
            spoke_on=member.spoke,
        )
        for member in _members(team, resident, today)
    ]
    return sorted(loads, key=lambda load: (not load.knows, -load.room, load.worker.name))


def _members(team: Team, resident: Resident | None, today: date) -> QuerySet[Any]:
    new_since = clock.start_of(today - NEW_FOR)
    held_now = Allocation.objects.open().filter(worker=OuterRef("user_id")).order_by().values("worker")
    # An allocation that was undone at once told nobody anything about the person.
    undone_at_once = Q(ended_at__lt=F("started_at") + UNDO_FOR)
    held = Allocation.objects.filter(worker=OuterRef("user_id"), resident=resident).exclude(undone_at_once)
    spoke = Conversation.objects.filter(worker=OuterRef("user_id"), resident=resident)
    people = Count("resident", distinct=True)
    members: QuerySet[Any] = (
        Membership.objects.current()
        .filter(team=team, user__is_active=True)
        .exclude(user__role__in=DO_NOT_HOLD)
        .select_related("user")
        .annotate(
            holds=Subquery(held_now.annotate(people=people).values("people")),
            new=Subquery(held_now.filter(started_at__gte=new_since).annotate(people=people).values("people")),
            held=Subquery(held.order_by("-started_at").values("started_at")[:1]),
            spoke=Subquery(spoke.order_by("-held_on").values("held_on")[:1]),
        )
        .order_by("user__name")
    )
    return members


def worker_before(allocation: Allocation) -> User | None:
    """From whom an allocation took the referral, while they work in its team; None when nobody held it before."""
    taken = HandOff.objects.filter(referral=allocation.referral_id, to_worker=allocation.worker_id)
    last = taken.order_by("-at", "-id").first()
    held_by = last.from_worker_id if last else None
    return User.objects.in_team(allocation.referral.team).filter(pk=held_by).first() if held_by else None
