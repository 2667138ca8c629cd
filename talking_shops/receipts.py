"""The page that somebody takes away: what stands on it, and how it reads as a text message and as an e-mail."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet

from core import clock
from core.words import lower_first, weekday_date
from residents.access import needs_of
from residents.enums import AccessKind, InWriting, Topic
from residents.models import EmailAddress, PhoneNumber, Resident, Statement
from talking_shops.enums import Doer, ReceiptForm
from talking_shops.links import RECEIPT, link_of
from talking_shops.models import AgreedAction, Conversation, ConversationPart, WalkAwayReceipt
from talking_shops.rules.receipts import (
    AS_WISHED,
    Fitted,
    fit_text,
    form_to_offer,
    formats_to_arrange,
    why_not_email,
    why_not_text,
)

TOPIC_ORDER = {topic: place for place, topic in enumerate(Topic.values)}
WRONG = "Is something wrong here? Tell us: {link} or ring {phone}."
WRONG_BY_PHONE = "Is something wrong here? Ring {phone}."


@dataclass(frozen=True)
class Step:
    """Who does what, by when in words; "" when no day was agreed."""

    what: str
    who: str
    by_when: str = ""

    def __str__(self) -> str:
        return f"{self.who}: {self.what}" + (f", by {self.by_when}" if self.by_when else "")


@dataclass(frozen=True)
class Words:
    """What they said under a topic."""

    topic: str
    words: str


@dataclass(frozen=True)
class Page:
    """One page in the person's own words. `called` is what they like to be called, "" when nobody knows."""

    called: str
    day: str
    where: str
    worker: str
    phone: str
    said: tuple[Words, ...] = ()
    steps: tuple[Step, ...] = ()

    def kept(self) -> dict[str, Any]:
        """As the receipt keeps it, so that it can be shown again exactly."""
        return asdict(self)


def page_from(kept: dict[str, Any]) -> Page:
    """The page that a receipt keeps."""

    def word(name: str) -> str:
        return str(kept.get(name, ""))

    return Page(
        called=word("called"),
        day=word("day"),
        where=word("where"),
        worker=word("worker"),
        phone=word("phone"),
        said=tuple(Words(**one) for one in kept.get("said", ())),
        steps=tuple(Step(**one) for one in kept.get("steps", ())),
    )


def page_of(conversation: Conversation) -> Page:
    """The page of a conversation as it stands now: what was corrected since stands in the corrected words."""
    today = clock.today()
    resident = conversation.resident
    called = (resident.known_as or resident.given_name or resident.display_name) if resident else conversation.called
    place = lower_first(conversation.get_place_display())
    where = conversation.session.venue.name if conversation.session else place
    return Page(
        called=called,
        day=weekday_date(conversation.held_on, today),
        where=where,
        worker=conversation.worker.name,
        phone=settings.HELP_PHONE,
        said=_said_in(conversation),
        steps=tuple(_step(action, today) for action in AgreedAction.objects.of_conversation(conversation)),
    )


def _said_in(conversation: Conversation) -> tuple[Words, ...]:
    if conversation.resident_id is not None:
        return tuple(Words(row.get_topic_display(), row.words) for row in standing_in(conversation))
    parts = sorted(ConversationPart.objects.filter(conversation=conversation), key=_in_order)
    return tuple(Words(part.get_topic_display(), part.words) for part in parts)


def standing_in(conversation: Conversation) -> list[Statement]:
    """What was said in a conversation and was not replaced since, in the order of the topics, then of time."""
    if conversation.resident_id is None:
        return []
    said = Statement.objects.filter(
        resident_id=conversation.resident_id, source_type=conversation._meta.label_lower, source_id=conversation.pk,
        superseded_by__isnull=True,
    )  # fmt: skip
    return sorted(said, key=_in_order)


def _in_order(row: Statement | ConversationPart) -> tuple[Any, ...]:
    return (TOPIC_ORDER[row.topic], row.heard_at, row.pk)


def _step(action: AgreedAction, today: date) -> Step:
    who = "You" if action.doer == Doer.PERSON else action.who
    return Step(action.words, who, weekday_date(action.due_on, today) if action.due_on else "")


def text_of(page: Page, link: str) -> Fitted:
    """As a text message: the next steps, then their words as far as there is room (RCP-4)."""
    first = [f"Thurrock Council: what we agreed on {page.day}.", *map(str, page.steps)]
    then = [f"{one.topic}: {one.words}" for one in page.said]
    return fit_text(first, then, [f"You spoke with {page.worker}.", _wrong(page, link)])


def email_of(page: Page, link: str) -> tuple[str, str]:
    """Subject and words of an e-mail: all of the page."""
    lines = [f"Hello {page.called}," if page.called else "Hello,", ""]
    lines += [f"On {page.day} you spoke with {page.worker} ({page.where}).", ""]
    for one in page.said:
        lines += [f"{one.topic}:", one.words, ""]
    lines += ["What we agreed:", *([str(step) for step in page.steps] or ["Nothing to do for now."]), ""]
    return f"What we talked about on {page.day}", "\n".join([*lines, _wrong(page, link)])


def _wrong(page: Page, link: str) -> str:
    return WRONG.format(link=link, phone=page.phone) if link else WRONG_BY_PHONE.format(phone=page.phone)


def link_to_put_right(receipt: WalkAwayReceipt) -> str:
    """Where the person says what is wrong; "" when this receipt has no link."""
    return link_of(RECEIPT, receipt.pk, receipt.token_digest)


