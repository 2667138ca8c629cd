"""What becomes of six-week clocks when records are merged or parted, when a person's locality changes (SIX-7), and
when a death or a move is recorded or corrected (SIX-6).
"""

from collections import defaultdict
from datetime import date

from accounts.models import User
from audit.actions import record
from discharges.actions.placing import place_reviews
from discharges.actions.settling import settle_clocks
from discharges.models import SixWeekClock
from discharges.rules import is_same_discharge
from referrals.models import Allocation
from residents.followers import Follower
from residents.models import Merge, Resident


def joined(merge: Merge, by: User) -> None:
    """Leave one clock of each discharge that both records had, and bring all into the state that holds now."""
    clocks = SixWeekClock.objects.select_for_update(of=("self",), no_key=True).select_related("discharge")
    mine = clocks.filter(resident_id=merge.survivor_id, twin__isnull=True, discharge__voided_at__isnull=True)
    same: dict[date, list[SixWeekClock]] = defaultdict(list)
    for one in mine.order_by("discharged_on", "pk"):
        day = next((day for day in same if is_same_discharge(day, one.discharged_on)), one.discharged_on)
        same[day].append(one)
    for clocks_of_one in same.values():
        _pair(clocks_of_one, by)
    settle_clocks(merge.survivor, by=by)
    place_reviews(merge.survivor, by)


def _pair(clocks: list[SixWeekClock], by: User) -> None:
    """Let one of several clocks of one discharge stand: the one that a worker holds, else that of the kept record."""
    held = set(Allocation.objects.open().filter(referral__clock__in=clocks).values_list("referral_id", flat=True))
    stands, *others = sorted(
        clocks,
        key=lambda one: (one.referral_id not in held, one.discharge.resident_id != one.resident_id, one.pk),
    )
    for yields in others:
        yields.twin = stands
        yields.save(update_fields=["twin"])
        record("six_weeks.twinned", by=by, subject=yields, resident_id=yields.resident_id, twin=str(stands.pk))


def parted(merge: Merge, by: User) -> None:
    """Give each record its own clock again, with the team of its own locality."""
    both = (merge.survivor, merge.merged)
    for person in both:
        twins = SixWeekClock.objects.select_for_update(of=("self",), no_key=True).filter(resident=person)
        for one in twins.filter(twin__isnull=False).exclude(twin__resident=person).order_by("discharged_on", "pk"):
            one.twin = None
            one.save(update_fields=["twin"])
    for person in both:
        settle_clocks(person, by=by)
        place_reviews(person, by)


def lived(resident: Resident, by: User) -> None:
    """A death or a move may come before what a clock was met or ended by, or stand behind a clock that it never ended:
    those that ran already are settled by the life event itself.
    """
    settle_clocks(resident, by=by)


FOLLOWER = Follower(joined, parted, place_reviews, lived)
