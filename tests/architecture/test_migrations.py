"""Migrations: complete, linted, and each of ours within SQL that PostgreSQL 15 knows."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django_migration_linter import MigrationLinter

from tests.architecture.house import APPS, short, sources

# Looked at by hand: why the linter's warning does not hold for it
LOOKED_AT = (
    "0009_who_moved_may_return",  # one move that holds at a time was stricter before: no row breaks it
    "0004_each_week_once",  # what the running release writes is unique in the narrower way already
    "0003_never_lose_a_word",  # what is unique is new, and the running release leaves it empty
    "0008_steps_by_date",  # what the running release takes is unique by clock alone, as it asks for it
    "0003_full_assessment",  # the running release has no page that starts a full assessment
)
NEWER_THAN_15 = ("uuidv7(", "CREATE EXTENSION", "WITHOUT OVERLAPS", "VIRTUAL", "ICU")


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


@pytest.mark.django_db
def test_no_migration_breaks_the_release_that_is_running() -> None:
    """Those that make an app's first tables are left out: they lock none that is in use."""
    linter = MigrationLinter(
        include_apps=list(APPS),
        exclude_migration_tests=["RUNPYTHON_REVERSIBLE"],
        ignore_initial_migrations=True,
        ignore_name=LOOKED_AT,
        no_cache=True,
        quiet=["ok", "ignore"],
    )
    linter.lint_all_migrations()
    assert linter.nb_total > 0
    assert linter.nb_erroneous == 0


@pytest.mark.django_db
def test_every_app_with_tables_has_one_end_of_its_history() -> None:
    loader = MigrationLoader(connection)
    assert loader.detect_conflicts() == {}


@pytest.mark.django_db
@pytest.mark.parametrize("app", APPS)
def test_sql_stays_within_postgresql_15(app: str) -> None:
    loader = MigrationLoader(connection)
    for label, name in sorted(key for key in loader.disk_migrations if key[0] == app):
        sql = StringIO()
        call_command("sqlmigrate", label, name, stdout=sql)
        assert [word for word in NEWER_THAN_15 if word in sql.getvalue()] == [], name


def test_no_migration_imports_the_application() -> None:
    migrations = [path for path in sources(*APPS, migrations=True) if "migrations" in path.parts]
    importing = [
        short(path)
        for path in migrations
        if "0001" not in path.name and "actions" in path.read_text(encoding="utf-8").split("class Migration")[0]
    ]
    assert importing == []
