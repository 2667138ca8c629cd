"""Closed lists about reablement and bridging, in the words of those who do it."""

from django.db import models

from localities.enums import TeamKind

# Who can have a programme: the Council's own teams for it, and the providers that stand in.
HOLDING = (TeamKind.REABLEMENT, TeamKind.BRIDGING, TeamKind.PROVIDER)


class ProgrammeKind(models.TextChoices):
    """Short-term support at home: to do more again, or until somebody has room."""

    REABLEMENT = "reablement", "Reablement"
    BRIDGING = "bridging", "Bridging"


class ProgrammeStatus(models.TextChoices):
    PLANNED = "planned", "Planned"
    RUNNING = "running", "Running"
    ENDED = "ended", "Ended"
    CANCELLED = "cancelled", "Cancelled"


class Outcome(models.TextChoices):
    """What came after, in the terms of the short-term support return (ST-Max: sequel to maximise independence)."""

    INDEPENDENT = "independent", "No support needed: managing at home"
    SIGNPOSTED = "signposted", "Signposted or universal services"
    LOW_LEVEL = "low_level", "Ongoing low-level support"
    SHORT_TERM = "short_term", "Other short-term support"
    LONG_TERM_HOME = "long_term_home", "Long-term support in the community"
    CARE_HOME = "care_home", "Long-term support in a care home"
    SELF_FUNDED = "self_funded", "Needs identified, pays for their own support"
    DECLINED = "declined", "Needs identified, support declined"
    HANDED_ON = "handed_on", "Another team took over"
    STOPPED = "stopped", "Ended early: the person stopped"
    HOSPITAL = "hospital", "Ended early: admitted to hospital"
    NHS = "nhs", "Ended early: NHS-funded care or end of life"
    DIED = "died", "Ended early: the person died"
    MOVED = "moved", "Ended early: moved out of the borough"


# Recorded where a death or a move is, and where a bridging programme is followed; nobody chooses them at the end.
FOLLOWS_BY_ITSELF = (Outcome.DIED, Outcome.MOVED, Outcome.HANDED_ON)


class HowFar(models.TextChoices):
    """How far a goal is, as the person sees it."""

    NOT_YET = "not_yet", "Not yet"
    PARTLY = "partly", "Partly"
    REACHED = "reached", "Reached"


class FreePeriod(models.TextChoices):
    """Where a programme stands in the six weeks that may not be charged."""

    FREE = "free", "Within the free period"
    ENDING = "ending", "Free period ends soon"
    OVER = "over", "Day 42 has come"
