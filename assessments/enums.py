from django.db import models


class AssessmentKind(models.TextChoices):
    """Client-level data: the light-touch one is a short-term assessment, the full one a long-term assessment."""

    LIGHT_TOUCH = "light_touch", "Light-touch assessment for a safe discharge"
    FULL = "full", "Care and support assessment"


class AssessmentStatus(models.TextChoices):
    IN_PROGRESS = "in_progress", "In progress"
    COMPLETED = "completed", "Completed"
    VOIDED = "voided", "Entered in error"


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


class Seen(models.TextChoices):
    """Whether whoever assessed was with the person."""

    YES = "yes", "Yes, in the same room"
    VIDEO = "video", "By video"
    PHONE = "phone", "By telephone only"
    NO = "no", "No"


class SeenAt(models.TextChoices):
    HOME = "home", "At home"
    FAMILY = "family", "With family or friends"
    CARE_HOME = "care_home", "In a care home"
    COMMUNITY_BED = "community_bed", "In a community bed"
    HOSPITAL = "hospital", "In hospital"
    ELSEWHERE = "elsewhere", "Somewhere else"


class CopyGiven(models.TextChoices):
    """Whether the person has the assessment in writing (Care Act 2014 s12(3))."""

    GIVEN = "given", "Yes, by hand"
    SENT = "sent", "Yes, by post or e-mail"
    NOT_WANTED = "not_wanted", "They do not want one"
    NOT_YET = "not_yet", "Not yet"


class Change(models.TextChoices):
    """What became of one fact between the ward and now."""

    BETTER = "better", "Better than on the ward"
    WORSE = "worse", "Worse than on the ward"
    OTHER = "other", "Changed since the ward"
    SAME = "same", "As on the ward"
    NEWLY_KNOWN = "newly_known", "Not asked on the ward"
    NOT_ASKED = "not_asked", "Not asked now"
