"""HRS: when Thurrock First gives which service, and when what queues is taken up. Moments are aware, in London."""

from collections.abc import Set
from datetime import date, datetime, time, timedelta

from core.rulebook import rule
from core.working_days import is_working_day
from localities.enums import TeamKind
from referrals.enums import Service

OPENS, FULL_FROM, FULL_UNTIL, SHUTS = time(7), time(9), time(17), time(19)
HOURS = "R1: 7am–7pm, 365 days; limited service 7–9am and 5–7pm Monday–Friday, 7am–7pm weekends and bank holidays"
NEVER_WAIT = (TeamKind.RRAS, TeamKind.DUTY)


@rule("HRS-1", source=HOURS)
def is_full_service(moment: datetime, holidays: Set[date]) -> bool:
    """Thurrock First gives its full service from 9am to 5pm on Monday to Friday, except on bank holidays."""
    return is_working_day(moment.date(), holidays) and FULL_FROM <= moment.time() < FULL_UNTIL


@rule("HRS-2", source=HOURS)
def is_limited_service(moment: datetime, holidays: Set[date]) -> bool:
    """Thurrock First gives a limited service from 7am to 9am and from 5pm to 7pm on Monday to Friday, and from 7am
    to 7pm at weekends and on bank holidays.
    """
    return OPENS <= moment.time() < SHUTS and not is_full_service(moment, holidays)


@rule("HRS-3", source=f"{HOURS}; outside them the council's Emergency Duty Team answers")
def is_closed(moment: datetime) -> bool:
    """From 7pm to 7am Thurrock First is closed, on every day, and the Emergency Duty Team answers."""
    return not OPENS <= moment.time() < SHUTS


def service_at(moment: datetime, holidays: Set[date]) -> Service:
    """Which service Thurrock First gives at a London `moment`, by HRS-1 to HRS-3."""
    if is_closed(moment):
        return Service.CLOSED
    return Service.LIMITED if is_limited_service(moment, holidays) else Service.FULL


@rule("HRS-4", source="R1: limited-service hours shape what may be routed now and what queues")
def next_full_service(moment: datetime, holidays: Set[date]) -> datetime:
    """What comes outside the full service and can wait is taken up when the next full service begins: at 9am of the
    same day where that is a working day and 9am is still to come, else at 9am of the next working day.
    """
    day = moment.date()
    if moment.time() >= FULL_FROM:
        day += timedelta(days=1)
    while not is_working_day(day, holidays):
        day += timedelta(days=1)
    return datetime.combine(day, FULL_FROM, tzinfo=moment.tzinfo)


@rule("HRS-5", source="R4, R5: the urgent routes answer at once")
def works_from(kind: TeamKind, moment: datetime, holidays: Set[date]) -> datetime | None:
    """The Rapid Response and Assessment Service and the Emergency Duty Team take up what they get at any hour; every
    other team in the full service, and what waits for it says from when.
    """
    if kind in NEVER_WAIT or is_full_service(moment, holidays):
        return None
    return next_full_service(moment, holidays)
