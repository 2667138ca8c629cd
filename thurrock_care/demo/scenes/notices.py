"""Notices of wards: taken up, corrected, withdrawn, waiting for the hub, set aside, and a file with two bad lines."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from core import clock
from discharges import actions
from discharges.enums import BlockerKind, NoticeSource, Pathway, ToldWho, WithdrawalKind, WithdrawalReason
from discharges.models import HospitalNotice, HospitalStay, NoticeFile
from discharges.notice_csv import written
from discharges.notice_fields import HEADINGS, KIND_HEADING, fields_of
from discharges.notice_reading import as_said, read_notice
from residents.enums import Gender
from residents.models import Resident
from thurrock_care.demo.addresses import ASOP, GRAYS, STANFORD, TILBURY
from thurrock_care.demo.stage import Part, Stage

F, M = Gender.FEMALE, Gender.MALE
R = WithdrawalReason
BASILDON, SOUTHEND, QUEENS = "Basildon University Hospital", "Southend University Hospital", "Queen's Hospital, Romford"
CODES = {Gender.FEMALE: "2", Gender.MALE: "1"}
LIAISON = {"liaison_name": "Discharge co-ordinator", "liaison_phone": "01632 960142"}


@dataclass(frozen=True)
class Told:
    """One person of whom a ward tells: the days are days before today, `home` may be one to come (less than 0)."""

    who: Part
    ward: str
    why: str
    admitted: int
    home: int
    hospital: str = BASILDON
    emergency: bool = True
    reason: str = ""


PEGGY = Told(
    Part("Margaret", "Aldous", F, 86, GRAYS, known_as="Peggy"), "Acute medical unit", "Fall at home, broken wrist",
    8, -1, reason="Lives alone. She will need help with washing and dressing while the wrist is in plaster.",
)  # fmt: skip
TADEUSZ = Told(
    Part("Tadeusz", "Nowak", M, 74, TILBURY, language="Polish"), "Stroke unit", "Stroke, left side", 12, -4,
    reason="Walks with a frame and one person. His wife cannot lift him.",
)  # fmt: skip
KATHLEEN = Told(Part("Kathleen", "Doyle", F, 88, TILBURY, known_as="Kath"), "Ward 9", "Chest infection", 11, 2)
# Notices that the ward withdrew, and why
WITHDRAWN: tuple[tuple[Told, WithdrawalReason], ...] = (
    (Told(Part("Olive", "Prentice", F, 91, STANFORD), "Frailty unit", "Delirium, after a fall", 10, -2), R.WORSE),
    (Told(Part("Gurdeep", "Sandhu", M, 68, GRAYS, language="Punjabi"), "Orthopaedic ward", "New knee", 7, -3,
          emergency=False), R.TREATMENT),
    (Told(Part("Sheila", "Mott", F, 79, TILBURY), "Ward 4", "Heart failure", 9, -1), R.REFUSED),
    (Told(Part("Ronald", "Tyrrell", M, 83, ASOP, known_as="Ron"), "Ward 7", "Water infection", 6, -2), R.IN_ERROR),
    (Told(Part("Blessing", "Adeleke", F, 72, ASOP), "Orthopaedic ward", "Broken hip", 15, -1), R.INTERMEDIATE),
    (Told(Part("Bernard", "Quilter", M, 77, STANFORD), "Ward 12", "Chest pain", 6, -2, SOUTHEND), R.OWN_ARRANGEMENTS),
)  # fmt: skip
IN_FILE = (
    Told(Part("Doreen", "Kemp", F, 84, GRAYS), "Frailty unit", "Falls", 5, -5, QUEENS),
    Told(Part("Mohammed", "Rahman", M, 71, GRAYS, language="Bengali"), "Ward 4", "Diabetic foot", 6, -6, QUEENS),
    Told(Part("Iris", "Chandler", F, 93, ASOP), "Frailty unit", "Chest infection", 4, -7, QUEENS),
)
# Of whom the hub has to say who they are: no number; the name misspelt and the birth date another one; not on record
NO_NUMBER = Told(Part("Arthur", "Pledger", M, 80, TILBURY), "Ward 7", "Broken hip", 4, -6)
MISSPELT = Told(Part("Jean", "Whitmore", F, 76, STANFORD), "Ward 12", "Pneumonia", 5, -3)
UNKNOWN = Told(Part("Jerzy", "Kamiński", M, 69, GRAYS, language="Polish"), "Stroke unit", "Stroke", 3, -8)
ELSEWHERE = Told(Part("Maureen", "Tate", F, 82, TILBURY), "Ward 1", "Fall", 5, -2, QUEENS)


def notices_come(stage: Stage) -> None:
    """Play all of it."""
    _one_by_one(stage)
    _corrected(stage)
    _gone_home(stage)
    for place, (told, reason) in enumerate(WITHDRAWN):
        _withdrawn(stage, told, reason, place)
    _in_a_file(stage)
    _waiting(stage)


def _known(stage: Stage, told: Told) -> Resident:
    """On record since some time last year, from a call or an earlier stay."""
    days = 120 + told.who.age * 3
    return stage.enter(told.who, days=days)


def said(stage: Stage, told: Told, resident: Resident | None, issued: datetime, **more: Any) -> dict[str, str]:
    """A notice as a ward writes it, by the names of the fields."""
    who = told.who
    home = stage.working_day(told.home) if told.home > 0 else stage.next_working_day(-told.home)
    admitted = min(stage.today - timedelta(days=told.admitted), clock.london_date(issued))
    values: dict[str, Any] = {
        "issued_at": issued, "family_name": who.family_name, "given_name": who.given_name,
        "gender": CODES[who.gender], "hospital": told.hospital, "ward": told.ward,
        "admitted_on": admitted, "admission_reason": told.why,
        "admission_type": "E" if told.emergency else "P", "discharge_on": home, **LIAISON,
    }  # fmt: skip
    if resident is not None:
        values |= {
            "born_on": resident.born_on, "nhs_number": resident.nhs_number, "nhs_number_status": "01",
            "address": resident.address, "postcode": resident.postcode,
        }  # fmt: skip
    return as_said(values | more)


def _assessment(stage: Stage, told: Told, resident: Resident | None, issued: datetime, **more: Any) -> dict[str, str]:
    asked = {"language": told.who.language, "patient_consulted": True, "patient_consent": "Y", "reason": told.reason}
    return said(stage, told, resident, issued, **(asked | more))


def _receive(stage: Stage, kind: str, values: dict[str, str], source: NoticeSource) -> HospitalNotice:
    by = stage.worker("notices@hospitals.example" if source == NoticeSource.API else "gwen")
    names = {field.name for field in fields_of(kind)}
    told = {name: text for name, text in values.items() if name in names}
    notice, _ = actions.receive_notice(read=read_notice(kind, told, clock.now()), source=source, by=by)
    return notice


def _one_by_one(stage: Stage) -> None:
    """An assessment notice typed in by the hub from a telephone call, and the discharge notice by the ward's system."""
    peggy = _known(stage, PEGGY)
    with stage.at(stage.working_day(6), 10, 12) as now:
        issued = now - timedelta(minutes=25)
        later = _assessment(stage, PEGGY, peggy, issued, discharge_on=stage.next_working_day(3))
        stay = _receive(stage, "assessment", later, NoticeSource.FORM).stay
    _plan(stage, stay)
    with stage.at(stage.working_day(1), 15, 40) as now:
        values = said(stage, PEGGY, peggy, now - timedelta(minutes=2), message_id="MSE-20417")
        _receive(stage, "discharge", values, NoticeSource.API)


