"""Remind the hub of notices that wait too long, once a day."""

from datetime import date

from django.db import transaction

from core import clock
from core.actions import beat
from discharges.models import HospitalNotice
from discharges.notice_messages import tell_hub_what_waits_long
from discharges.rules.notices import waiting_since
from localities.places import bank_holidays


@transaction.atomic
def remind_of_waiting_notices(today: date | None = None) -> int:
    """Tell the hub how many notices have waited longer than a working day (NOT-8); how many they are.

    Safe to repeat: it is told once a day, and not at all when nothing waits so long. `today` is the London date, the
    present one when None.
    """
    day = today or clock.today()
    before = clock.start_of(waiting_since(day, bank_holidays()))
    waiting: int = HospitalNotice.objects.waiting().filter(received_at__lt=before).count()
    if waiting:
        tell_hub_what_waits_long(waiting, day)
    beat("waiting notices", on=str(day), waiting=waiting)
    return waiting
