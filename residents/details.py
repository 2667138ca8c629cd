"""What page 22 shows: who somebody is, how to reach them, where they belong, and who is around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.roles import INTEGRATED
from core.words import long_date
from residents.actions.reach import address_in_words
from residents.banner import Banner, banner_of
from residents.circle import Circle, circle_of
from residents.enums import Gender
from residents.models import Address, EmailAddress, PhoneNumber, Resident
from residents.policies import can_change
from residents.tabs import tabs_of

NOT_ASKED, NOT_KNOWN = "Not asked", "Not known"


@dataclass(frozen=True)
class Row:
    """One line of a summary list; without `href` there is nothing to change for whoever looks."""

    key: str
    value: str
    href: str = ""


@dataclass(frozen=True)
class Details:
    """Everything that the page says. `circle` is None for a partner, who is not told of it nor of what staff noted."""

    banner: Banner
    tabs: list[dict[str, Any]]
    who: Sequence[Row]
    numbers: Sequence[PhoneNumber]
    numbers_ended: Sequence[PhoneNumber]
    emails: Sequence[EmailAddress]
    emails_ended: Sequence[EmailAddress]
    in_writing: Sequence[Row]
    address: Row
    addresses_ended: Sequence[Row]
    place: Sequence[Row]
    circle: Circle | None
    may_change: bool

    @property
    def is_staff(self) -> bool:
        return self.circle is not None


def details_page(resident: Resident, viewer: User) -> Details:
    """Read the page, in six queries; a partner sees the main number and the present address alone."""
    staff, change = viewer.role in INTEGRATED, can_change(viewer)
    numbers = list(PhoneNumber.objects.filter(resident=resident).order_by("-is_main", "-started_on", "pk"))
    emails = list(EmailAddress.objects.filter(resident=resident).order_by("-started_on", "pk")) if staff else []
    homes = list(Address.objects.filter(resident=resident).order_by("-started_on", "-pk"))
    current = [number for number in numbers if number.ended_on is None]
    return Details(
        banner=banner_of(resident, viewer, key_worker=None),
        tabs=tabs_of(resident, "residents:details"),
        who=_who(resident, change=change),
        numbers=current if staff else [number for number in current if number.is_main],
        numbers_ended=[number for number in numbers if number.ended_on is not None] if staff else [],
        emails=[email for email in emails if email.ended_on is None],
        emails_ended=[email for email in emails if email.ended_on is not None],
        in_writing=_in_writing(resident, change=change),
        address=_address(resident, homes, change=change),
        addresses_ended=[_earlier(home) for home in homes if home.ended_on is not None] if staff else [],
        place=_place(resident, change=change, staff=staff),
        circle=circle_of(resident) if staff else None,
        may_change=change,
    )


def _who(resident: Resident, *, change: bool) -> list[Row]:
    """Names, birth, gender, NHS number and language: what was not asked says so."""
    lines = (
        ("Known as", resident.known_as or NOT_ASKED, "names"),
        ("First name", resident.given_name or NOT_KNOWN, "names"),
        ("Family name", resident.family_name or NOT_KNOWN, "names"),
        ("Family name before", resident.previous_family_name or NOT_ASKED, "names"),
        ("Date of birth", resident.born_text, "birth"),
        ("Gender", Gender(resident.gender).label, "gender"),
        ("NHS number", resident.nhs_number_spaced, "nhs-number"),
        ("NHS number status", resident.get_nhs_number_status_display(), "nhs-number"),
        ("Language", resident.language or NOT_ASKED, "language"),
        ("How best to communicate", resident.communication or NOT_ASKED, "language"),
    )
    return [Row(key, value, _question(resident, about) if change else "") for key, value, about in lines]


def _in_writing(resident: Resident, *, change: bool) -> list[Row]:
    """In which form they want what is written to them."""
    said = resident.get_in_writing_display() or f"{NOT_ASKED} yet"
    return [Row("How they want to have things in writing", said, _question(resident, "in-writing") if change else "")]


def _address(resident: Resident, homes: list[Address], *, change: bool) -> Row:
    """The present address with its kind and since when."""
    href = reverse("residents:address", kwargs={"reference": resident.reference}) if change else ""
    now = next((home for home in homes if home.ended_on is None), None)
    if now is None:
        return Row("Address", NOT_KNOWN, href)
    return Row(now.get_kind_display(), f"{address_in_words(now)}\nSince {long_date(now.started_on)}", href)


def _earlier(home: Address) -> Row:
    until = long_date(home.ended_on) if home.ended_on else ""
    return Row(f"{long_date(home.started_on)} to {until}", f"{home.get_kind_display()}: {address_in_words(home)}")


def _place(resident: Resident, *, change: bool, staff: bool) -> list[Row]:
    """The practice, and the locality with its reason, which may be what somebody wrote for the staff."""
    here = {"reference": resident.reference}
    where = str(resident.locality or NOT_KNOWN)
    because = f"{where}\nBecause {resident.locality_because}" if resident.locality_because and staff else where
    return [
        Row("GP practice", resident.practice_text, _question(resident, "practice") if change else ""),
        Row("Locality", because, reverse("residents:locality", kwargs=here) if change else ""),
    ]


def _question(resident: Resident, about: str) -> str:
    return reverse("residents:identity", kwargs={"reference": resident.reference, "question": about})
