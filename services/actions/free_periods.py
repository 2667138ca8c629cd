"""Tell of programmes whose free six weeks are over, each once."""

from datetime import date

from django.db import transaction

from audit.actions import SYSTEM
from core import clock
from core.actions import beat
from services import messages
from services.actions.steps import keep, tell_story
from services.models import Programme

BATCH = 200


def tell_of_free_periods(today: date | None = None) -> int:
    """Tell the worker and the managers of every programme that runs on day 42 or later (REAB-2), each once; how many.

    It does all that is due and not done: it may run late, twice, or on two workers at once. A programme that somebody
    is saving at this moment is left to the next run. `today` is the London date, the present one when None.
    """
    day, told = today or clock.today(), 0
    while found := _tell_some(day):
        told += found
    beat("free periods", on=str(day), told=told)
    return told


@transaction.atomic
def _tell_some(today: date) -> int:
    due = Programme.objects.free_period_over(today).filter(told_on__isnull=True).order_by("free_until", "id")
    rows = due.select_related("resident__locality", "team", "worker").select_for_update(of=("self",), skip_locked=True)
    found = list(rows[:BATCH])
    for programme in found:
        keep(programme, "programme.free_period_over", by=SYSTEM, told_on=today)
        tell_story(programme, "The free six weeks are over", by=SYSTEM, detail="It still runs.")
        messages.tell_of_day_42(programme)
    return len(found)
