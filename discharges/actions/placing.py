"""Which team holds a review: that of the locality that is the person's now (SIX-7)."""

from accounts.models import User
from audit.actions import record
from discharges.actions.calling_off import call_off_for_team
from discharges.models import SixWeekClock
from referrals.actions import move_review
from referrals.enums import Need
from referrals.routing import suggest_by_place
from residents.models import Resident


def place_reviews(resident: Resident, by: User) -> None:
    """Hand running reviews on to the team of the locality that is theirs now; the date stays."""
    running = (
        SixWeekClock.objects.open()
        .select_for_update(of=("self",), no_key=True)
        .select_related("referral__team", "resident")
    )
    for one in running.filter(resident=resident).exclude(locality_id=resident.locality_id):
        to = suggest_by_place(resident, Need.AFTER_HOSPITAL)
        if to.team.pk != one.referral.team_id:
            call_off_for_team(one, to.team, by)
            move_review(referral=one.referral, to=to, why=f"Their locality changed: {to.because}", by=by)
        elif one.locality_id == to.team.locality_id:
            continue
        one.locality_id = to.team.locality_id
        one.save(update_fields=["locality"])
        record("six_weeks.moved", by=by, subject=one, resident_id=one.resident_id, team=to.team.slug)
