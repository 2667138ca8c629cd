from django.db import models

from residents.enums import SaidBy


class Relation(models.TextChoices):
    """Who is calling, seen from the person."""

    SELF = "self", "The person"
    DAUGHTER_OR_SON = "child", "Daughter or son"
    PARTNER = "partner", "Husband, wife or partner"
    OTHER_FAMILY = "family", "Other family"
    FRIEND = "friend", "Friend or neighbour"
    GP = "gp", "GP or practice"
    HOSPITAL = "hospital", "Hospital"
    PROFESSIONAL = "professional", "Another professional"
    ANONYMOUS = "anonymous", "Would not say"


WHOSE_WORDS = {
    Relation.SELF: SaidBy.PERSON,
    Relation.DAUGHTER_OR_SON: SaidBy.FAMILY,
    Relation.PARTNER: SaidBy.FAMILY,
    Relation.OTHER_FAMILY: SaidBy.FAMILY,
    Relation.FRIEND: SaidBy.FRIEND,
    Relation.GP: SaidBy.PROFESSIONAL,
    Relation.HOSPITAL: SaidBy.PROFESSIONAL,
    Relation.PROFESSIONAL: SaidBy.PROFESSIONAL,
    Relation.ANONYMOUS: SaidBy.UNKNOWN,
}


class Need(models.TextChoices):
    """What the contact is about, in plain words."""

    GETTING_ABOUT = "getting_about", "Getting about at home, falls, rails and equipment"
    PERSONAL_CARE = "personal_care", "Washing, dressing, eating"
    COMPANY = "company", "Company and things to do"
    CARER = "carer", "Support for a carer"
    MEMORY = "memory", "Memory"
    MENTAL_HEALTH = "mental_health", "Mental health and wellbeing"
    MONEY_HOUSING = "money_housing", "Money or housing"
    AFTER_HOSPITAL = "after_hospital", "After a stay in hospital"
    CARE_NOT_RIGHT = "care_not_right", "The care in place is not right"
    OTHER = "other", "Something else"


class Urgency(models.TextChoices):
    NOW = "now", "Now"
    TODAY = "today", "Today"
    THIS_WEEK = "this_week", "This week"
    NO_RUSH = "no_rush", "No rush"


class Service(models.TextChoices):
    """What Thurrock First gives at an hour (HRS-1 to HRS-3)."""

    FULL = "full", "Full service"
    LIMITED = "limited", "Limited service"
    CLOSED = "closed", "Closed"


URGENT_FIRST = (Urgency.NOW, Urgency.TODAY, Urgency.THIS_WEEK, Urgency.NO_RUSH)


class ContactOutcome(models.TextChoices):
    """How a contact with the front door ended."""

    ROUTED = "routed", "Sent to a team"
    ADVICE = "advice", "Information and advice"
    ADDED = "added", "Added to what is open already"
    ONWARD = "onward", "Not for us: told whom to ring"


class Onward(models.TextChoices):
    """Why a contact is not for Thurrock First. Each has an onward answer: never a dead end (R1)."""

    UNDER_18 = "under_18", "The person is under 18"
    OUT_OF_BOROUGH = "out_of_borough", "They do not live in Thurrock"
    HEALTH = "health", "It is for a doctor, 111 or 999"
    OTHER_COUNCIL_SERVICE = "other_service", "It is for another service of the Council"
    OTHER = "other", "It is for somebody else"


class Advised(models.TextChoices):
    """To whom advice was said, when the caller is not the person."""

    CALLER = "caller", "The caller"
    PERSON = "person", "The person"
    BOTH = "both", "Both of them"


class ReferralSource(models.TextChoices):
    CONTACT = "contact", "Contact with Thurrock First"
    CONVERSATION = "conversation", "A conversation"
    DISCHARGE = "discharge", "A discharge from hospital"
    SYSTEM = "system", "Another system"


class ReferralStatus(models.TextChoices):
    AWAITING_ALLOCATION = "awaiting_allocation", "Awaiting allocation"
    ALLOCATED = "allocated", "Allocated"
    RETURNED = "returned", "Returned to the sender"
    CLOSED = "closed", "Closed"


class CloseReason(models.TextChoices):
    """Why the team's work on a referral ended (client-level data: event outcome)."""

    SUPPORT_ENDED = "support_ended", "Support ended as planned"
    ADVICE_GIVEN = "advice_given", "Information and advice given"
    DECLINED = "declined", "Support declined"
    DIED = "died", "The person died"
    MOVED = "moved", "The person moved away"
    VOIDED = "voided", "Entered in error"
    REVIEW_HELD = "review_held", "The six-week review was held"
    READMITTED = "readmitted", "The person was readmitted to hospital"


# A review after a discharge is a promise: the team cannot close it by choice, only what ends its clock can.
# A death and a move are recorded once, with the person, and close what they end.
CHOSEN_BY_TEAM = (
    CloseReason.SUPPORT_ENDED,
    CloseReason.ADVICE_GIVEN,
    CloseReason.DECLINED,
    CloseReason.VOIDED,
)


class HandOffKind(models.TextChoices):
    TEAM = "team", "From team to team"
    WORKER = "worker", "From worker to worker"


class NoteKind(models.TextChoices):
    """What one side of a referral says to the other."""

    ASKED = "asked", "Question"
    ANSWERED = "answered", "Answer"
    RETURNED = "returned", "Returned"
    HANDED_ON = "handed_on", "Handed on"
    ADDED = "added", "Added by another contact"
    TAKEN_BACK = "taken_back", "What was added is taken back"


class PromiseStatus(models.TextChoices):
    OPEN = "open", "To be kept"
    KEPT = "kept", "Kept"
    BROKEN = "broken", "Broken"
    WITHDRAWN = "withdrawn", "Withdrawn"


class CallBackOutcome(models.TextChoices):
    BOOKED = "booked", "Booked"
    SPOKE = "spoke", "Spoke to them"
    NO_ANSWER = "no_answer", "Nobody answered"
    CANCELLED = "cancelled", "No longer needed"
