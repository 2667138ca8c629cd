"""Fixtures for every test. The servers themselves are started by tests/plugin.py."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from localities import places
from tests.personas import ada, asha, ben, chidi, dee, eve, gwen, hal, ines, jean, olu
from tests.servers import TestServers, servers

__all__ = ["ada", "asha", "ben", "chidi", "dee", "eve", "gwen", "hal", "ines", "jean", "olu"]


@pytest.fixture(scope="session")
def test_servers() -> TestServers:
    """The servers of this worker."""
    return servers(os.environ.get("PYTEST_XDIST_WORKER", "main"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> None:
    """The database was cloned before Django started; there is nothing to create and nothing to destroy."""
    with django_db_blocker.unblock():
        connection.ensure_connection()


@pytest.fixture(autouse=True)
def _reference_data_is_read_anew() -> Iterator[None]:
    """What `localities.places` remembers belongs to one test's database."""
    places.forget()
    yield
    places.forget()
