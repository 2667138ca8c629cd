"""A long list in stretches loses nothing and shows nothing twice."""

from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from core import clock
from residents.actions import note_event
from residents.enums import TimelineKind
from residents.models import Resident, TimelineEntry
from worklists.keyset import _read, _write, stretch


def test_walks_over_rows_of_one_moment_without_loss(jean: Resident, ben: User) -> None:
    at = clock.now()
    for number in range(23):
        note_event(jean, TimelineKind.DETAILS, str(number), by=ben, source=jean, at=at - timedelta(hours=number // 9))
    everything = TimelineEntry.objects.filter(resident=jean)
    seen, key = [], ""
    while True:
        part = stretch(everything, key, size=5)
        seen += [row.pk for row in part.rows]
        key = part.older
        if not key:
            break
    assert seen == list(everything.order_by("-at", "-id").values_list("pk", flat=True))


def test_knows_whether_it_is_the_newest(jean: Resident, ben: User) -> None:
    for number in range(3):
        note_event(jean, TimelineKind.DETAILS, str(number), by=ben, source=jean)
    everything = TimelineEntry.objects.filter(resident=jean)
    first = stretch(everything, "", size=2)
    second = stretch(everything, first.older, size=2)
    assert (first.is_newest, second.is_newest, second.older) == (True, False, "")


@pytest.mark.parametrize("key", ["", "~", "yesterday~1", "2026-11-22T09:00:00~0193512b-1c00-7000-8000-2d7f0ec70b55"])
def test_begins_at_the_newest_for_a_key_that_is_none(jean: Resident, key: str) -> None:
    assert stretch(TimelineEntry.objects.filter(resident=jean), key, size=2).is_newest


@given(at=st.datetimes(timezones=st.just(UTC)), row_id=st.uuids())
def test_reads_back_every_key_that_it_writes(at: object, row_id: object) -> None:
    row = type("Row", (), {"at": at, "id": row_id})()
    assert _read(_write(row)) == (at, row_id)


@given(key=st.text())
def test_takes_any_text_for_a_key(key: str) -> None:
    assert _read(key) is None or "~" in key
