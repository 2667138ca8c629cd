"""Which settings hold: never those of one's own machine by accident."""

import os
import subprocess
import sys

import pytest

from tests.architecture.house import ROOT


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `code` in a Python to which nobody has named any settings."""
    clean = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=clean | environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "code", ["import thurrock_care.wsgi", "from thurrock_care.celery import app; app.conf.task_acks_late"]
)
def test_starts_no_process_whose_settings_nobody_named(code: str) -> None:
    assert "DJANGO_SETTINGS_MODULE" in run(code).stderr


LOCAL = "import thurrock_care.settings.local"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://care@db.example/care",
        "postgresql:///care?host=10.0.0.5",
        "postgresql:///care?host=/tmp,db.example",
    ],
)
def test_refuses_the_local_settings_for_a_database_elsewhere(url: str) -> None:
    refused = run(LOCAL, DATABASE_URL=url)
    assert refused.returncode != 0
    assert "DATABASE_URL leads to another machine" in refused.stderr


@pytest.mark.parametrize("url", ["", "postgresql://care@127.0.0.1:5433/care", "postgresql://care@/care?host=/tmp/x"])
def test_takes_the_local_settings_for_a_database_of_this_machine(url: str) -> None:
    taken = run(LOCAL, DATABASE_URL=url)
    assert taken.returncode == 0, taken.stderr
