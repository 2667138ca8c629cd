"""One six-week review as its pages show it: the clock, its visits, refusals and the reasons for its being late."""

from typing import Any

from django.db.models import Q

from accounts.models import Membership, User
from accounts.roles import ROLES, Permission
from core import clock
from core.rulebook import sentence_of
from core.words import due_in, long_date, moment, weekday_date
from discharges.enums import Answered, ClockStatus, VisitStatus
from discharges.models import Refusal, ReviewVisit, SixWeekClock
from discharges.rules import born_overdue, refusal_ends
from referrals.holders import holder_of

REVIEWERS = [role for role, permissions in ROLES.items() if Permission.LOG_CONVERSATION in permissions]
Facts = list[dict[str, Any]]


def workers_for(running: SixWeekClock, viewer: User) -> list[User]:
    """Who can visit: who holds the review first, then the viewer, then the others of the team by name."""
    held = holder_of(running.referral)
    there = Membership.objects.current().filter(team=running.referral.team_id).values("user_id")
    chosen = Q(pk__in=there) | Q(pk=viewer.pk) | Q(pk=held.worker_id if held else viewer.pk)
    found = list(User.objects.active().filter(chosen, role__in=REVIEWERS).order_by("name", "id"))
    first = [held.worker_id if held else None, viewer.pk]
    return sorted(found, key=lambda user: first.index(user.pk) if user.pk in first else len(first))


def planned_visit(running: SixWeekClock) -> ReviewVisit | None:
    """The visit that is planned; None when there is none."""
    return next((visit for visit in running.visits.all() if visit.status == VisitStatus.PLANNED), None)


def visit_to_plan_again(running: SixWeekClock) -> ReviewVisit | None:
    """The visit that was called off when the clock ended; None unless it runs again and no other is planned since."""
    if running.status != ClockStatus.OPEN or planned_visit(running):
        return None
    last = max(running.visits.all(), key=lambda visit: (visit.ended_at, visit.pk), default=None)
    return last if last and last.status == VisitStatus.CALLED_OFF and last.with_clock else None


def why_not_counted(running: Any, visit: ReviewVisit | None) -> str:
    """Why a planned visit stops no reminder (VIS-1); "" when it counts. The clock is one `with_facts`."""
    if visit is None or running.has_visit or running.status != ClockStatus.OPEN:
        return ""
    if visit.planned_for < clock.today():
        return "Until somebody says so, it does not count as a planned visit, and the reminders go on."
    why = "has left" if not visit.worker.is_active else f"does not work in {running.referral.team.spoken}"
    return f"{visit.worker.name} {why}, so this visit does not count and the reminders go on. Who goes instead?"


def facts_of(running: SixWeekClock) -> Facts:
    """Rows of the summary list: the clock as it stands now."""
    today = clock.today()
    held = holder_of(running.referral) if running.status == "open" else None
    rows = [
        ("Went home (day 0)", long_date(running.discharged_on)),
        ("Review due", f"{weekday_date(running.due_on, today)}{_how_far(running)}"),
        ("Plan by", weekday_date(running.plan_by, today) if running.status == "open" else ""),
        ("Recorded late", sentence_of(born_overdue) if running.is_born_overdue else ""),
        ("State", _state(running)),
        ("Team", running.referral.team.name),
        ("Who holds it", f"{held.worker.name}, since {long_date(clock.london_date(held.started_at))}" if held else ""),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _how_far(running: SixWeekClock) -> str:
    return f", {due_in(running.due_on, clock.today())}" if running.status == "open" else ""


def _state(running: SixWeekClock) -> str:
    if running.met_on:
        late = ", after its day" if running.met_on > running.due_on else ""
        return f"Held on {long_date(running.met_on)}{late}"
    why = running.get_end_reason_display() or running.end_words
    return f"{running.get_status_display()}{f': {why}' if why else ''}"


def visit_facts(visit: ReviewVisit) -> Facts:
    """Rows of the summary list of a planned visit."""
    rows = [
        ("When", visit.when),
        ("Who visits", visit.worker.name if visit.worker.is_active else f"{visit.worker.name}, who has left"),
        ("Note", visit.note),
        ("Planned by", f"{visit.made_by.name}, {moment(visit.made_at)}"),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def earlier_visits(running: SixWeekClock) -> list[str]:
    """What became of visits that are not to come, the latest first, a sentence each."""
    ended = [visit for visit in running.visits.all() if visit.status != VisitStatus.PLANNED]
    return [
        f"{visit.get_status_display()}: {visit.when}, {visit.worker.name}."
        f"{f' {visit.because}' if visit.because else ''}"
        for visit in sorted(ended, key=lambda visit: visit.planned_for, reverse=True)
    ]


def what_follows(has_capacity: str, in_best_interests: str, at_risk_of_abuse: str) -> str:
    """Why a refusal with these answers does not end the clock; "" when it does (REF-1)."""
    answers = (Answered(has_capacity), Answered(in_best_interests), Answered(at_risk_of_abuse))
    if refusal_ends(*answers):
        return ""
    if at_risk_of_abuse == Answered.YES:
        return (
            "They are at risk of abuse or neglect, so the duty to assess stays and the clock runs on. Raise a"
            " safeguarding concern if nobody has, and go on offering the assessment."
        )
    return (
        "They cannot decide about this and an assessment is in their best interests, so the duty to assess stays and"
        " the clock runs on. Arrange an advocate if nobody appropriate can support them, and plan how to assess them."
    )


def refusals_of(running: SixWeekClock) -> list[dict[str, Any]]:
    """Each refusal, the latest first: its facts, why the clock runs on, and whether it can be withdrawn."""
    found: list[Refusal] = sorted(running.refusals.all(), key=lambda one: one.at, reverse=True)
    return [{"refusal": one, "facts": _refusal_facts(one), "runs_on": _runs_on(one)} for one in found]


def _runs_on(one: Refusal) -> str:
    if one.withdrawn_at:
        return ""
    return what_follows(one.has_capacity, one.in_best_interests, one.at_risk_of_abuse)


def _refusal_facts(one: Refusal) -> Facts:
    asked = one.in_best_interests != Answered.NOT_ASKED
    rows = [
        ("Conversation", f"{long_date(one.talked_on)}, recorded by {one.by.name}"),
        ("In their words", one.words),
        ("Can decide about this", one.get_has_capacity_display()),
        ("Assessment in their best interests", one.get_in_best_interests_display() if asked else ""),
        ("At risk of abuse or neglect", one.get_at_risk_of_abuse_display()),
        ("Withdrawn", _withdrawn(one)),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _withdrawn(one: Refusal) -> str:
    if one.withdrawn_at is None or one.withdrawn_by is None:
        return ""
    return f"{one.withdrawn_because} ({one.withdrawn_by.name}, {moment(one.withdrawn_at)})"
