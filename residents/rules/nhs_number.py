"""NHS: the NHS number and its status."""

from core.rulebook import rule
from residents.enums import NhsNumberStatus

S = NhsNumberStatus
WITH_A_NUMBER = (S.VERIFIED, S.NOT_TRACED, S.CONFLICT, S.IN_PROGRESS)
WITHOUT_A_NUMBER = (S.TRACE_REQUIRED, S.NO_MATCH, S.IN_PROGRESS, S.NOT_PRESENT, S.POSTPONED)


@rule("NHS-1", source="standards.md §5: NHS number and its status, 01 to 08")
def status_of_number(*, number: str | None, chosen: str) -> NhsNumberStatus:
    """An NHS number that was typed in is present but not traced until somebody says that it was verified.

    A status that does not fit (verified without a number, not present with one) gives way.
    """
    fitting = WITH_A_NUMBER if number else WITHOUT_A_NUMBER
    if chosen in fitting:
        return S(chosen)
    return S.NOT_TRACED if number else S.NOT_PRESENT


@rule("NHS-2", source="standards.md §5: a status is about one number")
def keeps_status(old: str | None, new: str | None) -> bool:
    """When the NHS number changes its status is asked anew: what was verified was the other number."""
    return old == new
