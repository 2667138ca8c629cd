"""Several people at one moment: a pair is decided once, and nothing that is being written is lost."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from core import clock
from core.errors import Refused
from outbox.actions import perform
from outbox.models import Job
from referrals.models import Referral
from residents.actions import find_duplicates, merge, record_death, tell_apart, undo_merge
from residents.models import LifeEvent, Merge, MovedRow, PossibleDuplicate, Resident
from tests.committed import at_once
from tests.factories.duplicates import make_merge, make_pair
from tests.factories.people import make_resident, make_user
from tests.factories.referrals import make_referral

Act = Callable[[], Any]


def people(count: int) -> tuple[User, User, list[Resident]]:
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    dee = make_user("Dee Walsh", Role.LOCALITY_MANAGER, "cls-tilbury-chadwell")
    return asha, dee, [make_resident(asha, given_name=f"Jean{number}", known_as="") for number in range(count)]


def together(*acts: Act) -> list[Any]:
    return at_once(len(acts), lambda number: acts[number]())


def test_of_four_who_decide_one_pair_at_once_one_does_and_the_others_are_told(committed: str) -> None:
    asha, dee, (one, other) = people(2)
    pair = make_pair(one, other)
    did = together(
        lambda: merge(pair=pair, survivor=one, why="a", by=asha),
        lambda: merge(pair=pair, survivor=other, why="b", by=dee),
        lambda: tell_apart(pair=pair, note="c", by=asha),
        lambda: tell_apart(pair=pair, note="d", by=dee),
    )
    refused = [str(told) for told in did if isinstance(told, Refused)]
    done = [told for told in did if isinstance(told, Merge | PossibleDuplicate)]
    # who was told apart first can still be found to be one, never the other way round
    assert 1 <= len(done) <= 2
    assert len(refused) == 4 - len(done)
    assert all("Nothing was changed by you" in told for told in refused)
    assert Merge.objects.count() == sum(isinstance(told, Merge) for told in done) <= 1


def test_two_merges_that_share_a_record_do_not_lock_each_other_out(committed: str) -> None:
    asha, dee, (one, two, three) = people(3)
    first, second = make_pair(one, two), make_pair(two, three)
    did = together(
        lambda: merge(pair=first, survivor=one, why="a", by=asha),
        lambda: merge(pair=second, survivor=three, why="b", by=dee),
    )
    assert sorted(type(told).__name__ for told in did) in (["Merge", "Merge"], ["Merge", "Refused"])
    assert Resident.objects.filter(merged_into=two).count() == 0


@pytest.mark.parametrize("attempt", range(3))
def test_a_call_taken_while_two_records_are_merged_ends_on_the_kept_one(committed: str, attempt: int) -> None:
    asha, dee, (one, other) = people(2)
    pair = make_pair(one, other)
    together(
        lambda: merge(pair=pair, survivor=one, why="a", by=dee),
        lambda: make_referral(other, asha),
    )
    for job in Job.objects.filter(kind="duplicates.gather"):
        assert perform(job.pk)
    referral = Referral.objects.get()
    assert referral.resident == referral.contact.resident == one
    assert MovedRow.objects.filter(row_id=referral.pk).count() == 1


def test_undoing_twice_at_once_undoes_once(committed: str) -> None:
    asha, dee, (one, other) = people(2)
    make_referral(other, asha)
    done = merge(pair=make_pair(one, other), survivor=one, why="a", by=dee)
    did = together(*[lambda: undo_merge(merge=done, by=dee)] * 3)
    assert all(isinstance(told, Merge) for told in did), did
    assert Referral.objects.get().resident == other
    assert Resident.objects.get(pk=other.pk).timeline.filter(title__contains="was undone").count() == 1


def test_two_nightly_runs_at_once_keep_each_pair_once(committed: str) -> None:
    asha, _, _ = people(0)
    for _ in range(6):
        make_resident(asha)
    did = together(find_duplicates, find_duplicates, find_duplicates)
    assert all(isinstance(count, int) for count in did), did
    assert PossibleDuplicate.objects.count() == 15


def test_refuses_a_death_on_a_record_that_was_merged_at_the_same_moment(committed: str) -> None:
    """Whoever recorded it is told where to record it: on the merged record it would say nothing of the kept one."""
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    jean, other = make_resident(asha), make_resident(asha)
    make_merge(jean, other, asha)
    with pytest.raises(Refused, match="merged into another one"):
        record_death(resident=other, died_on=clock.today(), by=asha, how_known="The hospital rang")
    assert not LifeEvent.objects.exists()
