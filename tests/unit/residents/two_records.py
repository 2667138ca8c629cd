"""Two records of one person with something of every kind on each, and what their rows look like."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps

from accounts.models import User
from core import clock
from referrals.models import Promise
from residents.actions import Member, Need, Phone, Warn, add_phone, add_to_circle, raise_alert, record_need
from residents.enums import AccessKind, AlertFamily, CircleRole
from residents.models import PossibleDuplicate, Resident
from tests.factories.field import make_clock, make_conversation
from tests.factories.people import make_resident
from tests.factories.referrals import give, make_referral

# What a merge and its undoing write of their own, and what counts how often a row was touched.
OF_THE_MERGE = {
    "audit.event", "core.receipt", "core.heartbeat", "outbox.job", "residents.merge", "residents.movedrow",
    "residents.possibleduplicate", "residents.timelineentry", "residents.dictionaryname", "sessions.session",
}  # fmt: skip
NOT_COMPARED = {"version"}


def pair_of(one: Resident, other: Resident) -> PossibleDuplicate:
    """The pair of two records, to be decided."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    return PossibleDuplicate.objects.create(one=first, other=second, score=90, why=["x"], found_at=clock.now())


def everything(*people: Resident) -> dict[str, dict[Any, dict[str, Any]]]:
    """Every row of every table, column by column, but for what a merge writes itself; of timelines those of before."""
    ours = [model for model in apps.get_models() if model._meta.app_label in OUR_APPS]
    return {
        model._meta.label_lower: {row["pk"]: _columns(row) for row in _rows(model)}
        for model in ours
        if model._meta.label_lower not in OF_THE_MERGE
    } | {"timeline": _timeline(people)}


OUR_APPS = {"residents", "referrals", "talking_shops", "discharges", "assessments", "accounts"}


def _rows(model: Any) -> Iterable[dict[str, Any]]:
    names = [field.attname for field in model._meta.concrete_fields]
    return (
        {"pk": row[0], **dict(zip(names, row[1:], strict=True))}
        for row in model._base_manager.values_list("pk", *names)
    )


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in NOT_COMPARED}


def _timeline(people: Iterable[Resident]) -> dict[Any, Any]:
    model = apps.get_model("residents.timelineentry")
    rows = model._base_manager.exclude(source_type="residents.merge")
    return {row["pk"]: _columns(row) for row in rows.values("pk", "resident_id", "title", "source_id")}


def fill(person: Resident, other: Resident, staff: dict[str, User], kinds: Iterable[str]) -> None:
    """Give a person one of each of the kinds."""
    for kind in kinds:
        FILLERS[kind](person, other, staff)


def _phone(person: Resident, other: Resident, staff: dict[str, User]) -> None:
    number = f"077009{person.phone_numbers.count():05d}"
    add_phone(resident=person, phone=Phone(number=number, is_main=True, safe_to_call=False), by=staff["asha"])


def _held(person: Resident, other: Resident, staff: dict[str, User]) -> None:
    referral = make_referral(person, staff["asha"])
    workers = (worker for worker in (staff["ben"], staff["chidi"]) if referral.team in worker.teams.all())
    give(referral, next(workers), staff["olu"])


def _promise(person: Resident, other: Resident, staff: dict[str, User]) -> None:
    Promise.objects.create(
        resident=person, words="We will ring", due_on=clock.today(), owner=staff["ben"], made_at=clock.now(),
        made_by=staff["asha"],
    )  # fmt: skip


def _need(person: Resident, other: Resident, staff: dict[str, User]) -> None:
    if not person.access_needs.filter(ended_on__isnull=True).exists():
        need = Need(kind=AccessKind.LARGE_PRINT, detail=f"for {person.reference}")
        record_need(resident=person, need=need, by=staff["ben"])


def _circle(person: Resident, other: Resident, staff: dict[str, User]) -> None:
    daughter = make_resident(staff["asha"], given_name="Maria", known_as="", family_name="Hughes")
    add_to_circle(resident=person, member=Member(other=daughter), roles=[CircleRole.CARER], by=staff["ben"])
    add_to_circle(resident=daughter, member=Member(other=person), roles=[CircleRole.FAMILY], by=staff["ben"])


def _each_other(person: Resident, other: Resident, staff: dict[str, User]) -> None:
    if not person.circle.filter(other=other).exists():
        add_to_circle(resident=person, member=Member(other=other), roles=[CircleRole.HOUSEHOLD], by=staff["ben"])


def _alert(person: Resident, other: Resident, staff: dict[str, User]) -> None:
    warn = Warn(family=AlertFamily.SAFETY, words="Large dog", reason="It bit somebody", review_on=clock.today())
    raise_alert(resident=person, warn=warn, by=staff["ben"])


FILLERS = {
    "alert": _alert,
    "circle": _circle,
    "clock": lambda person, other, staff: make_clock(person, staff["gwen"], days_ago=person.stays.count() + 3),
    "conversation": lambda person, other, staff: make_conversation(person, staff["ben"]),
    "each other": _each_other,
    "held": _held,
    "need": _need,
    "phone": _phone,
    "promise": _promise,
    "referral": lambda person, other, staff: make_referral(person, staff["asha"]),
}