def _plan(stage: Stage, stay: HospitalStay | None) -> None:
    """What the hub plans on the next day, and what holds her."""
    gwen = stage.worker("gwen")
    with stage.at(stage.working_day(4), 9, 35):
        assert stay is not None
        plan: dict[str, Any] = {"planned_pathway": Pathway.P1, "equipment": "Perching stool, and a rail by the toilet"}
        actions.plan_discharge(stay=HospitalStay.objects.get(pk=stay.pk), by=gwen, **plan)
        actions.raise_blocker(stay=stay, kind=BlockerKind.EQUIPMENT, words="A perching stool", by=gwen)
        actions.tell_somebody(stay=stay, who=ToldWho.FAMILY, words="Her son, by telephone", by=gwen)


def _corrected(stage: Stage) -> None:
    """The ward sends its notice again with another day and another ward."""
    tadeusz = _known(stage, TADEUSZ)
    with stage.at(stage.working_day(7), 11, 5) as now:
        wrong = {"ward": "Ward 12", "discharge_on": stage.today - timedelta(days=1), "interpreter": True}
        values = _assessment(stage, TADEUSZ, tadeusz, now, message_id="MSE-20233", **wrong)
        _receive(stage, "assessment", values, NoticeSource.API)
    with stage.at(stage.working_day(5), 9, 50) as now:
        right = {"message_id": "MSE-20301", "replaces_message": "MSE-20233", "interpreter": True}
        _receive(stage, "assessment", _assessment(stage, TADEUSZ, tadeusz, now, **right), NoticeSource.API)


