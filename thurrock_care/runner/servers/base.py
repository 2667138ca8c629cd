"""What both servers share: a folder with a lock, a socket, a log, a process that is ours."""

import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from typing import IO, ClassVar, Self

from thurrock_care.runner.folders import own_folder, take_lock
from thurrock_care.runner.leftovers import clear_leftovers
from thurrock_care.runner.places import Place
from thurrock_care.runner.refusals import Refusal, reason
from thurrock_care.runner.spawn import size_of, spawn

_START_SECONDS = 60
_STOP_SECONDS = 15


class EmbeddedServer(ABC):
    """One server in its place. It can be started again after `stop` and after `kill`."""

    name: ClassVar[str]
    program: ClassVar[str]
    asks_to_stop: ClassVar[signal.Signals]

    def __init__(self, place: Place) -> None:
        self.place = place
        self.data = place.home / f"{self.name}-data"
        self.log = place.logs / f"{self.name}.log"
        self.log_began = 0
        self._lock: IO[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError(f"{self.name} is not started")
        return self._process

    def start(self) -> None:
        """Start the server and wait until it answers. Raises Refusal when it does not."""
        self._take_place()
        try:
            self._make_data()
            self._process = self._launch(self._command())
            self._await_answer()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Ask the server to stop, kill it after 15 seconds, give its data folder free."""
        if self._process is not None:
            self._process.send_signal(self.asks_to_stop)
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._give_back()
        with suppress(OSError):  # while the other server's socket is in it, or another's folder
            self.place.sockets.rmdir()

    def kill(self) -> None:
        """End the server as a power cut would: SIGKILL, without a word."""
        self.process.kill()
        self.process.wait()
        self._give_back()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @abstractmethod
    def answers(self) -> bool:
        """Whether the server takes requests now."""

    @abstractmethod
    def _command(self) -> list[str]: ...

    @abstractmethod
    def _make_data(self) -> None: ...

    def _take_place(self) -> None:
        own_folder(self.place.home, None, 0o755)
        own_folder(self.place.logs, None, 0o755)
        own_folder(self.place.sockets, self.place.account)
        self._lock = take_lock(self.place.home / f"{self.name}.lock")
        if self._lock is None:
            raise Refusal(
                f"{self.name} is running already in {self.place.home}; stop that run (Ctrl-C in "
                "its terminal) and start again."
            )
        clear_leftovers(self.data, self.program)

    def _give_back(self) -> None:
        self._process = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _launch(self, command: list[str]) -> subprocess.Popen[bytes]:
        self.log_began = size_of(self.log)
        return spawn(
            command,
            log=self.log,
            folder=Path("/"),
            environment={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
            dies_by=self.asks_to_stop,
            account=self.place.account,
        )

    def _await_answer(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not self.answers():
            if self.process.poll() is not None:
                raise reason(self.name, self.log, self.log_began)
            if time.monotonic() > deadline:
                raise Refusal(f"{self.name} did not answer within {_START_SECONDS} seconds; see {self.log}.")
            time.sleep(0.05)
