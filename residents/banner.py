"""What the person banner shows. Every page about one person hands `banner_of(...)` to components/person_banner.html."""

from dataclasses import dataclass
from datetime import date

from residents.models import Resident


@dataclass(frozen=True)
class Banner:
    """The facts of the banner, in the names that its template uses. Unknown is "" and shows as "Not known"."""

    known_as: str
    legal_name: str
    born_text: str
    gender_label: str
    nhs_number_spaced: str
    reference: str
    href: str
    phone: str
    phone_unsafe: bool
    address_lines: list[str]
    access_needs: list[str]
    statuses: list[str]
    is_deceased: bool
    died_on: date | None
    age_at_death: int | None
    key_worker: str | None = ""
    team: str = ""


def banner_of(
    resident: Resident, *, key_worker: str | None = "", team: str = "", statuses: list[str] | None = None
) -> Banner:
    """The banner of a person. Who holds them is known on higher floors, which hand in `key_worker` and `team`.

    A page of a lower floor does not know: it hands in None, and the banner does not speak of it.
    """
    return Banner(
        known_as=resident.display_name,
        legal_name=resident.legal_name,
        born_text=resident.born_text,
        gender_label=resident.get_gender_display(),
        nhs_number_spaced=resident.nhs_number_spaced,
        reference=resident.reference,
        href=resident.get_absolute_url(),
        phone=resident.phone,
        phone_unsafe=resident.safe_to_call is False,
        address_lines=resident.address_lines,
        access_needs=_access_needs(resident),
        statuses=statuses or [],
        is_deceased=resident.is_deceased,
        died_on=resident.died_on,
        age_at_death=resident.age if resident.is_deceased else None,
        key_worker=key_worker,
        team=team,
    )


def _access_needs(resident: Resident) -> list[str]:
    speaks_other = resident.language.casefold() not in {"", "english"}
    needs = [resident.communication, f"speaks {resident.language}" if speaks_other else ""]
    return [need for need in needs if need]
