"""A death that several people record at one moment is recorded once, and ends everything once."""

from accounts.roles import Role
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile
from referrals.models import Referral
from residents.actions import correct_life_event, record_death
from residents.models import EndedRow, LifeEvent, TimelineEntry
from tests.committed import at_once
from tests.factories.people import make_resident, make_user
from tests.factories.referrals import give, make_referral

DESKS = 6


def test_is_recorded_once_and_corrected_once(committed: str) -> None:
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    dee = make_user("Dee Walsh", Role.LOCALITY_MANAGER, "cls-tilbury-chadwell")
    jean = make_resident(asha)
    make_referral(jean, asha)
    did = at_once(
        DESKS, lambda _: record_death(resident=jean, died_on=clock.today(), by=dee, how_known="The hospital rang")
    )
    told = [one for one in did if isinstance(one, ChangedMeanwhile)]
    events = [one for one in did if isinstance(one, LifeEvent)]
    assert (len(events), len(told)) == (1, DESKS - 1)
    assert all(one.current == events[0] for one in told)
    assert EndedRow.objects.count() == 1
    assert Event.objects.filter(verb="referral.closed").count() == 1
    assert TimelineEntry.objects.filter(kind="life").count() == 1

    undone = at_once(DESKS, lambda _: correct_life_event(event=events[0], because="Wrong person", by=dee))
    assert sum(isinstance(one, ChangedMeanwhile) for one in undone) == DESKS - 1
    assert Event.objects.filter(verb="referral.reopened").count() == 1
    assert Referral.objects.open().count() == 1


def test_work_that_is_taken_up_at_the_same_moment_neither_waits_for_ever_nor_is_lost(committed: str) -> None:
    """Somebody records the death while a manager allocates: whoever comes second sees what the first did."""
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    dee = make_user("Dee Walsh", Role.LOCALITY_MANAGER, "cls-tilbury-chadwell")
    ben = make_user("Ben Okafor", Role.SOCIAL_WORKER, "cls-tilbury-chadwell")
    jean = make_resident(asha)
    referral = make_referral(jean, asha)

    def act(number: int) -> object:
        if number:
            return give(referral, ben, dee)
        return record_death(resident=jean, died_on=clock.today(), by=asha, how_known="The hospital rang")

    did = at_once(2, act)
    assert isinstance(did[0], LifeEvent)
    assert not Referral.objects.open().exists()
    assert not referral.allocations.open().exists()
