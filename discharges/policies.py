"""Who keeps the hospital list, and who sees the six-week clocks."""

from datetime import date, timedelta

from accounts.models import User
from accounts.policies import check_may
from accounts.roles import Permission
from core import clock
from core.errors import NotPermitted, Refused

MOST_DAYS_BACK = 366


def check_can_work_at_hospital(user: User) -> None:
    """Raise NotPermitted unless the user works in the hospital hub, or is a system that sends discharges in."""
    if user.may(Permission.SEND_DISCHARGE):
        return
    check_may(user, Permission.WORK_AT_HOSPITAL)


def can_work_at_hospital(user: User) -> bool:
    try:
        check_can_work_at_hospital(user)
    except NotPermitted:
        return False
    return True


def check_can_review(user: User) -> None:
    """Raise NotPermitted unless the user holds reviews in the community: plans visits, records refusals."""
    check_may(user, Permission.LOG_CONVERSATION)


def can_review(user: User) -> bool:
    return user.may(Permission.LOG_CONVERSATION)


def check_can_visit(worker: User) -> None:
    """Raise Refused unless the worker has an account that is open, and a role that holds reviews."""
    if not (worker.is_active and can_review(worker)):
        raise Refused(f"{worker.name} does not hold reviews now. Choose somebody else.")


def check_can_change_steps(user: User) -> None:
    """Raise NotPermitted unless the user may change the days of SIX-8's table."""
    check_may(user, Permission.CHANGE_STEPS)


def check_discharge_date(discharged_on: date, admitted_on: date | None) -> None:
    """Raise Refused when the date lies in the future, before the admission, or more than a year back."""
    today = clock.today()
    if discharged_on > today:
        raise Refused("The date of discharge cannot be in the future.")
    if admitted_on and discharged_on < admitted_on:
        raise Refused("The date of discharge cannot be before the date of admission.")
    if discharged_on < today - timedelta(days=MOST_DAYS_BACK):
        raise Refused("The date of discharge is more than a year ago. Check the year.")


def check_can_settle(user: User) -> None:
    """Raise NotPermitted unless `user` answers for the six-week rule: a locality manager or the head of service."""
    if not (user.is_active and user.may(Permission.CHANGE_STEPS)):
        raise NotPermitted("Only a locality manager or the head of service answers for settling six-week clocks.")
