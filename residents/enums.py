"""Closed lists about people. "Not asked" is an answer of its own everywhere; it is never "none"."""

from django.db import models


class BornPrecision(models.TextChoices):
    """How well the date of birth is known."""

    EXACT = "exact", "Exact"
    MONTH = "month", "Month and year"
    YEAR = "year", "Year"
    ABOUT = "about", "About"
    UNKNOWN = "unknown", "Not known"


class NoPractice(models.TextChoices):
    """What was answered of a GP practice where none of the borough's is named; empty is not asked."""

    NONE = "none", "Registered with no practice"
    OUTSIDE = "outside", "A practice outside Thurrock"


class Gender(models.TextChoices):
    FEMALE = "female", "Female"
    MALE = "male", "Male"
    OTHER = "other", "Other"
    NOT_ASKED = "not_asked", "Not asked"


class NhsNumberStatus(models.TextChoices):
    """NHS data dictionary: NHS number status indicator."""

    VERIFIED = "01", "Present and verified"
    NOT_TRACED = "02", "Present but not traced"
    TRACE_REQUIRED = "03", "Trace required"
    NO_MATCH = "04", "No match, or more than one"
    CONFLICT = "05", "Needs to be resolved"
    IN_PROGRESS = "06", "Trace in progress"
    NOT_PRESENT = "07", "Not present, trace not required"
    POSTPONED = "08", "Trace postponed"


class Topic(models.TextChoices):
    """What a statement is about. Every form that asks about a topic shows what is already known under it."""

    STORY = "story", "What is happening"
    MATTERS = "matters", "What matters to you"
    STRENGTHS = "strengths", "What is strong"
    PEOPLE = "people", "Who is around you"
    WORRIES = "worries", "What worries you"
    GOOD_LIFE = "good_life", "What a good life would look like"
    HOME = "home", "Home and getting about"
    COMMUNICATION = "communication", "How to communicate"


class SaidBy(models.TextChoices):
    """Whose words a statement holds."""

    PERSON = "person", "The person"
    CARER = "carer", "Their carer"
    FAMILY = "family", "Family"
    FRIEND = "friend", "Friend or neighbour"
    PROFESSIONAL = "professional", "A professional"
    WORKER = "worker", "The worker's view"
    UNKNOWN = "unknown", "Not known"


class Channel(models.TextChoices):
    PHONE = "phone", "Telephone"
    EMAIL = "email", "E-mail"
    TALKING_SHOP = "talking_shop", "Talking Shop"
    VISIT = "visit", "Visit"
    WARD = "ward", "On the ward"
    LINK = "link", "In writing, through our link"
    SYSTEM = "system", "From another system"


class TimelineKind(models.TextChoices):
    ADDED = "added", "Person added"
    CONTACT = "contact", "Contact"
    REFERRAL = "referral", "Referral"
    HAND_OFF = "hand_off", "Hand-off"
    ALLOCATION = "allocation", "Allocation"
    CONVERSATION = "conversation", "Conversation"
    AGREED = "agreed", "Something agreed"
    HOSPITAL = "hospital", "Hospital"
    ASSESSMENT = "assessment", "Assessment"
    SIX_WEEKS = "six_weeks", "Six-week clock"
    DETAILS = "details", "Details changed"
    PROMISE = "promise", "Promise"
    LIFE = "life", "Death or move"
    REABLEMENT = "reablement", "Reablement or bridging"
    EVENT = "event", "Community event"


# Events in which somebody spoke with the person or for them.
SPOKEN = (TimelineKind.CONTACT, TimelineKind.CONVERSATION)


class NamePart(models.TextChoices):
    """In which dictionary a name stands for the search that forgives spelling."""

    GIVEN = "given", "Given name"
    FAMILY = "family", "Family name"


class PhoneKind(models.TextChoices):
    MOBILE = "mobile", "Mobile"
    HOME = "home", "At home"
    WORK = "work", "At work"
    OTHER = "other", "Somebody else’s"
    NOT_SAID = "not_said", "Not said"


class InWriting(models.TextChoices):
    """How somebody wants to have things in writing; empty is that nobody asked yet."""

    PAPER = "paper", "On paper"
    LARGE_PRINT = "large_print", "In large print"
    TEXT = "text", "By text message"
    EMAIL = "email", "By e-mail"


