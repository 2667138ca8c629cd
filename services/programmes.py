"""What the page of one programme says."""

from datetime import date
from typing import Any

from accounts.models import Membership, User
from accounts.roles import INTEGRATED
from core import clock
from core.words import due_in, long_date, plural, weekday_date
from discharges.enums import StayStatus
from discharges.models import HospitalStay
from localities.models import Team
from residents.models import Resident
from services.enums import HOLDING, FreePeriod
from services.models import Goal, Programme, ProgrammeCorrection

COLOURS = {FreePeriod.FREE: "grey", FreePeriod.ENDING: "yellow", FreePeriod.OVER: "red"}


def facts_of(programme: Programme, viewer: User) -> list[dict[str, Any]]:
    """Rows of the summary list; a partner is not told who of the Council's staff did what, nor of the hospital."""
    ours = viewer.role in INTEGRATED
    began = "Started" if programme.free_until else "Planned to start"
    rows = [
        ("What", programme.get_kind_display()),
        ("Team", programme.team.name),
        ("Worker", programme.worker.name if programme.worker else "Nobody yet"),
        ("Hours a week", f"{programme.planned_hours.normalize():f}"),
        (began, _day(programme.starts_on)),
        ("Free until", _day(programme.free_until)),
        ("Straight from hospital", _whence(programme) if ours else ""),
        ("Ended", _day(programme.ended_on)),
        ("Outcome", programme.get_outcome_display()),
        ("How it went" if programme.outcome else "Why it was cancelled", programme.words),
        ("Next step", programme.next_step),
        ("Ended by", programme.ended_by.name if ours and programme.ended_by else ""),
        ("Planned by", programme.planned_by.name if ours else ""),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def free_in_words(programme: Programme) -> str:
    """The flag of REAB-2 as a sentence; "" while nothing is to be said."""
    if programme.free_until is None or programme.free_now in (None, FreePeriod.FREE):
        return ""
    when = weekday_date(programme.free_until, clock.today())
    if programme.free_now == FreePeriod.OVER:
        return (
            f"Day {programme.day}: the free six weeks ended on {when}. From then on it may be charged, or it ends with "
            "an outcome."
        )
    return f"Day {programme.day}: the free six weeks end on {when}. Plan what comes after."


def stands_now(programme: Programme) -> str:
    """Where it stands, for whoever was slower."""
    if programme.outcome:
        return f"Ended: {programme.get_outcome_display()}"
    return programme.get_status_display()


def to_say(programme: Programme, viewer: User) -> str:
    """What its team has to say of it now (REAB-6, REAB-7); "" for nothing. A partner is not told of the hospital."""
    if programme.asks and viewer.role in INTEGRATED:
        return "The discharge before this was recorded in error. It runs on. What becomes of it?"
    if programme.is_late_to_start:
        when = weekday_date(programme.starts_on, clock.today())
        return f"It was to start on {when}, and nobody has said that it has. Say so, or cancel it to free the place."
    return ""


def corrections_of(programme: Programme) -> list[ProgrammeCorrection]:
    """What was put right of its days, the latest first."""
    return list(programme.corrections.select_related("by").order_by("-at")) if programme.free_until else []


def goals_of(programme: Programme) -> list[Goal]:
    return list(programme.goals.all())


def workers_of(*teams: Team) -> list[tuple[str, str]]:
    """Who works in these teams now, with the team's name where there are several; for a select."""
    current = Membership.objects.current().filter(team__in=teams, user__is_active=True)
    found = current.select_related("user", "team").order_by("user__name", "user_id")
    return [
        (str(one.user_id), one.user.name if len(teams) == 1 else f"{one.user.name}, {one.team.name}") for one in found
    ]


def holding_teams() -> list[Team]:
    return list(Team.objects.filter(kind__in=HOLDING).order_by("name"))


def hospital_in_words(resident: Resident, viewer: User) -> str:
    """What is known of a stay in hospital before a programme is planned; "" for somebody at home."""
    stays = HospitalStay.objects.visible_to(viewer).filter(resident=resident)
    here = stays.filter(status=StayStatus.IN_HOSPITAL).first()
    if here is None:
        return ""
    home = f", expected home {due_in(here.expected_on, clock.today())}" if here.expected_on else ""
    return (
        f"In hospital: {here.where}{home}. What starts on the day of discharge or the day after is marked as straight "
        "from hospital. Plan the day now; it starts once the discharge is recorded."
    )


def _whence(programme: Programme) -> str:
    if not programme.straight_from_hospital:
        return ""
    return f"Yes, from {programme.from_stay.where}" if programme.from_stay else "Yes"


def _day(day: date | None) -> str:
    if day is None:
        return ""
    off = (clock.today() - day).days
    ago = f" ({plural(off, 'day')} ago)" if off > 0 else ""
    return f"{long_date(day)}{ago}"
