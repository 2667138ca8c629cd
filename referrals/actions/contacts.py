"""Take a contact with the front door: keep it and its story, then send it on or advise."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.text import Truncator

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from core.words import lower_first
from localities.enums import TeamKind
from localities.models import Team
from referrals.actions.call_backs import book_call_back
from referrals.actions.promising import make_promise
from referrals.actions.sending import send_referral
from referrals.enums import WHOSE_WORDS, Advised, ContactOutcome, ReferralSource, Relation
from referrals.models import Contact, Referral
from referrals.policies import check_can_send_in, check_can_take_call
from referrals.routing import Suggestion
from residents.actions import Said, confirm, hear_all, note_event
from residents.already_told import named
from residents.enums import Channel, TimelineKind, Topic
from residents.life import check_may_begin
from residents.models import Resident, Statement


@dataclass(frozen=True)
class Told:
    """What was heard in a contact, before anything is decided. `story` and `matters` are kept as statements;
    `still_true` and `changed` are the keys of earlier ones that were confirmed, and that the new words replace.

    `advice` is what was advised on the way, when the contact is sent on all the same, and `advised` to whom it was
    said. `promise` is kept by whoever takes the call, by the end of the London date `promise_by`; `ring_back` is the
    London date and hour of a call-back to the caller's number. `read_back` are the identifiers that were read back, and
    `expects` is what the caller was told to expect.
    """

    story: str
    need: str
    urgency: str
    matters: str = ""
    advice: str = ""
    relation: str = Relation.SELF
    caller_name: str = ""
    caller_phone: str = ""
    may_speak_for: bool | None = None
    caller_safe_to_call: bool | None = None
    caller_safe_to_text: bool | None = None
    advised: str = ""
    promise: str = ""
    promise_by: date | None = None
    ring_back: tuple[date, int] | None = None
    channel: str = Channel.PHONE
    started_at: datetime | None = None
    still_true: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    read_back: str = ""
    expects: str = ""

    @property
    def caller(self) -> str:
        """Who was on the line, in words."""
        return self.caller_name or str(Relation(self.relation).label)

    @property
    def advice_given(self) -> str:
        """The advice with to whom it was said, where that was somebody else than the person who called."""
        if not self.advice or not self.advised or self.relation == Relation.SELF:
            return self.advice
        return f"Said to {lower_first(str(Advised(self.advised).label))}: {self.advice}"


@dataclass(frozen=True)
class Sent:
    """What taking a contact made: the contact, and the referral when it was sent on."""

    contact: Contact
    referral: Referral | None


@transaction.atomic
def route_contact(*, resident: Resident, told: Told, by: User, suggestion: Suggestion | None = None) -> Sent:
    """Keep a contact and its story, and send it to the team that `suggestion` or, without it, the router names.

    Raises NotPermitted when `by` takes no calls, and Refused for somebody who has died (LIFE-6).
    """
    check_can_take_call(by)
    held_by = Team.objects.the_only(TeamKind.THURROCK_FIRST)
    return _route(resident, told, by, ReferralSource.CONTACT, held_by, suggestion)


@transaction.atomic
def receive_referral(*, resident: Resident, told: Told, by: User) -> Sent:
    """Keep a referral that another system sends in, and send it to the team that the router names.

    Nobody here held it before, so its hand-off is from no team. Raises NotPermitted when `by` is not
    a system that sends referrals, and Refused for somebody who has died (LIFE-6).
    """
    check_can_send_in(by)
    through = replace(told, channel=Channel.SYSTEM)
    return _route(resident, through, by, ReferralSource.SYSTEM, None, None)


def _route(
    resident: Resident, told: Told, by: User, source: ReferralSource, from_team: Team | None, chosen: Suggestion | None
) -> Sent:
    check_may_begin(resident)
    advice = told.advice_given
    contact = keep_contact(resident=resident, told=told, by=by, outcome=ContactOutcome.ROUTED, advice=advice)
    story = keep_story(contact, told, by)
    referral = send_referral(
        resident=resident,
        source=source,
        contact=contact,
        story=story,
        need=told.need,
        urgency=told.urgency,
        from_team=from_team,
        suggestion=chosen,
        expects=told.expects,
        by=by,
    )
    promise_to(contact, told, by, referral)
    return Sent(contact, referral)


@transaction.atomic
def advise_contact(*, resident: Resident | None, told: Told, advice: str, by: User) -> Sent:
    """Keep a contact that ended with information and advice; it may be about nobody whom we know.

    Without a person what was told has nobody's record to stand in: it is kept with the advice on the contact.
    """
    check_can_take_call(by)
    return _end_here(resident, replace(told, advice=advice), by, ContactOutcome.ADVICE)


@transaction.atomic
def send_onward(*, resident: Resident | None, told: Told, onward: str, onward_to: str, by: User) -> Sent:
    """Keep a contact that is not for Thurrock First: why, and whom the caller was told to ring.

    Raises Refused when nobody was named: it is never a dead end.
    """
    check_can_take_call(by)
    if not onward_to.strip():
        raise Refused("Enter whom the caller was told to ring.")
    return _end_here(resident, told, by, ContactOutcome.ONWARD, onward=onward, onward_to=onward_to.strip())


def _end_here(resident: Resident | None, told: Told, by: User, outcome: ContactOutcome, **onward: str) -> Sent:
    heard = (told.advice_given,) if resident else (told.story, told.matters, told.advice_given)
    words = "\n\n".join(part for part in heard if part)
    contact = keep_contact(resident=resident, told=told, by=by, outcome=outcome, advice=words, **onward)
    if resident:
        keep_story(contact, told, by)
    promise_to(contact, told, by, None)
    return Sent(contact, None)


def promise_to(contact: Contact, told: Told, by: User, referral: Referral | None) -> None:
    """Make the promise and book the call-back that the caller was told of."""
    told_to = "" if told.relation == Relation.SELF else told.caller
    if told.promise and told.promise_by and contact.resident:
        make_promise(
            resident=contact.resident, words=told.promise, due_on=told.promise_by, by=by, told=told_to,
            contact=contact, referral=referral,
        )  # fmt: skip
    if told.ring_back:
        day, hour = told.ring_back
        book_call_back(
            by=by, phone=told.caller_phone, day=day, hour=hour, name=told.caller, about=told.promise,
            resident=contact.resident, contact=contact,
        )  # fmt: skip


def keep_contact(
    *, resident: Resident | None, told: Told, by: User, outcome: ContactOutcome, advice: str, **onward: str
) -> Contact:
    now = clock.now()
    contact = Contact.objects.create(
        resident=resident, channel=told.channel, relation=told.relation, caller_name=told.caller_name,
        caller_phone=told.caller_phone, caller_safe_to_call=told.caller_safe_to_call,
        caller_safe_to_text=told.caller_safe_to_text, may_speak_for=told.may_speak_for, need=told.need,
        urgency=told.urgency, advice=advice, outcome=outcome, locality=resident.locality if resident else None,
        started_at=told.started_at or now, taken_at=now, taken_by=by, **onward,
    )  # fmt: skip
    resident_id = resident.pk if resident else None
    read_back = {"read_back": told.read_back} if told.read_back else {}
    record("contact.taken", by=by, subject=contact, resident_id=resident_id, outcome=outcome, **read_back)
    if resident:
        caller = f"{contact.caller_name or contact.get_relation_display()} rang Thurrock First"
        title = caller if contact.channel == Channel.PHONE else "Contact with Thurrock First"
        note_event(
            resident, TimelineKind.CONTACT, title, by=by, source=contact, at=contact.started_at,
            detail=Truncator(told.story).chars(300),
        )  # fmt: skip
    return contact


def keep_story(contact: Contact, told: Told, by: User) -> Statement | None:
    assert contact.resident is not None
    confirmed, changed = named(contact.resident, told.still_true), named(contact.resident, told.changed)
    before = {statement.topic: statement for statement in changed}
    _check_words_for(before, told)
    before |= _of_the_same_call(contact) if told.started_at else {}
    for statement in confirmed:
        confirm(resident=contact.resident, statement=statement, by=by, source=contact)
    topics = ((Topic.MATTERS, told.matters), (Topic.STORY, told.story))
    words = [Said(topic, words, before.get(topic)) for topic, words in topics if words]
    heard = hear_all(
        resident=contact.resident, said=words, by=by, source=contact, said_by=WHOSE_WORDS[Relation(told.relation)],
        said_by_name=told.caller_name, channel=told.channel, still_true=confirmed,
    )  # fmt: skip
    return heard[-1] if told.story else None


def _check_words_for(replaced: dict[str, Statement], told: Told) -> None:
    """Raise Refused when something has changed and nobody wrote into what."""
    words = {Topic.MATTERS.value: told.matters, Topic.STORY.value: told.story}
    for topic in replaced:
        if not words.get(topic):
            raise Refused(f"Write what has changed under “{Topic(topic).label}”, or untick “Has changed”.")


def _of_the_same_call(contact: Contact) -> dict[str, Statement]:
    """What was heard already in this call, by topic: it was sent before, taken back, and is sent again in new words."""
    same = Contact.objects.filter(resident=contact.resident, taken_by=contact.taken_by, started_at=contact.started_at)
    source = {"source_type": contact._meta.label_lower, "source_id__in": same.exclude(pk=contact.pk).values("pk")}
    said = Statement.objects.current().filter(resident=contact.resident, **source)
    return {statement.topic: statement for statement in said}
