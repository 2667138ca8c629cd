from django.db import models


class TeamKind(models.TextChoices):
    """What a team is, in the council's words."""

    THURROCK_FIRST = "thurrock_first", "Thurrock First"
    CLS = "cls", "Community Led Support team"
    ILT = "ilt", "Integrated Locality Team"
    HOSPITAL_HUB = "hospital_hub", "Hospital social care hub"
    CARERS = "carers", "Carers service"
    PROVIDER = "provider", "Provider"
    RRAS = "rras", "Rapid Response and Assessment Service"
    DUTY = "duty", "Emergency Duty Team"
    REABLEMENT = "reablement", "Joint Reablement Team"
    BRIDGING = "bridging", "Bridging service"


LOCALITY_TEAMS = (TeamKind.CLS, TeamKind.ILT)
# Teams whose name takes no article: one goes to Thurrock First, and to the Carers service.
KINDS_WITH_PROPER_NAMES = (TeamKind.THURROCK_FIRST, TeamKind.PROVIDER)


class LocalityBasis(models.TextChoices):
    """On what a person's locality rests."""

    PRACTICE = "practice", "Registered practice"
    POSTCODE = "postcode", "Postcode area"
    BY_HAND = "by_hand", "Chosen by hand"
    UNKNOWN = "unknown", "Not known yet"