def _gone_home(stage: Stage) -> None:
    """Somebody of whom both notices came, home since: the hub recorded the discharge and the clock runs."""
    kath, gwen = _known(stage, KATHLEEN), stage.worker("gwen")
    with stage.at(stage.working_day(9), 14, 20) as now:
        _receive(stage, "assessment", _assessment(stage, KATHLEEN, kath, now), NoticeSource.API)
    home_on = stage.today - timedelta(days=KATHLEEN.home)
    with stage.at(home_on, 9, 30) as now:
        values = said(stage, KATHLEEN, kath, now, discharge_on=home_on)
        stay = _receive(stage, "discharge", values, NoticeSource.API).stay
    with stage.at(home_on, 16, 45):
        assert stay is not None
        stay.refresh_from_db()
        actions.record_discharge(stay=stay, discharged_on=home_on, pathway=Pathway.P1, by=gwen)


def _withdrawn(stage: Stage, told: Told, reason: WithdrawalReason, place: int) -> None:
    who = _known(stage, told)
    with stage.at(stage.working_day(min(5, told.admitted - 1)), 9 + place, 8 * place) as now:
        _receive(stage, "assessment", _assessment(stage, told, who, now), NoticeSource.API)
    with stage.at(stage.working_day(1 + place % 2), 11 + place, 5 * place) as now:
        more = {"withdrawal": WithdrawalKind.ALL, "withdrawal_reason": reason}
        _receive(stage, "withdrawal", said(stage, told, who, now) | more, NoticeSource.API)


def _in_a_file(stage: Stage) -> None:
    """Another hospital sends its notices as a file; two of its lines cannot be read."""
    people = [_known(stage, told) for told in IN_FILE]
    sent_on = stage.working_day(2)
    with stage.at(sent_on, 8, 15) as now:
        rows = [
            {"kind": "Assessment notice", **_assessment(stage, told, who, now - timedelta(hours=14))}
            for told, who in zip(IN_FILE, people, strict=True)
        ]
        lamb = {"given_name": "Frederick", "family_name": "Lamb", "born_on": "31/2/1940", "nhs_number": ""}
        everard = {"given_name": "Joan", "family_name": "Everard", "nhs_number": "999 123 4567"}
        rows[2:2] = [rows[0] | lamb, rows[1] | everard]
        names = list(dict.fromkeys(name for row in rows for name, text in row.items() if text))
        heads = [KIND_HEADING if name == "kind" else HEADINGS[name] for name in names]
        content = written([heads, *[[row.get(name, "") for name in names] for row in rows]])
        sent = actions.send_file(name=_file_name(sent_on), content=content.encode(), by=stage.worker("gwen"))
    with stage.at(sent_on, 8, 24):
        actions.take_up_file(file=NoticeFile.objects.get(pk=sent.pk), by=stage.worker("gwen"))


def _file_name(day: date) -> str:
    return f"queens-notices-{day.isoformat()}.csv"


def _waiting(stage: Stage) -> None:
    """Three that the hub has to decide today, and one that it has set aside."""
    _known(stage, NO_NUMBER)
    jean = _known(stage, MISSPELT)
    assert jean.born_on is not None
    on, no_number = stage.working_day(1), {"nhs_number": "", "nhs_number_status": "07", "born_on": ""}
    with stage.at(on, 10, 5) as now:
        _receive(stage, "assessment", _assessment(stage, NO_NUMBER, None, now) | no_number, NoticeSource.API)
    with stage.at(on, 13, 20) as now:
        wrong = {"family_name": "Withmoor", "born_on": jean.born_on.replace(year=jean.born_on.year + 1)}
        _receive(stage, "assessment", _assessment(stage, MISSPELT, jean, now, **wrong), NoticeSource.API)
    with stage.at(on, 16, 10) as now:
        number = stage.borough.ledger.keys.nhs_number()
        more = {"born_on": date(stage.today.year - 69, 5, 18), "nhs_number": number, "interpreter": True}
        _receive(stage, "assessment", _assessment(stage, UNKNOWN, None, now, **more), NoticeSource.API)
    with stage.at(on, 9, 15) as now:
        aside = _receive(stage, "assessment", _assessment(stage, ELSEWHERE, None, now), NoticeSource.FORM)
        because = "She lives in Havering. The ward was told to send it to the London Borough of Havering."
        actions.set_aside(notice=aside, because=because, by=stage.worker("gwen"))
