from django.db import models


class VenueKind(models.TextChoices):
    LIBRARY = "library", "Library"
    COMMUNITY_HUB = "community_hub", "Community hub"
    SURGERY = "surgery", "GP surgery"
    FOOD_BANK = "food_bank", "Food bank"
    CHURCH_HALL = "church_hall", "Church hall"
    GARDEN_CENTRE = "garden_centre", "Garden centre"
    SUPERMARKET = "supermarket", "Supermarket"


class Has(models.TextChoices):
    """Whether a venue has something. "Not known" is an answer of its own: it is never shown as "no"."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known"


class SessionKind(models.TextChoices):
    TALKING_SHOP = "talking_shop", "Talking Shop"
    COMMUNITY_EVENT = "community_event", "Community event"


class SessionStatus(models.TextChoices):
    PLANNED = "planned", "Goes ahead"
    CANCELLED = "cancelled", "Cancelled"


class Every(models.TextChoices):
    """How often a series comes."""

    WEEK = "week", "Every week or every few weeks"
    MONTH = "month", "Every month or every few months"


class OnBankHoliday(models.TextChoices):
    """What becomes of a date of a series that is a bank holiday."""

    HELD = "held", "It goes ahead"
    NOT_HELD = "not_held", "It is not held"


class Fate(models.TextChoices):
    """What becomes of a date when its series changes."""

    TAKES_OVER = "takes_over", "Has the new hours"
    FALLS_AWAY = "falls_away", "Is cancelled"
    STAYS = "stays", "Stays as somebody left it"


class Service(models.TextChoices):
    """Who comes to a Talking Shop (R14: many services attend)."""

    CLS = "cls", "Community Led Support"
    SOCIAL_CARE = "social_care", "Social care"
    LOCAL_AREA_COORDINATION = "lac", "Local Area Coordination"
    SOCIAL_PRESCRIBING = "social_prescribing", "Social prescribing"
    CARERS = "carers", "Carers service"
    HOUSING = "housing", "Housing"
    HEALTH = "health", "NHS community health"
    MENTAL_HEALTH = "mental_health", "Mental health"
    SENSORY = "sensory", "Sensory service"
    VOLUNTARY = "voluntary", "Voluntary organisation"
    OTHER = "other", "Somebody else"


class TapKind(models.TextChoices):
    """R14: footfall in one tap."""

    CAME_IN = "came_in", "Came in"
    TALKED = "talked", "Had a conversation"
    INFORMATION = "information", "Got information"
    WITH_CARER = "with_carer", "Came with a carer"


class Whereabouts(models.TextChoices):
    """Where somebody on the list of a session is."""

    EXPECTED = "expected", "Expected"
    HERE = "here", "Here"
    LEFT = "left", "Has left"
    OFF = "off", "Not on the list"


class Place(models.TextChoices):
    """Where a conversation was held."""

    TALKING_SHOP = "talking_shop", "At a Talking Shop"
    HOME = "home", "At home"
    PHONE = "phone", "On the telephone"
    ELSEWHERE = "elsewhere", "Somewhere else"


class Depth(models.TextChoices):
    """How far a conversation goes. Growing adds sections and asks nothing again."""

    BRIEF = "brief", "Brief"
    FULLER = "fuller", "Fuller"
    ASSESSMENT = "assessment", "Care and support assessment"


class Effect(models.TextChoices):
    """Care Act s2, and R19: what the conversation did about a need for care."""

    PREVENTED = "prevented", "Prevented a need for care"
    REDUCED = "reduced", "Reduced a need for care"
    DELAYED = "delayed", "Delayed a need for care"
    LED_ON = "led_on", "Led on to more support"
    NOT_SAID = "not_said", "Too early to say"


class Doer(models.TextChoices):
    """Who does what was agreed. Family, neighbours and the community cost nothing, and count."""

    PERSON = "person", "The person"
    FAMILY = "family", "Family"
    NEIGHBOUR = "neighbour", "Friend or neighbour"
    COMMUNITY = "community", "Community group"
    WORKER = "worker", "I will"
    SERVICE = "service", "A service"


class ReceiptForm(models.TextChoices):
    """In which form somebody takes away what was agreed."""

    PRINT = "print", "Printed page"
    LARGE_PRINT = "large_print", "Large print"
    TEXT = "text", "Text message"
    EMAIL = "email", "E-mail"
    NOT_WANTED = "not_wanted", "They did not want one"


class ProposalStatus(models.TextChoices):
    """What became of a change that the person asked for on their receipt."""

    WAITING = "waiting", "Waits for the worker"
    TAKEN = "taken", "Taken into the record"
    NOT_TAKEN = "not_taken", "Not taken into the record"


class MayAsk(models.TextChoices):
    """R19: only those who agreed to be asked are asked what they thought of it."""

    YES = "yes", "Yes, they may be asked"
    NO = "no", "No"
    NOT_ASKED = "not_asked", "Not asked"


class FeedbackBy(models.TextChoices):
    LINK = "link", "A link"
    PHONE = "phone", "By telephone"
    PAPER = "paper", "On paper"


class BookingStatus(models.TextChoices):
    BOOKED = "booked", "Has a place"
    WAITING = "waiting", "On the waiting list"
    CANCELLED = "cancelled", "Cancelled"


class RideStatus(models.TextChoices):
    ASKED = "asked", "Asked for"
    BOOKED = "booked", "Booked"
    CANNOT = "cannot", "Cannot be done"
    CANCELLED = "cancelled", "Cancelled"


class Mobility(models.TextChoices):
    """What a driver has to know."""

    WALKS = "walks", "Walks without help"
    AID = "aid", "Walks with a stick or frame"
    TRANSFERS = "transfers", "Wheelchair, moves to a seat"
    IN_WHEELCHAIR = "in_wheelchair", "Stays in a wheelchair"


class NewsKind(models.TextChoices):
    """What somebody who booked has to be told, or a driver who was to fetch them."""

    PLACE = "place", "Their place"
    EVENT = "event", "The event"
    RIDE = "ride", "Their ride"
    DRIVER = "driver", "Their driver"
    ASKED = "driver_asked", "Whether their driver still can"


class ToldHow(models.TextChoices):
    """How somebody was told."""

    PHONE = "phone", "By telephone"
    TEXT = "text", "By text message"
    MET = "met", "Face to face"
    LETTER = "letter", "By letter or e-mail"
