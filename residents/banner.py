"""What the person banner shows. Every page about one person hands `banner_of(...)` to components/person_banner.html."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from residents.flags import flags_of
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
    phone_silent: bool
    phone_words: str
    address_lines: list[str]
    access_needs: list[str]
    safety_alerts: list[str]
    statuses: list[str]
    more_alerts: int
    alerts_href: str
    is_deceased: bool
    died_on: date | None
    age_at_death: int | None
    key_worker: str | None = ""
    team: str = ""


def banner_of(resident: Resident, viewer: User, *, key_worker: str | None = "", team: str = "") -> Banner:
    """The banner of a person as the viewer may see it; one query.

    Higher floors, which know who holds them, hand in `key_worker` and `team`; None is that a page does not know.
    """
    flags = flags_of(resident, viewer)
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
        phone_silent=flags.must_not_ring,
        phone_words=_phone_words(resident, must_not_ring=flags.must_not_ring),
        address_lines=resident.address_lines,
        access_needs=flags.access,
        safety_alerts=flags.safety,
        statuses=flags.statuses,
        more_alerts=flags.more,
        alerts_href=flags.all_href,
        is_deceased=resident.is_deceased,
        died_on=resident.died_on,
        age_at_death=resident.age if resident.is_deceased else None,
        key_worker=key_worker,
        team=team,
    )


def _phone_words(resident: Resident, *, must_not_ring: bool) -> str:
    """ "safe to ring, do not text"; "not asked if it is safe to ring" says that nobody asked."""
    ring = {True: "safe to ring", False: "do not ring", None: "not asked if it is safe to ring"}[resident.safe_to_call]
    text = {True: "safe to text", False: "do not text", None: ""}[resident.safe_to_text]
    if resident.is_deceased or must_not_ring:
        ring = "do not ring"
    return ", ".join(part for part in (ring, "" if resident.is_deceased else text) if part)
