"""`manage.py demo` and `manage.py sign_ins`."""

from hashlib import sha256
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from core.models import Heartbeat
from residents.models import Resident
from thurrock_care.demo.build import EMPTIED, MARKER, is_there
from thurrock_care.demo.ledger import IN_ORDER
from thurrock_care.demo.scenes.reablement import AT_HOME_ALREADY

pytestmark = pytest.mark.django_db
DAY = "2026-11-24"
OUR_APPS = {
    "core", "audit", "outbox", "localities", "accounts", "residents", "talking_shops", "referrals", "discharges",
    "assessments", "services", "worklists", "dashboards",
}  # fmt: skip


def build(residents: int = 30, seed: int = 7, *more: str) -> None:
    call_command(
        "demo",
        f"--residents={residents}",
        f"--seed={seed}",
        f"--today={DAY}",
        *more,
        stdout=StringIO(),
        stderr=StringIO(),
    )


def digest() -> str:
    """A hash over every row of the borough, in order of key."""
    with connection.cursor() as cursor:
        hashes = []
        for model in IN_ORDER:
            cursor.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t.id)) FROM {model._meta.db_table} t")
            hashes.append(str(cursor.fetchone()))
    return sha256("".join(hashes).encode()).hexdigest()


def test_makes_the_same_rows_from_the_same_seed_and_day_and_others_from_another_seed() -> None:
    build(60)
    first = digest()
    build(60)
    assert digest() == first
    build(60, 8)
    assert digest() != first


def test_does_nothing_when_a_borough_is_there_and_only_a_missing_one_is_wanted() -> None:
    build()
    before = digest()
    build(31, 8, "--if-missing")
    assert digest() == before


def test_builds_anew_what_was_begun_and_not_finished() -> None:
    build()
    Heartbeat.objects.filter(name=MARKER).update(detail={"state": "building"})
    assert not is_there()
    build(31, 7, "--if-missing")
    assert is_there()
    assert Resident.objects.count() == 31 + 15 + 30 + len(AT_HOME_ALREADY)


def test_empties_every_table_but_those_of_reference_data() -> None:
    ours = [model for config in apps.get_app_configs() if "." not in config.name for model in config.get_models()]
    kept = {model for model in ours if model not in EMPTIED and model._meta.app_label in OUR_APPS}
    reference = {"Locality", "Practice", "Ward", "PostcodeArea", "Team", "BankHoliday"}
    assert {model.__name__ for model in kept} == {*reference, "Heartbeat"}


def test_refuses_where_there_are_people_whom_no_demo_made(jean: Resident) -> None:
    with pytest.raises(CommandError, match="whom no demo made"):
        build()
    assert Resident.objects.get() == jean


def test_refuses_in_production(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO = settings.TESTING = False
    monkeypatch.delenv("BENCH", raising=False)
    with pytest.raises(CommandError, match="never built in production"):
        build()
    assert not User.objects.exists()


def test_prints_a_sign_in_for_each_role_that_works(client: Client) -> None:
    build()
    out = StringIO()
    call_command("sign_ins", stdout=out)
    lines = out.getvalue().splitlines()
    password = lines[-1].split(": ")[1]
    addresses = [line.split()[0] for line in lines[:-1]]
    shown = User.objects.filter(email__in=addresses).values_list("role", flat=True)
    assert set(Role) - set(shown) == {Role.SERVICE}  # another system comes with a token
    for address in addresses:
        assert client.login(request=None, username=address, password=password)


def test_says_what_to_do_when_no_borough_is_there() -> None:
    out = StringIO()
    call_command("sign_ins", stdout=out)
    assert "manage.py demo" in out.getvalue()


def test_gives_a_crowd_to_demo_boroughs_only() -> None:
    with pytest.raises(CommandError, match="Only a demo borough is given a crowd"):
        call_command("crowd", "10")
