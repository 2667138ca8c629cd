"""What was promised to a person, and who can keep a promise."""

from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Case, Q, Value, When

from accounts.models import Membership, User
from accounts.roles import ROLES, Permission
from core import clock
from core.words import moment, plural, weekday_date
from core.working_days import add_working_days
from localities.models import Team
from localities.places import bank_holidays
from referrals.enums import PromiseStatus
from referrals.models import Allocation, Promise
from referrals.rules.promises import day_can_change, working_day_before
from residents.models import Resident

KEEPERS = [role for role, permissions in ROLES.items() if Permission.KEEP_PROMISE in permissions]
WAITS = Q(status__in=(PromiseStatus.OPEN, PromiseStatus.BROKEN))
LATELY = timedelta(days=14)


def promises_shown(resident: Resident, viewer: User) -> list[Promise]:
    """What to know before the next hello: what somebody still waits for, the longest due first, then what was kept
    or withdrawn in the last two weeks. One query; nothing for a partner.
    """
    theirs = Promise.objects.visible_to(viewer).filter(resident=resident)
    rows = theirs.filter(WAITS | Q(ended_at__gte=clock.now() - LATELY)).select_related("resident", "owner", "ended_by")
    ended = Case(When(WAITS, then=Value(False)), default=Value(True), output_field=BooleanField())
    return list(rows.annotate(has_ended=ended).order_by("has_ended", "due_on", "id"))


def keepers_for(resident: Resident, viewer: User, team: Team | None = None) -> list[User]:
    """Who can keep a promise to a person: the viewer first, then who holds the person, the viewer's colleagues, and
    those in `team`, by name.
    """
    holding = Allocation.objects.open().filter(resident=resident).values("worker_id")
    mine = Membership.objects.current().filter(user=viewer).values("team_id")
    beside = Q(team_id__in=mine) | Q(team=team) if team else Q(team_id__in=mine)
    colleagues = Membership.objects.current().filter(beside).values("user_id")
    staff = User.objects.active().filter(role__in=KEEPERS).exclude(pk=viewer.pk)
    found = staff.filter(Q(pk__in=holding) | Q(pk__in=colleagues)).order_by("name", "id")
    return [viewer, *found]


def next_working_day() -> date:
    """The first working day after today."""
    return add_working_days(clock.today(), 1, bank_holidays())


def not_worked(due_on: date) -> str:
    """What is said of a day on which nobody works (PRM-3); "" of a working day."""
    before = working_day_before(due_on, bank_holidays(), clock.today())
    if before is None:
        return ""
    said = f"{day_in_words(due_on)} is not a working day."
    return said if before == due_on else f"{said} The working day before is {day_in_words(before)}."


def day_in_words(day: date) -> str:
    return weekday_date(day, clock.today())


def facts_of(promise: Promise) -> list[dict[str, Any]]:
    """Rows of the summary list: the promise as it stands now."""
    rows = [
        ("What we promised", promise.words),
        ("Said to", promise.told or promise.resident.display_name),
        ("By the end of", day_in_words(promise.due_on)),
        ("Its day was changed", _changes(promise)),
        ("Who keeps it", promise.owner.name if promise.owner.is_active else f"{promise.owner.name}, who has left"),
        ("Promised by", f"{promise.made_by.name}, {moment(promise.made_at)}"),
        ("What became of it", _became(promise)),
        ("Told that it is withdrawn", promise.told_of_end),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def stands_now(promise: Promise) -> str:
    """What became of a promise, or who is to keep it by when: the other version beside what was typed."""
    if promise.waits:
        return f"{promise.owner.name} keeps it by the end of {day_in_words(promise.due_on)}"
    return _became(promise)


def can_change_day(promise: Promise) -> bool:
    """Whether its day can still be changed (PRM-5)."""
    return day_can_change(PromiseStatus(promise.status), promise.due_on, clock.today())


def who_acted(promise: Promise) -> str:
    """Who changed a promise last, as a sentence for somebody whose page was open meanwhile."""
    if promise.waits:
        until = f"{promise.owner.name} keeps it now, by {day_in_words(promise.due_on)}"
        return f"This was changed while this page was open: {until}."
    by = promise.ended_by.name if promise.ended_by else "Somebody"
    return f"{by} said that this was {promise.get_status_display().lower()}, while this page was open."


def _changes(promise: Promise) -> str:
    """ "2 times. It was promised for Friday 20 November first. The last time because: …"; "" when it never was."""
    if promise.first_due_on is None:
        return ""
    first = f"It was promised for {day_in_words(promise.first_due_on)} first."
    if promise.days_changed == 1:
        return f"Once. {first} {promise.why_changed}"
    return f"{plural(promise.days_changed, 'time')}. {first} The last time: {promise.why_changed}"


def _became(promise: Promise) -> str:
    said = promise.how_kept[:1].upper() + promise.how_kept[1:]
    if not promise.ended_at or promise.status == PromiseStatus.OPEN:
        return said
    by = f" by {promise.ended_by.name}" if promise.ended_by else ""
    note = f": {promise.note}" if promise.note else ""
    return f"{said}{by}, {moment(promise.ended_at)}{note}"
