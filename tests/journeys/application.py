"""The whole application for a journey: the processes of `make run`, on a database and a port of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Self

from tests.servers import TestServers
from thurrock_care.runner.services import services

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


class Application:
    """Web, worker, beat and sweeper, started as `make run` starts them, over a demo borough of its own.

    With no residents there is no demo borough; `only` names the processes that are wanted, "" for all.
    """

    def __init__(
        self, servers: TestServers, folder: Path, *, residents: int = 300, only: str = "", **settings: str
    ) -> None:
        self.servers = servers
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = f"journey_{servers.worker}"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "thurrock_care.settings.testing",
            "DATABASE_URL": servers.clone(self.database),
            "REDIS_URL": servers.redis.url(3),
            "PORT": str(self.port),
            "DJANGO_DEMO": "1",
            **settings,
        }
        self.residents = residents
        self.only = only
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        if self.residents:
            self._settle()
        for service in services(self.folder):
            if self.only and service.name not in self.only.split():
                continue
            log = (self.folder / f"{service.name}.log").open("wb")
            self.processes[service.name] = subprocess.Popen(
                [sys.executable, *service.arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._await_web()
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self.processes.values()):
            end_group(process)

    def manage(self, *arguments: str) -> str:
        """Run a management command over the application's database; what it printed."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=180, check=False)
        if done.returncode:
            raise AssertionError(f"{' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def _settle(self) -> None:
        """Build the demo borough, or copy one of this size that was built before in this process."""
        built = f"demo_of_{self.residents}"
        if built in self.servers.built:
            self.servers.clone(self.database, of=built)
            return
        self.manage("demo", "--residents", str(self.residents), "--seed", "7")
        self.servers.clone(built, of=self.database)
        self.servers.built.add(built)

    def log(self, service: str) -> str:
        """What a process has logged so far."""
        return (self.folder / f"{service}.log").read_text(errors="replace")

    def _await_web(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.processes["web"].poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/livez", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"the web server did not start:\n{self.log('web')}")


def free_port() -> int:
    """A port on the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Stop a process and its children; hard after ten seconds."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
