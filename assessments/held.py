"""What floors below ask of full assessments: which were completed, for the six-week rule
(settings.FULL_ASSESSMENTS_OF), and whether a conversation has grown into one that is open
(settings.KEEP_CONVERSATIONS).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from assessments.enums import AssessmentKind, AssessmentStatus
from assessments.models import Assessment
from talking_shops.enums import Depth
from talking_shops.models import Conversation


def full_assessments_of(residents: Sequence[UUID]) -> Mapping[UUID, list[date]]:
    """The days on which full assessments of these people were completed: one query."""
    completed = Assessment.objects.filter(
        resident__in=residents, kind=AssessmentKind.FULL, status=AssessmentStatus.COMPLETED
    )
    found: dict[UUID, list[date]] = defaultdict(list)
    for key, day in completed.order_by().values_list("resident_id", "completed_on"):
        found[key].append(day)
    return found


def why_it_stays(conversation: Conversation) -> str:
    """Why a conversation cannot leave its record: its worker has begun a full assessment there with it, or after it,
    which is open. "" when there is none.
    """
    if conversation.resident is None or conversation.depth != Depth.ASSESSMENT:
        return ""
    begun = Assessment.objects.open_full_of(conversation.resident)
    if begun is None or begun.assessor_id != conversation.worker_id or begun.started_at < conversation.logged_at:
        return ""
    return (
        "This conversation has grown into a full assessment, which is open on this record. Say first that the "
        "assessment was entered in error, or complete it if it is about this person."
    )
