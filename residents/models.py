"""The person: identity, story and timeline. What has to be found, counted or routed on is a column;
what a person says is a statement."""

from django.db import models
from django.urls import reverse

from accounts.models import User
from core import clock
from core.identifiers import resident_reference
from core.models import AppendOnly, Record
from localities.enums import LocalityBasis
from localities.models import Locality, Practice, Team
from residents.ages import age_on, born_in_words
from residents.enums import BornPrecision, Channel, Gender, NamePart, NhsNumberStatus, SaidBy, TimelineKind, Topic
from residents.querysets import ResidentQuerySet, ShareQuerySet, StatementQuerySet, TimelineQuerySet


class Resident(Record):
    """An adult whom somebody asked about. `*_key` columns are the normalised names that search joins on."""

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
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, null=True, related_name="residents")
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, null=True, related_name="residents")
    locality_basis = models.CharField(max_length=10, choices=LocalityBasis, default=LocalityBasis.UNKNOWN)
    locality_because = models.CharField(max_length=300, blank=True)

    died_on = models.DateField(null=True, blank=True)
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
        return reverse("worklists:resident", kwargs={"reference": self.reference})

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
    def nhs_number_spaced(self) -> str:
        """The NHS number in groups of 3, 3 and 4, or "Not known"."""
        number = self.nhs_number
        return f"{number[:3]} {number[3:6]} {number[6:]}" if number else "Not known"

    @property
    def is_deceased(self) -> bool:
        return self.died_on is not None

    @property
    def address_lines(self) -> list[str]:
        return [line for line in (*self.address.split("\n"), self.postcode) if line.strip()]


class Statement(AppendOnly):
    """What somebody said, in their words, once. Forms, letters, banner and assessments are views of statements.

    It is never changed: a correction is a new statement that supersedes it.
    """

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="statements")
    topic = models.CharField(max_length=20, choices=Topic)
    words = models.TextField()
    said_by = models.CharField(max_length=20, choices=SaidBy)
    said_by_name = models.CharField(max_length=200, blank=True)
    heard_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    heard_at = models.DateTimeField()
    channel = models.CharField(max_length=20, choices=Channel)
    source_type = models.CharField(max_length=60, help_text="what it was said in: referrals.contact, …")
    source_id = models.UUIDField()
    visibility = models.CharField(max_length=20, default="team", help_text="team: everybody who may open the person")
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    objects = StatementQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["resident", "topic", "-heard_at"], name="statement_resident_topic")]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.words[:60]}"

    @property
    def speaker(self) -> str:
        """Who said it: "Maria Hughes (family)", "The person"."""
        said_by = self.get_said_by_display()
        return f"{self.said_by_name} ({said_by.lower()})" if self.said_by_name else said_by


class Confirmation(AppendOnly):
    """That somebody said of an earlier statement: still true."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="confirmations")
    heard_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    heard_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return f"still true: {self.statement_id}"


class TimelineEntry(AppendOnly):
    """One event in a person's life with us, written by the action that made it, in its transaction."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="timeline")
    kind = models.CharField(max_length=20, choices=TimelineKind)
    at = models.DateTimeField(help_text="when it happened")
    time_known = models.BooleanField(default=True, help_text="False: only the date is known")
    recorded_at = models.DateTimeField()
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    by_label = models.CharField(max_length=200)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    source_type = models.CharField(max_length=60)
    source_id = models.UUIDField()

    objects = TimelineQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["resident", "-at", "-id"], name="timeline_of_resident")]

    def __str__(self) -> str:
        return self.title


class Share(Record):
    """That a person is shared with a partner's team: from when, why, and until when.

    `story` is what was sent along, and all that the partner may read of what the person ever said.
    """

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="shares")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="shares")
    story = models.ForeignKey(Statement, on_delete=models.PROTECT, null=True, related_name="shares")
    reason = models.CharField(max_length=300)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="may lie ahead: the partner may look until then")

    objects = ShareQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "team", "story"],
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="shared_once_with_a_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} shared with {self.team}"


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
