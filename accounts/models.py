"""Staff, the organisations they come from, the teams they are in, and what they were told."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower

from accounts.querysets import MembershipQuerySet, NoticeQuerySet, UserManager
from accounts.roles import Permission, Role, may
from core.models import Record
from localities.models import Team


class Organisation(Record):
    """Who employs a member of staff: the Council, EPUT, NELFT, a provider …"""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class User(Record, AbstractBaseUser):
    """A member of staff, a partner's worker, or another system."""

    email = models.EmailField(help_text="the work address, with which they sign in")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    hides_script = models.BooleanField(
        default=False, db_default=False, help_text="whether the call console leaves out what to say"
    )
    teams = models.ManyToManyField(Team, through="accounts.Membership", related_name="people")

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role"]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_address",
                violation_error_message="That address has an account already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_label(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    def may(self, permission: Permission) -> bool:
        """Whether this person's role lists `permission`."""
        return self.is_active and may(self.role, permission)


class Membership(Record):
    """That somebody works in a team, from a day to a day, for so many hours a week."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    is_lead = models.BooleanField(default=False)
    hours_a_week = models.DecimalField(max_digits=4, decimal_places=1, default=37)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "team"], condition=models.Q(ends_on__isnull=True), name="once_in_a_team_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_it_starts",
                violation_error_message="The last day cannot be before the first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"


class Notice(Record):
    """Something that a person, or everybody in a team, should know. It carries no personal data: a reference and a
    link.
    """

    job_key = models.CharField(max_length=150, unique=True, help_text="what makes two deliveries one notice")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="notices")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="notices")
    words = models.CharField(max_length=300)
    link = models.CharField(max_length=300)
    urgent = models.BooleanField(default=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, team__isnull=True)
                | models.Q(user__isnull=True, team__isnull=False),
                name="notice_is_for_a_person_or_a_team",
            ),
            models.CheckConstraint(
                condition=models.Q(read_at__isnull=True, read_by__isnull=True)
                | models.Q(read_at__isnull=False, read_by__isnull=False),
                name="notice_read_at_has_its_by",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "-at"], condition=models.Q(read_at__isnull=True), name="notice_unread_of_user"
            ),
            models.Index(
                fields=["team", "-at"], condition=models.Q(read_at__isnull=True), name="notice_unread_of_team"
            ),
            models.Index(fields=["link"], condition=models.Q(read_at__isnull=True), name="notice_unread_about"),
        ]

    def __str__(self) -> str:
        return self.words
