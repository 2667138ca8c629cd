"""What a measurement that stands alone needs: a database of its own, processes on it, and a way to tell."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import psycopg2

from bench.boroughs import address
from bench.places import ROOT, environment
from bench.warming import usual_memory
from thurrock_care.runner.places import scratch
from thurrock_care.runner.servers import EmbeddedPostgres


@contextmanager
def prepared(server: str, name: str) -> Iterator[str]:
    """The address of an empty borough in the database `name` on a server; it is removed afterwards."""
    drop = f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"
    execute(server, drop, f"CREATE DATABASE {name}")
    url = address(server, name)
    try:
        prepare = [sys.executable, "manage.py", "prepare"]
        subprocess.run(prepare, cwd=ROOT, env=environment(url), check=True, stdout=subprocess.DEVNULL)
        yield url
    finally:
        execute(server, drop)


def execute(url: str, *statements: str) -> float:
    """Carry out statements one by one; the seconds of the last one."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                began = time.monotonic()
                cursor.execute(statement)
            return time.monotonic() - began
    finally:
        connection.close()


def python(url: str, script: str, *arguments: str) -> dict[str, Any]:
    """Run a script in a process of its own on a database; the JSON object on the last line that it prints."""
    line = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(line, cwd=ROOT, env=environment(url), check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads((done.stdout.splitlines() or ["{}"])[-1])
    return told


def told(
    name: str, run: Callable[[str], dict[str, Any]], sentence: Callable[[dict[str, Any]], str],
    missed: Callable[[dict[str, Any]], Sequence[str]],
) -> int:  # fmt: skip
    """Measure on a server of the bench's own and print what was found; 1 when an aim was missed."""
    with ExitStack() as stack:
        server = EmbeddedPostgres(scratch(name), options=usual_memory())
        found = run(str(stack.enter_context(server).url("postgres")))
    print(sentence(found))
    for line in missed(found):
        print(f"Missed: {line}", file=sys.stderr)
    return 1 if missed(found) else 0
