"""Who holds whom now: as many people as their load says, so that some have room, some are full and some over it."""

from collections import Counter
from datetime import date

from thurrock_care.demo.staff import Staff, Worker


class Caseload:
    """Counts open allocations while the borough is made."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff
        self.held: Counter[Worker] = Counter()

    def take(self, slug: str, since: date) -> Worker | None:
        """The worker of a team who is furthest from their load, now holding one person more; None when all have it.

        `since` is the day of the allocation: they must have worked here then.
        """
        worker = self._freest(slug, since)
        if worker is None or self.held[worker] >= worker.target:
            return None
        self.held[worker] += 1
        return worker

    def take_whatever_the_load(self, slug: str, since: date) -> Worker:
        """The same for what cannot wait, such as the review after a discharge."""
        worker = self._freest(slug, since) or self._staff.holders(slug)[0]
        self.held[worker] += 1
        return worker

    def _freest(self, slug: str, since: date) -> Worker | None:
        people = [worker for worker in self._staff.holders(slug) if worker.works_on(since) and worker.target]
        return min(people, key=self._fullness, default=None)

    def _fullness(self, worker: Worker) -> tuple[bool, float]:
        """Those who are to be full come first, until they are."""
        share = self.held[worker] / worker.target
        return not worker.fills_first or share >= 1, share
