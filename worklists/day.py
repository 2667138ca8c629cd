"""My day: what needs this person now, by role. Each role has one function and one template."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from accounts.roles import Role
from core import clock
from core.drafts import NEW
from core.health import silent_sweeps
from core.models import Draft
from core.shortcuts import first_of
from core.words import plural, waited
from discharges.hearing import untold_by_place, who_is_missing
from discharges.models import HospitalNotice, HospitalStay
from localities.enums import TeamKind
from referrals.models import Contact
from residents.models import Share
from talking_shops.models import Session
from worklists.caseload import due_for, people_held_by, rows_of, visits_of
from worklists.queue import people_in, waiting
from worklists.teams import HAND_OFF_DAYS, teams_of, with_counts

TOP = 5
MOST, EVERYTHING = 25, 1000
ON_TILES = ("waiting", "oldest", "reviews", "overdue", "unheld", "left_behind", "handed_in")


@dataclass(frozen=True)
class Day:
    """What the page shows: its template, what that prints, and whose names are on it (for the audit log)."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    people: list[UUID] = field(default_factory=list)


def day_of(user: User, *, everything: bool = False, page: str = "") -> Day:
    """The day of `user`, as their role sees it; `everything` that is due, or what is due soonest, and which `page` of
    a list that has several.
    """
    if everything and user.role == Role.SOCIAL_WORKER:
        return of_social_worker(user, EVERYTHING)
    if everything and user.role == Role.TRIAGE:
        return of_triage(user, EVERYTHING)
    if user.role == Role.PROVIDER:
        return of_provider(user, page)
    return DAYS[Role(user.role)](user)


def of_triage(user: User, most: int = MOST) -> Day:
    """The calls that they took today, an unfinished one, and what waits for somebody to decide."""
    since = clock.start_of(clock.today())
    mine = Contact.objects.visible_to(user).filter(taken_by=user, taken_at__gte=since).order_by("-taken_at")
    calls, more = first_of(mine.select_related("resident").prefetch_related("referrals__team"), most)
    context = {
        "calls": calls,
        "more_calls": more,
        "unfinished": Draft.objects.filter(owner_id=user.id, form="call", subject=NEW).first(),
        "undecided": with_counts("waiting").filter(kind=TeamKind.THURROCK_FIRST).first(),
    }
    return Day("worklists/day_triage.html", context, people_in(calls))


def of_social_worker(user: User, most: int = MOST) -> Day:
    """What is due soonest, today's Talking Shops in their localities, and the people they hold."""
    held = list(people_held_by(user))
    visits = list(visits_of(user))
    groups, more_due = due_for(user, held, most)
    localities = teams_of(user).values("locality_id")
    context = {
        "visits": visits,
        "groups": groups,
        "more_due": more_due,
        "sessions": list(_sessions_of_today(user, localities)),
        "held": rows_of(held, user),
        "team": SimpleLazyObject(lambda: teams_of(user).first()),  # asked for where there is nothing to show
    }
    due = [thing.resident.pk for group in groups for thing in group.things]
    people = [*(visit.clock.resident_id for visit in visits), *due, *people_in(held)]
    return Day("worklists/day_social_worker.html", context, list(dict.fromkeys(people)))


def _sessions_of_today(user: User, localities: QuerySet[Any]) -> QuerySet[Any]:
    """Today's Talking Shops there, with what a line of my day prints."""
    there: QuerySet[Any] = Session.objects.visible_to(user).on(clock.today()).filter(venue__locality__in=localities)
    return there.select_related(None).select_related("venue").only("starts_at", "ends_at", "venue__name")


def of_manager(user: User) -> Day:
    """Five numbers of their team, each a link to the people behind it, and who has waited longest."""
    team = teams_of(user, with_counts(*ON_TILES)).first()
    if team is None:
        return Day("worklists/day_without_team.html")
    rows = list(waiting(team, user)[:TOP])
    context = {
        "team": team,
        "tiles": tiles_of(team),
        "rows": rows,
        "silent": silent_sweeps(),
        "untold": untold_by_place(),
    }
    return Day("worklists/day_manager.html", context, people_in(rows))


