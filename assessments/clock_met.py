"""Which six-week clocks a completed full assessment met, in words (SIX-4)."""

from django.db.models import F

from assessments.models import Assessment
from core.rulebook import sentence_of
from core.words import listed, long_date, plural
from discharges.enums import ClockStatus
from discharges.models import SixWeekClock
from discharges.rules import meets

NONE = "There is no six-week clock to meet."


def met_in_words(assessment: Assessment) -> str:
    """What a completed full assessment did to the person's clocks, and by how many days it was late: one query."""
    day = assessment.completed_on
    if day is None:
        return ""
    clocks = SixWeekClock.objects.filter(resident=assessment.resident_id).order_by("discharged_on")
    found = list(clocks.filter(status__in=(ClockStatus.MET, ClockStatus.OPEN)))
    met = [one for one in found if one.status == ClockStatus.MET and one.met_on == day]
    if met:
        return f"It meets the six-week clock of the discharge on {listed([_one(clock) for clock in met])}."
    runs = [long_date(one.discharged_on) for one in found if one.status == ClockStatus.OPEN]
    if runs:
        return f"The six-week clock of the discharge on {listed(runs)} runs on. {sentence_of(meets)}"
    return NONE


def late_without_reason(assessment: Assessment) -> SixWeekClock | None:
    """The latest clock that a completed full assessment met after its day, while nobody has said why: one query."""
    met = SixWeekClock.objects.filter(resident=assessment.resident_id, met_on=assessment.completed_on)
    late = met.filter(met_on__gt=F("due_on"), breach_reasons__isnull=True)
    found: SixWeekClock | None = late.order_by("-discharged_on").first()
    return found


def _one(met: SixWeekClock) -> str:
    """ "4 June 2026, 5 days late: it was due by 16 July 2026"."""
    late = (met.met_on - met.due_on).days if met.met_on else 0
    when = f"{plural(late, 'day')} late" if late > 0 else "in time"
    return f"{long_date(met.discharged_on)}, {when}: it was due by {long_date(met.due_on)}"