@dataclass(frozen=True)
class Offer:
    """What the page that gives a receipt begins with, and what whoever gives it must know first."""

    form: ReceiptForm
    to_text: str
    to_email: str
    last: WalkAwayReceipt | None
    wish: InWriting | None
    against_text: str
    to_arrange: list[str]
    no_ask: bool  # of this very number they said already that it is safe to text
    no_ask_email: bool  # and of this very address that it is safe to write there

    @property
    def to(self) -> str:
        return self.to_email if self.form == ReceiptForm.EMAIL else self.to_text

    @property
    def wish_text(self) -> str:
        return self.wish.label if self.wish else "Not asked yet"


def offer_for(conversation: Conversation) -> Offer:
    """The form of their recorded preference and access needs (RCP-1 to RCP-3, RCP-7)."""
    resident = conversation.resident
    kinds = kinds_of(resident)
    last = WalkAwayReceipt.objects.last_wish(conversation)
    wish = InWriting(resident.in_writing) if resident and resident.in_writing else None
    known_safe = _safe_number(resident) if wish == InWriting.TEXT else ""
    main_is_safe = resident.safe_to_text if resident else None
    against = why_not_text(kinds, True if known_safe else main_is_safe, asked_now=True)
    to_text = known_safe or _number_to_offer(resident, last, against)
    to_email = _address_to_offer(resident, last, wish)
    asks_for_text = wish == InWriting.TEXT or bool(to_text)
    return Offer(
        form=form_to_offer(
            kinds,
            ReceiptForm(last.form) if last else None,
            may_text=asks_for_text and not against,
            wish=AS_WISHED[wish] if wish else None,
        ),
        to_text=to_text,
        to_email=to_email,
        last=last,
        wish=wish,
        against_text=against,
        to_arrange=[kind.label for kind in formats_to_arrange(kinds)],
        no_ask=is_known_safe(resident, to_text),
        no_ask_email=is_known_safe(resident, to_email),
    )


def _safe_number(resident: Resident | None) -> str:
    """A number of their record of which they said that it is safe to text: their main one before another; or ""."""
    safe = PhoneNumber.objects.filter(resident=resident, ended_on__isnull=True, safe_to_text=True)
    first = safe.order_by("-is_main", "-started_on", "-id").first() if resident else None
    return first.number if first else ""


def _number_to_offer(resident: Resident | None, last: WalkAwayReceipt | None, against: str) -> str:
    """The number that they took the last one at, or their main one, unless either may not be texted."""
    if last and last.form == ReceiptForm.TEXT and not why_not_reach(resident, last.sent_to, asked_now=True):
        return last.sent_to
    return resident.phone if resident and not against else ""


def _address_to_offer(resident: Resident | None, last: WalkAwayReceipt | None, wish: InWriting | None) -> str:
    """The e-mail address that they took the last one at, or the newest of their record, one that is safe before one
    that nobody asked about, and none that may not be written to. Who wants e-mail gets it where the record says that
    it is safe.
    """
    held = EmailAddress.objects.filter(resident=resident, ended_on__isnull=True).exclude(safe_to_write=False)
    first = held.order_by(F("safe_to_write").desc(nulls_last=True), "-started_on", "-id").first() if resident else None
    if first and first.safe_to_write and wish == InWriting.EMAIL:
        return first.address
    if last and last.form == ReceiptForm.EMAIL and not why_not_reach(resident, last.sent_to, asked_now=True):
        return last.sent_to
    return first.address if first else ""


def kinds_of(resident: Resident | None) -> set[AccessKind]:
    """The kinds of access need that hold now."""
    return {AccessKind(need.kind) for need in needs_of(resident)} if resident else set()


def is_known_safe(resident: Resident | None, to: str) -> bool:
    """Whether it stands in the record that this very number or e-mail address is theirs and safe to write to."""
    safe, has_ended = _stands(resident, to) if to else (None, False)
    return safe is True and not has_ended


def number_of(resident: Resident | None, number: str) -> PhoneNumber | None:
    """The row of a number in the person's record, if it stands there or stood there: of several the one that holds,
    else the one that ended last.
    """
    found: PhoneNumber | None = _newest(PhoneNumber.objects.filter(number=number), resident)
    return found


def address_of(resident: Resident | None, address: str) -> EmailAddress | None:
    """The row of an e-mail address, as `number_of` finds that of a number."""
    found: EmailAddress | None = _newest(EmailAddress.objects.filter(address=address.lower()), resident)
    return found


def _newest(rows: QuerySet[Any], resident: Resident | None) -> Any:
    if resident is None:
        return None
    return rows.filter(resident=resident).order_by(F("ended_on").desc(nulls_first=True), "-id").first()


def _stands(resident: Resident | None, to: str) -> tuple[bool | None, bool]:
    """What the record says of a number or an e-mail address: whether it is safe (None: not asked) and has ended."""
    if "@" in to:
        email = address_of(resident, to)
        return (email.safe_to_write, email.ended_on is not None) if email else (None, False)
    number = number_of(resident, to)
    return (number.safe_to_text, number.ended_on is not None) if number else (None, False)


def why_not_reach(resident: Resident | None, to: str, *, asked_now: bool) -> str:
    """Why nothing may be sent to this number or e-mail address, "" when it may (RCP-2, RCP-7). `asked_now` says that
    the person has just said that it is safe, or said so when it was first to be sent.
    """
    if resident and resident.is_deceased:
        return f"{resident.display_name} has died."
    safe, has_ended = _stands(resident, to)
    if "@" in to:
        return why_not_email(safe, asked_now=asked_now, has_ended=has_ended)
    return why_not_text(kinds_of(resident), safe, asked_now=asked_now, has_ended=has_ended)
