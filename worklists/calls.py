"""The triage lists of Thurrock First: what to decide, whom to ring back, what was sent, what came back, and mine."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Membership, User
from core import clock
from core.shortcuts import first_of
from localities.enums import TeamKind
from referrals.call_backs import to_ring
from referrals.enums import ContactOutcome
from referrals.models import CallBack, Contact, Referral
from referrals.rules.handing import decider_holds
from referrals.slots import free_slots
from worklists.counts import page_of
from worklists.promises import my_promises
from worklists.queue import people_in, rows_of_waiting

DAYS = 7
MOST = 50
SENT_ON = (ContactOutcome.ROUTED, ContactOutcome.ADDED)


@dataclass(frozen=True)
class Shown:
    """What one tab prints, and whose names are on it (for the audit log)."""

    context: dict[str, Any]
    people: list[UUID] = field(default_factory=list)


@dataclass(frozen=True)
class Tab:
    """One list. `count` is how many rows it has; None where nobody asks."""

    slug: str
    text: str
    template: str
    shown: Callable[[HttpRequest, User], Shown]
    count: Callable[[User], int] | None = None


def waiting(user: User) -> QuerySet[Any]:
    """What waits until somebody at Thurrock First decides, the most urgent first."""
    here = Referral.objects.visible_to(user).filter(team__kind=TeamKind.THURROCK_FIRST)
    return rows_of_waiting(here.awaiting_allocation())


def booked(user: User) -> QuerySet[Any]:
    """Whom to ring back, overdue first."""
    rows: QuerySet[Any] = CallBack.objects.visible_to(user).booked().select_related("resident", "claimed_by")
    return rows


def came_back(user: User) -> QuerySet[Any]:
    """What the user sent and a team returned, or did not answer in time."""
    rows: QuerySet[Any] = Referral.objects.visible_to(user).came_back_to(user, clock.today())
    return rows.select_related("resident", "team", "story")


def sent_today(user: User) -> QuerySet[Any]:
    """What anybody at Thurrock First sent on today and has not taken back, the latest first."""
    staff = Membership.objects.current().filter(team__kind=TeamKind.THURROCK_FIRST).values("user_id")
    today = Contact.objects.standing().visible_to(user).filter(taken_at__gte=clock.start_of(clock.today()))
    sent: QuerySet[Any] = today.filter(outcome__in=SENT_ON, taken_by__in=staff)
    return sent.select_related("resident", "taken_by").prefetch_related("referrals__team").order_by("-taken_at")


def show_waiting(request: HttpRequest, user: User) -> Shown:
    rows = waiting(user)
    page = page_of(rows, rows.count(), request)
    page.object_list = _with_decider(list(page.object_list))
    return Shown({"page": page, "viewer": user}, people_in(page.object_list))


def _with_decider(rows: list[Any]) -> list[Any]:
    """The rows, each with `claim`: its referral when somebody decides about it now (HAND-4), else None. One query."""
    claimed = Referral.objects.filter(claimed_at__isnull=False).select_related("claimed_by")
    claims, now = claimed.in_bulk([row.pk for row in rows]), clock.now()
    for row in rows:
        claim = claims.get(row.pk)
        row.claim = claim if claim and decider_holds(claim.claimed_at, now) else None
    return rows


def show_booked(request: HttpRequest, user: User) -> Shown:
    rows = booked(user)
    page = page_of(rows, rows.count(), request)
    page.object_list = to_ring(page.object_list, user)
    return Shown({"page": page, "days": free_slots(clock.today(), DAYS)}, people_in(page.object_list))


def show_sent(request: HttpRequest, user: User) -> Shown:
    rows = sent_today(user)
    page = page_of(rows, rows.count(), request)
    return Shown({"page": page}, people_in(page.object_list))


def show_came_back(request: HttpRequest, user: User) -> Shown:
    rows = came_back(user)
    page = page_of(rows, rows.count(), request)
    return Shown({"page": page}, people_in(page.object_list))


def show_mine(request: HttpRequest, user: User) -> Shown:
    mine = booked(user).filter(Q(claimed_by=user) | Q(booked_by=user))
    ring, more_ring = first_of(mine, MOST)
    kept, more_kept = first_of(my_promises(user), MOST)
    sent, more_sent = first_of(sent_today(user).filter(taken_by=user), MOST)
    rows = {"to_ring": to_ring(ring, user), "promises": kept, "sent": sent}
    more = {"more_to_ring": more_ring, "more_promises": more_kept, "more_sent": more_sent}
    return Shown({**rows, **more}, people_in([*rows["to_ring"], *kept, *sent]))


TABS = (
    Tab("to-decide", "To decide", "worklists/_calls_to_decide.html", show_waiting, lambda user: waiting(user).count()),
    Tab("call-backs", "Call-backs", "worklists/_calls_back.html", show_booked, lambda user: booked(user).count()),
    Tab("sent", "Sent today", "worklists/_calls_sent.html", show_sent),
    Tab("came-back", "Came back", "worklists/_calls_returned.html", show_came_back, lambda u: came_back(u).count()),
    Tab("mine", "Mine", "worklists/_calls_mine.html", show_mine),
)


def tab_called(slug: str) -> Tab:
    """The tab that `?show=` names; what is to be decided for anything else."""
    return next((tab for tab in TABS if tab.slug == slug), TABS[0])


def links_to_tabs(user: User, current: Tab) -> list[dict[str, Any]]:
    """The tabs as components/tabs_as_links.html wants them; three of them are counted."""
    page = reverse("worklists:calls")
    return [
        {
            "text": tab.text,
            "href": page if tab is TABS[0] else f"{page}?show={tab.slug}",
            "current": tab is current,
            "count": tab.count(user) if tab.count else "",
        }
        for tab in TABS
    ]
