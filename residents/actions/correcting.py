"""Change who somebody is: names, birth, gender, NHS number, language, practice, and how they want things in writing.
Nothing is changed silently.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from core.constraints import refused_by
from core.errors import Refused
from residents.actions.changing import check_version, lock, note_change, save_changes, was_and_is
from residents.actions.duplicates import look_later
from residents.actions.identity import KNOWN_ALREADY, learn_names
from residents.actions.placing import placed_anew
from residents.ages import born_in_words
from residents.enums import BornPrecision, Gender, InWriting, NhsNumberStatus, NoPractice
from residents.followers import tell_placed
from residents.models import Resident
from residents.names import name_key
from residents.policies import check_can_change
from residents.practices import practice_in_words
from residents.rules.nhs_number import keeps_status, status_of_number
from residents.rules.reach import family_name_before

# column → what people call it
CHANGEABLE = {
    "known_as": "Known as",
    "given_name": "First name",
    "family_name": "Family name",
    "previous_family_name": "Family name before",
    "born_on": "Born",
    "born_precision": "Born",
    "gender": "Gender",
    "nhs_number": "NHS number",
    "nhs_number_status": "NHS number status",
    "language": "Language",
    "communication": "How to communicate",
    "in_writing": "How they want things in writing",
    "practice": "GP practice",
    "no_practice": "GP practice",
    "practice_elsewhere": "GP practice",
}
PRACTICE = frozenset({"practice", "no_practice", "practice_elsewhere"})
NAMES = ("known_as", "given_name", "family_name")
# what two records are compared by: a change of one of them may make two alike
COMPARED = frozenset({*NAMES, "previous_family_name", "born_on", "born_precision", "nhs_number", "nhs_number_status"})
KEYS = {
    "known_as": "known_as_key",
    "given_name": "given_key",
    "family_name": "family_key",
    "previous_family_name": "previous_family_key",
}


@transaction.atomic
def change_identity(
    *, resident: Resident, changes: Mapping[str, Any], by: User, version: int | None, was_wrong: bool = False
) -> Resident:
    """Change columns of CHANGEABLE; an old family name is kept unless it `was_wrong`, and a new practice places anew.

    Raises NotPermitted, ChangedMeanwhile when `version` is not the one that stands, and Refused for nobody's name
    or an NHS number that belongs to somebody else.
    """
    check_can_change(by)
    locked = lock(resident)
    check_version(locked, version)
    before = {name: getattr(locked, name) for name in CHANGEABLE}
    wanted = _with_what_follows(before, {name: changes[name] for name in changes if name in CHANGEABLE}, was_wrong)
    _check_some_name(before | wanted)
    _check_number_is_free(locked, wanted.get("nhs_number"))
    with refused_by("residents_resident_nhs_number_key", KNOWN_ALREADY):
        changed = save_changes(locked, wanted | _keys(wanted))
    if PRACTICE & set(changed):
        _place(locked, by)
    told = [name for name in CHANGEABLE if name in changed]
    if COMPARED & set(changed):
        learn_names(locked)
        look_later(locked)
    if told:
        note_change(
            locked, "resident.changed", _title(told), by=by, source=locked, detail=_detail(told, before, locked),
            changed=told, status=locked.nhs_number_status,
        )  # fmt: skip
    return locked


def _place(resident: Resident, by: User) -> None:
    save_changes(resident, placed_anew(resident))
    tell_placed(resident, by)


def _with_what_follows(before: dict[str, Any], wanted: dict[str, Any], was_wrong: bool) -> dict[str, Any]:
    """The changes with what follows: the name before (REA-2), the status of the NHS number (NHS-1, NHS-2), and that
    a practice here stands alone.
    """
    if "family_name" in wanted:
        wanted["previous_family_name"] = family_name_before(
            old=before["family_name"], new=wanted["family_name"], was_wrong=was_wrong,
            kept=wanted.get("previous_family_name", before["previous_family_name"]),
        )  # fmt: skip
    if wanted.get("practice"):
        wanted["no_practice"] = ""
    if wanted.get("no_practice", NoPractice.OUTSIDE) != NoPractice.OUTSIDE:
        wanted["practice_elsewhere"] = ""
    if "nhs_number" in wanted:
        chosen = wanted.get("nhs_number_status") or before["nhs_number_status"]
        same = keeps_status(before["nhs_number"], wanted["nhs_number"])
        said = "nhs_number_status" in wanted and chosen != before["nhs_number_status"]
        wanted["nhs_number_status"] = status_of_number(
            number=wanted["nhs_number"], chosen=chosen if same or said else ""
        )
    return wanted


def _keys(wanted: dict[str, Any]) -> dict[str, str]:
    return {key: name_key(wanted[name]) for name, key in KEYS.items() if name in wanted}


def _check_some_name(after: dict[str, Any]) -> None:
    if not any(after[name].strip() for name in NAMES):
        raise Refused("Enter at least one name.")


def _check_number_is_free(resident: Resident, number: str | None) -> None:
    if number and Resident.objects.filter(nhs_number=number).exclude(pk=resident.pk).exists():
        raise Refused(KNOWN_ALREADY)


def _title(told: list[str]) -> str:
    """ "Changed: family name and family name before"."""
    labels = list(dict.fromkeys(CHANGEABLE[name] for name in told))
    words = [label if label.startswith(("GP", "NHS")) else label[0].lower() + label[1:] for label in labels]
    return "Changed: " + (" and ".join([", ".join(words[:-1]), words[-1]]) if words[1:] else words[0])


def _detail(told: list[str], before: dict[str, Any], resident: Resident) -> str:
    """What each was and is, line by line; with the locality where the practice changed."""
    after = {name: getattr(resident, name) for name in CHANGEABLE}
    shown: dict[str, str] = {}
    for name in told:
        shown.setdefault(CHANGEABLE[name], name)
    lines = [was_and_is(label, _said(name, before), _said(name, after)) for label, name in shown.items()]
    if PRACTICE & set(told):
        lines.append(f"Locality: {resident.locality or 'not known'}, because {resident.locality_because}")
    return "\n".join(lines)


def _said(name: str, columns: dict[str, Any]) -> object:
    value = columns[name]
    if name in {"born_on", "born_precision"}:
        return _born(columns["born_on"], columns["born_precision"])
    if name in PRACTICE:
        named = str(columns["practice"] or "")
        return practice_in_words(named, columns["no_practice"], columns["practice_elsewhere"])
    if name == "gender":
        return Gender(value).label
    if name == "in_writing":
        return InWriting(value).label if value else "Not asked yet"
    if name == "nhs_number_status":
        return NhsNumberStatus(value).label
    return value


def _born(born_on: date | None, precision: str) -> str:
    """The birth date as exactly as it is known, without the age."""
    return born_in_words(born_on, BornPrecision(precision), born_on).partition(" (")[0] if born_on else ""
