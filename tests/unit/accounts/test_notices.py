"""A notice whose cause was dealt with before it came arrives as read."""

import pytest

from accounts.actions import settle_notices
from accounts.models import Notice, User
from outbox.actions import perform
from outbox.models import Job
from referrals.actions import accept, break_promises_due, keep_promise, withdraw_promise
from residents.models import Resident
from tests.factories.promises import make_promise_to, overdue_promise
from tests.factories.referrals import make_referral


def deliver() -> list[Notice]:
    for job in Job.objects.filter(kind="notice.deliver").order_by("id"):
        assert perform(job.pk)
    return list(Notice.objects.order_by("job_key"))


def test_what_a_team_was_told_of_a_referral_that_somebody_took_up_comes_as_read(
    jean: Resident, asha: User, dee: User
) -> None:
    referral, other = make_referral(jean, asha), make_referral(jean, asha)
    accept(referral=referral, by=dee)
    read = {notice.link: notice.read_by for notice in deliver() if notice.team == referral.team}
    assert read == {referral.get_absolute_url(): dee, other.get_absolute_url(): None}


@pytest.mark.parametrize("came", [False, True])
def test_what_was_told_of_a_promise_is_read_once_it_is_kept(jean: Resident, asha: User, ben: User, came: bool) -> None:
    promise = overdue_promise(jean, asha, owner=ben)
    waits = overdue_promise(jean, asha, owner=ben)
    break_promises_due()
    if came:
        assert [notice.read_by for notice in deliver()] == [None] * 4
    keep_promise(promise=promise, by=asha)
    notices = list(Notice.objects.all()) if came else deliver()
    assert {notice.read_by for notice in notices if notice.link == promise.get_absolute_url()} == {asha}
    assert {notice.read_by for notice in notices if notice.link == waits.get_absolute_url()} == {None}
    assert all((notice.read_at is None) == (notice.read_by is None) for notice in notices)


def test_what_was_told_of_a_promise_is_read_once_it_is_withdrawn(jean: Resident, asha: User, ben: User) -> None:
    promise = make_promise_to(jean, asha, owner=ben)
    withdraw_promise(promise=promise, by=asha, note="Not needed", told="Jean")
    assert [notice.read_by for notice in deliver()] == [asha]


def test_a_team_that_dealt_with_its_own_takes_nothing_off_the_list_of_another(
    jean: Resident, asha: User, dee: User
) -> None:
    referral = make_referral(jean, asha)
    elsewhere = asha.teams.get()
    assert elsewhere != referral.team
    settle_notices(team=elsewhere, link=referral.get_absolute_url(), by=asha)
    assert [notice.read_by for notice in deliver() if notice.team == referral.team] == [None]
