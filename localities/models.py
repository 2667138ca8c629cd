"""Place: four PCN localities, their practices, wards and postcode areas, their teams, and England's bank holidays.

All of it is data that the council can change: codes, wards and even the council itself will.
"""

from django.db import models
from django.urls import reverse

from core.models import Record
from localities.enums import KINDS_WITH_PROPER_NAMES, LOCALITY_TEAMS, TeamKind
from localities.querysets import TeamQuerySet


class Locality(Record):
    """A PCN area, and the people of every agency who work there."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)
    pcn_code = models.CharField(max_length=6, unique=True, help_text="ODS code of the primary care network")
    pcn_name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "localities"

    def __str__(self) -> str:
        return self.name


class Practice(Record):
    """A GP practice. The locality follows the practice at which a person is registered."""

    ods_code = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=120)
    postcode = models.CharField(max_length=8)
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="practices")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Ward(Record):
    """An electoral ward in one edition of the boundaries."""

    code = models.CharField(max_length=9, unique=True)
    name = models.CharField(max_length=80)
    edition = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["edition", "name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.edition})"


class PostcodeArea(Record):
    """The beginning of a postcode ("RM18" or "RM16 3") and the locality it falls in; the longest match counts."""

    prefix = models.CharField(max_length=6, unique=True)
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="postcode_areas")

    class Meta:
        ordering = ["prefix"]

    def __str__(self) -> str:
        return self.prefix


class Team(Record):
    """A team with a queue of its own."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=TeamKind)
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, null=True, related_name="teams")
    phone = models.CharField(max_length=20, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=LOCALITY_TEAMS, locality__isnull=False)
                | (~models.Q(kind__in=LOCALITY_TEAMS) & models.Q(locality__isnull=True)),
                name="team_has_a_locality_when_its_kind_does",
                violation_error_message="A CLS or Integrated Locality Team belongs to one locality; others to none.",
            ),
            models.UniqueConstraint(
                fields=["locality", "kind"],
                condition=models.Q(locality__isnull=False),
                name="one_team_of_a_kind_in_a_locality",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("worklists:team_queue", kwargs={"slug": self.slug})

    @property
    def spoken(self) -> str:
        """The name within a sentence: "the Grays CLS team", but "Thurrock First"."""
        return self.name if self.kind in KINDS_WITH_PROPER_NAMES else f"the {self.name}"


class BankHoliday(models.Model):
    """A bank holiday in England, as published, or as added by an administrator."""

    day = models.DateField(primary_key=True)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.name}, {self.day}"
