from django.db import models


class Hospital(models.TextChoices):
    """Where people from Thurrock are admitted. Names only: the list is the hub's."""

    BASILDON = "basildon", "Basildon University Hospital"
    SOUTHEND = "southend", "Southend University Hospital"
    BROOMFIELD = "broomfield", "Broomfield Hospital"
    QUEENS = "queens", "Queen's Hospital, Romford"
    OTHER = "other", "Another hospital"


class Pathway(models.TextChoices):
    """Hospital discharge and community support guidance, annex B."""

    P0 = "0", "Pathway 0: home, nothing new"
    P1 = "1", "Pathway 1: home with support"
    P2 = "2", "Pathway 2: a community bed"
    P3 = "3", "Pathway 3: a care home"


class StayStatus(models.TextChoices):
    IN_HOSPITAL = "in_hospital", "In hospital"
    DISCHARGED = "discharged", "Discharged"
    ENDED = "ended", "Ended: the person died"


class LightTouch(models.TextChoices):
    """How far the light-touch assessment of a stay is; assessments tell it, the hospital list shows it."""

    NOT_STARTED = "not_started", "Not started"
    STARTED = "started", "Started"
    COMPLETED = "completed", "Completed"


class ClockStatus(models.TextChoices):
    """Every discharge's clock is in exactly one of these."""

    OPEN = "open", "Open"
    MET = "met", "Met"
    ENDED = "ended", "Ended"
    VOIDED = "voided", "Voided"


class EndReason(models.TextChoices):
    """SIX-5 and SIX-6: the only reasons for which a clock ends unmet."""

    READMITTED = "readmitted", "Superseded by readmission"
    DIED = "died", "The person died"
    MOVED = "moved", "Moved out of the borough"
    REFUSED = "refused", "Refused, after a conversation"


class Step(models.TextChoices):
    """SIX-8: what happens on the way to day 42, in order."""

    NOT_ALLOCATED = "not_allocated", "Not allocated by day 3"
    DUE_SOON = "due_soon", "Not done by day 35"
    BREACH = "breach", "Day 42 has passed"
