"""Add a person, and make them findable."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.constraints import refused_by
from core.errors import Refused
from localities.models import Locality, Practice
from localities.places import place_of
from residents.actions.duplicates import look_later
from residents.actions.story import note_event
from residents.enums import AddressKind, BornPrecision, Gender, NamePart, NhsNumberStatus, TimelineKind
from residents.models import AccessNeed, Address, DictionaryName, PhoneNumber, Resident
from residents.names import name_key
from residents.policies import check_can_add
from residents.practices import why_not_by_practice
from residents.rules.access import need_review_by

NO_FIXED_ADDRESS = "No fixed address"
ASKED_AND_NONE = "none"
KNOWN_ALREADY = "Somebody with this NHS number is known already. Search for the number to find them."

# What an identity says that is no column of a person: it becomes a row beside them, or a choice.
NO_COLUMNS = frozenset({"chosen_locality", "chosen_reason", "no_fixed_address", "access"})


@dataclass(frozen=True)
class Identity:
    """What is known of somebody when they are added. Empty means not known or not asked.

    `access` is an AccessKind that they told us of, or ASKED_AND_NONE.
    """

    known_as: str = ""
    given_name: str = ""
    family_name: str = ""
    previous_family_name: str = ""
    born_on: date | None = None
    born_precision: str = BornPrecision.UNKNOWN
    gender: str = Gender.NOT_ASKED
    nhs_number: str | None = None
    language: str = ""
    communication: str = ""
    phone: str = ""
    safe_to_call: bool | None = None
    safe_to_text: bool | None = None
    address: str = ""
    postcode: str = ""
    practice: Practice | None = None
    no_practice: str = ""
    practice_elsewhere: str = ""
    chosen_locality: Locality | None = None
    chosen_reason: str = ""
    no_fixed_address: bool = False
    access: str = ""


@transaction.atomic
def add_resident(*, identity: Identity, by: User) -> Resident:
    """Add a person who is not known yet, place them in a locality (LOC-1 to LOC-4), and make them findable.

    Raises NotPermitted, and Refused when the NHS number belongs to somebody else already.
    """
    check_can_add(by)
    if identity.nhs_number and Resident.objects.filter(nhs_number=identity.nhs_number).exists():
        raise Refused(KNOWN_ALREADY)
    resident = Resident(added_at=clock.now(), added_by=by, **columns_of(identity))
    with refused_by("residents_resident_nhs_number_key", KNOWN_ALREADY):
        resident.save(force_insert=True)
    learn_names(resident)
    _keep_reach(resident, identity, by)
    _keep_access(resident, identity.access, by)
    asked = {"access": identity.access} if identity.access else {}
    record(
        "resident.added", by=by, subject=resident, resident_id=resident.pk, locality=resident.locality_basis, **asked
    )
    note_event(resident, TimelineKind.ADDED, "Added to Thurrock Care", by=by, source=resident)
    look_later(resident)
    return resident


def _keep_reach(resident: Resident, identity: Identity, by: User) -> None:
    """The telephone number and the address that somebody was added with, from the day on which we heard of them."""
    since = {"resident": resident, "started_on": clock.london_date(resident.added_at), "noted_by": by}
    if resident.phone:
        PhoneNumber.objects.create(
            number=resident.phone, is_main=True, safe_to_call=resident.safe_to_call,
            safe_to_text=resident.safe_to_text, **since,
        )  # fmt: skip
    if resident.address or resident.postcode:
        kind = AddressKind.NONE if identity.no_fixed_address else AddressKind.HOME
        Address.objects.create(kind=kind, lines=identity.address, postcode=resident.postcode, **since)


def _keep_access(resident: Resident, access: str, by: User) -> None:
    """What they need to be understood, as far as somebody asked when they were added."""
    if not access:
        return
    resident.access_asked_on = clock.london_date(resident.added_at)
    resident.save(update_fields=["access_asked_on"])
    if access == ASKED_AND_NONE:
        return
    AccessNeed.objects.create(
        resident=resident, kind=access, recorded_on=resident.access_asked_on, recorded_by=by,
        review_on=need_review_by(resident.access_asked_on),
    )  # fmt: skip


def columns_of(identity: Identity) -> dict[str, Any]:
    """The columns of a Resident that follow from an identity: keys for search, and the locality with its reason."""
    locality, placement = place_of(
        practice=identity.practice,
        postcode=identity.postcode,
        without_practice=why_not_by_practice(identity.no_practice, identity.practice_elsewhere),
        chosen=identity.chosen_locality,
        chosen_reason=identity.chosen_reason,
    )
    copied = {name: getattr(identity, name) for name in identity.__dataclass_fields__ if name not in NO_COLUMNS}
    if identity.no_fixed_address:
        copied["address"] = lines_without_home(identity.address)
    return {
        **copied,
        "nhs_number_status": NhsNumberStatus.NOT_TRACED if identity.nhs_number else NhsNumberStatus.NOT_PRESENT,
        "given_key": name_key(identity.given_name),
        "family_key": name_key(identity.family_name),
        "known_as_key": name_key(identity.known_as),
        "previous_family_key": name_key(identity.previous_family_name),
        "locality": locality,
        "locality_basis": placement.basis,
        "locality_because": placement.because,
    }


def lines_without_home(mostly: str) -> str:
    """What stands as the address of somebody of no fixed address; `mostly` is where they mostly are."""
    return "\n".join(part for part in (NO_FIXED_ADDRESS, mostly) if part)[:300]


def learn_names(resident: Resident) -> None:
    """Put each part of the person's names into the dictionary that forgives spelling."""
    parts = {
        (NamePart.GIVEN, resident.given_key),
        (NamePart.GIVEN, resident.known_as_key),
        (NamePart.FAMILY, resident.family_key),
        (NamePart.FAMILY, resident.previous_family_key),
    }
    now = clock.now()
    rows = [DictionaryName(part=part, value=value, added_at=now) for part, value in sorted(parts) if value]
    DictionaryName.objects.bulk_create(rows, ignore_conflicts=True)
