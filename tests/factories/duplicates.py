"""Makes pairs of records that may be one person, and merges, for tests."""

from accounts.models import User
from core import clock
from residents.actions import merge
from residents.models import Merge, PossibleDuplicate, Resident

WHY = ["The same first name and family name", "Born on the same day: 14 July 1945"]


def make_pair(one: Resident, other: Resident) -> PossibleDuplicate:
    """Two records that were found to be alike, to be decided."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    return PossibleDuplicate.objects.create(one=first, other=second, score=90, why=WHY, found_at=clock.now())


def make_merge(survivor: Resident, merged: Resident, by: User, **choices: str) -> Merge:
    """The second record put into the first."""
    pair = make_pair(survivor, merged)
    return merge(pair=pair, survivor=survivor, why="Same birth date and address", by=by, choices=choices)
