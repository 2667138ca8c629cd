from django.db import models


class VenueKind(models.TextChoices):
    LIBRARY = "library", "Library"
    COMMUNITY_HUB = "community_hub", "Community hub"
    SURGERY = "surgery", "GP surgery"
    FOOD_BANK = "food_bank", "Food bank"
    CHURCH_HALL = "church_hall", "Church hall"
    GARDEN_CENTRE = "garden_centre", "Garden centre"
    SUPERMARKET = "supermarket", "Supermarket"


class Place(models.TextChoices):
    """Where a conversation was held."""

    TALKING_SHOP = "talking_shop", "At a Talking Shop"
    HOME = "home", "At home"
    PHONE = "phone", "On the telephone"
    ELSEWHERE = "elsewhere", "Somewhere else"


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
