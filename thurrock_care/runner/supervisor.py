"""Runs the whole application: servers, first steps, services, and their end.

One thread, because the kernel ties the children to the thread that started them.
"""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

from thurrock_care.runner import preflight
from thurrock_care.runner.child import Child
from thurrock_care.runner.folders import own_folder
from thurrock_care.runner.journal import Journal
from thurrock_care.runner.places import DATABASE, ROOT, Place, local_folder, running
from thurrock_care.runner.refusals import Refusal, reason
from thurrock_care.runner.servers import EmbeddedPostgres, EmbeddedRedis, EmbeddedServer
from thurrock_care.runner.services import services
from thurrock_care.runner.tether import tethered

_READY_SECONDS = 60
_STOP_SECONDS = 15
_LOOK_SECONDS = 0.2
# Python writes its log at once, and Celery does not lecture a developer who is root.
_UNLESS_TOLD = {
    "DJANGO_SETTINGS_MODULE": "thurrock_care.settings.local",
    "PYTHONUNBUFFERED": "1",
    "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
}


class _Stop(BaseException):
    """Somebody asked us to stop."""


class Supervisor:
    """Everything that `make run` starts, in the order of its start."""

    def __init__(self, port: int, residents: int, journal: Journal) -> None:
        self.port = port
        self.place: Place = running()
        self.journal = journal
        self._residents = residents
        self._servers: list[EmbeddedServer] = []
        self._children: list[Child] = []
        self._environment = {**_UNLESS_TOLD, **os.environ, "PORT": str(port)}

    def run(self) -> None:
        """Start, watch until a signal says stop, stop. Raises Refusal with what went wrong."""
        _on_stop_signals(_raise_stop)
        try:
            self._start()
            self._watch()
        except (_Stop, BrokenPipeError):
            pass
        finally:
            _on_stop_signals(self._hurry)
            self._stop()

    def _start(self) -> None:
        preflight.port_is_free(self.port)
        preflight.room_for_data(self.place)
        self._start_servers()
        sign_ins = self._first_steps()
        self._start_services()
        self.journal.say(f"\nThurrock Care is at {self.address}\n\n{sign_ins}")
        self.journal.say(f"Ctrl-C stops it. The log follows; its files are in {self.place.logs}.\n")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def _start_servers(self) -> None:
        """Start the servers that the environment does not name."""
        if self.place.home != local_folder():
            self.journal.say(f"The servers cannot enter this folder: data go to {self.place.home}.")
        if "DATABASE_URL" not in os.environ:
            self.journal.say("Starting PostgreSQL ...")
            postgres = EmbeddedPostgres(self.place)
            self._run_server(postgres)
            postgres.create_database(DATABASE)
            self._environment["DATABASE_URL"] = postgres.url()
        if "REDIS_URL" not in os.environ:
            self.journal.say("Starting Redis ...")
            redis = EmbeddedRedis(self.place)
            self._run_server(redis)
            self._environment["REDIS_URL"] = redis.url()

    def _run_server(self, server: EmbeddedServer) -> None:
        self._servers.append(server)
        server.start()
        self.journal.follow(server.name, server.log)

    def _first_steps(self) -> str:
        """Bring the database up to date; gives the list of sign-ins to print."""
        self.journal.say("Bringing the database up to date ...")
        sign_ins = local_folder() / "sign-ins.txt"
        module = "thurrock_care.runner.first_steps"
        command = [sys.executable, "-m", module, str(self._residents), str(sign_ins)]
        line = tethered(command, dies_by=signal.SIGTERM)
        with subprocess.Popen(line, cwd=ROOT, env=self._environment, process_group=0) as process:
            try:
                result = process.wait()
            except BaseException:
                process.terminate()
                raise
        if result != 0:
            raise Refusal(
                "The database could not be brought up to date, for the reason above; what was "
                "done is kept, and the next start goes on from there."
            )
        return sign_ins.read_text()

    def _start_services(self) -> None:
        """Start the web server first: people wait for it, and for nothing else."""
        self.journal.say("Starting the web server ...")
        for service in services(own_folder(local_folder(), None, 0o755)):
            child = Child(service, self._environment, own_folder(self.place.logs, None, 0o755))
            self.journal.follow(service.name, child.log)
            self._children.append(child)
            child.start()
            if service.name == "web":
                self._await_web(child)

    def _await_web(self, web: Child) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while not _is_live(self.port):
            if web.ended() is not None:
                raise reason("The web server", web.log, web.log_began)
            if time.monotonic() > deadline:
                raise Refusal(f"The web server did not answer within {_READY_SECONDS} seconds; see {web.log}.")
            time.sleep(0.05)

    def _watch(self) -> NoReturn:
        while True:
            self.journal.show()
            for server in self._servers:
                if server.process.poll() is not None:
                    raise reason(server.name, server.log, server.log_began)
            for child in self._children:
                self._look_after(child)
            time.sleep(_LOOK_SECONDS)

    def _look_after(self, child: Child) -> None:
        code = child.ended()
        if code is not None:
            pause = child.plan_restart()
            name = child.service.name
            self.journal.say(f"{name} ended with code {code}; it starts again in {pause:.0f} s")
        child.start_if_due()

    def _stop(self) -> None:
        """Stop in reverse order: services together, then Redis, then PostgreSQL."""
        deadline = time.monotonic() + _STOP_SECONDS
        for child in reversed(self._children):
            child.ask_to_stop()
        for child in reversed(self._children):
            child.await_stop(deadline)
        for server in reversed(self._servers):
            server.stop()

    def _hurry(self, *_: object) -> None:
        """A second Ctrl-C: do not wait for services. PostgreSQL still shuts down properly."""
        for child in self._children:
            child.kill_group()


def supervise(port: int, residents: int) -> None:
    """Run the application until it is told to stop. Raises Refusal with one sentence."""
    with preflight.only_run(port):
        Supervisor(port, residents, Journal()).run()


def _is_live(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _raise_stop(number: int, frame: FrameType | None) -> NoReturn:
    raise _Stop


def _on_stop_signals(handler: Callable[[int, FrameType | None], object]) -> None:
    signal.signal(signal.SIGINT, handler)
    signal.signal(signal.SIGTERM, handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # `nohup` asks for that
        signal.signal(signal.SIGHUP, handler)
