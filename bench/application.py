"""The application as in production: gunicorn with 2 processes of 4 threads, no debug, collected static files."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from socket import AF_INET, SOCK_STREAM, socket

from bench.places import RESULTS, ROOT, environment
from bench.processes import Family
from thurrock_care.runner.tether import tethered

START_SECONDS = 60
WEB = ("-m", "gunicorn", "-c", "python:thurrock_care.runner.web", "thurrock_care.wsgi")


@contextmanager
def running(database_url: str) -> Iterator[tuple[int, Family]]:
    """The application on a borough: its port on 127.0.0.1, and its processes."""
    port = _free_port()
    env = environment(database_url, PORT=str(port), BIND="127.0.0.1")
    collect = [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--noinput", "-v", "0"]
    subprocess.run(collect, env=env, check=True)
    with (RESULTS / "web.log").open("w") as log:
        line = tethered([sys.executable, *WEB], dies_by=signal.SIGQUIT)
        web = subprocess.Popen(line, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            _await(port, web)
            yield port, Family(web.pid)
        finally:
            web.terminate()
            web.wait()


def _await(port: int, web: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _alive(port):
        if web.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"The application did not start; see {RESULTS / 'web.log'}.")
        time.sleep(0.1)


def _alive(port: int) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=2)
        connection.request("GET", "/livez")
        return connection.getresponse().status == 200
    except OSError:
        return False


def _free_port() -> int:
    with socket(AF_INET, SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
