"""Closed lists about people. "Not asked" is an answer of its own everywhere; it is never "none"."""

from django.db import models


class BornPrecision(models.TextChoices):
    """How well the date of birth is known."""

    EXACT = "exact", "Exact"
    MONTH = "month", "Month and year"
    YEAR = "year", "Year"
    ABOUT = "about", "About"
    UNKNOWN = "unknown", "Not known"


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


# Events in which somebody spoke with the person or for them.
SPOKEN = (TimelineKind.CONTACT, TimelineKind.CONVERSATION)


class NamePart(models.TextChoices):
    """In which dictionary a name stands for the search that forgives spelling."""

    GIVEN = "given", "Given name"
    FAMILY = "family", "Family name"