def of_head_of_service(user: User) -> Day:
    """What waits in each Community Led Support team, and with Thurrock First, who keep whoever has no locality yet."""
    holders = with_counts().visible_to(user).filter(kind__in=(TeamKind.CLS, TeamKind.THURROCK_FIRST))
    teams = holders.order_by("kind", "name")
    context = {"teams": list(teams), "silent": silent_sweeps(), "untold": untold_by_place()}
    return Day("worklists/day_head_of_service.html", context)


def of_hospital_hub(user: User) -> Day:
    """Who is in hospital, those who go home today first."""
    today = clock.today()
    in_hospital = HospitalStay.objects.visible_to(user).in_hospital().with_asked_home(today)
    stays, more = first_of(in_hospital, MOST * 2)
    home = [stay for stay in stays if stay.expected_on and stay.expected_on <= today]
    context = {
        "asks_home": stays[0].asked_home if stays else 0,
        "home": home,
        "stays": [stay for stay in stays if stay not in home],
        "more_stays": more,
        "notices_wait": HospitalNotice.objects.visible_to(user).waiting().count(),
    }
    return Day("worklists/day_hospital_hub.html", context, people_in(stays))


def of_carers_service(user: User) -> Day:
    """The queue of their own team."""
    team = teams_of(user, with_counts("waiting")).first()
    if team is None:
        return Day("worklists/day_without_team.html")
    rows = list(waiting(team, user)[:MOST])
    return Day("worklists/day_carers_service.html", {"team": team, "rows": rows}, people_in(rows))


def of_provider(user: User, number: str = "") -> Day:
    """The people who are shared with their organisation."""
    shares = Share.objects.visible_to(user).live().select_related("resident", "team")
    page = Paginator(shares.order_by("-started_at", "-id"), MOST).get_page(number)
    rows = list(page.object_list)
    return Day("worklists/day_provider.html", {"shares": rows, "page": page}, people_in(rows))


def of_auditor(user: User) -> Day:
    """The way into the audit log."""
    return Day("worklists/day_auditor.html")


def of_administrator(user: User) -> Day:
    """The way to who works here, and who of them is missing where a six-week review asks for somebody (ALM-2)."""
    return Day("worklists/day_administrator.html", {"missing": who_is_missing(), "untold": untold_by_place()})


def of_service(user: User) -> Day:
    """Another system has no pages."""
    return Day("worklists/day_without_team.html")


def tiles_of(team: Any) -> list[dict[str, Any]]:
    """A manager's five numbers. The list behind each has as many rows."""
    queue = team.get_absolute_url()
    reviews = reverse("worklists:reviews", kwargs={"slug": team.slug}) if team.kind == TeamKind.CLS else queue
    oldest = f"Longest: {waited(team.oldest, clock.now())}" if team.oldest else "Nobody waits."
    open_now = f"Of {plural(team.reviews, 'open review')}"
    return [
        {"number": team.waiting, "label": "waiting", "meaning": oldest, "href": queue},
        {"number": team.overdue, "label": "reviews overdue", "meaning": open_now, "href": f"{reviews}?show=overdue"},
        {"number": team.unheld, "label": "reviews nobody holds", "meaning": open_now, "href": f"{reviews}?show=unheld"},
        {
            "number": team.left_behind,
            "label": "held by leavers",
            "meaning": "To be given to somebody else",
            "href": f"{queue}?show=left",
        },
        {
            "number": team.handed_in,
            "label": "handed over to us",
            "meaning": f"In the last {HAND_OFF_DAYS} days",
            "href": f"{queue}?show=handed-in",
        },
    ]


DAYS: dict[Role, Callable[[User], Day]] = {
    Role.TRIAGE: of_triage,
    Role.SOCIAL_WORKER: of_social_worker,
    Role.LOCALITY_MANAGER: of_manager,
    Role.HEAD_OF_SERVICE: of_head_of_service,
    Role.HOSPITAL_HUB: of_hospital_hub,
    Role.CARERS_SERVICE: of_carers_service,
    Role.PROVIDER: of_provider,
    Role.AUDITOR: of_auditor,
    Role.ADMINISTRATOR: of_administrator,
    Role.SERVICE: of_service,
}
