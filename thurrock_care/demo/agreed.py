"""What became of something that was agreed in a conversation."""

from datetime import date, datetime, timedelta
from random import Random

from thurrock_care.demo.borough import Borough
from thurrock_care.demo.promises import break_if_due
from thurrock_care.demo.records import talking
from thurrock_care.demo.records.people import Person
from thurrock_care.demo.staff import Worker

FORGOTTEN_FOR = timedelta(days=45)
FORGOTTEN, PROMISED_LATE = 0.14, 0.15


def tick_in_time(
    borough: Borough, person: Person, line: talking.Line, by: Worker, logged_at: datetime, until: date, rng: Random
) -> None:
    """What was agreed for a day in the past was done, some of it late, before the work ended on the day `until`; of
    late some was not.
    """
    almanac, promise = borough.almanac, line.promise
    due_on = line.row["due_on"] or logged_at.date() + timedelta(days=20)
    day = _done_on(borough, due_on, rng, is_promised=promise is not None)
    over = almanac.is_past(until)
    if over:
        day = min(day, until - timedelta(days=3))
    forgotten = rng.random() < FORGOTTEN and day > almanac.today - FORGOTTEN_FOR and not (promise and over)
    done = almanac.is_past(day) and by.works_on(day) and not forgotten
    if promise and by.works_on(due_on) and (not done or day > due_on):
        break_if_due(borough, person, promise, by)
    if done:
        at = max(almanac.office_hours(day, rng), logged_at + timedelta(hours=1))
        talking.tick_off(borough.desk, person=person, line=line, by=by, at=at)


def _done_on(borough: Borough, due_on: date, rng: Random, *, is_promised: bool) -> date:
    """The day on which it is done: what was promised mostly by its day, the rest about it."""
    if is_promised and rng.random() >= PROMISED_LATE:
        return due_on - timedelta(days=rng.randrange(3))
    return borough.almanac.working_day(due_on + timedelta(days=rng.randrange(1 if is_promised else -1, 9)))
