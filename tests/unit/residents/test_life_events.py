"""A death and a move: recorded once, ending what should end in one transaction, and opened again when in error."""

import re
from datetime import timedelta

import pytest

from accounts.models import Membership, User
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused
from discharges.enums import ClockStatus, EndReason, StayStatus
from discharges.models import HospitalStay, SixWeekClock
from outbox.models import Job
from referrals.actions import close, return_referral
from referrals.enums import CallBackOutcome, CloseReason, PromiseStatus, ReferralStatus
from referrals.models import Allocation, CallBack, Promise, Referral
from residents.actions import correct_life_event, record_death, record_move
from residents.endings import preview
from residents.enums import LifeKind, TimelineKind
from residents.models import AccessNeed, EndedRow, LifeEvent, Resident, Share, TimelineEntry
from talking_shops.models import AgreedAction, Booking
from tests.factories.field import make_clock, make_conversation, make_light_touch, make_stay
from tests.factories.life import need_large_print, promise_something, put_everything_under_way, under_way
from tests.factories.referrals import give, make_referral
from tests.rows import rows

pytestmark = pytest.mark.django_db
KINDS = ("referrals", "held", "promises", "call_backs", "agreed", "clocks", "stays", "shares", "needs", "bookings")
NOTHING: dict[str, list[str]] = {kind: [] for kind in KINDS}


@pytest.fixture
def busy(jean: Resident, asha: User, ben: User, dee: User, gwen: User) -> Resident:
    """Jean, with something under way of every kind."""
    put_everything_under_way(jean, {"asha": asha, "ben": ben, "dee": dee, "gwen": gwen})
    return jean


def die(jean: Resident, by: User) -> LifeEvent:
    return record_death(resident=jean, died_on=clock.days_ago(1), by=by, how_known="Maria, her daughter, rang")


def move(jean: Resident, by: User, *, told: bool | None = True) -> LifeEvent:
    return record_move(
        resident=jean, left_on=clock.today(), to="Leeds", by=by, how_known="Jean rang", council_told=told
    )


def test_a_death_ends_everything_with_its_reason(busy: Resident, ben: User) -> None:
    die(busy, ben)
    busy.refresh_from_db()
    assert busy.died_on == clock.days_ago(1)
    assert under_way(busy) == NOTHING
    assert set(Referral.objects.values_list("close_reason", flat=True)) == {CloseReason.DIED}
    assert Allocation.objects.get().ended_by == ben
    assert SixWeekClock.objects.get().end_reason == EndReason.DIED
    assert HospitalStay.objects.filter(status=StayStatus.ENDED).count() == 1
    assert Promise.objects.get().status == PromiseStatus.WITHDRAWN
    assert CallBack.objects.get().outcome == CallBackOutcome.CANCELLED
    assert AgreedAction.objects.get().ended_because.startswith("Died")
    assert Share.objects.get().ended_at > clock.now() + timedelta(days=29)
    assert AccessNeed.objects.get().ended_because == "The person died"
    assert Booking.objects.get().because.startswith("Died")


def test_ends_what_the_preview_said_and_the_timeline_says_it_afterwards(busy: Resident, ben: User) -> None:
    said = preview(busy, LifeKind.DIED)
    event = die(busy, ben)
    assert [row.words for row in event.ended.order_by("pk")] == said
    assert len(said) == 11
    assert any(re.fullmatch(r"Call-back on \d+ \w+ \d{4}, \w+( \w+)? to \w+(: .*)?", words) for words in said)
    entry = TimelineEntry.objects.get(resident=busy, kind=TimelineKind.LIFE)
    assert entry.title.startswith("Died on ")
    assert entry.detail.split("\n") == ["Who told us: Maria, her daughter, rang", "This ended:", *said]
    assert not entry.time_known


