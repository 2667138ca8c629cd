"""The application over HTTP in the test's own process, for a browser to ask."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application

from tests.committed import committed

__all__ = ["address", "committed", "serving"]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Nothing: the test tells what matters."""


@contextmanager
def serving(application: Callable[..., Any]) -> Iterator[str]:
    """The address at which `application` answers, on a port that was free."""
    server = make_server("127.0.0.1", 0, application, server_class=_Server, handler_class=_Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def address(committed: str) -> Iterator[str]:
    """The application on a database in which commits are real."""
    with serving(get_wsgi_application()) as found:
        yield found
