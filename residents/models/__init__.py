"""The person: identity, story, circle and timeline. What has to be found, counted or routed on is a column;
what a person says is a statement."""

from residents.models.access import AccessNeed, Alert
from residents.models.circle import CircleLink
from residents.models.duplicates import Merge, MovedRow, PossibleDuplicate
from residents.models.life import STANDS, EndedRow, LifeEvent
from residents.models.person import DictionaryName, Resident
from residents.models.reach import Address, EmailAddress, PhoneNumber
from residents.models.sharing import Share
from residents.models.story import Confirmation, Statement, TimelineEntry

__all__ = [
    "STANDS",
    "AccessNeed",
    "Address",
    "Alert",
    "CircleLink",
    "Confirmation",
    "DictionaryName",
    "EmailAddress",
    "EndedRow",
    "LifeEvent",
    "Merge",
    "MovedRow",
    "PhoneNumber",
    "PossibleDuplicate",
    "Resident",
    "Share",
    "Statement",
    "TimelineEntry",
]
