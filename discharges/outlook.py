"""What a discharge would set going, said before the button is pressed."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from core import clock
from core.words import long_date, lower_first, weekday_date
from discharges import rules
from discharges.enums import ClockStatus
from discharges.models import HospitalStay, SixWeekClock
from localities.models import Team
from localities.places import bank_holidays
from referrals.enums import Need
from referrals.routing import suggest_by_place
from residents.enums import Topic
from residents.models import Resident, Statement


@dataclass(frozen=True)
class Outlook:
    """The review in the community: when it will be due, by when to plan it, whose it will be, and why theirs."""

    discharged_on: date
    due_on: date
    plan_by: date
    is_overdue: bool
    team: Team
    because: str

    @property
    def is_planned_earlier(self) -> bool:
        """Whether day 42 is not a working day, so that the review is planned before it (SIX-2)."""
        return self.plan_by != self.due_on


def outlook_for(resident: Resident, discharged_on: date) -> Outlook:
    """What follows when `resident` goes home on `discharged_on`; nothing is written."""
    route = suggest_by_place(resident, Need.AFTER_HOSPITAL)
    return Outlook(
        discharged_on=discharged_on,
        due_on=rules.due_on(discharged_on),
        plan_by=rules.plan_by(discharged_on, bank_holidays()),
        is_overdue=rules.born_overdue(discharged_on, clock.today()),
        team=route.team,
        because=route.because,
    )


def started_words(started: SixWeekClock) -> str:
    """What the hub hears when a discharge is recorded: who has the review, until when, or why nobody has it."""
    if started.status != ClockStatus.OPEN:
        return f"{started.resident.display_name} went home. {_no_review(started)}"
    due, today = weekday_date(started.due_on, clock.today()), clock.today()
    when = f"was due by {due} and is overdue" if started.is_overdue_on(today) else f"is due by {due}"
    team = started.referral.team.name
    return f"{started.resident.display_name} went home. The {team} has the review, which {when}."


def _no_review(started: SixWeekClock) -> str:
    """What met or ended a clock before it was started (SIX-4, SIX-5), and what to do when that is not so."""
    if started.met_on:
        return f"The review was held already, on {long_date(started.met_on)}."
    why = lower_first(started.get_end_reason_display())
    since = f" on {long_date(started.ended_on)}" if started.ended_on else ""
    return (
        f"Nobody has a six-week review of theirs, because the record says: {why}{since}. If that is not so, correct it "
        "on their page now, and the review goes to their team."
    )


def story_of(stay: HospitalStay, viewer: User) -> Statement | None:
    """The person's story as the team gets it with the review."""
    told = Statement.objects.visible_to(viewer).current().about(Topic.STORY).filter(resident=stay.resident)
    return told.first()


def moved_words(started: SixWeekClock, day: date) -> str:
    """What follows when the day of a discharge is put right to `day` (SIX-7)."""
    today = clock.today()
    was, now = weekday_date(started.due_on, today), weekday_date(rules.due_on(day), today)
    if started.due_on == rules.due_on(day):
        return f"The review stays due by {was}."
    overdue = " It will be overdue." if rules.born_overdue(day, today) else ""
    return f"The review moves from {was} to {now}. The history keeps both.{overdue}"
