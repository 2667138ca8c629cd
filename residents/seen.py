"""Whom somebody may see, for floors below this one that have only a reference."""

from uuid import UUID

from accounts.models import User
from core.errors import NotPermitted
from residents.models import Resident

NOT_YOURS_TO_SEE = "This is about somebody whose record you may not see."


def seen_by_reference(*, reference: str, by: User) -> UUID | None:
    """The person of a reference, of one merged away the one that was kept; None when nobody has it.

    Raises NotPermitted when `by` may not see them.
    """
    found: Resident | None = Resident.objects.filter(reference=reference).first()
    while found is not None and found.merged_into_id is not None:
        found = Resident.objects.get(pk=found.merged_into_id)
    if found is None:
        return None
    if not Resident.objects.visible_to(by).filter(pk=found.pk).exists():
        raise NotPermitted(NOT_YOURS_TO_SEE)
    key: UUID = found.pk
    return key
