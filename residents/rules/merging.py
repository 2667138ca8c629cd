"""MRG: what holds when two records become one, and when they are parted again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.rulebook import rule

UNDO_WITHIN = timedelta(days=30)
SOURCE = "Issue 3: a merge is previewed, everything is moved, and it can be undone within 30 days"


class Side(StrEnum):
    """Which of two records: the one that is kept, or the one that is put into it."""

    SURVIVOR = "survivor"
    MERGED = "merged"


@dataclass(frozen=True)
class Links:
    """What a row that came since the merge stems from, each in words; empty is nothing."""

    of_merged: str = ""
    of_survivor: str = ""
    worker_of_merged: str = ""
    worker_of_survivor: str = ""


@dataclass(frozen=True)
class Suggestion:
    side: Side
    because: str


@rule("MRG-1", source=SOURCE)
def can_still_be_undone(merged_on: date, today: date) -> bool:
    """A merge can be undone until 30 days after the day on which it was made, and not later."""
    return today <= merged_on + UNDO_WITHIN


@rule("MRG-2", source=SOURCE)
def side_that_counts(survivor: Sequence[bool], merged: Sequence[bool], chosen: str = "") -> Side:
    """What was chosen is kept; without a choice the kept record's own, and where it knows less, the other's.

    `survivor` and `merged` say of each thing that makes the answer better, the most telling first, whether it is
    known.
    """
    if chosen:
        return Side(chosen)
    return Side.MERGED if tuple(merged) > tuple(survivor) else Side.SURVIVOR


@rule("MRG-3", source=SOURCE)
def side_that_yields(constraint: str, kept: Mapping[str, Side]) -> Side:
    """Where a person can have only one (main number, present address), that of the value which is kept stays it.

    The other one stays on record as an earlier or a further one.
    """
    decides = {"one_main_phone_number": "phone", "phone_number_once": "phone", "one_present_address": "address"}
    stays = kept.get(decides.get(constraint, ""), Side.SURVIVOR)
    return Side.MERGED if stays == Side.SURVIVOR else Side.SURVIVOR


@rule("MRG-4", source=SOURCE)
def agree_on_death(survivor: date | None, merged: date | None) -> bool:
    """Two records can become one only when they agree whether the person has died, for a death ends much else."""
    return (survivor is None) == (merged is None)


@rule("MRG-5", source=SOURCE)
def belongs_to(links: Links) -> Suggestion:
    """What came since a merge belongs to the one from whose contact, referral or worker it stems, else to the kept.

    What it stems from counts before who did it.
    """
    if links.of_merged:
        return Suggestion(Side.MERGED, f"It stems from {links.of_merged}, which came from that record.")
    if links.of_survivor:
        return Suggestion(Side.SURVIVOR, f"It stems from {links.of_survivor}, which was always on this record.")
    if links.worker_of_merged and not links.worker_of_survivor:
        return Suggestion(Side.MERGED, f"{links.worker_of_merged} held the work that came from that record.")
    if links.worker_of_survivor and not links.worker_of_merged:
        return Suggestion(Side.SURVIVOR, f"{links.worker_of_survivor} held the work that was always on this record.")
    return Suggestion(Side.SURVIVOR, "Nothing says otherwise: it was noted on this record.")


@rule("MRG-6", source=SOURCE)
def earlier_name(kept: str, other: str, previous: str) -> str:
    """A family name that is not kept becomes the earlier family name where none is known, so that it is still found."""
    return other if other and other.casefold() != kept.casefold() and not previous else previous


@rule("MRG-7", source=SOURCE)
def careful(one: bool | None, other: bool | None) -> bool | None:
    """Where two records disagree on what is safe or allowed, no counts before yes, and yes before not asked."""
    if one is False or other is False:
        return False
    return one if other is None else other
