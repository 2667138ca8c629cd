from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models.functions import Lower

from accounts.roles import Role
from core import clock

if TYPE_CHECKING:
    from accounts.models import User
    from localities.models import Locality, Team


class UserQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Every signed-in person may know who works here."""
        return self

    def active(self) -> Self:
        return self.filter(is_active=True)

    def in_team(self, team: "Team") -> Self:
        """Those who work in `team` today and whose account is active, by name."""
        today = clock.today()
        current = models.Q(memberships__ends_on__isnull=True) | models.Q(memberships__ends_on__gte=today)
        return self.active().filter(current, memberships__team=team, memberships__starts_on__lte=today).order_by("name")

    def in_locality(self, locality: "Locality") -> Self:
        """Those who work in a team of `locality` today and whose account is active, by name."""
        today = clock.today()
        current = models.Q(memberships__ends_on__isnull=True) | models.Q(memberships__ends_on__gte=today)
        there = {"memberships__team__locality": locality, "memberships__starts_on__lte": today}
        return self.active().filter(current, **there).order_by("name").distinct()

    def leads_of(self, team: "Team") -> Self:
        """Those who lead `team` today, by name."""
        today = clock.today()
        current = models.Q(memberships__ends_on__isnull=True) | models.Q(memberships__ends_on__gte=today)
        leads = {"memberships__team": team, "memberships__is_lead": True, "memberships__starts_on__lte": today}
        return self.active().filter(current, **leads).order_by("name")

    def managers_of(self, team: "Team") -> Self:
        """The locality managers in a team."""
        return self.in_team(team).filter(role=Role.LOCALITY_MANAGER)

    def one_of_each_role(self) -> Self:
        """The longest-standing active account of each role that can sign in with a password."""
        return (
            self.active()
            .exclude(role=Role.SERVICE)
            .exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
            .order_by("role", "made_at", "id")
            .distinct("role")
        )

    def heads_of_service(self) -> Self:
        return self.active().filter(role=Role.HEAD_OF_SERVICE).order_by("name")

    def administrators(self) -> Self:
        return self.active().filter(role=Role.ADMINISTRATOR).order_by("name")


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> Any:
        """An account by its address, whatever the capitals."""
        address = username or ""
        if not address.isascii():  # PostgreSQL and Python disagree on the small letter of some look-alikes
            raise self.model.DoesNotExist
        return self.alias(address=Lower("email")).get(address=address.lower())


class MembershipQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        """Those that hold today."""
        today = clock.today()
        return self.filter(starts_on__lte=today).filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=today))


class NoticeQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """What was said to the viewer, or to a team that they are in now."""
        team_ids = viewer.memberships.current().values("team_id")
        return self.filter(models.Q(user=viewer) | models.Q(team_id__in=team_ids))

    def unread(self) -> Self:
        """Newest first."""
        return self.filter(read_at__isnull=True).order_by("-at")

    def unread_by(self, viewer: "User", most: int) -> Self:
        """What `visible_to` and `unread` give together, read through the two indexes of unread notices: at most
        `most` of the viewer's own and `most` of their teams', the newest.
        """
        team_ids = viewer.memberships.current().values("team_id")
        unread = self.unread()
        return unread.filter(user=viewer)[:most].union(unread.filter(team_id__in=team_ids)[:most], all=True)

    def count_unread_by(self, viewer: "User", most: int) -> int:
        """How many notices the viewer has not read; about `most` when there are more, which nobody counts."""
        team_ids = viewer.memberships.current().values("team_id")
        unread = self.filter(read_at__isnull=True)
        some = unread.filter(user=viewer)[:most].union(unread.filter(team_id__in=team_ids)[:most], all=True)
        return min(some.count(), most)
