"""Runs one command with real servers under it, for as long as it takes."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from thurrock_care.runner.folders import take_lock
from thurrock_care.runner.places import Place, database_url, redis_url, running, scratch
from thurrock_care.runner.preflight import checkout_lock
from thurrock_care.runner.refusals import Refusal
from thurrock_care.runner.servers import FAST, EmbeddedPostgres, EmbeddedRedis
from thurrock_care.runner.tether import tethered


def run_with_servers(command: list[str], *, scratch_name: str | None, fast: bool) -> int:
    """Run `command` with DATABASE_URL and REDIS_URL set; gives its exit code.

    The servers are those of `make run`, started for the command where they are not running;
    with `scratch_name`, a pair apart from them, and with `fast` one that may lose its data
    in a power cut. A server that the environment names already is left as it is.
    """
    program = shutil.which(command[0])
    if program is None:
        raise Refusal(f"There is no program {command[0]} to run; check the spelling.")
    place = scratch(scratch_name) if scratch_name else running()
    with ExitStack() as stack:
        if not scratch_name and _is_running(stack):
            environment = {"DATABASE_URL": database_url(), "REDIS_URL": redis_url()}
        else:
            environment = stack.enter_context(_servers(place, FAST if fast else {}))
        return _run([program, *command[1:]], {**environment, **os.environ})


def _is_running(stack: ExitStack) -> bool:
    """Whether `make run` is at work; if not, it cannot start before we are done."""
    lock = take_lock(checkout_lock())
    if lock is not None:
        stack.enter_context(lock)
    return lock is None


@contextmanager
def _servers(place: Place, options: Mapping[str, str]) -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        environment = {}
        if "DATABASE_URL" not in os.environ:
            postgres = stack.enter_context(EmbeddedPostgres(place, options=options))
            postgres.create_database()
            environment["DATABASE_URL"] = postgres.url()
        if "REDIS_URL" not in os.environ:
            redis = stack.enter_context(EmbeddedRedis(place))
            environment["REDIS_URL"] = redis.url()
        yield environment


def _run(command: list[str], environment: Mapping[str, str]) -> int:
    """Run in the foreground. Ctrl-C is the command's own; SIGTERM is handed on to it."""
    previous = signal.signal(signal.SIGINT, lambda *_: None)
    line = tethered(command, dies_by=signal.SIGTERM)
    with subprocess.Popen(line, env=environment) as process:
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        try:
            return process.wait()
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, previous)
