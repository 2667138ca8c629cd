"""Book an hour in which somebody is rung back, ring them, and say how it went."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import ChangedMeanwhile, Refused, WrongState
from core.rulebook import sentence_of
from localities.enums import TeamKind
from localities.models import Team
from referrals.enums import CallBackOutcome
from referrals.models import CallBack, Contact
from referrals.policies import check_can_take_call
from referrals.rules.call_backs import can_be_booked, claim_holds, may_be_changed, try_again_from
from referrals.slots import Slot, full_in_words, hour_now, next_free, slot_of
from residents.actions import note_event
from residents.enums import TimelineKind
from residents.life import check_may_begin
from residents.models import Resident
from residents.phones import tidy_phone


@transaction.atomic
def book_call_back(
    *,
    by: User,
    phone: str,
    day: date,
    hour: int,
    name: str = "",
    about: str = "",
    resident: Resident | None = None,
    contact: Contact | None = None,
) -> CallBack:
    """Book a call-back in the `hour` (London, 9 is from 9:00) of a day.

    Raises NotPermitted unless `by` answers calls, and Refused, with a sentence, without a telephone number, for an
    hour that cannot be booked (CBK-2), for a full one, naming the next with room (CBK-1), and for somebody who has
    died, unless their family asked for it in a call (LIFE-6).
    """
    check_can_take_call(by)
    if resident:
        check_may_begin(resident, with_family=contact is not None)
    number = _number(phone)
    if not can_be_booked(day, hour, today=clock.today(), hour_now=hour_now()):
        raise Refused("Choose an hour from 7am to 7pm that has not ended, within the next 28 days.")
    slot = _take(day, hour)
    return _book(slot, by=by, phone=number, name=name, about=about, resident=resident, contact=contact)


@transaction.atomic
def end_call_back(
    *, call_back: CallBack, outcome: CallBackOutcome, by: User, note: str = "", seen: datetime | None = None
) -> CallBack:
    """Say how it went; harmless when the same was said already.

    `seen` is when what the page shows of how it went was said, None for nothing: who has seen it may say otherwise.
    Raises NotPermitted, ChangedMeanwhile when somebody has said otherwise, or another `note`, unseen, and Refused
    when that was said longer ago than CBK-6 allows.
    """
    check_can_take_call(by)
    locked = _lock(call_back)
    if locked.outcome == outcome and note.strip() in ("", locked.note):
        return locked
    if outcome == CallBackOutcome.BOOKED:
        raise WrongState("Say how it went.")
    _check_says_it_first(locked, seen)
    locked.outcome, locked.note = outcome, note.strip()
    locked.ended_at, locked.ended_by = clock.now(), by
    locked.save(update_fields=["outcome", "note", "ended_at", "ended_by"])
    record("call_back.ended", by=by, subject=locked, resident_id=locked.resident_id, outcome=outcome)
    spoke = outcome == CallBackOutcome.SPOKE
    _note("Rang back and spoke" if spoke else f"Call-back: {outcome.label.lower()}", locked, by, spoke=spoke)
    return locked


@transaction.atomic
def try_again(*, call_back: CallBack, by: User, note: str = "") -> CallBack:
    """Nobody answered: end it so, with a `note`, and book the next try in the hour that CBK-3 gives; the new call-back.

    Raises NotPermitted, ChangedMeanwhile when it has ended already, and Refused when no hour has room.
    """
    earlier = _lock(call_back)
    if earlier.outcome != CallBackOutcome.BOOKED:
        raise ChangedMeanwhile(_ended_already(earlier), earlier)
    end_call_back(call_back=earlier, outcome=CallBackOutcome.NO_ANSWER, by=by, note=note)
    _one_at_a_time()
    slot = next_free(*try_again_from(today=clock.today(), hour_now=hour_now()))
    if slot is None:
        raise Refused("No hour of the next 28 days has room. Say that nobody answered, and choose what to do.")
    return _book(
        slot, by=by, phone=earlier.phone, name=earlier.name, about=earlier.about, resident=earlier.resident,
        contact=earlier.contact, tried=earlier.tried + 1,
    )  # fmt: skip


@transaction.atomic
def reopen_call_back(*, call_back: CallBack, by: User) -> CallBack:
    """Undo how it went: it waits again, in its hour. Harmless twice. Raises NotPermitted, and Refused when
    it was said longer ago than CBK-6 allows.
    """
    check_can_take_call(by)
    locked = _lock(call_back)
    if locked.outcome == CallBackOutcome.BOOKED:
        return locked
    _check_in_time(locked)
    locked.outcome, locked.note, locked.ended_at, locked.ended_by = CallBackOutcome.BOOKED, "", None, None
    locked.save(update_fields=["outcome", "note", "ended_at", "ended_by"])
    record("call_back.reopened", by=by, subject=locked, resident_id=locked.resident_id)
    _note("Call-back waits again", locked, by)
    return locked


@transaction.atomic
def claim_call_back(*, call_back: CallBack, by: User) -> CallBack:
    """ "I am on this", for half an hour (CBK-5); from somebody else too, whose name the page has shown.

    Raises NotPermitted, and WrongState when it has ended.
    """
    check_can_take_call(by)
    locked = _lock(call_back)
    if locked.outcome != CallBackOutcome.BOOKED:
        raise WrongState(_ended_already(locked))
    return _claim(locked, by)


@transaction.atomic
def claim_next(*, by: User) -> CallBack | None:
    """Take the first call-back whose hour has come and that nobody is on; the one that `by` has already comes first.

    None when nobody waits to be rung. Two people who press at once get two different ones.
    """
    check_can_take_call(by)
    now = clock.now()
    waiting = list(CallBack.objects.booked().due(clock.today(), hour_now()))
    waiting.sort(key=lambda one: not _is_on(one, by, now))
    for one in waiting:
        locked = CallBack.objects.booked().select_for_update(of=("self",), skip_locked=True).filter(pk=one.pk).first()
        if locked and (_is_on(locked, by, now) or not claim_holds(locked.claimed_at, now)):
            return _claim(locked, by)
    return None


def _check_says_it_first(locked: CallBack, seen: datetime | None) -> None:
    """Raise unless it still waits, or what was said of it is shown to whoever says otherwise, in time."""
    if locked.ended_at is None:
        return
    _check_in_time(locked)
    if seen != locked.ended_at:
        raise ChangedMeanwhile(_ended_already(locked), locked)


def _check_in_time(locked: CallBack) -> None:
    if locked.ended_at and not may_be_changed(locked.ended_at, clock.now()):
        raise Refused(f"{_ended_already(locked)} {sentence_of(may_be_changed)}")


def _ended_already(locked: CallBack) -> str:
    return f"This has ended already: {locked.get_outcome_display().lower()}."


def _is_on(call_back: CallBack, worker: User, now: datetime) -> bool:
    return call_back.claimed_by_id == worker.pk and claim_holds(call_back.claimed_at, now)


def _claim(locked: CallBack, by: User) -> CallBack:
    locked.claimed_at, locked.claimed_by = clock.now(), by
    locked.save(update_fields=["claimed_at", "claimed_by"])
    record("call_back.claimed", by=by, subject=locked, resident_id=locked.resident_id)
    return locked


def _number(phone: str) -> str:
    try:
        number = tidy_phone(phone)
    except ValueError as wrong:
        raise Refused(f"{wrong}.") from wrong
    if not number:
        raise Refused("Enter the telephone number to ring.")
    return number


def _take(day: date, hour: int) -> Slot:
    """The hour, with everybody else who books kept waiting until this transaction ends."""
    _one_at_a_time()
    slot = slot_of(day, hour)
    if slot.is_full:
        raise Refused(full_in_words(slot))
    return slot


def _one_at_a_time() -> None:
    """Bookings wait for each other, so that no hour is filled twice."""
    Team.objects.select_for_update(no_key=True).the_only(TeamKind.THURROCK_FIRST)


def _book(slot: Slot, *, by: User, **said: object) -> CallBack:
    call_back = CallBack(day=slot.day, hour=slot.hour, booked_at=clock.now(), booked_by=by, **said)
    call_back.save(force_insert=True)
    record("call_back.booked", by=by, subject=call_back, resident_id=call_back.resident_id, slot=slot.key)
    _note(f"Call-back booked for {slot.when}", call_back, by)
    return call_back


def _lock(call_back: CallBack) -> CallBack:
    found = CallBack.objects.select_for_update(of=("self",)).select_related("resident", "contact")
    locked: CallBack = found.get(pk=call_back.pk)
    return locked


def _note(title: str, call_back: CallBack, by: User, *, spoke: bool = False) -> None:
    if call_back.resident:
        kind = TimelineKind.CONTACT if spoke else TimelineKind.PROMISE
        detail = call_back.note or call_back.about
        note_event(call_back.resident, kind, title, by=by, source=call_back, detail=detail)
