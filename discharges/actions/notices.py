"""Take a notice in once, say whom it is about, take up what it says, set it aside."""

from django.db import IntegrityError, transaction

from accounts.actions import settle_notices
from accounts.models import User
from audit.actions import record
from core import clock
from core.constraints import constraint_in
from core.errors import Refused
from core.words import long_date
from discharges.actions.notice_effects import Undecided, put_back, take_up
from discharges.actions.notice_undoing import withdraw
from discharges.actions.stays import void_stay
from discharges.enums import NoticeKind, NoticeSource, NoticeStatus
from discharges.models import HospitalNotice
from discharges.notice_deeds import Deeds, deeds_of, is_untouched, stay_of
from discharges.notice_desk import Desk, desk_for
from discharges.notice_messages import tell_hub_that_it_waits, tell_hub_to_decide
from discharges.notice_reading import Read
from discharges.policies import check_can_work_at_hospital
from discharges.rules.notices import Ask
from discharges.states import NOTICE
from residents.actions import lock_life, lock_life_of_kept, note_event
from residents.enums import TimelineKind
from residents.models import Resident

OF_PERSON = ("nhs_number", "born_on", "family_name", "given_name")
CAME_LATE = "It was corrected before it came in: the corrected notice counts, and nothing was changed."


@transaction.atomic
def receive_notice(
    *, read: Read, source: NoticeSource, by: User, desk: Desk | None = None
) -> tuple[HospitalNotice, bool]:
    """Take a notice in, and take it up when it is beyond doubt whom it is about (NOT-3); and whether it is a new one.

    The same notice once more changes nothing (NOT-1). `desk` is what is known, where many come in together.
    Raises NotPermitted, and Refused for one that cannot be read.
    """
    check_can_work_at_hospital(by)
    if not read.is_good:
        raise Refused(next(iter(read.problems.values())))
    at = desk or desk_for([read])
    known = at.same_as(read)
    if known is not None:
        return known, False
    notice = HospitalNotice(
        kind=read.kind, source=source, fingerprint=read.fingerprint, received_at=clock.now(), received_by=by,
        **read.values,
    )  # fmt: skip
    if (quicker := _keep(notice)) is not None:
        return quicker, False
    record("notice.received", by=by, subject=notice, kind=notice.kind, source=notice.source)
    _place(notice, at, at.whom(read), by)
    at.put(notice)
    if notice.status == NoticeStatus.WAITING and source != NoticeSource.FILE:  # of a file the hub is told once
        tell_hub_that_it_waits(notice)
    return notice, True


def _keep(notice: HospitalNotice) -> HospitalNotice | None:
    """Write a new notice; the one that somebody else wrote at the same moment, when it is the same."""
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
    except IntegrityError as error:
        if constraint_in(error) != "discharges_hospitalnotice_fingerprint_key":
            raise
        same: HospitalNotice = HospitalNotice.objects.get(fingerprint=notice.fingerprint)
        return same
    return None


def _place(notice: HospitalNotice, desk: Desk, whom: Resident | None, by: User) -> None:
    """NOT-2: what it corrects, or what has corrected it already; then take it up, where the person is known."""
    newer = desk.corrected_by(notice)
    if newer is not None:
        _came_late(notice, newer, by)
        return
    older = desk.corrects(notice)
    if older is not None:
        _lock_people(whom, older.resident)
        older = HospitalNotice.objects.select_for_update(of=("self",)).select_related("resident").get(pk=older.pk)
        notice.replaces = older
        notice.save(update_fields=["replaces"])
    same = older is not None and all(getattr(older, name) == getattr(notice, name) for name in OF_PERSON)
    about = whom or (older.resident if older is not None and same else None)
    if about is None:
        return
    try:
        with transaction.atomic():
            _take_up(notice, about, by)
    except Undecided as undecided:
        _wait(notice, about, str(undecided), Deeds(asks=Ask.COUNTS.value))
    except Refused as refusal:
        _wait(notice, about, f"It could not be taken up: {refusal}", None)


def _wait(notice: HospitalNotice, about: Resident, why: str, deeds: Deeds | None) -> None:
    """Let a notice wait that is about somebody whom we know, with the sentence why."""
    notice.refresh_from_db()
    notice.resident, notice.told, notice.did = about, [why], deeds.as_kept() if deeds else None
    notice.save(update_fields=["resident", "told", "did"])


def _came_late(notice: HospitalNotice, newer: HospitalNotice, by: User) -> None:
    _lock_people(newer.resident)
    step = NOTICE.transition("replace", notice.status)
    notice.status, notice.told, notice.resident = NoticeStatus(step.target), [CAME_LATE], newer.resident
    notice.save(update_fields=["status", "told", "resident"])
    if newer.replaces_id is None:
        newer.replaces = notice
        newer.save(update_fields=["replaces"])
    record(step.event, by=by, subject=notice, resident_id=notice.resident_id, by_notice=str(newer.pk))


