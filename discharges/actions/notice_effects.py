"""What an assessment notice and a discharge notice change: the hospital list, and nothing that the hub typed since."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from accounts.models import User
from core import clock
from core.errors import Refused
from core.words import long_date, lower_first
from discharges.actions.stays import add_stay
from discharges.enums import Hospital, NoticeKind
from discharges.models import HospitalNotice, HospitalStay
from discharges.notice_deeds import LABELS, Deeds, Typed, deeds_of, last_home, set_by, stay_of, taken_up_for
from discharges.rules.notices import Verdict, is_over, is_taken_back, may_fill
from residents.models import Resident

EMPTY = ("", None)


class Undecided(Refused):
    """It cannot be known whether a notice is of a stay that goes on: the hub has to say."""


def take_up(
    notice: HospitalNotice, resident: Resident, by: User, corrected: HospitalNotice | None, *, counts: bool
) -> Deeds:
    """Change what an assessment or discharge notice changes; `notice.told` says what it was.

    `corrected` is the notice that it replaces, which was about the same person. With `counts` the hub has said that
    they are in hospital. Raises Undecided where it must say that first, and Refused for the dead.
    """
    stay = stay_of(resident)
    if not counts and (nothing := _why_nothing(notice, resident)):
        notice.told = [nothing]
        return Deeds()
    if stay is None:
        stay, deeds = _put_on_list(notice, resident, by)
    else:
        deeds = _fill(stay, notice, corrected)
    notice.stay = stay
    _say_more(notice, stay)
    return deeds


def _why_nothing(notice: HospitalNotice, resident: Resident) -> str:
    """Why a notice changes nothing any more; "" when it does. Raises Undecided where that cannot be known."""
    found = [*_withdrawn(notice, resident), *_went_home(notice, resident)]
    for verdict, words in found:
        if verdict is Verdict.YES:
            return f"{words}: nothing was changed."
    for verdict, words in found:
        if verdict is Verdict.OPEN:
            raise Undecided(f"{words}. Ask the ward whether they are in hospital now.")
    return ""


def _withdrawn(notice: HospitalNotice, resident: Resident) -> Iterator[tuple[Verdict, str]]:
    """NOT-6 for each withdrawal of what was issued on the day of the notice or before it."""
    withdrawals = HospitalNotice.objects.filter(
        resident=resident, hospital=notice.hospital, kind=NoticeKind.WITHDRAWAL, status="applied",
        issued_at__gte=notice.issued.earliest,
    )  # fmt: skip
    for one in withdrawals.order_by("issued_at"):
        verdict = is_taken_back(notice.kind, notice.issued, one.withdrawal, one.issued)
        on = long_date(one.issued.day)
        if verdict is Verdict.YES:
            yield verdict, f"It was withdrawn on {on}, before it came in"
        elif verdict is Verdict.OPEN:
            yield verdict, f"A notice of theirs was withdrawn on {on}, and nobody can know whether it was this one"


def _went_home(notice: HospitalNotice, resident: Resident) -> Iterator[tuple[Verdict, str]]:
    """NOT-7."""
    home = last_home(resident)
    if home is None:
        return
    verdict = is_over(notice.issued, notice.admitted_on, home)
    on = long_date(home.on)
    if verdict is Verdict.YES:
        yield verdict, f"They went home on {on}, after it was issued"
    elif verdict is Verdict.OPEN:
        yield verdict, f"They went home on {on}, and nobody can know whether this notice is of a new stay"


def wanted(notice: HospitalNotice) -> dict[str, Any]:
    """What a notice says of a stay, by the columns of the stay."""
    said: dict[str, Any] = {
        "hospital": notice.hospital,
        "ward": notice.ward,
        "admitted_on": notice.admitted_on,
        "admission_reason": notice.admission_reason,
        "hospital_number": notice.hospital_number,
        "expected_on": notice.discharge_on,
        "liaison": _liaison(notice),
    }
    if notice.kind == NoticeKind.ASSESSMENT:
        said |= {"asked_on": clock.london_date(notice.issued_at), "needs_assessment": True}
    return {column: value for column, value in said.items() if value not in EMPTY}


def _liaison(notice: HospitalNotice) -> str:
    return ", ".join(part for part in (notice.liaison_name, notice.liaison_phone, notice.liaison_email) if part)[:200]


def _put_on_list(notice: HospitalNotice, resident: Resident, by: User) -> tuple[HospitalStay, Deeds]:
    said = wanted(notice)
    stay = add_stay(
        resident=resident, hospital=notice.hospital, by=by, ward=notice.ward, admitted_on=notice.admitted_on,
        expected_on=notice.discharge_on,
    )  # fmt: skip
    said.setdefault("needs_assessment", False)  # a discharge notice alone asks for none
    deeds = Deeds(added=True)
    for column, value in said.items():
        deeds.change(column, None, value)
        setattr(stay, column, value)
    _save(stay, said, deeds)
    notice.told = [f"Put on the hospital list: {stay.where}."]
    return stay, deeds


def _save(stay: HospitalStay, columns: Any, deeds: Deeds) -> None:
    stay.version += 1
    stay.save(update_fields=[*columns, "version"])
    deeds.version = stay.version


def _fill(stay: HospitalStay, notice: HospitalNotice, corrected: HospitalNotice | None) -> Deeds:
    """NOT-5 for each column; what the corrected notice had set is set anew, or put back to what it was."""
    before = deeds_of(corrected) if corrected is not None and corrected.stay_id == stay.pk else Deeds()
    others = [one for one in taken_up_for(stay) if corrected is None or one.pk != corrected.pk]
    said, deeds, told = wanted(notice), Deeds(added=before.added), []
    typed = Typed(stay)
    for column in LABELS:
        owned = before.still_stands(column, stay)
        now, value = getattr(stay, column), said.get(column)
        if owned:
            was = before.was(column)
            value = was if column not in said else value
            deeds.change(column, was, value)
        elif column not in said or now == value:
            continue
        elif may_fill(
            is_empty=now in EMPTY, set_by=set_by(column, stay, others), typed_at=typed.at(column), issued=notice.issued,
        ):  # fmt: skip
            deeds.change(column, now, value)
        else:
            told.append(_kept(notice, column, now, value))
            continue
        if now != value:
            told.append(f"{LABELS[column]}: {in_words(column, now)} → {in_words(column, value)}.")
            setattr(stay, column, _empty(column) if value is None else value)
    _save(stay, deeds.changed, deeds)
    notice.told = told or ["It says what is known already: nothing was changed."]
    return deeds


def _empty(column: str) -> Any:
    """What stands in a column of which nothing is known."""
    field = HospitalStay._meta.get_field(column)
    return None if field.null else (False if column == "needs_assessment" else "")


def _kept(notice: HospitalNotice, column: str, now: Any, value: Any) -> str:
    return f"{stays(notice, column, now)} (it says {in_words(column, value)})."


def stays(notice: HospitalNotice, column: str, now: Any) -> str:
    """What a notice leaves as it is, because it is older, or may be."""
    how_sure = "may be" if notice.issued_by_day else "is"
    return f"{LABELS[column]} stays {in_words(column, now)}, which {how_sure} newer than this notice"


def in_words(column: str, value: Any) -> str:
    """What stands in a column of a stay, as a sentence says it."""
    if value in EMPTY:
        return "not known"
    if column == "hospital":
        return Hospital(value).label
    if isinstance(value, bool):
        return "yes" if value else "no"
    return long_date(value) if isinstance(value, date) else f"“{value}”"


def put_back(stay: HospitalStay, deeds: Deeds) -> list[str]:
    """Set what a notice had set to what it was before, where nobody has changed it since; sentences of what was done.

    Of somebody whom the notice put on the list the hospital stays known.
    """
    told, columns = [], []
    for column in deeds.changed:
        was, became = deeds.was(column), deeds.became(column)
        if was == became or (column == "hospital" and was in EMPTY):
            continue
        if not deeds.still_stands(column, stay):
            told.append(f"{LABELS[column]} was changed since, and stays {in_words(column, getattr(stay, column))}.")
            continue
        setattr(stay, column, _empty(column) if was is None else was)
        columns.append(column)
        told.append(f"{LABELS[column]}: {in_words(column, became)} → {in_words(column, was)}.")
    if columns:
        stay.version += 1
        stay.save(update_fields=[*columns, "version"])
    return told


def _say_more(notice: HospitalNotice, stay: HospitalStay) -> None:
    """What the hub has to know beside what was changed."""
    if notice.kind == NoticeKind.DISCHARGE:
        past = stay.expected_on is not None and stay.expected_on < clock.today()
        clock_starts = "the six-week clock starts when the hub records the discharge"
        words = f"The day has passed: {clock_starts}." if past else f"{clock_starts.capitalize()}."
        notice.told.append(words)
    if notice.safeguarding:
        notice.told.append("The ward has a safeguarding concern: read it in the notice.")
    if notice.patient_consent == "L":
        notice.told.append(f"The ward says that the person {lower_first('Lacks mental capacity')}.")
