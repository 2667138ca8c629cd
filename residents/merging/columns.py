"""The columns of a person in groups that are kept together, in words, and which of two records each is taken from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.words import long_date, nhs_number
from residents.enums import BornPrecision, Gender, NhsNumberStatus
from residents.models import Resident
from residents.names import name_key
from residents.rules.merging import Side, careful, earlier_name, side_that_counts


@dataclass(frozen=True)
class Group:
    """Columns that belong together. `known` says what makes an answer better, the most telling first."""

    name: str
    label: str
    columns: tuple[str, ...]
    known: Callable[[Resident], tuple[bool, ...]]
    text: Callable[[Resident], str]

    def is_known(self, resident: Resident) -> bool:
        return any(self.known(resident))


def _plain(name: str, label: str, *more: str) -> Group:
    return Group(
        name, label, (name, *more), lambda person: (bool(getattr(person, name)),), lambda person: getattr(person, name)
    )


def _safe(resident: Resident) -> str:
    told = {None: "", True: " (safe to ring)", False: " (do not ring)"}
    return f"{resident.phone}{told[resident.safe_to_call]}" if resident.phone else ""


def _belongs(resident: Resident) -> str:
    said = resident.practice_id is not None or resident.no_practice
    parts = (resident.practice_text if said else "", resident.locality)
    return ", ".join(str(part) for part in parts if part)


def _number(resident: Resident) -> str:
    status = NhsNumberStatus(resident.nhs_number_status).label.lower()
    return f"{nhs_number(resident.nhs_number)} ({status})" if resident.nhs_number else ""


FINEST_FIRST = (BornPrecision.EXACT, BornPrecision.MONTH, BornPrecision.YEAR)
GROUPS = (
    _plain("known_as", "Known as", "known_as_key"),
    _plain("given_name", "First name", "given_key"),
    _plain("family_name", "Family name", "family_key"),
    _plain("previous_family_name", "Family name before", "previous_family_key"),
    Group(
        "born_on", "Born", ("born_on", "born_precision"),
        lambda person: (
            *(person.born_precision == precision for precision in FINEST_FIRST), person.born_on is not None
        ),
        lambda person: person.born_text if person.born_on else "",
    ),
    Group(
        "gender", "Gender", ("gender",),
        lambda person: (person.gender != Gender.NOT_ASKED,),
        lambda person: "" if person.gender == Gender.NOT_ASKED else person.get_gender_display(),
    ),
    Group(
        "nhs_number", "NHS number", ("nhs_number", "nhs_number_status"),
        lambda person: (
            bool(person.nhs_number) and person.nhs_number_status == NhsNumberStatus.VERIFIED, bool(person.nhs_number)
        ),
        _number,
    ),
    Group(
        "phone", "Main telephone", ("phone", "safe_to_call", "safe_to_text"),
        lambda person: (bool(person.phone),), _safe,
    ),
    Group(
        "address", "Address", ("address", "postcode"),
        lambda person: (bool(person.postcode or person.address),),
        lambda person: ", ".join(person.address_lines),
    ),
    Group(
        "practice", "GP practice and locality",
        (
            "practice", "no_practice", "practice_elsewhere", "locality", "locality_basis", "locality_because",
        ),
        lambda person: (
            person.practice_id is not None, bool(person.no_practice), person.locality_id is not None
        ),
        _belongs,
    ),
    _plain("language", "Language"),
    _plain("communication", "How to communicate"),
    Group(
        "in_writing", "How they want things in writing", ("in_writing",),
        lambda person: (bool(person.in_writing),), lambda person: person.get_in_writing_display(),
    ),
    Group(
        "access_asked_on", "Asked what they need to communicate", ("access_asked_on",),
        lambda person: (person.access_asked_on is not None,),
        lambda person: long_date(person.access_asked_on) if person.access_asked_on else "",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One group in which two records differ. `is_choice`: both know something, so somebody has to choose."""

    group: Group
    survivor: str
    merged: str
    side: Side
    is_choice: bool

    @property
    def kept(self) -> str:
        """What will be known afterwards."""
        return self.survivor if self.side == Side.SURVIVOR else self.merged


def sides(survivor: Resident, merged: Resident, choices: Mapping[str, str]) -> dict[str, Side]:
    """For each group the record from which it is taken (MRG-2)."""
    return {
        group.name: side_that_counts(
            group.known(survivor),
            group.known(merged),
            choices.get(group.name, "") if group.is_known(survivor) and group.is_known(merged) else "",
        )
        for group in GROUPS
    }


def differences(survivor: Resident, merged: Resident, choices: Mapping[str, str]) -> list[Difference]:
    """The groups in which two records differ, with what will be kept of each."""
    taken = sides(survivor, merged, choices)
    return [
        Difference(group, *texts, taken[group.name], group.is_known(survivor) and group.is_known(merged))
        for group in GROUPS
        if (texts := (group.text(survivor), group.text(merged))) and texts[0] != texts[1]
    ]


def new_columns(survivor: Resident, merged: Resident, taken: Mapping[str, Side]) -> dict[str, dict[str, Any]]:
    """What changes in the survivor's columns, by group; columns that stay as they are are not named."""
    wanted = {group.name: _of_group(group, survivor, merged, taken[group.name]) for group in GROUPS}
    names = {side: person.family_name for side, person in ((Side.SURVIVOR, survivor), (Side.MERGED, merged))}
    kept = names[taken["family_name"]]
    dropped = names[Side.MERGED if taken["family_name"] == Side.SURVIVOR else Side.SURVIVOR]
    before = wanted["previous_family_name"]["previous_family_name"]
    earlier = earlier_name(kept, dropped, before)
    wanted["previous_family_name"] = {"previous_family_name": earlier, "previous_family_key": name_key(earlier)}
    return {
        name: changed
        for name, columns in wanted.items()
        if (changed := {column: value for column, value in columns.items() if getattr(survivor, column) != value})
    }


def _of_group(group: Group, survivor: Resident, merged: Resident, side: Side) -> dict[str, Any]:
    person = survivor if side == Side.SURVIVOR else merged
    columns = {name: getattr(person, name) for name in group.columns}
    if group.name == "phone" and survivor.phone == merged.phone:
        for name in ("safe_to_call", "safe_to_text"):
            columns[name] = careful(getattr(survivor, name), getattr(merged, name))
    return columns
