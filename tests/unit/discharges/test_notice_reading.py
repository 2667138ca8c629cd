"""From words to a typed notice: each field, each kind, and the sentences beside what is wrong."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from discharges.enums import NoticeKind, WithdrawalReason
from discharges.models import HospitalNotice
from discharges.notice_csv import UnfitFile, harmless, lines_of, template, written
from discharges.notice_fields import BY_NAME, FIELDS, fields_of
from discharges.notice_reading import as_said, read_notice

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
TOLD = {"issued_at": "2026-11-22T09:30:00+00:00", "family_name": "Smith", "hospital": "basildon"}


def read(kind: str = "assessment", **words: str) -> Any:
    return read_notice(kind, TOLD | words, NOW)


def test_every_field_is_a_column_of_a_notice() -> None:
    columns = {field.name for field in HospitalNotice._meta.get_fields()}
    assert {field.name for field in FIELDS} <= columns


def test_no_field_takes_more_than_its_column_keeps() -> None:
    for one in FIELDS:
        kept = getattr(HospitalNotice._meta.get_field(one.name), "max_length", None)
        longest = max([len(code) for code, _ in one.choices], default=one.most)
        assert kept is None or one.kind in ("nhs_number", "postcode") or longest <= kept, one.name


@pytest.mark.parametrize("name", ["email", "admitted_on", "chc_considered", "safeguarding", "interpreter", "reason"])
def test_what_only_an_assessment_notice_says(name: str) -> None:
    assert BY_NAME[name].allowed == {NoticeKind.ASSESSMENT}


def test_a_withdrawal_has_no_carer_and_needs_its_reason() -> None:
    names = {field.name for field in fields_of("withdrawal")}
    assert "carer_name" not in names
    assert set(read("withdrawal").problems) == {"withdrawal", "withdrawal_reason"}
    assert dict(BY_NAME["withdrawal_reason"].choices).keys() == set(WithdrawalReason)


@pytest.mark.parametrize(
    ("name", "typed", "found"),
    [
        ("born_on", "14/7/45", date(1945, 7, 14)),
        ("born_on", "1945-07-14", date(1945, 7, 14)),
        ("born_on", "14 July 1945", date(1945, 7, 14)),
        ("born_on", "1945-07-14T00:00:00", date(1945, 7, 14)),
        ("admitted_on", "20/11/26", date(2026, 11, 20)),
        ("nhs_number", "943 476 5919", "9434765919"),
        ("nhs_number_status", "1", "01"),
        ("nhs_number_status", "number present and verified", "01"),
        ("admission_type", "e", "E"),
        ("admission_type", "Emergency", "E"),
        ("carer_consulted", "nkc", "NKC"),
        ("consent_source", "n/a", "N/A"),
        ("hospital", "Basildon University  Hospital", "basildon"),
        ("postcode", "rm188eb", "RM18 8EB"),
        ("interpreter", "Y", True),
        ("safeguarding", "FALSE", False),
        ("interpreter", "", None),
        ("ward", "  Elizabeth   Fry ", "Elizabeth Fry"),
        ("issued_at", "22/11/2026 9:30", datetime(2026, 11, 22, 9, 30, tzinfo=UTC)),
        ("issued_at", "22 November 2026 at 9:30am", datetime(2026, 11, 22, 9, 30, tzinfo=UTC)),
        ("issued_at", "21/10/2026", datetime(2026, 10, 21, 22, 59, 59, tzinfo=UTC)),
        ("issued_at", "2026-11-21", datetime(2026, 11, 21, 23, 59, 59, tzinfo=UTC)),
        ("issued_at", "21 November", datetime(2026, 11, 21, 23, 59, 59, tzinfo=UTC)),
        ("issued_at", "22/11/2026", NOW),
        ("issued_at", "today", NOW),
        ("issued_at", "2026-11-22T00:00", datetime(2026, 11, 22, tzinfo=UTC)),
    ],
)
def test_reads_what_people_and_spreadsheets_write(name: str, typed: str, found: Any) -> None:
    notice = read(**{name: typed})
    assert notice.problems == {}
    assert notice.values[name] == found


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("born_on", "31/2/1945", "Date of birth must be a real date"),
        ("born_on", "1/1/2027", "must be in the past"),
        ("nhs_number", "9434765918", "one of its numbers is wrong"),
        ("nhs_number", "943476591", "must have 10 numbers"),
        ("nhs_number_status", "09", "must be one of"),
        ("hospital", "St Elsewhere", "must be one of"),
        ("interpreter", "maybe", "must be yes or no"),
        ("issued_at", "", "Issued is missing"),
        ("issued_at", "2026-11-23T09:00", "must be today or in the past"),
        ("issued_at", "23/11/2026", "must be today or in the past"),
        ("issued_at", "1/1/2020", "more than a year ago"),
        ("issued_at", "soon", "must be a real date"),
        ("family_name", " ", "Family name is missing"),
        ("ward", "x" * 81, "80 characters or fewer"),
        ("ward", "A\x07", "no keyboard makes"),
        ("email", "webb", "must be an email address"),
        ("postcode", "QQ1 1AA", "full UK postcode"),
        ("admitted_on", "23/11/2026", "once they have come in"),
        ("withdrawal", "all", "An assessment notice has no “withdraws”"),
    ],
)
def test_says_beside_each_field_what_is_wrong(name: str, typed: str, sentence: str) -> None:
    problems = read(**{name: typed}).problems
    assert set(problems) == {name}
    assert sentence in problems[name]


def test_reads_a_day_of_discharge_on_or_after_the_admission() -> None:
    assert set(read(admitted_on="20/11/2026", discharge_on="19/11/2026").problems) == {"discharge_on"}


def test_the_other_reason_wants_words() -> None:
    assert set(read("withdrawal", withdrawal="all", withdrawal_reason="13").problems) == {"withdrawal_other"}


def test_a_kind_that_there_is_not_says_so() -> None:
    assert "kind" in read("admission").problems


def test_typed_values_are_read_back_to_the_same() -> None:
    told = {"born_on": "14/7/45", "interpreter": "no", "nhs_number": "9434765919", "discharge_on": "2026-11-25"}
    first = read(**told)
    again = read_notice("assessment", as_said(first.values), NOW + timedelta(hours=1))
    assert (again.problems, again.values) == ({}, first.values)


@pytest.mark.parametrize(("typed", "alone"), [("22/11/2026", True), ("2026-11-22", True), ("22/11/2026 9:30", False)])
def test_knows_a_day_without_a_time(typed: str, alone: bool) -> None:
    assert read(issued_at=typed).values["issued_by_day"] is alone


def test_not_1_a_day_alone_is_one_notice_whenever_the_same_file_is_sent() -> None:
    told = TOLD | {"issued_at": "21/11/2026"}
    first = read_notice("assessment", told, datetime(2026, 11, 21, 10, tzinfo=UTC))
    for hours in (1, 24, 24 * 30):
        again = read_notice("assessment", told, datetime(2026, 11, 21, 10, tzinfo=UTC) + timedelta(hours=hours))
        assert again.fingerprint == first.fingerprint
    assert first.values["issued_at"] == datetime(2026, 11, 21, 10, tzinfo=UTC)
    other = read_notice("assessment", TOLD | {"issued_at": "20/11/2026"}, NOW)
    assert other.fingerprint != first.fingerprint


HEAD = "Notice,Issued,Family name,Hospital,Supporting information"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\r\nassessment,today,Smith,basildon,hello\r\n",
        f"\ufeff{HEAD}\nassessment,today,Smith,basildon,hello",
        f"{HEAD}\n\nassessment,today,Smith,basildon,hello\n,,,,\n".replace(",", ";"),
        HEAD.upper() + "\nassessment,today,Smith,basildon,hello",
    ],
)
def test_reads_files_with_any_separator_mark_and_empty_lines(text: str) -> None:
    (line,) = lines_of(text.encode())
    assert (line.said["kind"], line.said["family_name"], line.said["supporting"]) == ("assessment", "Smith", "hello")


def test_a_quoted_cell_may_go_over_lines_and_the_next_line_keeps_its_number() -> None:
    text = f'{HEAD}\nassessment,today,Smith,basildon,"one\ntwo, ""three"""\ndischarge,today,Cole,basildon,\n'
    first, second = lines_of(text.encode())
    assert (first.number, first.said["supporting"], second.number) == (2, 'one\ntwo, "three"', 4)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (HEAD.encode(), "no notices"),
        (f"{HEAD}\nassessment,today,Ren\xe9,basildon,".encode("cp1252"), "not UTF-8"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"Name,Ward\na,b", "Missing: Notice, Issued, Family name and Hospital"),
        (f"{HEAD},Shoe size\n".encode(), "Shoe size"),
        (f"{HEAD},hospital\n".encode(), "Two columns"),
        (f'{HEAD}\nassessment,today,"Smith,basildon,x\n'.encode(), "quotation mark"),
        (f"{HEAD}\na\0b,,,,".encode(), "NUL"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_refuses_a_file_that_is_none_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(UnfitFile, match=sentence):
        lines_of(content)


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1"])
def test_writes_no_formula_and_reads_its_own_cell_back(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    text = written([HEAD.split(","), ["assessment", "today", cell, "basildon", ""]])
    assert lines_of(text.encode())[0].said["family_name"] == cell.strip() or cell.startswith("\t")


def test_the_template_can_be_read() -> None:
    (line,) = lines_of(template().encode())
    assert read_notice(line.said["kind"], line.said, NOW).problems == {}
