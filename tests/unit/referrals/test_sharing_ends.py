"""When a partner's work on a person ends: 30 days to look back, and then the person is not shared any more."""

from datetime import timedelta

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from referrals.actions import close
from referrals.enums import CloseReason
from referrals.models import Allocation, Referral
from residents.models import Resident, Share, Statement
from tests.factories.referrals import give, make_referral

PAST = timedelta(days=30, minutes=1)


@pytest.fixture
def closed(jean: Resident, asha: User, olu: User) -> Referral:
    """What was sent to the Carers service, and is closed now."""
    return close(referral=make_referral(jean, asha, need="carer"), reason=CloseReason.SUPPORT_ENDED, by=olu)


def pass_by(referral: Referral) -> None:
    """Let the 30 days since `referral` was closed be over."""
    Referral.objects.filter(pk=referral.pk).update(closed_at=clock.now() - PAST)
    Share.objects.filter(ended_at__isnull=False).update(ended_at=clock.now() - PAST + timedelta(days=30))


def test_lets_the_partner_look_for_30_days_and_no_longer(closed: Referral, jean: Resident, ines: User) -> None:
    share = Share.objects.get(resident=jean)
    assert closed.closed_at is not None
    assert share.ended_at == closed.closed_at + timedelta(days=30)
    assert jean in Resident.objects.visible_to(ines)
    assert closed in Referral.objects.visible_to(ines)
    assert closed.story in Statement.objects.visible_to(ines)
    pass_by(closed)
    for seen in (Resident, Referral, Statement):
        assert not seen.objects.visible_to(ines).exists(), seen


def test_hides_who_held_it_when_the_30_days_are_over(jean: Resident, asha: User, olu: User, ines: User) -> None:
    referral = make_referral(jean, asha, need="carer")
    given = give(referral, ines, olu)
    closed = close(referral=referral, reason=CloseReason.SUPPORT_ENDED, by=olu)
    assert given in Allocation.objects.visible_to(ines)
    pass_by(closed)
    assert not Allocation.objects.visible_to(ines).exists()


def test_goes_on_sharing_while_something_else_is_open_with_the_team(
    jean: Resident, asha: User, olu: User, ines: User
) -> None:
    first, second = (make_referral(jean, asha, need="carer") for _ in range(2))
    close(referral=first, reason=CloseReason.SUPPORT_ENDED, by=olu)
    assert not Share.objects.filter(ended_at__isnull=False).exists()
    pass_by(first)
    assert jean in Resident.objects.visible_to(ines)
    close(referral=second, reason=CloseReason.SUPPORT_ENDED, by=olu)
    assert not Share.objects.filter(ended_at__isnull=True).exists()


def test_shares_again_when_something_new_is_sent(closed: Referral, jean: Resident, asha: User, ines: User) -> None:
    pass_by(closed)
    again = make_referral(jean, asha, need="carer")
    assert list(Referral.objects.visible_to(ines)) == [again]
    assert jean in Resident.objects.visible_to(ines)
    assert list(Statement.objects.visible_to(ines)) == [again.story]


def test_writes_once_that_sharing_ended(closed: Referral, jean: Resident, olu: User) -> None:
    event = Event.objects.get(verb="resident.share_ended")
    assert (event.actor_id, event.resident_id, event.detail) == (olu.pk, jean.pk, {"team": "carers-service"})


def test_ends_no_share_when_the_councils_own_team_closes(jean: Resident, asha: User, olu: User) -> None:
    make_referral(jean, asha, need="carer")
    close(referral=make_referral(jean, asha), reason=CloseReason.SUPPORT_ENDED, by=olu)
    assert Share.objects.get().ended_at is None


def test_goes_on_showing_integrated_staff_what_was_closed(closed: Referral, ben: User) -> None:
    pass_by(closed)
    assert closed in Referral.objects.visible_to(ben)
