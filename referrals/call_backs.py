"""People who are to be rung back: when, whether somebody is on it, and what to know before ringing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from core import clock
from core.words import plural, weekday_date
from referrals.models import CallBack
from referrals.rules.call_backs import claim_holds, is_overdue, may_be_changed, try_again_from
from referrals.slots import Slot, hour_now, hours_in_words, next_free
from residents.access import PHONE, warnings_for
from residents.models import PhoneNumber, Resident
from residents.rules.access import is_number_to_avoid


@dataclass(frozen=True)
class ToRing:
    """One call-back in a list. `on_it` is who has taken it, "" for nobody; `mine` whether that is the viewer."""

    call_back: CallBack
    overdue: bool
    due_now: bool
    on_it: str
    mine: bool

    @property
    def resident_id(self) -> object:
        return self.call_back.resident_id

    @property
    def when(self) -> str:
        """ "Friday 27 November, 9am to 10am"."""
        return when_of(self.call_back)

    @property
    def who(self) -> str:
        return who_of(self.call_back)

    @property
    def tried(self) -> str:
        """ "Nobody answered 2 times"; "" for a first try."""
        tried = self.call_back.tried
        return f"Nobody answered {'once' if tried == 1 else plural(tried, 'time')} before." if tried else ""


def to_ring(call_backs: Iterable[CallBack], viewer: User) -> list[ToRing]:
    """Booked call-backs as a list shows them. They come with `claimed_by`."""
    today, hour, now = clock.today(), hour_now(), clock.now()
    rows = []
    for one in call_backs:
        taken = claim_holds(one.claimed_at, now) and one.claimed_by is not None
        overdue = is_overdue(one.day, one.hour, today=today, hour_now=hour)
        rows.append(
            ToRing(
                call_back=one,
                overdue=overdue,
                due_now=overdue or (one.day, one.hour) == (today, hour),
                on_it=one.claimed_by.name if taken and one.claimed_by else "",
                mine=taken and one.claimed_by_id == viewer.pk,
            )
        )
    return rows


def call_backs_of(resident: Resident, viewer: User) -> list[ToRing]:
    """When a person is to be rung back; nothing for a partner. One query."""
    booked = CallBack.objects.visible_to(viewer).booked().filter(resident=resident)
    return to_ring(booked.select_related("claimed_by"), viewer)


def when_of(call_back: CallBack) -> str:
    """ "Friday 27 November, 9am to 10am"."""
    return f"{weekday_date(call_back.day, clock.today())}, {hours_in_words(call_back.hour)}"


def who_of(call_back: CallBack) -> str:
    """Whom to ask for, and about whom when that is somebody else."""
    person = call_back.resident.display_name if call_back.resident else ""
    if call_back.name and person and call_back.name != person:
        return f"{call_back.name}, about {person}"
    return call_back.name or person or "Somebody who gave no name"


def next_try() -> Slot | None:
    """The hour in which somebody who does not answer now is tried again (CBK-3); None when no hour has room."""
    return next_free(*try_again_from(today=clock.today(), hour_now=hour_now()))


def next_booked(after: date) -> CallBack | None:
    """The soonest call-back still to be made from a day on."""
    found: CallBack | None = CallBack.objects.booked().filter(day__gte=after).first()
    return found


def warnings_before_ringing(resident: Resident | None, phone: str = "") -> list[str]:
    """What to know before anybody dials: of the person, and of `phone` when it is another than their main number."""
    if resident is None:
        return []
    warnings = warnings_for(resident, PHONE)
    if phone and phone != resident.phone and not resident.is_deceased:
        numbers = PhoneNumber.objects.filter(resident=resident, number=phone, ended_on__isnull=True)
        if any(is_number_to_avoid(one.safe_to_call) for one in numbers):
            return [f"It is not safe to ring {phone}: somebody else may answer.", *warnings]
    return warnings


def how_it_went(call_back: CallBack) -> str:
    """ "Nobody answered, said by Asha Patel: the line was busy"; "" while it waits."""
    note = f": {call_back.note}" if call_back.note else ""
    return f"{outcome_of(call_back)}{note}" if call_back.ended_by else ""


def outcome_of(call_back: CallBack) -> str:
    """ "Nobody answered, said by Asha Patel"; of one that waits, that it does."""
    said = call_back.get_outcome_display()
    return f"{said}, said by {call_back.ended_by.name}" if call_back.ended_by else said


def may_undo(call_back: CallBack) -> bool:
    """Whether how it went can still be taken back (CBK-6)."""
    return call_back.ended_at is not None and may_be_changed(call_back.ended_at, clock.now())
