"""A locality's figures, counted now: each is as many rows as the list behind it has."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from accounts.models import Membership
from core import clock
from core.words import plural, waited
from discharges.enums import ClockStatus
from discharges.hearing import untold_breaches
from discharges.models import SixWeekClock
from discharges.querysets import ClockQuerySet
from localities.enums import TeamKind
from localities.models import Locality, Team
from referrals.enums import ReferralStatus
from referrals.models import Contact, HandOff, Referral
from referrals.querysets import ContactQuerySet, HandOffQuerySet, ReferralQuerySet
from referrals.rules import room_for
from referrals.workload import DO_NOT_HOLD
from residents.models import Statement
from residents.querysets import StatementQuerySet
from worklists.counts import CountOf
from worklists.teams import HAND_OFF_DAYS, longest_waiting, unheld

DAYS_SOON = 7
LATELY = timedelta(weeks=13)
# A locality's rows are found by its key, or by the key of another row: OuterRef("pk"); those of none by None.
Key = Any


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def contacts_this_week(locality: Key) -> ContactQuerySet:
    """Contacts with Thurrock First about people of the locality, since Monday; one that was taken back is none."""
    return Contact.objects.standing().filter(locality=locality, taken_at__gte=clock.start_of(monday(clock.today())))


def waiting(locality: Key) -> ReferralQuerySet:
    """Referrals to the locality's teams, or without one to Thurrock First, that nobody holds yet."""
    teams = {"team__kind": TeamKind.THURROCK_FIRST} if locality is None else {"team__locality": locality}
    return Referral.objects.filter(**teams).awaiting_allocation()


def open_clocks(locality: Key) -> ClockQuerySet:
    """Six-week clocks that run, the soonest due first."""
    return SixWeekClock.objects.open().filter(locality=locality)


def overdue_clocks(locality: Key) -> ClockQuerySet:
    """Six-week clocks whose day 42 has passed."""
    return SixWeekClock.objects.overdue_on(clock.today()).filter(locality=locality)


def unheld_clocks(locality: Key) -> ClockQuerySet:
    """Six-week clocks that run, and whose review nobody has been given."""
    return unheld(open_clocks(locality))


def clocks_due_soon(locality: Key) -> ClockQuerySet:
    """Six-week clocks that run and are due today or in the next seven days."""
    today = clock.today()
    return open_clocks(locality).filter(due_on__gte=today, due_on__lte=today + timedelta(days=DAYS_SOON))


def in_time() -> Q:
    """FIG-1 as a set: the reviews that count as held in time."""
    return Q(status=ClockStatus.MET, met_on__lte=F("due_on"))


def not_in_time() -> Q:
    """FIG-1 as a set: the reviews that count as not held in time: overdue, held late, or ended after day 42."""
    overdue = Q(status=ClockStatus.OPEN, due_on__lt=clock.today())
    held_late = Q(status=ClockStatus.MET, met_on__gt=F("due_on"))
    return overdue | held_late | Q(status=ClockStatus.ENDED, ended_on__gt=F("due_on"))


def late_clocks(locality: Key) -> ClockQuerySet:
    """The reviews that fell due in the last 13 weeks and count as not in time (FIG-1)."""
    today = clock.today()
    fell_due = SixWeekClock.objects.filter(locality=locality, due_on__gte=today - LATELY, due_on__lt=today)
    return fell_due.filter(not_in_time()).order_by("due_on", "id")


def untold_clocks(locality: Key) -> ClockQuerySet:
    """Open six-week clocks past day 42 whose breach was told to nobody (ALM-1)."""
    return untold_breaches().filter(locality=locality)


def hand_offs(locality: Key) -> HandOffQuerySet:
    """Hand-offs to the locality's teams and workers in the last 28 days that the person felt."""
    since = clock.start_of(clock.today() - timedelta(days=HAND_OFF_DAYS))
    return HandOff.objects.felt().since(since).filter(to_team__locality=locality)


def held(locality: Key) -> ReferralQuerySet:
    """Referrals to the locality's teams that a worker holds now."""
    return Referral.objects.filter(team__locality=locality, status=ReferralStatus.ALLOCATED)


