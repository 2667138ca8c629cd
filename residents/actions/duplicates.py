"""Find records that may be one person, tell two apart, and ask again."""

from collections.abc import Iterable
from itertools import islice
from uuid import UUID

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.actions import beat
from core.errors import WrongState
from outbox.actions import enqueue
from residents.duplicates import Found, like, pairs, told_apart
from residents.enums import PairStatus
from residents.models import PossibleDuplicate, Resident
from residents.policies import check_can_decide
from residents.search import near_matches
from residents.states import POSSIBLE_DUPLICATE

BATCH = 500
MOST_NEAR = 20
COMPARED = ("known_as", "given_name", "family_name", "born_on", "postcode", "phone", "nhs_number")


def look_later(resident: Resident) -> None:
    """Write down that somebody must be looked for twice: the outbox does it once the record is saved."""
    enqueue("duplicates.look", resident_id=str(resident.pk))


def look_for_duplicates(*, resident_id: str) -> None:
    """Keep, as pairs to decide, all who may be the same as one person; safe to repeat."""
    resident = Resident.objects.select_related("added_by").filter(pk=resident_id, merged_into__isnull=True).first()
    if resident is None:
        return
    near = near_matches({name: getattr(resident, name) for name in COMPARED}, resident.added_by, limit=MOST_NEAR)
    keep_pairs(like(resident, [hit.resident.pk for hit in near]))


def find_duplicates() -> int:
    """Go through everybody and keep every pair that may be one person; how many are new.

    Safe to repeat, and after a run that was cut short. A pair that was told apart is not asked again.
    """
    new, found = 0, pairs()
    while some := list(islice(found, BATCH)):
        new += keep_pairs(some)
    beat("duplicates", found=new)
    return new


@transaction.atomic
def keep_pairs(found: Iterable[Found]) -> int:
    """Keep pairs that nobody knows of yet; how many there were."""
    unique = {(pair.one, pair.other): pair for pair in found}
    known = told_apart(unique.values())
    now = clock.now()
    rows = [
        PossibleDuplicate(
            one_id=pair.one, other_id=pair.other, score=pair.verdict.score, why=pair.verdict.why, found_at=now
        )
        for key, pair in sorted(unique.items())
        if key not in known
    ]
    PossibleDuplicate.objects.bulk_create(rows, ignore_conflicts=True)
    return PossibleDuplicate.objects.filter(pk__in=[row.pk for row in rows]).count()


@transaction.atomic
def tell_apart(*, pair: PossibleDuplicate, note: str, by: User) -> PossibleDuplicate:
    """Keep that two records are two people, and how somebody knows; they are not asked about again.

    Raises NotPermitted, and WrongState with what somebody else decided meanwhile.
    """
    check_can_decide(by)
    return decide(lock_pair(pair.pk), "tell apart", note=note, by=by)


@transaction.atomic
def ask_again(*, pair: PossibleDuplicate, by: User) -> PossibleDuplicate:
    """Undo `tell_apart`: the pair is to be decided again. Raises NotPermitted and WrongState."""
    check_can_decide(by)
    return decide(lock_pair(pair.pk), "ask again", note="", by=by)


def lock_pair(key: UUID) -> PossibleDuplicate:
    """The pair as it is now, locked until the transaction ends."""
    pairs_now = PossibleDuplicate.objects.select_for_update(of=("self",)).select_related("decided_by")
    found: PossibleDuplicate = pairs_now.get(pk=key)
    return found


def decide(pair: PossibleDuplicate, verb: str, *, note: str, by: User) -> PossibleDuplicate:
    """Take one step of the pair's life, and write it into the histories of both people."""
    try:
        step = POSSIBLE_DUPLICATE.transition(verb, pair.status)
    except WrongState as wrong:
        raise WrongState(f"{pair.decision or wrong} Nothing was changed by you.") from wrong
    is_open = step.target == PairStatus.OPEN
    pair.status, pair.note = step.target, note
    pair.decided_at, pair.decided_by = (None, None) if is_open else (clock.now(), by)
    pair.save(update_fields=["status", "note", "decided_at", "decided_by"])
    for one, other in ((pair.one_id, pair.other_id), (pair.other_id, pair.one_id)):
        record(step.event, by=by, subject=pair, resident_id=one, other=str(other))
    return pair
