from django.db import models


class ItemStatus(models.TextChoices):
    """What became of an item that a device sent."""

    TAKEN = "taken", "Taken up"
    NEEDS_YOU = "needs_you", "Needs its writer"
    LET_GO = "let_go", "Let go by its writer"
