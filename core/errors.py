"""What a write may be refused for. Every refusal carries a sentence for the person at the screen."""

from django.core.exceptions import PermissionDenied
from django.db.models import Model


class Refused(Exception):
    """The thing asked for cannot be done now; `str()` of it is a sentence for the user."""


class WrongState(Refused):
    """The record is not in a state from which this step is possible."""


class ChangedMeanwhile(Refused):
    """Somebody else saved the record after this page was opened.

    `current` is the record as it stands, so that both versions can be shown side by side.
    """

    def __init__(self, sentence: str, current: Model) -> None:
        super().__init__(sentence)
        self.current = current


class SentAlready(Refused):
    """The form that was being written has been sent, or discarded, from another window."""


class NotPermitted(PermissionDenied):
    """The user's role does not allow this; `str()` of it says what is missing."""