def test_a_move_leaves_the_stay_and_the_access_needs(busy: Resident, ben: User) -> None:
    move(busy, ben)
    busy.refresh_from_db()
    assert (busy.left_on, busy.left_for) == (clock.today(), "Leeds")
    left = under_way(busy)
    assert (len(left.pop("stays")), len(left.pop("needs"))) == (1, 1)
    assert not any(left.values())
    assert set(Referral.objects.values_list("close_reason", flat=True)) == {CloseReason.MOVED}


def test_six_6_a_clock_ends_with_a_move_only_once_the_council_there_knows(
    jean: Resident, gwen: User, ben: User
) -> None:
    make_clock(jean, gwen)
    before = rows()
    with pytest.raises(Refused, match="Tell the council where they live now first"):
        move(jean, ben, told=False)
    assert rows() == before
    move(jean, ben, told=True)
    assert SixWeekClock.objects.get().end_reason == EndReason.MOVED


def test_the_worker_who_held_it_is_told_without_a_name(busy: Resident, dee: User) -> None:
    die(busy, dee)
    words = [job.payload["words"] for job in Job.objects.filter(kind="notice.deliver")]
    assert any(told.endswith("is closed: the person died") for told in words)
    assert "Jean" not in str(words)


def test_is_audited_once(busy: Resident, ben: User) -> None:
    event = die(busy, ben)
    row = Event.objects.get(verb="resident.died")
    assert (row.subject_id, row.resident_id, row.detail) == (event.pk, busy.pk, {"ended": 11})


def test_is_recorded_once_and_shows_what_stands(jean: Resident, ben: User, asha: User) -> None:
    event = die(jean, ben)
    before = rows()
    with pytest.raises(ChangedMeanwhile, match="recorded already: by Ben Okafor") as refusal:
        die(jean, asha)
    assert refusal.value.current == event
    assert rows() == before


def test_is_refused_without_a_source_or_for_a_day_to_come(jean: Resident, ben: User) -> None:
    with pytest.raises(Refused, match="Say who told us"):
        record_death(resident=jean, died_on=clock.today(), by=ben, how_known=" ")
    with pytest.raises(Refused, match="cannot be in the future"):
        record_death(resident=jean, died_on=clock.today() + timedelta(days=1), by=ben, how_known="Maria")
    assert not LifeEvent.objects.exists()


def test_is_refused_to_who_may_not_change_a_person(jean: Resident, hal: User, olu: User) -> None:
    for user in (hal, olu):
        with pytest.raises(NotPermitted):
            die(jean, user)


def test_life_4_a_correction_opens_what_the_event_ended_and_nothing_else(busy: Resident, ben: User, dee: User) -> None:
    held = Referral.objects.get(status=ReferralStatus.ALLOCATED)
    close(referral=held, reason=CloseReason.DECLINED, by=ben)
    before = under_way(busy)
    event = die(busy, dee)
    done = correct_life_event(event=event, because="It was another Jean Smith", by=dee)
    busy.refresh_from_db()
    assert busy.died_on is None
    assert under_way(busy) == before
    assert done.could_not == []
    assert len(done.reopened) == 10
    entry = TimelineEntry.objects.filter(resident=busy, kind=TimelineKind.LIFE).latest("recorded_at")
    assert entry.title.startswith("Recorded in error: died on")
    assert "Open again:" in entry.detail


def test_a_referral_with_the_sender_goes_back_to_the_sender(jean: Resident, asha: User, dee: User) -> None:
    referral = make_referral(jean, asha)
    return_referral(referral=referral, words="Not for us", by=dee, version=referral.version)
    correct_life_event(event=die(jean, dee), because="Wrong person", by=dee)
    referral.refresh_from_db()
    assert (referral.status, referral.closed_at, referral.close_reason) == (ReferralStatus.RETURNED, None, "")


