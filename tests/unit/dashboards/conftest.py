"""Charts are counted every 15 minutes; a test must not see what another counted."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
