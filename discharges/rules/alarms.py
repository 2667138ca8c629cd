"""ALM-1 and ALM-2: that SIX-8 speaks to nobody is itself something that somebody hears."""

from collections.abc import Sequence

from core.rulebook import rule
from discharges.enums import Hearer

MOST_HOURS = 6


@rule("ALM-1", source="issue 4: a rule that silently stops being enforced is the worst failure of this system")
def is_told_to_nobody(is_open: bool, told: Sequence[int], hours_waited: float = 0) -> bool:
    """A breach that was due to be told, and of which nobody has been told, neither on its day nor in a week after it,
    is an alarm while the review is open: managers' pages say so, and administrators hear of it every day until
    somebody was told. One that was to be told and still waits after six hours is such an alarm as well.
    """
    was_due = bool(told) or hours_waited > MOST_HOURS
    return is_open and was_due and not any(told)


@rule("ALM-2", source="issue 4: SIX-8 goes to the team lead, the locality manager and the head of service")
def missing_hearers(leads: int, managers: int, heads: int) -> tuple[Hearer, ...]:
    """Each team that holds six-week reviews has a lead and a locality manager who are here today, and the service has a
    head: who of them is missing is said beforehand, on the administrators' page and by the audit of the six-week rule.
    """
    here = ((Hearer.LEAD, leads), (Hearer.MANAGER, managers), (Hearer.HEAD, heads))
    return tuple(hearer for hearer, count in here if not count)