def test_goes_to_the_queue_when_the_worker_has_left_the_team(jean: Resident, asha: User, ben: User, dee: User) -> None:
    referral = make_referral(jean, asha)
    give(referral, ben, dee)
    event = die(jean, dee)
    Membership.objects.filter(user=ben).update(ends_on=clock.days_ago(1))
    done = correct_life_event(event=event, because="Wrong person", by=dee)
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.AWAITING_ALLOCATION
    assert not Allocation.objects.open().exists()
    assert f"Referral {referral.reference}, in the queue of {referral.team.spoken}" in done.reopened


def test_says_what_it_could_not_open(jean: Resident, ben: User, dee: User) -> None:
    need_large_print(jean, ben)
    event = die(jean, dee)
    need_large_print(jean, ben)
    done = correct_life_event(event=event, because="Wrong person", by=dee)
    assert done.reopened == []
    assert done.could_not == ["Review of the access need: Large print: it was recorded anew since"]


def test_what_a_death_would_have_ended_too_waits_for_its_correction(jean: Resident, ben: User, gwen: User) -> None:
    promise_something(jean, ben)
    before = under_way(jean)
    moved = move(jean, ben)
    died = die(jean, ben)
    make_nothing_of_it = correct_life_event(event=moved, because="She had not left", by=ben)
    assert make_nothing_of_it.reopened == []
    assert make_nothing_of_it.could_not[0].endswith("died still holds")
    assert under_way(jean)["promises"] == []
    correct_life_event(event=died, because="Another Jean", by=ben)
    assert under_way(jean) == before


def test_can_be_recorded_again_after_a_correction(jean: Resident, ben: User) -> None:
    event = die(jean, ben)
    correct_life_event(event=event, because="Wrong day", by=ben)
    with pytest.raises(ChangedMeanwhile, match="corrected already"):
        correct_life_event(event=event, because="Wrong day", by=ben)
    record_death(resident=jean, died_on=clock.days_ago(2), by=ben, how_known="The hospital")
    assert LifeEvent.objects.count() == 2
    jean.refresh_from_db()
    assert jean.died_on == clock.days_ago(2)


def test_a_correction_needs_a_reason_and_the_right_role(jean: Resident, ben: User, hal: User) -> None:
    event = die(jean, ben)
    with pytest.raises(Refused, match="Say why"):
        correct_life_event(event=event, because=" ", by=ben)
    with pytest.raises(NotPermitted):
        correct_life_event(event=event, because="Wrong", by=hal)


def test_what_the_family_does_is_theirs(jean: Resident, ben: User) -> None:
    make_conversation(jean, ben)
    AgreedAction.objects.update(doer="family", owner=None)
    die(jean, ben)
    assert AgreedAction.objects.open().count() == 1


def test_nothing_happens_when_one_ender_refuses(jean: Resident, ben: User, gwen: User, asha: User) -> None:
    make_referral(jean, asha)
    make_clock(jean, gwen)
    before, open_before = rows(), under_way(jean)
    with pytest.raises(Refused):
        move(jean, ben, told=None)
    assert (rows(), under_way(jean)) == (before, open_before)
    assert not EndedRow.objects.exists()


def test_a_clock_that_ended_in_error_runs_to_the_day_that_it_had(jean: Resident, gwen: User, ben: User) -> None:
    started = make_clock(jean, gwen, days_ago=40)
    correct_life_event(event=die(jean, ben), because="Wrong person", by=ben)
    running = SixWeekClock.objects.get()
    assert (running.status, running.due_on, running.ended_on) == (ClockStatus.OPEN, started.due_on, None)


def test_nobody_is_put_on_the_hospital_list_nor_assessed_after_their_death(
    jean: Resident, gwen: User, ben: User
) -> None:
    stay = make_stay(jean, gwen)
    die(jean, ben)
    with pytest.raises(Refused, match=r"has died\. Nothing is assessed any more"):
        make_light_touch(stay, gwen)
    jean.refresh_from_db()
    with pytest.raises(Refused, match=r"has died\. If that was recorded in error, correct it first"):
        make_stay(jean, gwen)
