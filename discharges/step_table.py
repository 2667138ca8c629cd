"""SIX-8's table as it holds for each discharge: the rule's own days, and what was changed from a date on."""

from datetime import date

from discharges.enums import Step
from discharges.models import StepDay
from discharges.rules import Change, Table, table_for


def changes() -> list[Change]:
    """What was changed, in the order in which it was changed: one query."""
    rows = StepDay.objects.order_by("at", "pk").values_list("step", "day", "from_on")
    return [Change(Step(step), day, from_on) for step, day, from_on in rows]


def table_of(discharged_on: date) -> Table:
    """The table for those who go home on a day: one query."""
    return table_for(discharged_on, changes())
