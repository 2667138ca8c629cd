"""Change SIX-8's table from a date on."""

from datetime import date

from django.db import connection, transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from discharges.enums import Step
from discharges.models import StepDay
from discharges.policies import check_can_change_steps
from discharges.rules import CHANGEABLE, Change, is_possible_table, table_for
from discharges.step_table import changes, sentence_of

ONE_AT_A_TIME = 840042  # the advisory lock of the table of steps


@transaction.atomic
def change_step(*, step: Step, day: int, from_on: date, because: str, by: User) -> StepDay:
    """Let a step come on another day after the discharge, for those who go home on `from_on` or later (SIX-8).

    Raises NotPermitted, and Refused for a step that cannot be changed, a day that has passed, a missing reason, a
    change that changes nothing, and a table in which the steps would not come one after another.
    """
    check_can_change_steps(by)
    if step not in CHANGEABLE:
        raise Refused("Day 42 is the rule itself: the breach, and the weeks after it, cannot be changed.")
    if from_on < clock.today():
        raise Refused("A change holds from today or a later day on.")
    if not because.strip():
        raise Refused("Say why the day is changed.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    _check(changes(), Change(step, day, from_on))
    changed = StepDay.objects.create(
        step=step, day=day, from_on=from_on, because=because.strip()[:500], at=clock.now(), by=by
    )
    record("steps.changed", by=by, subject=changed, step=str(step), day=day, from_on=str(from_on))
    return changed


def _check(before: list[Change], wanted: Change) -> None:
    """Each table that holds from the change on must be possible, those of later changes among them."""
    if table_for(wanted.from_on, before)[wanted.step] == wanted.day:
        raise Refused(f"For those who go home on that day it is day {wanted.day} already.")
    after = [*before, wanted]
    for start in sorted({change.from_on for change in after if change.from_on >= wanted.from_on}):
        table = table_for(start, after)
        if not is_possible_table(table):
            raise Refused(f"The steps have to come one after another: {sentence_of(table)}.")
