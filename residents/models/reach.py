"""How a person is reached: telephone numbers, e-mail addresses and where they live, each with the dates from and until
which it held.
"""

from django.db import models

from accounts.models import User
from core.models import Record
from residents.enums import AddressKind, PhoneKind
from residents.models.person import Resident


class PhoneNumber(Record):
    """A number on which the person is reached, and whether it is safe to ring or to text there. One is the main one."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="phone_numbers")
    number = models.CharField(max_length=20, help_text="digits, with a leading + when international")
    kind = models.CharField(max_length=10, choices=PhoneKind, default=PhoneKind.NOT_SAID)
    is_main = models.BooleanField(default=False)
    safe_to_call = models.BooleanField(null=True, help_text="empty is not asked")
    safe_to_text = models.BooleanField(null=True, help_text="empty is not asked")
    note = models.CharField(max_length=200, blank=True, help_text="such as: her son answers")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident"],
                condition=models.Q(is_main=True, ended_on__isnull=True),
                name="one_main_phone_number",
            ),
            models.UniqueConstraint(
                fields=["resident", "number"], condition=models.Q(ended_on__isnull=True), name="phone_number_once"
            ),
        ]
        indexes = [
            models.Index(fields=["number"], condition=models.Q(ended_on__isnull=True), name="phone_number_current")
        ]

    def __str__(self) -> str:
        return self.number


class EmailAddress(Record):
    """An e-mail address at which the person is reached, and whether it is safe to write to them there."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="email_addresses")
    address = models.CharField(max_length=200, help_text="in small letters")
    safe_to_write = models.BooleanField(null=True, help_text="empty is not asked")
    note = models.CharField(max_length=200, blank=True, help_text="such as: her daughter reads it to her")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "address"], condition=models.Q(ended_on__isnull=True), name="email_address_once"
            ),
        ]
        verbose_name = "e-mail address"
        verbose_name_plural = "e-mail addresses"

    def __str__(self) -> str:
        return self.address


class Address(Record):
    """Where the person lives or lived. One is the present one; a person of no fixed address has none, and says so."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(max_length=10, choices=AddressKind, default=AddressKind.HOME)
    lines = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    started_on = models.DateField(help_text="since when we know of it")
    ended_on = models.DateField(null=True)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident"], condition=models.Q(ended_on__isnull=True), name="one_present_address"
            ),
        ]
        verbose_name_plural = "addresses"

    def __str__(self) -> str:
        return ", ".join(part for part in (*self.lines.split("\n"), self.postcode) if part.strip())
