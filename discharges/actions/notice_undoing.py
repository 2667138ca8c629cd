"""What a withdrawal takes back: exactly what its notices did, and what only a person may decide is asked."""

from datetime import date

from accounts.models import User
from core import clock
from core.words import long_date
from discharges.actions.notice_effects import in_words, put_back, stays
from discharges.actions.stays import void_stay
from discharges.enums import ClockStatus, NoticeKind, WithdrawalReason
from discharges.models import HospitalNotice, HospitalStay, SixWeekClock
from discharges.notice_deeds import Deeds, Typed, deeds_of, is_untouched, set_by, stay_of, taken_up_for
from discharges.rules.notices import Ask, Verdict, Withdrawn, is_taken_back, may_fill, withdrawn
from residents.models import Resident

IN_ERROR = "The ward's notice was sent in error."
NOT_LISTED = "They are not on the hospital list: nothing was changed."
NOTHING_HERE = "No notice of theirs was here that it takes back. One that was issued before it will change nothing."
RUNS_AGAIN = "The six-week clock that the stay had ended runs again."


def withdraw(notice: HospitalNotice, resident: Resident, by: User) -> Deeds:
    """Take back what a withdrawal takes back (NOT-4); `notice.told` says what was changed."""
    effect = withdrawn(notice.withdrawal, notice.withdrawal_reason)
    deeds, stay = Deeds(), stay_of(resident)
    if stay is None:
        notice.told = [NOT_LISTED]
    elif stay.hospital != notice.hospital:
        notice.told = [f"The hospital list has them in {stay.get_hospital_display()}: nothing was changed."]
    else:
        notice.stay = stay
        notice.told = _take_back(notice, stay, effect, deeds, by)
    deeds.asks = _asks(effect, resident, stay).value
    words = effect.words or f"The ward's reason: {notice.withdrawal_other}"
    notice.told.append(words)
    return deeds


def _asks(effect: Withdrawn, resident: Resident, stay: HospitalStay | None) -> Ask:
    """What a person has to decide; nothing, where it was done already."""
    is_done = {
        Ask.DEATH: resident.is_deceased,
        Ask.MOVE: resident.has_left,
        Ask.DISCHARGE: stay is None,
        Ask.STAY: stay is None,
    }
    return Ask.NOTHING if is_done.get(effect.asks) else effect.asks


def _take_back(notice: HospitalNotice, stay: HospitalStay, effect: Withdrawn, deeds: Deeds, by: User) -> list[str]:
    all_of_stay = taken_up_for(stay)
    taken = [one for one in all_of_stay if _is_meant(one, notice)]
    others = [one for one in all_of_stay if one not in taken and one.kind != NoticeKind.WITHDRAWAL]
    if effect.everything:
        told = _undo_all(stay, taken, others, by) if taken else [NOTHING_HERE]
    else:
        told = _undo_wishes(notice, stay, effect, deeds, taken) or [NOTHING_HERE]
    for one in taken:
        _mark(one, notice)
        deeds.took_back.append(str(one.pk))
    return told


def _is_meant(one: HospitalNotice, withdrawal: HospitalNotice) -> bool:
    if one.kind == NoticeKind.WITHDRAWAL or deeds_of(one).taken_back_by:
        return False
    return is_taken_back(one.kind, one.issued, withdrawal.withdrawal, withdrawal.issued) is Verdict.YES


def _mark(one: HospitalNotice, withdrawal: HospitalNotice) -> None:
    """Let a notice say that it was withdrawn."""
    deeds = deeds_of(one)
    deeds.taken_back_by = str(withdrawal.pk)
    reason = WithdrawalReason(withdrawal.withdrawal_reason).label
    one.told = [*one.told, f"Withdrawn on {long_date(clock.london_date(withdrawal.issued_at))}: {reason}."]
    one.did = deeds.as_kept()
    one.save(update_fields=["told", "did"])


def _undo_all(stay: HospitalStay, taken: list[HospitalNotice], others: list[HospitalNotice], by: User) -> list[str]:
    """Sent in error: off the list when the notices put them there and nothing else happened; else column by column."""
    deeds = [deeds_of(one) for one in taken]
    put_there = any(one.added for one in deeds) and not others
    if put_there and is_untouched(stay, max(one.version for one in deeds)):
        ended = list(SixWeekClock.objects.filter(superseded_by=stay).order_by("pk").values_list("pk", flat=True))
        void_stay(stay=stay, because=IN_ERROR, by=by)
        again = SixWeekClock.objects.filter(pk__in=ended, status=ClockStatus.OPEN).exists()
        return ["Taken off the hospital list.", *([RUNS_AGAIN] if again else [])]
    told = [sentence for one in deeds for sentence in put_back(stay, one)]
    if put_there:
        told.append("They stay on the hospital list, because more has happened there since. Ask the ward.")
    return told or ["It had changed nothing: nothing was put back."]


def _undo_wishes(
    notice: HospitalNotice, stay: HospitalStay, effect: Withdrawn, deeds: Deeds, taken: list[HospitalNotice]
) -> list[str]:
    """No assessment is asked for, no day is expected, as far as the withdrawal reaches."""
    told = []
    if stay.needs_assessment and effect.assessment and any(one.kind == NoticeKind.ASSESSMENT for one in taken):
        deeds.change("needs_assessment", True, False)
        stay.needs_assessment = False
        told.append("An assessment is no longer asked for.")
    setting = next((deeds_of(one) for one in taken if deeds_of(one).still_stands("expected_on", stay)), None)
    if stay.expected_on is not None and effect.day_falls:
        told.append(_let_day_fall(notice, stay, deeds))
    elif stay.expected_on is not None and effect.discharge and setting is not None:
        told.append(_expect(stay, setting.was("expected_on"), deeds))
    if deeds.changed:
        stay.version += 1
        stay.save(update_fields=[*deeds.changed, "version"])
        deeds.version = stay.version
    return told


def _let_day_fall(notice: HospitalNotice, stay: HospitalStay, deeds: Deeds) -> str:
    """No day is known any more, unless the hub typed one, or a notice named one, after this notice was issued."""
    source = set_by("expected_on", stay, taken_up_for(stay))
    typed = Typed(stay).at("expected_on")
    if may_fill(is_empty=False, set_by=source, typed_at=typed, issued=notice.issued):
        return _expect(stay, None, deeds)
    return f"{stays(notice, 'expected_on', stay.expected_on)}."


def _expect(stay: HospitalStay, day: date | None, deeds: Deeds) -> str:
    told = f"Expected home: {in_words('expected_on', stay.expected_on)} → {in_words('expected_on', day)}."
    deeds.change("expected_on", stay.expected_on, day)
    stay.expected_on = day
    return told
