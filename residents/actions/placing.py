"""To which locality a person belongs: LOC-1 to LOC-4, whenever something changes on which they rest."""

from typing import Any

from django.db import transaction

from accounts.models import User
from core.errors import Refused
from localities.enums import LocalityBasis
from localities.models import Locality
from localities.places import place_of
from residents.actions.changing import check_version, lock, note_change, save_changes, was_and_is
from residents.followers import tell_placed
from residents.models import Resident
from residents.policies import check_can_change
from residents.practices import why_not_by_practice

BY_HAND = "chosen by hand: "


def placed(resident: Resident, *, chosen: Locality | None, reason: str) -> dict[str, Any]:
    """The columns of the locality that follow from the person's practice and postcode, or from a choice by hand."""
    locality, placement = place_of(
        practice=resident.practice,
        postcode=resident.postcode,
        without_practice=why_not_by_practice(resident.no_practice, resident.practice_elsewhere),
        chosen=chosen,
        chosen_reason=reason,
    )
    return {"locality": locality, "locality_basis": placement.basis, "locality_because": placement.because}


def placed_anew(resident: Resident) -> dict[str, Any]:
    """As `placed`, after the practice or the postcode changed; what was chosen by hand holds against both (LOC-3)."""
    if resident.locality_basis != LocalityBasis.BY_HAND:
        return placed(resident, chosen=None, reason="")
    return placed(resident, chosen=resident.locality, reason=resident.locality_because.removeprefix(BY_HAND))


@transaction.atomic
def choose_locality(
    *, resident: Resident, locality: Locality | None, reason: str, by: User, version: int | None
) -> Resident:
    """Choose a locality by hand with a reason (LOC-3), or, with None, let practice and postcode decide again.

    Raises NotPermitted, ChangedMeanwhile, and Refused for a choice without a reason.
    """
    check_can_change(by)
    locked = lock(resident)
    check_version(locked, version)
    if locality is not None and not reason.strip():
        raise Refused("Say why this locality is chosen by hand.")
    before = locked.locality
    changed = save_changes(locked, placed(locked, chosen=locality, reason=reason.strip()))
    if changed:
        detail = f"{was_and_is('Locality', before, locked.locality)}, because {locked.locality_because}"
        note_change(
            locked, "resident.placed", "Locality changed", by=by, source=locked, detail=detail,
            basis=str(locked.locality_basis),
        )  # fmt: skip
        tell_placed(locked, by)
    return locked
