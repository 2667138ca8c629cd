"""Who is around a person: links between people, ended and never removed, told on both sides."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from accounts.models import User
from core import clock
from core.constraints import refused_by
from core.errors import Refused
from core.words import listed
from residents.actions.changing import lock, lock_row, note_change, save_changes
from residents.enums import CircleRole
from residents.models import CircleLink, Resident
from residents.policies import check_can_change

TWICE = "This person stands in the circle as that already."


@dataclass(frozen=True)
class Member:
    """Somebody of a circle: either `other`, whom we know, or a name and a number. None is not asked."""

    other: Resident | None = None
    name: str = ""
    phone: str = ""
    relation: str = ""
    may_speak_for: bool | None = None
    helps_with: str = ""
    since: date | None = None


@transaction.atomic
def add_to_circle(*, resident: Resident, member: Member, roles: Iterable[str], by: User) -> list[CircleLink]:
    """Put somebody into a person's circle, one link for each role.

    Raises NotPermitted, and Refused for nobody, for the person themselves, or for a link that is there already.
    """
    check_can_change(by)
    locked = lock(resident)
    _check_somebody(locked, member)
    links = [_link(locked, member, role, by) for role in dict.fromkeys(roles)]
    _tell(links, "resident.circle_added", "added", by, [])
    return links


@transaction.atomic
def change_link(*, link: CircleLink, member: Member, by: User, version: int | None) -> CircleLink:
    """Change what is known of somebody of the circle; a name of somebody whom we turn out to know becomes a link.

    Raises NotPermitted, ChangedMeanwhile, and Refused when the link has ended or is there already.
    """
    check_can_change(by)
    resident = lock(link.resident)
    _check_somebody(resident, member)
    held = lock_row(link, version)
    columns = _columns(member)
    with refused_by("circle_link_once", TWICE):
        changed = save_changes(held, columns)
    if changed:
        _tell([held], "resident.circle_changed", "changed", by, changed)
    return held


@transaction.atomic
def end_link(*, link: CircleLink, on: date, by: User, version: int | None) -> CircleLink:
    """Keep that somebody is no longer that to the person. Raises NotPermitted, ChangedMeanwhile and Refused."""
    check_can_change(by)
    lock(link.resident)
    held = lock_row(link, version)
    if on < held.started_on:
        raise Refused("This cannot end before it began.")
    save_changes(held, {"ended_on": on})
    _tell([held], "resident.circle_ended", "ended", by, ["ended_on"])
    return held


def _check_somebody(resident: Resident, member: Member) -> None:
    if member.other is None and not member.name.strip():
        raise Refused("Choose somebody we know, or enter a name.")
    if member.other is not None and member.other.pk == resident.pk:
        raise Refused("Nobody is in their own circle.")


def _link(resident: Resident, member: Member, role: str, by: User) -> CircleLink:
    since = member.since or clock.today()
    with refused_by("circle_link_once", TWICE):
        return CircleLink.objects.create(
            resident=resident, role=role, started_on=since, noted_by=by, **_columns(member)
        )


def _columns(member: Member) -> dict[str, object]:
    """What a link holds of somebody: of those whom we know no name and number, which would be a copy."""
    kept = replace(member, name="", phone="") if member.other else member
    return {
        "other": kept.other,
        "name": kept.name.strip(),
        "phone": kept.phone,
        "relation": kept.relation,
        "may_speak_for": kept.may_speak_for,
        "helps_with": kept.helps_with,
    }


def _tell(links: list[CircleLink], verb: str, happened: str, by: User, changed: list[str]) -> None:
    """Write the change on the person's side and, of somebody whom we know, on theirs."""
    if not links:
        return
    link, codes = links[0], [str(one.role) for one in links]
    roles = listed([CircleRole(code).label.lower() for code in codes])
    who = link.other or link.name
    note_change(
        link.resident, verb, f"Circle: {who}, {roles}, {happened}", by=by, source=link, roles=codes,
        changed=changed,
    )  # fmt: skip
    if link.other is not None:
        words = f"Circle: {roles} of {link.resident}, {happened}"
        note_change(link.other, verb, words, by=by, source=link, roles=codes, changed=changed)
