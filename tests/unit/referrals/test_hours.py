"""HRS: which service there is at a moment, and when what queues is taken up. To the minute, across clock changes."""

from datetime import date, datetime

import pytest

from core.clock import LONDON
from localities.enums import TeamKind
from referrals.enums import Service
from referrals.rules.hours import (
    is_closed,
    is_full_service,
    is_limited_service,
    next_full_service,
    service_at,
    works_from,
)

CHRISTMAS, BOXING_DAY, NEW_YEAR = date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)
HOLIDAYS = frozenset({CHRISTMAS, BOXING_DAY, NEW_YEAR, date(2027, 3, 26), date(2027, 3, 29)})
FULL, LIMITED, CLOSED = Service.FULL, Service.LIMITED, Service.CLOSED
MONDAY, FRIDAY, SATURDAY, SUNDAY = "2026-11-23", "2026-11-20", "2026-11-21", "2026-11-22"


def at(moment: str) -> datetime:
    """A London moment: "2026-11-23 09:00"."""
    return datetime.fromisoformat(moment).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("moment", "service"),
    [
        (f"{MONDAY} 06:59", CLOSED),
        (f"{MONDAY} 07:00", LIMITED),
        (f"{MONDAY} 08:59", LIMITED),
        (f"{MONDAY} 09:00", FULL),
        (f"{MONDAY} 16:59", FULL),
        (f"{MONDAY} 17:00", LIMITED),
        (f"{MONDAY} 18:59", LIMITED),
        (f"{MONDAY} 19:00", CLOSED),
        (f"{MONDAY} 23:59", CLOSED),
        (f"{MONDAY} 00:00", CLOSED),
        (f"{SATURDAY} 06:59", CLOSED),
        (f"{SATURDAY} 07:00", LIMITED),
        (f"{SATURDAY} 12:00", LIMITED),
        (f"{SUNDAY} 18:59", LIMITED),
        (f"{SUNDAY} 19:00", CLOSED),
        ("2026-12-25 10:00", LIMITED),
        ("2027-01-01 06:59", CLOSED),
        ("2027-01-01 09:00", LIMITED),
        ("2026-12-31 16:59", FULL),
    ],
)
def test_hrs_1_hrs_2_and_hrs_3_divide_the_day_to_the_minute(moment: str, service: Service) -> None:
    assert service_at(at(moment), HOLIDAYS) == service
    found = {
        FULL: is_full_service(at(moment), HOLIDAYS),
        LIMITED: is_limited_service(at(moment), HOLIDAYS),
        CLOSED: is_closed(at(moment)),
    }
    assert [one for one, holds in found.items() if holds] == [service]


def test_hrs_1_hrs_2_and_hrs_3_leave_no_minute_of_two_weeks_without_exactly_one_service() -> None:
    for day in range(21, 32):
        for minute in range(0, 24 * 60, 7):
            moment = datetime(2026, 12, day, minute // 60, minute % 60, tzinfo=LONDON)
            services = (is_full_service(moment, HOLIDAYS), is_limited_service(moment, HOLIDAYS), is_closed(moment))
            assert sum(services) == 1, moment


@pytest.mark.parametrize(
    ("moment", "taken_up"),
    [
        (f"{MONDAY} 00:01", f"{MONDAY} 09:00"),
        (f"{MONDAY} 08:59", f"{MONDAY} 09:00"),
        (f"{MONDAY} 17:00", "2026-11-24 09:00"),
        (f"{FRIDAY} 17:00", f"{MONDAY} 09:00"),
        (f"{SATURDAY} 08:00", f"{MONDAY} 09:00"),
        (f"{SUNDAY} 18:59", f"{MONDAY} 09:00"),
        ("2026-12-24 17:30", "2026-12-29 09:00"),  # Christmas on a Friday, Boxing Day's substitute on the Monday
        ("2026-12-31 18:00", "2027-01-04 09:00"),  # New Year's Day on a Friday
        ("2026-12-31 08:00", "2026-12-31 09:00"),
        ("2027-03-25 17:00", "2027-03-30 09:00"),  # Good Friday and Easter Monday
    ],
)
def test_hrs_4_takes_up_what_waits_when_the_next_full_service_begins(moment: str, taken_up: str) -> None:
    assert next_full_service(at(moment), HOLIDAYS) == at(taken_up)


@pytest.mark.parametrize(
    ("moment", "offset_hours"),
    [("2026-10-24 18:00", 0), ("2027-03-27 18:00", 1)],  # the Saturdays before the clocks go back, and forward
)
def test_hrs_4_means_nine_by_the_clock_on_the_wall_when_the_clocks_change(moment: str, offset_hours: int) -> None:
    taken_up = next_full_service(at(moment), frozenset())
    assert (taken_up.hour, taken_up.minute, taken_up.weekday()) == (9, 0, 0)
    offset = taken_up.utcoffset()
    assert offset is not None
    assert offset.total_seconds() == offset_hours * 3600


@pytest.mark.parametrize("moment", ["2026-10-25 01:30", "2027-03-28 01:30", "2026-10-25 07:00", "2027-03-28 18:59"])
def test_hrs_2_and_hrs_3_hold_on_the_day_on_which_the_clocks_change(moment: str) -> None:
    assert service_at(at(moment), frozenset()) == (CLOSED if "01:30" in moment else LIMITED)


@pytest.mark.parametrize("kind", list(TeamKind))
def test_hrs_5_lets_only_the_urgent_routes_work_at_any_hour(kind: TeamKind) -> None:
    assert works_from(kind, at(f"{MONDAY} 12:00"), HOLIDAYS) is None
    at_the_weekend = works_from(kind, at(f"{SATURDAY} 12:00"), HOLIDAYS)
    assert at_the_weekend == (None if kind in (TeamKind.RRAS, TeamKind.DUTY) else at(f"{MONDAY} 09:00"))