@transaction.atomic
def match_notice(*, notice: HospitalNotice, resident: Resident, by: User, counts: bool = False) -> HospitalNotice:
    """Say whom a notice is about, and take it up; with `counts` also that they are in hospital now, as the ward says.

    Raises NotPermitted, WrongState, Refused when it cannot be taken up (they have died, or were merged away), and
    Undecided when the hub has to say first whether it counts (NOT-6, NOT-7).
    """
    check_can_work_at_hospital(by)
    _lock_people(resident, notice.replaces.resident if notice.replaces else None)
    locked = _lock(notice)
    _take_up(locked, resident, by, counts=counts)
    if not deeds_of(locked).asks:
        settle_notices(link=locked.get_absolute_url(), by=by)
    return locked


def _take_up(notice: HospitalNotice, resident: Resident, by: User, *, counts: bool = False) -> None:
    step = NOTICE.transition("take up", notice.status)
    person = lock_life(resident)
    corrected = notice.replaces if notice.replaces_id else None
    earlier = _replace(corrected, notice, person, by) if corrected is not None else None
    if notice.kind == NoticeKind.WITHDRAWAL:
        deeds = withdraw(notice, person, by)
    else:
        deeds = take_up(notice, person, by, earlier, counts=counts)
    if corrected is not None:
        said = long_date(clock.london_date(corrected.issued_at))
        notice.told = [f"It corrects the notice of {said}.", *notice.told]
    notice.status, notice.resident, notice.did = NoticeStatus(step.target), person, deeds.as_kept()
    notice.save(update_fields=["status", "resident", "stay", "told", "did"])
    record(
        step.event, by=by, subject=notice, resident_id=person.pk, kind=notice.kind, columns=sorted(deeds.changed),
        counts=counts,
    )  # fmt: skip
    note_event(
        person, TimelineKind.HOSPITAL, f"{notice.get_kind_display()} from {notice.get_hospital_display()}", by=by,
        source=notice, detail=" ".join(notice.told),
    )  # fmt: skip
    if deeds.asks:
        tell_hub_to_decide(notice)


def _replace(older: HospitalNotice, newer: HospitalNotice, person: Resident, by: User) -> HospitalNotice | None:
    """Let a corrected notice count no more; the notice itself when the new one can go on from what it did."""
    step = NOTICE.transition("replace", older.status)
    same_person = older.resident_id == person.pk and older.kind == newer.kind != NoticeKind.WITHDRAWAL
    was_applied = older.status == NoticeStatus.APPLIED
    older.status = NoticeStatus(step.target)
    undone = _undo(older, by) if was_applied and not same_person else []
    older.told = [*older.told, "A corrected notice has replaced it.", *undone]
    older.save(update_fields=["status", "told"])
    record(step.event, by=by, subject=older, resident_id=older.resident_id, by_notice=str(newer.pk))
    return older if was_applied and same_person else None


def _undo(older: HospitalNotice, by: User) -> list[str]:
    """Put back what a notice did that is not to count any more: it was about somebody else, or was of another kind."""
    deeds = deeds_of(older)
    for one in HospitalNotice.objects.filter(pk__in=deeds.took_back, status=NoticeStatus.APPLIED):
        freed = deeds_of(one)
        freed.taken_back_by = ""
        one.did = freed.as_kept()
        one.save(update_fields=["did"])
    stay = stay_of(older.resident) if older.resident else None
    if stay is None or stay.pk != older.stay_id:
        return ["They are not on the hospital list any more: nothing was put back."] if older.stay_id else []
    if deeds.added and is_untouched(stay, deeds.version):
        void_stay(stay=stay, because="The ward has corrected its notice.", by=by)
        return ["Taken off the hospital list."]
    return put_back(stay, deeds)


@transaction.atomic
def set_aside(*, notice: HospitalNotice, because: str, by: User) -> HospitalNotice:
    """Set a waiting notice aside, with the reason. Raises NotPermitted, WrongState, and Refused without a reason."""
    check_can_work_at_hospital(by)
    if not because.strip():
        raise Refused("Say why the notice is set aside.")
    settle_notices(link=notice.get_absolute_url(), by=by)
    return _move(notice, "set aside", because.strip()[:500], by)


@transaction.atomic
def take_back(*, notice: HospitalNotice, by: User) -> HospitalNotice:
    """Let a notice that was set aside wait again. Raises NotPermitted and WrongState."""
    check_can_work_at_hospital(by)
    return _move(notice, "take back", "", by)


def _move(notice: HospitalNotice, verb: str, because: str, by: User) -> HospitalNotice:
    locked = _lock(notice)
    step = NOTICE.transition(verb, locked.status)
    locked.status, locked.because = NoticeStatus(step.target), because
    locked.save(update_fields=["status", "because"])
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id)
    return locked


def _lock_people(*people: Resident | None) -> None:
    """Lock those whom a notice, or the one that it corrects, is about, before any notice of theirs, as everywhere."""
    known = {one.pk: one for one in people if one is not None}
    for _, one in sorted(known.items()):
        lock_life_of_kept(one)


def _lock(notice: HospitalNotice) -> HospitalNotice:
    locked: HospitalNotice = HospitalNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    return locked
