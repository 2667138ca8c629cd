"""`make run` from a copy of the checkout: one sentence for each fault, and nothing left behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.processes import wait_until_none_work_under
from thurrock_care.runner.folders import own_folder, take_lock
from thurrock_care.runner.places import local_folder, outside_folder, socket_folders

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120
NOT_COPIED = (".*", "node_modules", "__pycache__", "tests", "docs", "bench")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the application in a folder with a space, with servers and data of its own."""
    copy = tmp_path_factory.mktemp("a checkout") / "thurrock care"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
    yield copy
    for folder in (local_folder(copy), outside_folder(copy), *socket_folders(copy)):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment() -> dict[str, str]:
    """Ours, without the servers and settings of the tests: the copy shall start its own."""
    ours = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
    return {key: value for key, value in os.environ.items() if key not in ours}


def runner(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "thurrock_care.runner", *arguments]
    return subprocess.run(command, cwd=checkout, env=environment(), capture_output=True, text=True, timeout=60)


class Running:
    """`make run`'s supervisor, from its start to its end."""

    def __init__(self, checkout: Path, port: int) -> None:
        self.checkout, self.port = checkout, port
        self.output = checkout.parent / f"run-{port}.txt"
        command = [sys.executable, "-m", "thurrock_care.runner", "run", "--port", str(port), "--residents", "40"]
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                command, cwd=checkout, env=environment(), stdout=output, stderr=subprocess.STDOUT
            )

    def await_words(self, words: str) -> str:
        """What was printed up to the moment when `words` were."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while words not in self.output.read_text():
            assert self.process.poll() is None, self.output.read_text()
            assert time.monotonic() < deadline, self.output.read_text()
            time.sleep(0.1)
        return self.output.read_text()

    def end(self, number: signal.Signals) -> int:
        """Send a signal and wait until neither the supervisor nor anything of it is left."""
        self.process.send_signal(number)
        code = self.process.wait(40)
        wait_until_none_work_under(self.checkout, outside_folder(self.checkout))
        return code


def test_goes_on_after_a_first_start_cut_short_and_leaves_nothing_when_it_is_killed(checkout: Path, port: int) -> None:
    assert runner(checkout, "reset").returncode == 0
    first = Running(checkout, port)
    first.await_words("Bringing the database up to date")
    time.sleep(2)  # into the migrations
    first.end(signal.SIGKILL)
    second = Running(checkout, port)
    try:
        assert f"Thurrock Care is at http://127.0.0.1:{port}/" in second.await_words("The log follows")
    finally:
        second.end(signal.SIGKILL)


def test_serves_pages_refuses_a_second_run_and_stops_at_ctrl_c(checkout: Path, port: int) -> None:
    running = Running(checkout, port)
    try:
        running.await_words("The log follows")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez") as answer:
            assert answer.status == 200
        again = runner(checkout, "run", "--port", str(port))
        assert again.returncode == 1
        assert again.stderr.strip().splitlines() == [
            f"Thurrock Care is running already from this folder, on port {port}; "
            "use that one, or stop it with Ctrl-C in its terminal and start again."
        ]
    finally:
        assert running.end(signal.SIGINT) == 0


def test_names_another_port_when_the_port_is_busy(checkout: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = runner(checkout, "run", "--port", str(port))
    assert refused.returncode == 1
    assert refused.stderr.strip().splitlines() == [
        f"Port {port} is in use by another program; stop that program, or choose another port: make run PORT={port + 1}"
    ]


def test_removes_the_data_when_reset_and_nothing_while_it_runs(checkout: Path) -> None:
    local = own_folder(local_folder(checkout), None, 0o755)
    (local / "postgres-data").mkdir(exist_ok=True)
    lock = take_lock(local / "lock")
    assert lock is not None
    with lock:
        refused = runner(checkout, "reset")
    assert (refused.returncode, (local / "postgres-data").exists()) == (1, True)
    assert "Thurrock Care is running" in refused.stderr
    assert runner(checkout, "reset").returncode == 0
    assert not local.exists()


def test_gives_a_command_real_servers_and_its_exit_code_back(checkout: Path) -> None:
    code = "import os, psycopg2, sys; psycopg2.connect(os.environ['DATABASE_URL']).close(); sys.exit(7)"
    arguments = ("with-servers", "--scratch", "borrowed", "--fast", sys.executable, "-c", code)
    assert runner(checkout, *arguments).returncode == 7
    wait_until_none_work_under(checkout, outside_folder(checkout))


def test_names_the_python_that_it_needs_when_it_is_too_old(checkout: Path) -> None:
    refused = subprocess.run(
        ["make", "run", "PYTHON=/bin/false"], cwd=checkout, env=environment(), capture_output=True, text=True
    )
    assert refused.returncode != 0
    assert "Thurrock Care needs Python 3.11 or later, and `/bin/false` is not that" in refused.stderr


def test_says_where_a_postgresql_may_come_from_when_there_is_none(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    refused = runner(checkout, "with-servers", "--scratch", "none", "true")
    assert refused.returncode == 1
    assert "No PostgreSQL was found" in refused.stderr
    assert "PG_BIN" in refused.stderr
