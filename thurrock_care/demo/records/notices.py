"""As accounts.messages and referrals.messages: what teams and workers are told."""

from datetime import datetime, timedelta

from django.urls import reverse

from accounts.models import Notice
from audit.actions import Actor
from referrals.enums import Need
from thurrock_care.demo.ledger import Row
from thurrock_care.demo.records.desk import Case, Desk

READ_AFTER = timedelta(days=2)


def tell_team(desk: Desk, case: Case, at: datetime) -> Row | None:
    """The receiving team hears that a referral came in; the notice, while such are kept."""
    referral = case.referral
    words = f"New referral {referral['reference']}: {Need(referral['need']).label.lower()}"
    return tell(
        desk, at, key=f"referral-new:{referral['id']}:{referral['version']}", words=words, link=link_to(referral),
        urgent=referral["urgency_order"] <= 1, team_id=case.team.pk,
    )  # fmt: skip


def tell_worker(desk: Desk, case: Case, by: Actor, at: datetime) -> None:
    """The worker hears that they hold a referral now."""
    assert case.allocation is not None
    assert case.worker is not None
    words = f"{case.referral['reference']} was allocated to you by {by.audit_label}"
    tell(
        desk, at, key=f"allocation:{case.allocation['id']}", words=words, link=link_to(case.referral),
        user_id=case.worker.id,
    )  # fmt: skip


def tell_of_end(desk: Desk, case: Case, at: datetime) -> None:
    """Whoever held the case so far, if anybody did, hears that they no longer do."""
    if case.allocation is not None and case.worker is not None:
        words = f"{case.referral['reference']} is no longer allocated to you"
        key, link = f"allocation-ended:{case.allocation['id']}", link_to(case.referral)
        tell(desk, at, key=key, words=words, link=link, user_id=case.worker.id)


def tell_that_review_is_off(desk: Desk, case: Case, clock: Row, by: Actor, at: datetime) -> None:
    """Whoever holds a review, or its team while nobody does, hears that nobody has to hold it any more."""
    referral, holder = case.referral, case.worker
    words = f"The six-week review of {referral['reference']} is off, says {by.audit_label}: read why before you go on"
    key = f"review-off:{clock['id']}:{referral['version']}"
    link = reverse("discharges:review", kwargs={"pk": clock["id"]})
    if holder is None or holder.has_left_by(at.date()):
        tell(desk, at, key=key, words=words, link=link, team_id=case.team.pk)
    elif holder.id != by.id:
        tell(desk, at, key=key, words=words, link=link, user_id=holder.id)


def tell(
    desk: Desk, at: datetime, *, key: str, words: str, link: str, urgent: bool = False,
    user_id: str | None = None, team_id: object = None,
) -> Row | None:  # fmt: skip
    """As accounts.actions.deliver_notice, for the last month; a person has read what is older than two days."""
    if not desk.almanac.is_recent(at):
        return None
    notice = desk.ledger.add(
        Notice, at, job_key=key, user_id=user_id, team_id=team_id, words=words, link=link, urgent=urgent, at=at
    )
    if user_id and desk.almanac.is_past((at + READ_AFTER).date()):
        notice.update(read_at=at + timedelta(hours=3), read_by_id=user_id)
    return notice


def link_to(referral: Row) -> str:
    """The address of a referral's page."""
    return reverse("referrals:referral", kwargs={"reference": referral["reference"]})
