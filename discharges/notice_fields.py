"""The fields of a notice, as the data set lists them: form, file and API are made from this one table."""

from collections.abc import Mapping
from dataclasses import dataclass

from discharges.enums import (
    AdmissionType,
    CarerConsulted,
    ConsentSource,
    Hospital,
    NhsStatus,
    NoticeKind,
    PatientConsent,
    WithdrawalKind,
    WithdrawalReason,
)

A, D, W = NoticeKind.ASSESSMENT, NoticeKind.DISCHARGE, NoticeKind.WITHDRAWAL
ALL = frozenset({A, D, W})
KIND_HEADING = "Notice"
GENDERS = (("1", "Male"), ("2", "Female"), ("9", "Indeterminate"), ("X", "Not known"))
YES_NO = (("yes", "Yes"), ("no", "No"))
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class NoticeField:
    """One field: its label (in a file, the heading of its column), the notices that have it and those that need it.

    `kind` is how it is read: text, words (many lines), date, moment, choice, yes_no, nhs_number, postcode, email.
    """

    name: str
    label: str
    group: str
    kind: str = "text"
    most: int = 200
    choices: Choices = ()
    allowed: frozenset[NoticeKind] = ALL
    needed: frozenset[NoticeKind] = frozenset()
    hint: str = ""


def _of(*kinds: NoticeKind) -> frozenset[NoticeKind]:
    return frozenset(kinds)


def _codes(values: type[Hospital] | type[NhsStatus] | type[WithdrawalReason]) -> Choices:
    return tuple((str(code), str(label)) for code, label in values.choices)


def _list(pairs: object) -> Choices:
    return tuple((str(code), str(label)) for code, label in pairs)  # type: ignore[attr-defined]


F = NoticeField
FIELDS: tuple[NoticeField, ...] = (
    F("message_id", "Message", "Notice", most=64, hint="The hospital's own number of this notice, if it has one"),
    F("replaces_message", "Corrects message", "Notice", most=64, hint="The number of the notice that is corrected"),
    F("issued_at", "Issued", "Notice", "moment", needed=ALL, hint="For example, today, or 20/11/2026 14:30"),
    F("family_name", "Family name", "Patient", needed=ALL),
    F("given_name", "First name", "Patient"),
    F("born_on", "Date of birth", "Patient", "date", hint="For example, 14/7/1945"),
    F("nhs_number", "NHS number", "Patient", "nhs_number", most=20),
    F("nhs_number_status", "NHS number status", "Patient", "choice", choices=_codes(NhsStatus)),
    F("hospital_number", "Hospital number", "Patient", most=30),
    F("gender", "Gender", "Patient", "choice", choices=GENDERS),
    F("address", "Address", "Patient", "words", most=400),
    F("postcode", "Postcode", "Patient", "postcode", most=20),
    F("email", "Email", "Patient", "email", most=254, allowed=_of(A)),
    F("phone", "Telephone", "Patient", most=30, allowed=_of(A)),
    F("language", "Language", "Patient", most=60, allowed=_of(A)),
    F("interpreter", "Interpreter required", "Patient", "yes_no", allowed=_of(A)),
    F("hospital", "Hospital", "Stay", "choice", choices=_codes(Hospital), needed=ALL),
    F("ward", "Ward", "Stay", most=80),
    F("admitted_on", "Admission date", "Stay", "date", allowed=_of(A)),
    F("admission_type", "Admission type", "Stay", "choice", choices=_list(AdmissionType.choices), allowed=_of(A)),
    F("admission_reason", "Reason for admission", "Stay", most=300, allowed=_of(A)),
    F("discharge_on", "Proposed discharge date", "Stay", "date", allowed=_of(A, D), needed=_of(D)),
    F("reason", "Reason for referral", "Referral", most=500, allowed=_of(A)),
    F("supporting", "Supporting information", "Referral", "words", most=10_000, allowed=_of(A)),
    F("clinician", "Lead clinician", "People"),
    F("liaison_name", "Hospital liaison", "People"),
    F("liaison_phone", "Liaison telephone", "People", most=30),
    F("liaison_email", "Liaison email", "People", "email", most=254),
    F("carer_name", "Carer", "People", allowed=_of(A, D)),
    F("carer_phone", "Carer telephone", "People", most=30, allowed=_of(A, D)),
    F("carer_email", "Carer email", "People", "email", most=254, allowed=_of(A, D)),
    F("patient_consulted", "Patient consulted", "Consultation", "yes_no", allowed=_of(A, D)),
    F("carer_consulted", "Carer consulted", "Consultation", "choice", choices=_list(CarerConsulted.choices),
      allowed=_of(A, D)),
    F("patient_consent", "Patient consent", "Consultation", "choice", choices=_list(PatientConsent.choices),
      allowed=_of(A)),
    F("consent_source", "Consent of others", "Consultation", "choice", choices=_list(ConsentSource.choices),
      allowed=_of(A)),
    F("chc_considered", "CHC considered", "Care and safety", "yes_no", allowed=_of(A),
      hint="NHS continuing healthcare"),
    F("chc_result", "CHC result", "Care and safety", allowed=_of(A)),
    F("safeguarding", "Safeguarding", "Care and safety", "yes_no", allowed=_of(A)),
    F("safeguarding_details", "Safeguarding details", "Care and safety", "words", most=10_000, allowed=_of(A)),
    F("council_code", "Council code", "Council", most=10),
    F("council_team", "Social services team", "Council", most=120),
    F("withdrawal", "Withdraws", "Withdrawal", "choice", choices=_list(WithdrawalKind.choices), allowed=_of(W),
      needed=_of(W)),
    F("withdrawal_reason", "Reason for withdrawal", "Withdrawal", "choice", choices=_codes(WithdrawalReason),
      allowed=_of(W), needed=_of(W)),
    F("withdrawal_other", "Other reason", "Withdrawal", most=300, allowed=_of(W)),
)  # fmt: skip
BY_NAME: Mapping[str, NoticeField] = {field.name: field for field in FIELDS}
HEADINGS: Mapping[str, str] = {field.name: field.label for field in FIELDS}
GROUPS: tuple[str, ...] = tuple(dict.fromkeys(field.group for field in FIELDS))


def fields_of(kind: str) -> tuple[NoticeField, ...]:
    """The fields that a notice of this kind has, in their order."""
    return tuple(field for field in FIELDS if kind in field.allowed)
