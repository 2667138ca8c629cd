"""The demo borough has records that may be one person, for somebody to decide."""

from datetime import date

import pytest

from residents.enums import PairStatus
from residents.models import PossibleDuplicate

pytestmark = pytest.mark.django_db


def test_has_likely_duplicates_with_why(borough: date) -> None:
    pairs = PossibleDuplicate.objects.filter(status=PairStatus.OPEN).select_related("one", "other")
    found = {frozenset((pair.one.display_name, pair.other.display_name)) for pair in pairs}
    for one, other in (("Bugg", "Pratt"), ("Cracknell", "Cracknell"), ("Sawyer", "Sawyer")):
        assert any(sum(one in name or other in name for name in names) == len(names) for names in found), (one, found)
    assert all(pair.why for pair in pairs)
