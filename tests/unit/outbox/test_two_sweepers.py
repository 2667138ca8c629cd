"""Two sweepers at once, over commits that are real."""

from uuid import UUID

from django.db import connection

from outbox.actions import enqueue_many
from outbox.sweeper import MOST_IN_FLIGHT, lead, sweep
from tests.committed import at_once


def test_only_one_of_two_sweepers_leads_until_it_has_gone(committed: str) -> None:
    assert lead() is True
    assert lead() is True, "the leader stays the leader"
    assert at_once(1, lambda _: lead()) == [False]
    connection.close()
    assert at_once(1, lambda _: lead()) == [True]


def test_two_sweepers_that_both_believe_they_lead_send_no_job_twice(committed: str) -> None:
    enqueue_many("notice.deliver", [(f"job {number}", {}) for number in range(MOST_IN_FLIGHT)])
    sent: list[UUID] = []
    counts = at_once(4, lambda _: sweep(sent.append))
    assert sum(counts) == len(sent) == len(set(sent)) == MOST_IN_FLIGHT  # type: ignore[arg-type]
