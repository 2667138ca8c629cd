"""A team's queue: who waits, whom somebody holds, who was handed over, what came back, whom a leaver left behind."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet, Value
from django.urls import reverse

from accounts.models import User
from accounts.roles import PARTNERS
from core import clock
from localities.models import Team
from referrals.actions import PARTNER_KINDS
from referrals.enums import NoteKind, ReferralStatus
from referrals.models import Allocation, HandOff, Referral
from residents.models import Resident
from worklists.teams import REVIEWING, handed_from_elsewhere, still_theirs

Rows = QuerySet[Any]


SHOWN_OF_REFERRAL = ("reference", "need", "urgency", "received_at", "rule", "source", "answer_by")
SHOWN_OF_RESIDENT = tuple(
    f"resident__{column}"
    for column in ("reference", "known_as", "given_name", "family_name", "born_on", "born_precision", "died_on")
)


@dataclass(frozen=True)
class Tab:
    """One view of a team's people. `count` names the number that `with_counts` puts on the team."""

    slug: str
    text: str
    count: str
    rows: Callable[[Team, User], Rows]
    template: str


def waiting(team: Team, viewer: User) -> Rows:
    """Awaiting allocation: what should have been answered, then the most urgent, then the longest waiting."""
    here = Referral.objects.in_team(team).visible_to(viewer).awaiting_allocation()
    return rows_of_waiting(here.unanswered_first(clock.today()), viewer)


def rows_of_waiting(referrals: Rows, viewer: User | None = None) -> Rows:
    """With what worklists/_waiting.html prints of each, and no more; a partner is not told who rang."""
    asked = referrals.with_last_note(NoteKind.ASKED, NoteKind.ANSWERED)  # type: ignore[attr-defined]
    with_all: Rows = asked.annotate(names_caller=Value(viewer is None or viewer.role not in PARTNERS))
    return with_all.select_related("resident", "story", "contact").only(
        *SHOWN_OF_REFERRAL, *SHOWN_OF_RESIDENT, "story__words", "contact__caller_name", "contact__relation"
    )


def active(team: Team, viewer: User) -> Rows:
    """Held by a worker, the longest with us first; `held_by` is the open allocation, in a list of one."""
    holders = Prefetch("allocations", Allocation.objects.open().select_related("worker"), to_attr="held_by")
    here = Referral.objects.in_team(team).visible_to(viewer).filter(status=ReferralStatus.ALLOCATED)
    return here.select_related("resident").prefetch_related(holders).order_by("received_at", "id")


def handed_in(team: Team, viewer: User) -> Rows:
    """Handed over by another team in the last 28 days, the latest first; to a partner those that it still has."""
    here = handed_from_elsewhere(HandOff.objects.filter(to_team=team), clock.today())
    if team.kind in PARTNER_KINDS:
        here = still_theirs(here)
    return here.select_related("resident", "referral", "from_team").order_by("-at", "-id")


def left_behind(team: Team, viewer: User) -> Rows:
    """Still held by somebody who has left, the longest held first."""
    return Allocation.objects.held_by_inactive_staff().filter(referral__team=team)


def came_back(team: Team, viewer: User) -> Rows:
    """Sent by the team, and returned or not answered by its day: the most urgent first."""
    back = Referral.objects.visible_to(viewer).came_back_to_team(team, clock.today())
    return back.with_last_note(NoteKind.RETURNED).select_related("resident", "team", "sent_by")


TABS = (
    Tab("waiting", "Waiting", "waiting", waiting, "worklists/_waiting.html"),
    Tab("active", "Active", "held", active, "worklists/_active.html"),
    Tab("handed-in", "Handed over", "handed_in", handed_in, "worklists/_handed_in.html"),
    Tab("came-back", "Came back", "came_back", came_back, "worklists/_came_back.html"),
    Tab("left", "Held by leavers", "left_behind", left_behind, "worklists/_left_behind.html"),
)

TAB_COUNTS = (*(tab.count for tab in TABS), "reviews")


def tabs_of(team: Team) -> tuple[Tab, ...]:
    """The views of a team. A partner's team sends nobody anywhere, so nothing comes back to it."""
    return tuple(tab for tab in TABS if tab.slug != "came-back" or team.kind not in PARTNER_KINDS)


def tab_called(slug: str) -> Tab:
    """The tab that `?show=` names; the waiting ones for anything else."""
    return next((tab for tab in TABS if tab.slug == slug), TABS[0])


def links_to_tabs(team: Team, current: str) -> list[dict[str, Any]]:
    """The tabs of a team as components/tabs_as_links.html wants them; reviews are a page of their own."""
    queue = reverse("worklists:team_queue", kwargs={"slug": team.slug})
    links = [
        {
            "text": tab.text,
            "href": queue if tab is TABS[0] else f"{queue}?show={tab.slug}",
            "current": tab.slug == current,
            "count": getattr(team, tab.count),
        }
        for tab in tabs_of(team)
    ]
    if team.kind in REVIEWING:
        href = reverse("worklists:reviews", kwargs={"slug": team.slug})
        count = team.reviews  # type: ignore[attr-defined]
        reviews = {"text": "Six-week reviews", "href": href, "current": current == "reviews", "count": count}
        links.insert(2, reviews)
    return links


def people_in(rows: Iterable[Any]) -> list[UUID]:
    """The people whom a page of rows shows, each once, in the order of the page; a row may be about nobody."""
    shown = (row.pk if isinstance(row, Resident) else row.resident_id for row in rows)
    return [person for person in dict.fromkeys(shown) if person]
