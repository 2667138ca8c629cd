"""Loading of the reference data. Safe to repeat: what is there is brought up to date, nothing is removed."""

import csv
from collections.abc import Iterator
from importlib import resources

from django.db import transaction
from govuk_bank_holidays.bank_holidays import BankHolidays

from localities import places
from localities.models import BankHoliday, Locality, PostcodeArea, Practice, Team, Ward


@transaction.atomic
def load_reference_data() -> dict[str, int]:
    """Load localities, practices, wards, postcode areas, teams and bank holidays; how many there are of each."""
    localities = _load_localities()
    for row in _rows("practices.csv"):
        Practice.objects.update_or_create(ods_code=row.pop("ods_code"), defaults=_placed(row, localities))
    for row in _rows("wards.csv"):
        Ward.objects.update_or_create(code=row.pop("code"), defaults=row)
    for row in _rows("postcode_areas.csv"):
        PostcodeArea.objects.update_or_create(prefix=row.pop("prefix"), defaults=_placed(row, localities))
    for row in _rows("teams.csv"):
        Team.objects.update_or_create(slug=row.pop("slug"), defaults=_placed(row, localities))
    _load_bank_holidays()
    places.forget()
    tables = (Locality, Practice, Ward, PostcodeArea, Team, BankHoliday)
    return {str(table._meta.verbose_name_plural): table._default_manager.count() for table in tables}


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = resources.files("localities.data").joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _load_localities() -> dict[str, Locality]:
    rows = list(_rows("localities.csv"))
    return {
        row["pcn_code"]: Locality.objects.update_or_create(pcn_code=row["pcn_code"], defaults=row)[0] for row in rows
    }


def _placed(row: dict[str, str], localities: dict[str, Locality]) -> dict[str, object]:
    code = row.pop("pcn_code")
    return {**row, "locality": localities[code] if code else None}


def _load_bank_holidays() -> None:
    published = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    rows = [BankHoliday(day=holiday["date"], name=holiday["title"]) for holiday in published]
    BankHoliday.objects.bulk_create(rows, ignore_conflicts=True)
