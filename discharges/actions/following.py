"""What becomes of six-week clocks when records are merged or parted, and when a person's locality changes (SIX-7)."""

from accounts.models import User
from audit.actions import record
from discharges.actions.settling import settle_clocks
from discharges.models import SixWeekClock
from discharges.rules import is_same_discharge
from referrals.actions import move_review
from referrals.enums import Need
from referrals.models import Allocation
from referrals.routing import suggest_by_place
from residents.followers import Follower
from residents.models import Merge, Resident


def joined(merge: Merge, by: User) -> None:
    """Leave one clock of each discharge that both records had, and bring all into the state that holds now."""
    clocks = SixWeekClock.objects.select_for_update(of=("self",)).select_related("discharge").order_by("pk")
    mine = list(clocks.filter(resident_id=merge.survivor_id, twin__isnull=True, discharge__voided_at__isnull=True))
    theirs = [one for one in mine if one.discharge.resident_id == merge.merged_id]
    for other in theirs:
        same = [one for one in mine if one not in theirs and is_same_discharge(one.discharged_on, other.discharged_on)]
        for kept in same:
            _pair(kept, other, by)
    settle_clocks(merge.survivor, by=by)
    placed(merge.survivor, by)


def _pair(kept: SixWeekClock, other: SixWeekClock, by: User) -> None:
    """Let one of two clocks of one discharge stand: the one that a worker holds, else that of the kept record."""
    held = set(
        Allocation.objects.open().filter(referral__clock__in=[kept, other]).values_list("referral_id", flat=True)
    )
    stands, yields = (other, kept) if other.referral_id in held and kept.referral_id not in held else (kept, other)
    yields.twin = stands
    yields.save(update_fields=["twin"])
    record("six_weeks.twinned", by=by, subject=yields, resident_id=yields.resident_id, twin=str(stands.pk))


def parted(merge: Merge, by: User) -> None:
    """Give each record its own clock again."""
    for person in (merge.survivor, merge.merged):
        twins = SixWeekClock.objects.select_for_update(of=("self",)).filter(resident=person, twin__isnull=False)
        for one in twins.exclude(twin__resident=person).order_by("pk"):
            one.twin = None
            one.save(update_fields=["twin"])
    for person in (merge.survivor, merge.merged):
        settle_clocks(person, by=by)


def placed(resident: Resident, by: User) -> None:
    """Hand running reviews on to the team of the locality that is theirs now; the date stays."""
    running = SixWeekClock.objects.open().select_for_update(of=("self",)).select_related("referral__team")
    for one in running.filter(resident=resident).exclude(locality_id=resident.locality_id):
        to = suggest_by_place(resident, Need.AFTER_HOSPITAL)
        if to.team.pk != one.referral.team_id:
            move_review(referral=one.referral, to=to, why=f"Their locality changed: {to.because}", by=by)
        one.locality_id = to.team.locality_id
        one.save(update_fields=["locality"])
        record("six_weeks.moved", by=by, subject=one, resident_id=one.resident_id, team=to.team.slug)


FOLLOWER = Follower(joined, parted, placed)
