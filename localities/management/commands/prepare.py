"""`manage.py prepare`: bring the database to where the code needs it. Safe to repeat."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from localities import places
from localities.actions import load_reference_data

FEWEST_DAYS_OF_HOLIDAYS = 120


class Command(BaseCommand):
    help = "Migrate, then load the reference data: localities, practices, wards, postcode areas, teams, bank holidays."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        for what, count in load_reference_data().items():
            self.stdout.write(f"{count:>5} {what}")
        left = places.days_of_holidays_left()
        if left < FEWEST_DAYS_OF_HOLIDAYS:
            self.stderr.write(
                self.style.WARNING(
                    f"Only {left} days of bank holidays lie ahead. Update govuk-bank-holidays, or add the days by hand."
                )
            )
