"""What the runbooks tell somebody to type at night works when it is typed, each command against this database."""

import re
import shlex
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from core.models import Heartbeat
from discharges.models import ClockStep, SixWeekClock
from residents.models import Resident
from tests.factories.field import make_clock

ROOT = Path(__file__).resolve().parents[3]
SIX_WEEKS = (ROOT / "docs/runbooks/six-weeks.md").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs/runbooks/operations.md").read_text(encoding="utf-8")
MANAGE = "docker compose exec web python manage.py "
SUBCOMMANDS = {"ps", "logs", "restart", "exec", "run", "stop", "up", "build", "rm", "down"}


def typed(page: str) -> list[str]:
    """Every command on a page, from blocks and from sentences, without its remark."""
    blocks = re.findall(r"^ {4,}(docker compose .*)$", page, re.M)
    said = re.findall(r"`(docker compose [^`…]*)`", page)
    return [command.partition(" #")[0].strip() for command in (*blocks, *said)]


def blocks_of(name: str) -> list[str]:
    """The arguments of each `manage.py NAME` that the runbook of the sweep has in a block."""
    return [command.removeprefix(MANAGE) for command in typed(SIX_WEEKS) if command.startswith(f"{MANAGE}{name}")]


@pytest.fixture
def running(jean: Resident, gwen: User, olu: User) -> SixWeekClock:
    return make_clock(jean, gwen, days_ago=50)


def test_the_sweep_by_hand_takes_what_is_due_and_twice_does_no_harm(running: SixWeekClock) -> None:
    [sweep] = [command for command in blocks_of("six_weeks") if "--sweep" in command]
    for _ in range(2):
        out = StringIO()
        call_command(*shlex.split(sweep), stdout=out)
        assert '"on": "today"' in out.getvalue()
    assert ClockStep.objects.filter(clock=running).count() == len(ClockStep.objects.values("step").distinct()) > 1
    assert Heartbeat.objects.filter(name="six-week sweep").exists()
    assert "--on 2026-03-30" in SIX_WEEKS
    call_command("six_weeks", "--sweep", "--on", "2026-03-30", stdout=StringIO())


def test_each_audit_prints_the_proof(running: SixWeekClock) -> None:
    audits = [command for command in blocks_of("six_weeks") if "--audit" in command]
    assert len(audits) == 2
    for audit in audits:
        out = StringIO()
        call_command(*shlex.split(audit), stdout=out)
        assert "discharges" in out.getvalue().lower()


def test_settling_by_hand_prints_what_it_changed(running: SixWeekClock, olu: User) -> None:
    [settle] = [command for command in blocks_of("six_weeks") if "--settle" in command]
    out = StringIO()
    call_command(*shlex.split(settle.replace("EMAIL", olu.email)), stdout=out)
    assert '"changed": []' in out.getvalue()


def test_the_query_for_the_last_sweep_answers(running: SixWeekClock) -> None:
    call_command("six_weeks", "--sweep", stdout=StringIO())
    queries = re.findall(r'psql -U thurrock_care -c "(SELECT[^"]*)"', SIX_WEEKS + OPERATIONS)
    assert len(queries) == 2
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(query)
        cursor.execute(queries[0])
        assert len(cursor.fetchall()) == 1


def test_every_command_names_a_process_and_a_verb_that_there_are() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    names = {*compose["services"]}
    commands = [*typed(SIX_WEEKS), *typed(OPERATIONS)]
    assert len(commands) > 20
    for command in commands:
        words = shlex.split(command.replace("\\", ""))[2:]
        assert words[0] in SUBCOMMANDS, command
        if words[0] in ("ps", "restart", "logs"):
            services = [word for word in words[1:] if not word.startswith("--") and not word.isdigit()]
            assert set(services) <= names, command
        if words[0] == "exec":
            first = next(word for word in words[1:] if not word.startswith("-"))
            assert first in names, command


def test_jobs_that_were_given_up_are_listed_as_written() -> None:
    assert f"{MANAGE}given_up" in OPERATIONS


@pytest.mark.django_db
def test_given_up_answers() -> None:
    out = StringIO()
    call_command("given_up", stdout=out)
    assert out.getvalue() == "0 jobs were given up.\n"


BY_HAND = dict(re.findall(r"^\| `([^`]+)` \|[^|]*\| `(from [^`]+)` \|$", OPERATIONS, re.M))


def test_every_sign_of_life_of_a_sweep_has_its_line() -> None:
    processes = {"outbox sweeper", "celery beat"}
    assert set(BY_HAND) == set(settings.HEARTBEATS) - processes
    for name in processes:
        assert f"`{name}`" in OPERATIONS


@pytest.mark.parametrize("name", sorted(BY_HAND))
def test_a_sweep_run_by_hand_gives_its_sign_of_life(name: str, running: SixWeekClock) -> None:
    call_command("shell", "-c", BY_HAND[name])
    assert Heartbeat.objects.filter(name=name).exists()
