"""The calls before this one: about the same person, or from the same telephone."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from accounts.models import User
from core import clock
from core.shortcuts import first_of
from core.words import listed, long_date, lower_first, ordinal
from referrals.enums import CloseReason, Need
from referrals.models import Contact, Promise, Referral
from referrals.querysets import ContactQuerySet
from referrals.rules.calls import WITHIN_DAYS, Again, EarlierCall, called_again
from residents.enums import Channel
from residents.models import Resident
from residents.phones import forms_of, tidy_phone
from residents.search import Hit, find

MOST_SHOWN = 5


@dataclass(frozen=True)
class CalledAgain:
    """CALL-1 in words, with what was promised since the first of those calls, and what the last one was advised and
    told to expect.
    """

    sentence: str
    promises: list[Promise] = field(default_factory=list)
    more_promises: int = 0
    advised: str = ""
    expects: str = ""


@dataclass(frozen=True)
class Rang:
    """Who has a number, and about whom it rang before, with how many more there are of each. Neither says who is
    calling now.
    """

    number: str
    contacts: list[Contact]
    holders: list[Hit]
    more_contacts: int = 0
    more_holders: bool = False

    @property
    def people(self) -> list[Resident]:
        """Everybody whom this names."""
        about = [contact.resident for contact in self.contacts if contact.resident]
        return list({resident.pk: resident for resident in [*about, *(hit.resident for hit in self.holders)]}.values())


def number_of(typed: str) -> str:
    """A telephone number as it is kept, or "" for what is none."""
    try:
        return tidy_phone(typed)
    except ValueError:
        return ""


def rang_before(typed: str, viewer: User) -> Rang | None:
    """Who has this number and about whom it rang, as far as the viewer may know; None for what is no number."""
    number = number_of(typed)
    if not number:
        return None
    rang = _from_number(number, viewer).select_related("resident").order_by("-taken_at")
    known, more = first_of(rang, MOST_SHOWN)
    seen = set(Resident.objects.visible_to(viewer).filter(contacts__in=[one.pk for one in known]).values_list("pk"))
    contacts = [one for one in known if one.resident_id is None or (one.resident_id,) in seen]
    found = find(number, viewer, limit=MOST_SHOWN)
    holders = [hit for hit in found.hits if hit.resident.phone in forms_of(number)]
    return Rang(number, contacts, holders, more, len(holders) == MOST_SHOWN and found.total > MOST_SHOWN)


def called_before(person: Resident | None, need: str, typed_number: str, viewer: User) -> CalledAgain | None:
    """What CALL-1 says of this call; None when it is no third call about the same thing."""
    number = "" if person else number_of(typed_number)
    if not (person or number):
        return None
    calls = Contact.objects.visible_to(viewer).filter(resident=person) if person else _from_number(number, viewer)
    since = clock.now() - timedelta(days=WITHIN_DAYS + 1)
    calls = calls.exclude(referrals__close_reason=CloseReason.VOIDED)  # taken back, and sent again: one call
    recent = list(calls.filter(channel=Channel.PHONE, taken_at__gte=since).order_by("taken_at"))
    earlier = [EarlierCall(clock.london_date(call.taken_at), call.need) for call in recent]
    again = called_again(clock.today(), need, earlier, by_number=person is None)
    if again is None:
        return None
    of_this = [call for call in recent if not again.need or call.need == again.need]
    advised = next((call.advice for call in reversed(of_this) if call.advice), "")
    sentence = _sentence(again, certain=bool(need) or person is None)
    promises, more = _promised(of_this, viewer)
    return CalledAgain(sentence, promises, more, advised, _expected(of_this, viewer))


def _from_number(number: str, viewer: User) -> ContactQuerySet:
    calls: ContactQuerySet = Contact.objects.visible_to(viewer).filter(caller_phone__in=forms_of(number))
    return calls


def _promised(calls: list[Contact], viewer: User) -> tuple[list[Promise], int]:
    """What was promised to these people since the first of these calls, the newest first, kept or not, and how many
    more there are.
    """
    people = {call.resident_id for call in calls if call.resident_id}
    if not people:
        return [], 0
    made = Promise.objects.visible_to(viewer).filter(resident__in=people, made_at__gte=calls[0].started_at)
    return first_of(made.select_related("owner", "resident").order_by("-made_at"), MOST_SHOWN)


def _expected(calls: list[Contact], viewer: User) -> str:
    """What was said of when a team takes it up, in the last of these calls that was sent to one; "" for none."""
    sent = Referral.objects.visible_to(viewer).filter(contact__in=[call.pk for call in calls]).exclude(expects="")
    return sent.order_by("-received_at").values_list("expects", flat=True).first() or ""


def _sentence(again: Again, *, certain: bool) -> str:
    days = listed(list(dict.fromkeys(_day(day) for day in again.days)))
    count = f"the {ordinal(again.number)} call in nine days"
    if not again.need:
        return f"This is {count} from this number. It rang on {days}."
    about = lower_first(Need(again.need).label)
    said = f"This is {count} about {about}" if certain else f"If this is about {about} again, it is {count}"
    return f"{said}. The calls before were on {days}."


def _day(day: date) -> str:
    return long_date(day).rsplit(" ", 1)[0]
