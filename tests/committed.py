"""For tests of several threads or processes: a database of the test's own, in which commits are real."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest
from django.db import connections

from localities import places
from tests.servers import TestServers

Result = TypeVar("Result")


@pytest.fixture
def committed(test_servers: TestServers, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A fresh clone of the migrated template under Django's default connection; its address.

    Do not ask for `db` or a persona beside it: make people with `make_user`.
    """
    own = f"committed_{test_servers.worker}"
    with django_db_blocker.unblock():
        url = test_servers.clone(own)
        with connected_to(own):
            yield url
        test_servers.drop(own)


@contextmanager
def connected_to(database: str) -> Iterator[None]:
    """Django's default connection leads to `database`, and then back to where it led."""
    settings = connections.databases["default"]
    usual = settings["NAME"]
    connections.close_all()
    settings["NAME"] = database
    places.forget()
    try:
        yield
    finally:
        connections.close_all()
        settings["NAME"] = usual
        places.forget()


def at_once(count: int, work: Callable[[int], Result]) -> list[Result | Exception]:
    """Run `work(0)` to `work(count - 1)` in threads that start at one moment; what each returned or raised."""
    gate = threading.Barrier(count)
    results: list[Any] = [None] * count

    def run(number: int) -> None:
        gate.wait()
        try:
            results[number] = work(number)
        except Exception as error:  # noqa: BLE001 -- the caller judges it
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
