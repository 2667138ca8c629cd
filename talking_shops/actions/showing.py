"""Put the results of a quarter together once it is over, and keep them as they are shown (FB-5)."""

from datetime import date

from django.db import transaction

from audit.actions import SYSTEM, record
from core import clock
from core.actions import beat
from talking_shops.feedback_results import QUARTERS, Row, tables_of
from talking_shops.models import Conversation, ShownQuarter
from talking_shops.rules.feedback import quarter_to_show, quarters_over


def show_quarters() -> int:
    """Keep the tables of every quarter of the last two years that is over and is not shown yet; how many. Safe to
    repeat: what is shown once is never reckoned again.
    """
    count = _show_all()
    beat("results of quarters", on=str(clock.today()), shown=count)
    return count


def show_quarters_at_release() -> int:
    """As `show_quarters`, without its sign of life: the release that first shows quarters does not wait for the hour.
    Nothing is shown where nobody was talked with yet, for what is shown stays.
    """
    return _show_all() if Conversation.objects.exists() else 0


def _show_all() -> int:
    today = clock.today()
    firsts = quarters_over(today, QUARTERS)
    shown = set(ShownQuarter.objects.filter(first__in=firsts).values_list("first", flat=True))
    spans = [span for first in firsts if first not in shown and (span := quarter_to_show(first, today))]
    for first, after in spans:
        _show(first, after)
    return len(spans)


@transaction.atomic
def _show(first: date, after: date) -> None:
    thought, effects = tables_of(first, after)
    tables = {"thought": _kept(thought), "effects": _kept(effects), "shown_from": clock.now()}
    row, is_new = ShownQuarter.objects.get_or_create(first=first, defaults=tables)
    if is_new:
        record("quarter.shown", by=SYSTEM, subject=row, first=str(first))


def _kept(rows: list[Row]) -> list[list[object]]:
    return [[row.place, list(row.cells)] for row in rows]
