"""What is known when notices come in, one or many: the same ones, those they correct, the people they are about."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from discharges.enums import NoticeStatus
from discharges.models import HospitalNotice
from discharges.notice_reading import Read
from discharges.rules.notices import Identified, Message, corrects, is_about
from residents.models import Resident
from residents.names import name_key

KEY = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


@dataclass
class Desk:
    """Notices and people, by what a new notice says of them. A notice that is taken in is put on it."""

    notices: list[HospitalNotice] = field(default_factory=list)
    people: dict[str, list[Resident]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_fingerprint = {one.fingerprint: one for one in self.notices}
        self._by_message: dict[str, list[HospitalNotice]] = {}
        for one in self.notices:
            self._file(one)

    def put(self, notice: HospitalNotice) -> None:
        """Remember a notice that has just been taken in."""
        self._by_fingerprint[notice.fingerprint] = notice
        self._file(notice)

    def _file(self, notice: HospitalNotice) -> None:
        for message in {message_of(notice).message_id, notice.replaces_message} - {""}:
            self._by_message.setdefault(message, []).append(notice)

    def same_as(self, read: Read) -> HospitalNotice | None:
        """NOT-1: the notice that it is already."""
        return self._by_fingerprint.get(read.fingerprint)

    def corrected_by(self, notice: HospitalNotice) -> HospitalNotice | None:
        """NOT-2: the notice that corrects this one and came before it."""
        return next((one for one in self._near(notice) if corrects(message_of(one), message_of(notice))), None)

    def corrects(self, notice: HospitalNotice) -> HospitalNotice | None:
        """NOT-2: the notice that this one corrects, unless something else has replaced that already."""
        older = [one for one in self._near(notice) if corrects(message_of(notice), message_of(one))]
        standing = [one for one in older if one.status != NoticeStatus.REPLACED]
        return max(standing, key=lambda one: one.issued_at, default=None)

    def _near(self, notice: HospitalNotice) -> list[HospitalNotice]:
        messages = (message_of(notice).message_id, notice.replaces_message)
        found = [one for message in messages if message for one in self._by_message.get(message, ())]
        return sorted({one.pk: one for one in found if one.pk != notice.pk}.values(), key=lambda one: one.issued_at)

    def whom(self, read: Read) -> Resident | None:
        """NOT-3: the person whom it is about, when that is beyond doubt."""
        said = said_of(read.values.get("nhs_number", ""), read.values.get("born_on"), read.values.get("family_name"))
        known = self.people.get(said.nhs_number, [])
        if known and any(is_about(said, _known_of(one, said.nhs_number)) for one in known):
            return known[-1]
        return None


def message_of(notice: HospitalNotice) -> Message:
    """A notice among others; one that came without a number of its own bears the key of its record."""
    return Message(notice.message_id or str(notice.pk), notice.replaces_message, notice.issued)


def said_of(nhs_number: str, born_on: object, family_name: object) -> Identified:
    """What a notice says of who somebody is."""
    return Identified(nhs_number, born_on, frozenset({name_key(str(family_name or ""))}))  # type: ignore[arg-type]


def _known_of(person: Resident, nhs_number: str) -> Identified:
    keys = frozenset({person.family_key, person.previous_family_key})
    return Identified(nhs_number, person.born_on, keys)


def desk_for(reads: Iterable[Read]) -> Desk:
    """The desk for these notices, in three queries however many they are."""
    good = [one for one in reads if one.is_good]
    messages = {one.values[name] for one in good for name in ("message_id", "replaces_message")} - {""}
    notices = HospitalNotice.objects.select_related("resident", "stay")
    found = {one.pk: one for one in notices.filter(fingerprint__in={one.fingerprint for one in good})}
    if messages:
        either = Q(message_id__in=messages) | Q(replaces_message__in=messages) | Q(pk__in=_keys(messages))
        found |= {one.pk: one for one in notices.filter(either)}
    return Desk(list(found.values()), people_by_number({one.values["nhs_number"] for one in good} - {""}))


def _keys(messages: set[str]) -> list[UUID]:
    """Those of the messages that are keys of records."""
    return [UUID(one) for one in messages if KEY.match(one)]


def people_by_number(numbers: set[str]) -> dict[str, list[Resident]]:
    """For each NHS number the record that bears it, and after it those into which it was merged, the last one last."""
    found: dict[str, list[Resident]] = {}
    bearing = Resident.objects.filter(nhs_number__in=numbers) if numbers else Resident.objects.none()
    for one in bearing.select_related("merged_into__merged_into"):
        chain = [one]
        while (into := chain[-1].merged_into) is not None:
            chain.append(into)
        found[str(one.nhs_number)] = chain
    return found
