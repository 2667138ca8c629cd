from django.db import models


class AssessmentKind(models.TextChoices):
    """Client-level data: the light-touch one is a short-term assessment, the full one a long-term assessment."""

    LIGHT_TOUCH = "light_touch", "Light-touch assessment for a safe discharge"
    FULL = "full", "Care and support assessment"


class AssessmentStatus(models.TextChoices):
    IN_PROGRESS = "in_progress", "In progress"
    COMPLETED = "completed", "Completed"


class GoesTo(models.TextChoices):
    HOME = "home", "Their own home"
    FAMILY = "family", "Family or friends"
    CARE_HOME = "care_home", "A care home"
    COMMUNITY_BED = "community_bed", "A community bed"
    NO_HOME = "no_home", "Nowhere to go yet"


class Answer(models.TextChoices):
    """Not asked is an answer of its own."""

    YES = "yes", "Yes"
    WITH_HELP = "with_help", "With help"
    NO = "no", "No"
    NOT_ASKED = "not_asked", "Not asked"