class AddressKind(models.TextChoices):
    HOME = "home", "Home"
    TEMPORARY = "temporary", "Temporary"
    CARE_HOME = "care_home", "Care home"
    NONE = "none", "No fixed address"


class CircleRole(models.TextChoices):
    """What somebody is to a person. One may be several things: each is a link of its own."""

    CARER = "carer", "Carer"
    NEXT_OF_KIN = "next_of_kin", "Next of kin"
    ATTORNEY_HEALTH = "attorney_health", "Attorney for health and welfare"
    ATTORNEY_MONEY = "attorney_money", "Attorney for property and money"
    DEPUTY = "deputy", "Deputy of the Court of Protection"
    HOUSEHOLD = "household", "Lives with them"
    FAMILY = "family", "Family"
    FRIEND = "friend", "Friend or neighbour"
    EMERGENCY = "emergency", "To ring in an emergency"


class AccessKind(models.TextChoices):
    """The Accessible Information Standard's four kinds of need, in the words that a caller would use."""

    NO_PHONE = "no_phone", "Text or write, do not ring"
    NO_TEXT = "no_text", "Ring, do not text"
    LARGE_PRINT = "large_print", "Large print"
    EASY_READ = "easy_read", "Easy read"
    BRAILLE = "braille", "Braille"
    AUDIO = "audio", "Audio"
    BSL = "bsl", "British Sign Language interpreter"
    LANGUAGE = "language", "Interpreter for another language"
    LIPREADING = "lipreading", "Lipreads: face them and speak clearly"
    HEARING_AID = "hearing_aid", "Uses a hearing aid or loop"
    LONGER = "longer", "Longer appointment, or more time to answer"
    SPEAK_TO = "speak_to", "Speak to somebody else first or as well"
    OTHER = "other", "Something else"


# What each way of reaching somebody would overlook.
NOT_BY_PHONE = frozenset({AccessKind.NO_PHONE, AccessKind.BSL})
NOT_BY_TEXT = frozenset({AccessKind.NO_TEXT, AccessKind.BRAILLE, AccessKind.AUDIO})
# What one is told before ringing although ringing is right, and the formats in which a letter must be.
BEFORE_RINGING = frozenset(
    {AccessKind.LANGUAGE, AccessKind.HEARING_AID, AccessKind.LONGER, AccessKind.SPEAK_TO, AccessKind.EASY_READ}
)
LETTER_FORMATS = frozenset(
    {AccessKind.LARGE_PRINT, AccessKind.EASY_READ, AccessKind.BRAILLE, AccessKind.AUDIO, AccessKind.LANGUAGE}
)


class AccessAnswer(models.TextChoices):
    """What is known of somebody's access needs as a whole."""

    NOT_ASKED = "not_asked", "Not asked yet"
    NONE = "none", "Asked: needs nothing"
    NEEDS = "needs", "Has needs"


class AlertFamily(models.TextChoices):
    """Three families, never mixed. Access needs are their own rows; status follows from columns."""

    SAFETY = "safety", "Safety"
    STATUS = "status", "Status"


class PairStatus(models.TextChoices):
    OPEN = "open", "To decide"
    MERGED = "merged", "Merged"
    NOT_SAME = "not_same", "Not the same person"


class LifeKind(models.TextChoices):
    """What happens once, and ends what was under way."""

    DIED = "died", "Died"
    MOVED = "moved", "Moved out of the borough"


class Ending(models.TextChoices):
    """What a death or a move can end. Whoever holds it, on whatever floor, knows how to end it and open it again."""

    SHARE = "share", "What a partner may see"
    ACCESS_NEED = "access_need", "Access need"
    AGREED = "agreed", "Something agreed"
    REFERRAL = "referral", "Referral"
    PROMISE = "promise", "Promise"
    CALL_BACK = "call_back", "Call-back"
    STAY = "stay", "Stay in hospital"
    CLOCK = "clock", "Six-week review"
    PROGRAMME = "programme", "Reablement or bridging"
    BOOKING = "booking", "Place at a community event"
