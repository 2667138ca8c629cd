"""The one way from an address to a record."""

import pytest
from django.http import Http404

from accounts.models import User
from core.shortcuts import get_visible_or_404
from residents.models import Resident


def test_gives_the_record_that_exists_for_the_viewer(jean: Resident, ben: User) -> None:
    assert get_visible_or_404(Resident.objects, ben, reference=jean.reference) == jean


def test_what_is_hidden_raises_the_same_as_what_is_not_there(jean: Resident, hal: User) -> None:
    with pytest.raises(Http404) as hidden:
        get_visible_or_404(Resident.objects, hal, reference=jean.reference)
    with pytest.raises(Http404) as missing:
        get_visible_or_404(Resident.objects, hal, reference="P-222-2222")
    assert str(hidden.value) == str(missing.value)
