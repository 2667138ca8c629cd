"""What the page of a referral says: who holds it, how it came here, and what the viewer may do with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.roles import PARTNERS, Permission
from core import clock
from core.words import moment, ordinal
from referrals.between_teams import Answering, Hand, answering, hands_for, named, unnamed
from referrals.contacts import caller_of
from referrals.enums import ReferralSource, ReferralStatus
from referrals.models import Allocation, HandOff, Referral
from referrals.policies import can_allocate
from referrals.rules import UNDO_FOR
from residents.enums import Topic
from residents.heard import Heard, heard
from residents.models import Statement

STATUS_COLOURS = {
    ReferralStatus.AWAITING_ALLOCATION: "yellow",
    ReferralStatus.ALLOCATED: "green",
    ReferralStatus.RETURNED: "orange",
    ReferralStatus.CLOSED: "grey",
}


@dataclass(frozen=True)
class Overview:
    """One referral as one viewer sees it. `hand_offs` are oldest first; `felt` is how many of them were felt.

    `names_caller` is whether the viewer may know who rang and who took the call; a partner may not, and reads roles
    in place of the names of staff (`allocator`, `closer`). `matters` is what matters to the person, beside what was
    handed on.
    """

    referral: Referral
    names_caller: bool
    because: str
    allocator: str
    closer: str
    story: list[Heard]
    held: Allocation | None
    earlier: list[Allocation]
    hand_offs: list[Hand]
    felt: int
    answering: Answering
    matters: list[Heard]
    may_allocate: bool
    may_review: bool
    may_close: bool
    may_undo: bool

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Rows of the summary list."""
        referral = self.referral
        return [
            {"key": "What it is about", "value": referral.get_need_display()},
            {"key": "How urgent", "value": referral.get_urgency_display()},
            *([{"key": "Taken up from", "value": moment(referral.works_from)}] if referral.works_from else []),
            *([{"key": "What they expect", "value": referral.expects}] if referral.expects else []),
            {"key": "Where it came from", "value": self.came_from},
            {"key": "Team", "value": referral.team.name},
            {"key": "Why this team", "lines": [upper_first(self.because), f"Rule {referral.rule}"]},
        ]

    @property
    def came_from(self) -> str:
        contact = self.referral.contact
        if contact is None or not self.names_caller:
            return self.referral.get_source_display()
        return f"{caller_of(contact)}, by {contact.get_channel_display().lower()}, to {contact.taken_by.name}"

    @property
    def status_colour(self) -> str:
        return STATUS_COLOURS[ReferralStatus(self.referral.status)]

    @property
    def felt_in_words(self) -> str:
        """How often the person was handed on with this referral, counted out loud."""
        name = self.referral.resident.display_name
        if not self.felt:
            return f"None so far: nobody has handed {name} on with this."
        return f"This is the {ordinal(self.felt)} hand-off for {name} with this referral."


def overview_of(referral: Referral, viewer: User) -> Overview:
    """Read the page of a referral that came with `for_page()`."""
    workers = referral.allocations.select_related("worker", "started_by", "ended_by")
    allocations = list(workers.order_by("started_at"))
    held = next((one for one in allocations if one.ended_at is None), None)
    hand_offs = list(HandOff.objects.of_referral(referral))
    manages = referral.is_open and can_allocate(viewer, referral.team)
    holds = held is not None and held.worker_id == viewer.pk
    passed = answering(referral, viewer, hand_offs)
    takes_up = manages and referral.status != ReferralStatus.RETURNED
    is_review = referral.source == ReferralSource.DISCHARGE
    may_close = passed.may_decide or (referral.status != ReferralStatus.RETURNED and (manages or holds))
    return Overview(
        referral=referral,
        names_caller=viewer.role not in PARTNERS,
        because=unnamed(referral.because, referral.sent_by, viewer),
        allocator=named(held.started_by, viewer) if held else "",
        closer=named(referral.closed_by, viewer),
        story=story_of(referral, viewer),
        held=held,
        earlier=[one for one in allocations if one.ended_at],
        hand_offs=hands_for(referral, viewer, hand_offs),
        felt=sum(1 for hand_off in hand_offs if hand_off.was_felt),
        answering=passed,
        matters=matters_to(referral, viewer) if passed.handed_on else [],
        may_allocate=takes_up,
        may_review=is_review and referral.is_open and viewer.may(Permission.ASSESS),
        may_close=referral.is_open and may_close and not is_review,
        may_undo=takes_up and held is not None and can_be_undone(held, clock.now()),
    )


def story_of(referral: Referral, viewer: User) -> list[Heard]:
    """The story that came with a referral, as the component shows it; empty when none did."""
    named_in_full = viewer.role not in PARTNERS
    return heard([referral.story], with_topic=False, named=named_in_full) if referral.story else []


def matters_to(referral: Referral, viewer: User) -> list[Heard]:
    """What matters to the person, as far as the viewer may read it: the newest that holds."""
    words = Statement.objects.visible_to(viewer).current().filter(resident=referral.resident)
    return heard(words.about(Topic.MATTERS)[:1], with_topic=False, named=viewer.role not in PARTNERS)


def upper_first(reason: str) -> str:
    """A reason as a sentence of its own."""
    return reason[:1].upper() + reason[1:]


def can_be_undone(allocation: Allocation, now: datetime) -> bool:
    """Whether the allocation holds and began less than ten minutes ago."""
    return allocation.ended_at is None and now - allocation.started_at < UNDO_FOR
