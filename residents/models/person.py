"""Who somebody is: what has to be found, counted or routed on is a column."""

from django.db import models

from accounts.models import User
from core import clock
from core.identifiers import resident_reference
from core.models import Record
from core.shortcuts import address_of
from core.words import lower_first
from localities.enums import LocalityBasis
from localities.models import Locality, Practice
from residents.ages import age_on, born_in_words
from residents.enums import BornPrecision, Gender, InWriting, NamePart, NhsNumberStatus, NoPractice
from residents.practices import practice_in_words
from residents.querysets import ResidentQuerySet


class Resident(Record):
    """An adult whom somebody asked about. `*_key` columns are the normalised names that search joins on.

    `phone`, `safe_to_call`, `safe_to_text`, `address` and `postcode` repeat the main number and the present address
    of `PhoneNumber` and `Address`, where they stand with their dates; one action writes both.
    """

    reference = models.CharField(max_length=12, unique=True, default=resident_reference)
    known_as = models.CharField(max_length=200, blank=True, help_text="what they like to be called")
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    previous_family_name = models.CharField(max_length=200, blank=True)
    given_key = models.CharField(max_length=200, blank=True)
    family_key = models.CharField(max_length=200, blank=True)
    known_as_key = models.CharField(max_length=200, blank=True)
    previous_family_key = models.CharField(max_length=200, blank=True)

    born_on = models.DateField(null=True, blank=True)
    born_precision = models.CharField(max_length=10, choices=BornPrecision, default=BornPrecision.UNKNOWN)
    gender = models.CharField(max_length=10, choices=Gender, default=Gender.NOT_ASKED)
    nhs_number = models.CharField(max_length=10, null=True, blank=True, unique=True)
    nhs_number_status = models.CharField(max_length=2, choices=NhsNumberStatus, default=NhsNumberStatus.NOT_PRESENT)
    language = models.CharField(max_length=40, blank=True, help_text="empty is not asked")
    communication = models.CharField(
        max_length=200, blank=True, help_text="how to communicate, in words; empty is not asked"
    )

    phone = models.CharField(max_length=20, blank=True, help_text="digits, with a leading + when international")
    safe_to_call = models.BooleanField(null=True, help_text="empty is not asked")
    safe_to_text = models.BooleanField(null=True, help_text="empty is not asked")
    in_writing = models.CharField(
        max_length=12,
        choices=InWriting,
        blank=True,
        default="",
        db_default="",
        help_text="how they want to have things in writing; empty is not asked",
    )
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, null=True, related_name="residents")
    no_practice = models.CharField(
        max_length=10,
        choices=NoPractice,
        blank=True,
        default="",
        db_default="",
        help_text="empty is not asked, or a practice here",
    )
    practice_elsewhere = models.CharField(
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="name and place of a practice outside the borough",
    )
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, null=True, related_name="residents")
    locality_basis = models.CharField(max_length=10, choices=LocalityBasis, default=LocalityBasis.UNKNOWN)
    locality_because = models.CharField(max_length=300, blank=True)

    access_asked_on = models.DateField(null=True, help_text="when somebody last asked; empty is not asked, not none")

    died_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, help_text="when they moved out of the borough")
    left_for = models.CharField(max_length=200, blank=True, db_default="", help_text="where to, in words")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged_here")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ResidentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(known_as="", given_name="", family_name=""),
                name="resident_has_some_name",
                violation_error_message="Enter at least one name.",
            ),
            models.CheckConstraint(
                condition=models.Q(born_on__isnull=True, born_precision=BornPrecision.UNKNOWN)
                | (models.Q(born_on__isnull=False) & ~models.Q(born_precision=BornPrecision.UNKNOWN)),
                name="resident_birth_date_has_its_precision",
            ),
            models.CheckConstraint(
                condition=models.Q(nhs_number__isnull=True) | models.Q(nhs_number__regex=r"^\d{10}$"),
                name="resident_nhs_number_is_ten_digits",
                violation_error_message="An NHS number has 10 digits.",
            ),
            models.CheckConstraint(
                condition=models.Q(no_practice="") | models.Q(practice__isnull=True),
                name="resident_has_a_practice_or_none",
                violation_error_message="A person is registered with one practice, or with none.",
            ),
            models.CheckConstraint(
                condition=models.Q(practice_elsewhere="") | models.Q(no_practice=NoPractice.OUTSIDE),
                name="resident_practice_elsewhere_is_outside",
            ),
        ]
        indexes = [
            models.Index(fields=["family_key", "given_key"], name="resident_names"),
            models.Index(fields=["given_key", "family_key"], name="resident_names_given_first"),
            models.Index(
                fields=["known_as_key", "family_key"], condition=~models.Q(known_as_key=""), name="resident_known_as"
            ),
            models.Index(
                fields=["previous_family_key"],
                condition=~models.Q(previous_family_key=""),
                name="resident_previous_name",
            ),
            models.Index(fields=["born_on"], name="resident_born_on"),
            models.Index(fields=["postcode"], name="resident_postcode", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["phone"], condition=~models.Q(phone=""), name="resident_phone"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return address_of("worklists:resident", "reference", self.reference)

    @property
    def display_name(self) -> str:
        """What lists and pages lead with: the known-as name, then the family name."""
        first = self.known_as or self.given_name
        if self.known_as and self.family_name and self.family_name in self.known_as:
            return self.known_as
        return f"{first} {self.family_name}".strip()

    @property
    def legal_name(self) -> str:
        """FAMILY NAME, Given, as the NHS writes it."""
        return ", ".join(part for part in (self.family_name.upper(), self.given_name) if part)

    @property
    def age(self) -> int | None:
        """Whole years today, or at death; None when the birth date is not known."""
        return age_on(self.born_on, self.died_on or clock.today()) if self.born_on else None

    @property
    def born_text(self) -> str:
        """ "14 July 1945 (81)", as exactly as it is known."""
        return born_in_words(self.born_on, BornPrecision(self.born_precision), self.died_on or clock.today())

    @property
    def born_line(self) -> str:
        """ "Born 14 July 1945 (81)", "Born about 1945 (about 81)", "Birth date not known"."""
        if self.born_on is None:
            return "Birth date not known"
        is_about = self.born_precision == BornPrecision.ABOUT
        return f"Born {lower_first(self.born_text) if is_about else self.born_text}"

    @property
    def nhs_number_spaced(self) -> str:
        """The NHS number in groups of 3, 3 and 4, or "Not known"."""
        number = self.nhs_number
        return f"{number[:3]} {number[3:6]} {number[6:]}" if number else "Not known"

    @property
    def practice_text(self) -> str:
        """The practice, "Registered with no practice", a practice elsewhere, or "Not asked"."""
        return practice_in_words(str(self.practice or ""), self.no_practice, self.practice_elsewhere)

    @property
    def has_left(self) -> bool:
        return self.left_on is not None

    @property
    def is_deceased(self) -> bool:
        return self.died_on is not None

    @property
    def address_lines(self) -> list[str]:
        return [line for line in (*self.address.split("\n"), self.postcode) if line.strip()]


class DictionaryName(Record):
    """A distinct normalised name that somebody bears: what a misspelt name is compared with.

    `added_at` lets every process read only what is new since it last looked.
    """

    part = models.CharField(max_length=10, choices=NamePart)
    value = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "value"], name="one_of_each_name")]
        indexes = [models.Index(fields=["added_at"], name="dictionary_added_at")]

    def __str__(self) -> str:
        return self.value
