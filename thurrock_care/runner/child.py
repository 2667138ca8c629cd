"""A process of the application under the supervisor: started, restarted, stopped."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from thurrock_care.runner.places import ROOT
from thurrock_care.runner.services import Service
from thurrock_care.runner.spawn import size_of, spawn

_LONGEST_PAUSE = 30.0
_STEADY_SECONDS = 60.0


class Child:
    """Keeps one service running. A service that keeps ending is started less and less often.

    The pause before a restart doubles from one second to 30, and is one second again for
    a service that ran for a minute.
    """

    def __init__(self, service: Service, environment: dict[str, str], logs: Path) -> None:
        self.service = service
        self.log = logs / f"{service.name}.log"
        self.log_began = 0
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = 1.0
        self._resume: float | None = None

    def start(self) -> None:
        self.log_began = size_of(self.log)
        self._process = spawn(
            [sys.executable, *self.service.arguments],
            log=self.log,
            folder=ROOT,
            environment=self._environment,
            dies_by=self.service.dies_by,
        )
        self._started = time.monotonic()
        self._resume = None

    def ended(self) -> int | None:
        """The exit code of a process that ended; None while it runs or waits for its restart."""
        return self._process.poll() if self._process else None

    def plan_restart(self) -> float:
        """Note that the process ended; gives the pause in seconds before it starts again."""
        self.kill_group()
        now = time.monotonic()
        self._pause = 1.0 if now - self._started > _STEADY_SECONDS else self._pause
        pause, self._pause = self._pause, min(self._pause * 2, _LONGEST_PAUSE)
        self._resume = now + pause
        self._process = None
        return pause

    def start_if_due(self) -> None:
        """Start again after the pause."""
        if self._resume is not None and time.monotonic() >= self._resume:
            self.start()

    def ask_to_stop(self) -> None:
        self._resume = None
        if self._process:
            self._process.send_signal(signal.SIGTERM)

    def await_stop(self, deadline: float) -> None:
        """Wait until `deadline` (of the monotonic clock) for the end, then force it."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, deadline - time.monotonic()))
        self.kill_group()
        self._process.wait()
        self._process = None

    def kill_group(self) -> None:
        """Kill what is left of the process and of those that it started."""
        if self._process:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