def re_asks(locality: Key) -> StatementQuerySet:
    """Statements heard in the last 28 days by the locality's teams, or by those without one, for which somebody was
    asked again (ASK-1).
    """
    since = clock.start_of(clock.today() - timedelta(days=HAND_OFF_DAYS))
    teams = {"team__locality__isnull": True} if locality is None else {"team__locality": locality}
    return Statement.objects.re_asked().filter(heard_at__gte=since, **teams)


HERE = OuterRef("pk")


@lru_cache(maxsize=1)
def _figures_on(today: date) -> dict[str, Combinable]:
    """Put together once a day: that takes longer than to run them."""
    return {
        "contacts_taken": CountOf(contacts_this_week(HERE)),
        "waiting": CountOf(waiting(HERE)),
        "oldest": longest_waiting(waiting(HERE), by="team__locality"),
        "open_reviews": CountOf(open_clocks(HERE)),
        "unheld_reviews": CountOf(unheld_clocks(HERE)),
        "due_soon": CountOf(clocks_due_soon(HERE)),
        "overdue_reviews": CountOf(overdue_clocks(HERE)),
        "late_reviews": CountOf(late_clocks(HERE)),
        "untold_reviews": CountOf(untold_clocks(HERE)),
        "hand_offs": CountOf(hand_offs(HERE)),
        "handed_people": CountOf(hand_offs(HERE), of="resident"),
        "people_held": CountOf(held(HERE), of="resident"),
        "asked_again": CountOf(re_asks(HERE)),
    }


def with_figures(*names: str) -> QuerySet[Locality]:
    """The localities, each with the figures called `names`, all of them when none is named; in one query."""
    figures = _figures_on(clock.today())
    return Locality.objects.annotate(**{name: figures[name] for name in names or figures})


@dataclass(frozen=True)
class NoLocality:
    """Stands beside the localities for those who have none yet, whom Thurrock First keeps (ROU-10)."""

    contacts_taken: int
    waiting: int
    open_reviews: int
    overdue_reviews: int
    asked_again: int
    untold_reviews: int
    slug: str = "no-locality"

    def __str__(self) -> str:
        return "No locality yet"


def no_locality() -> NoLocality:
    """The figures of those without a locality, in one query."""
    keepers = Team.objects.filter(kind=TeamKind.THURROCK_FIRST).annotate(
        contacts_taken=CountOf(contacts_this_week(None)),
        waiting=CountOf(waiting(None)),
        open_reviews=CountOf(open_clocks(None)),
        overdue_reviews=CountOf(overdue_clocks(None)),
        asked_again=CountOf(re_asks(None)),
        untold_reviews=CountOf(untold_clocks(None)),
    )
    figures = ("contacts_taken", "waiting", "open_reviews", "overdue_reviews", "asked_again", "untold_reviews")
    return NoLocality(*keepers.values_list(*figures).get())


@dataclass(frozen=True)
class Room:
    """How many people the workers of a locality can hold together by their hours (LOAD-1)."""

    people: int
    workers: int


def room_in(locality: Locality) -> Room:
    """Each worker is counted once, with the most hours that they have in one of the locality's teams."""
    members = (
        Membership.objects.current()
        .filter(team__locality=locality, user__is_active=True)
        .exclude(user__role__in=DO_NOT_HOLD)
        .order_by()
        .values("user")
        .annotate(hours=Max("hours_a_week"))
        .values_list("hours", flat=True)
    )
    hours = list(members)
    return Room(people=sum(room_for(each) for each in hours), workers=len(hours))


def oldest_in_words(oldest: datetime | None) -> str:
    """How long the longest has waited."""
    return f"Longest: {waited(oldest, clock.now())}" if oldest else "Nobody waits."


def per_person(count: int, people: int) -> str:
    """ "1.5": the mean number of hand-offs of the people who had one; "0" when nobody had."""
    return f"{count / people:.1f}" if people else "0"


def hand_offs_in_words(count: int, people: int) -> str:
    """The two numbers behind the mean."""
    return f"{plural(count, 'hand-off')} of {plural(people, 'person', 'people')} in {HAND_OFF_DAYS} days"
