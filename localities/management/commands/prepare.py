"""`manage.py prepare`: bring the database to where the code needs it. Safe to repeat."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

from localities import places
from localities.actions import load_reference_data

FEWEST_DAYS_OF_HOLIDAYS = 120


class Command(BaseCommand):
    help = (
        "Migrate, then load the reference data: localities, practices, wards, postcode areas, teams, bank holidays. "
        "After a migration, let PostgreSQL count what the tables hold: it plans badly by what it knew before."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        applied = migrate()
        for what, count in load_reference_data().items():
            self.stdout.write(f"{count:>5} {what}")
        for name in settings.PREPARED_BY:
            import_string(name)()
        if applied:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            self.stdout.write(f"{applied:>5} migrations; what the tables hold was counted anew")
        left = places.days_of_holidays_left()
        if left < FEWEST_DAYS_OF_HOLIDAYS:
            self.stderr.write(
                self.style.WARNING(
                    f"Only {left} days of bank holidays lie ahead. Update govuk-bank-holidays, or add the days by hand."
                )
            )


def migrate() -> int:
    """Apply what is missing; how many migrations that were."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    call_command("migrate", interactive=False, verbosity=0)
    return len(missing)
