"""Notices that wards send to the hub, one by one or in files. The fields are those of the notice data set."""

from django.db import models
from django.urls import reverse

from accounts.models import User
from core import clock
from core.models import Record
from core.words import long_date, moment
from discharges.enums import (
    AdmissionType,
    CarerConsulted,
    ConsentSource,
    FileStatus,
    Hospital,
    NhsStatus,
    NoticeKind,
    NoticeSource,
    NoticeStatus,
    PatientConsent,
    RowStatus,
    WithdrawalKind,
    WithdrawalReason,
)
from discharges.models.stays import HospitalStay
from discharges.querysets import HospitalNoticeQuerySet, NoticeFileQuerySet
from discharges.rules.notices import Issued
from residents.models import Resident


def _line(most: int) -> "models.CharField[str, str]":
    return models.CharField(max_length=most, blank=True)


def _of(choices: type[models.TextChoices]) -> "models.CharField[str, str]":
    return models.CharField(max_length=12, choices=choices, blank=True)


class HospitalNotice(Record):
    """One notice as the ward sent it. What was sent is never changed: a corrected one comes beside it.

    `fingerprint` makes the same notice sent twice one notice. `told` are sentences: what the notice changed.
    """

    kind = models.CharField(max_length=12, choices=NoticeKind)
    source = models.CharField(max_length=8, choices=NoticeSource)
    status = models.CharField(max_length=12, choices=NoticeStatus, default=NoticeStatus.WAITING)
    fingerprint = models.CharField(max_length=64, unique=True)
    message_id = _line(64)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    replaces_message = models.CharField(
        max_length=64, blank=True, db_default="", help_text="the message that it corrects, which may come after it"
    )
    issued_at = models.DateTimeField()
    issued_by_day = models.BooleanField(
        default=False, db_default=False,
        help_text="the ward named the day alone: `issued_at` is its end, or when the notice came in",
    )  # fmt: skip
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, related_name="notices")
    stay = models.ForeignKey(HospitalStay, on_delete=models.PROTECT, null=True, related_name="notices")
    told = models.JSONField(default=list)
    because = models.CharField(max_length=500, blank=True, help_text="why it was set aside")
    did = models.JSONField(
        null=True, help_text="what it changed of the stay, for a withdrawal to undo: see discharges.notice_deeds"
    )

    nhs_number = _line(10)
    nhs_number_status = _of(NhsStatus)
    hospital_number = _line(30)
    family_name = _line(200)
    given_name = _line(200)
    born_on = models.DateField(null=True, blank=True)
    gender = _line(20)
    address = models.CharField(max_length=400, blank=True)
    postcode = _line(8)
    email = _line(254)
    phone = _line(30)
    language = _line(60)
    interpreter = models.BooleanField(null=True)

    hospital = models.CharField(max_length=20, choices=Hospital)
    ward = _line(80)
    reason = _line(500)
    supporting = models.TextField(blank=True)
    admitted_on = models.DateField(null=True, blank=True)
    admission_reason = _line(300)
    admission_type = _of(AdmissionType)
    discharge_on = models.DateField(null=True, blank=True, help_text="proposed date of discharge")

    clinician = _line(200)
    liaison_name = _line(200)
    liaison_email = _line(254)
    liaison_phone = _line(30)
    carer_name = _line(200)
    carer_email = _line(254)
    carer_phone = _line(30)

    patient_consulted = models.BooleanField(null=True)
    carer_consulted = _of(CarerConsulted)
    patient_consent = _of(PatientConsent)
    consent_source = _of(ConsentSource)
    chc_considered = models.BooleanField(null=True)
    chc_result = _line(200)
    safeguarding = models.BooleanField(null=True)
    safeguarding_details = models.TextField(blank=True)
    council_code = _line(10)
    council_team = _line(120)

    withdrawal = _of(WithdrawalKind)
    withdrawal_reason = _of(WithdrawalReason)
    withdrawal_other = _line(300)

    objects = HospitalNoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=NoticeKind.WITHDRAWAL)
                | ~models.Q(withdrawal="") & ~models.Q(withdrawal_reason=""),
                name="withdrawal_says_what_and_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=NoticeStatus.APPLIED) | models.Q(resident__isnull=False),
                name="notice_taken_up_is_about_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["received_at"], condition=models.Q(status=NoticeStatus.WAITING), name="notice_waiting"
            ),
            models.Index(fields=["resident", "-issued_at"], name="notice_of_resident"),
            models.Index(fields=["message_id"], condition=~models.Q(message_id=""), name="notice_by_message"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.issued_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("discharges:notice", kwargs={"pk": self.pk})

    @property
    def issued(self) -> Issued:
        """When it was issued, as far as the ward says."""
        day = clock.london_date(self.issued_at)
        earliest = clock.start_of(day) if self.issued_by_day else self.issued_at
        return Issued(day, earliest, self.issued_at, self.received_at)

    @property
    def issued_words(self) -> str:
        """ "20 November 2026 at 2:30pm", or the day alone."""
        return long_date(clock.london_date(self.issued_at)) if self.issued_by_day else moment(self.issued_at)


class NoticeFile(Record):
    """A file of notices, checked first and taken up when somebody says so."""

    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file as it was sent")
    status = models.CharField(max_length=12, choices=FileStatus, default=FileStatus.READING)
    rows = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    stopped_because = models.CharField(max_length=500, blank=True, db_default="", help_text="why the work has stopped")

    objects = NoticeFileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-sent_at"], name="notice_file_newest")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("discharges:notice_file", kwargs={"pk": self.pk})


class NoticeRow(Record):
    """One line of a file: what it says, and what became of it."""

    file = models.ForeignKey(NoticeFile, on_delete=models.PROTECT, related_name="lines")
    line = models.PositiveIntegerField()
    said = models.JSONField(help_text="the cells by the heading of their column")
    status = models.CharField(max_length=8, choices=RowStatus, default=RowStatus.READ)
    problems = models.JSONField(default=list, help_text="sentences: why it cannot be taken up")
    fingerprint = models.CharField(max_length=64, blank=True, db_default="", help_text="of its notice (NOT-1)")
    notice = models.ForeignKey(HospitalNotice, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "line"], name="one_row_per_line")]
        indexes = [models.Index(fields=["file", "status", "line"], name="notice_row_by_status")]

    def __str__(self) -> str:
        return f"line {self.line}"
