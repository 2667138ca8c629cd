"""Which full assessments were completed, for the six-week rule, which stands on a floor below
(settings.FULL_ASSESSMENTS_OF).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from assessments.enums import AssessmentKind, AssessmentStatus
from assessments.models import Assessment


def full_assessments_of(residents: Sequence[UUID]) -> Mapping[UUID, list[date]]:
    """The days on which full assessments of these people were completed: one query."""
    completed = Assessment.objects.filter(
        resident__in=residents, kind=AssessmentKind.FULL, status=AssessmentStatus.COMPLETED
    )
    found: dict[UUID, list[date]] = defaultdict(list)
    for key, day in completed.order_by().values_list("resident_id", "completed_on"):
        found[key].append(day)
    return found
