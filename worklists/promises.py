"""Promises that need somebody now: an owner's, and for a manager those of the team."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import Permission, Role
from core import clock
from core.shortcuts import first_of
from referrals.enums import PromiseStatus
from referrals.models import Promise
from worklists.queue import SHOWN_OF_RESIDENT

SHOWN = 10
OF_PROMISE = tuple(column.name for column in Promise._meta.concrete_fields)
SHOWN_OF_PROMISE = (*OF_PROMISE, "owner__name", "owner__is_active", *SHOWN_OF_RESIDENT)


def promises_of_day(user: User) -> tuple[list[Any], int]:
    """What stands at the top of my day: the user's own that are broken or due today and, for a manager, those of the
    team that are broken or whose owner has left, and how many more of these there are. The longest overdue first; one
    query, none for who makes no promises.
    """
    if not user.may(Permission.KEEP_PROMISE):
        return [], 0
    unkept = Promise.objects.visible_to(user).unkept()
    mine = Q(owner=user, due_on__lte=clock.today())
    if user.role in MANAGING:
        own = Promise.objects.filter(_waits(), mine).values("pk")
        mine = Q(pk__in=own.union(_of_teams(user).values("pk")))
    return first_of(unkept.filter(mine).only(*SHOWN_OF_PROMISE), SHOWN)


def my_promises(user: User) -> QuerySet[Any]:
    """All that the user keeps, the longest waiting first."""
    mine: QuerySet[Any] = Promise.objects.visible_to(user).unkept().filter(owner=user)
    return mine


def team_promises(user: User) -> QuerySet[Any]:
    """What a manager looks after: broken ones of the teams, and those whose owner has left, the longest first."""
    theirs: QuerySet[Any] = Promise.objects.visible_to(user).unkept().filter(pk__in=_of_teams(user).values("pk"))
    return theirs


def looks_after_others(user: User) -> bool:
    """Whether the user answers for promises of others too."""
    return user.role in MANAGING


def _of_teams(user: User) -> QuerySet[Any]:
    """Of the teams in which a locality manager works now; for a head of service those that belong to no team."""
    nobodys = Q(status=PromiseStatus.BROKEN) | Q(owner__is_active=False)
    teams = user.memberships.current().values("team_id")
    whose = Q(team__isnull=True) if user.role == Role.HEAD_OF_SERVICE else Q(team__in=teams)
    return Promise.objects.filter(_waits(), whose).filter(nobodys)


def _waits() -> Q:
    return Q(status__in=(PromiseStatus.OPEN, PromiseStatus.BROKEN))


MANAGING = (Role.LOCALITY_MANAGER, Role.HEAD_OF_SERVICE)
