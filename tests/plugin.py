"""Starts the servers before pytest-django reads the settings; loaded with `-p tests.plugin`."""

import os
from collections.abc import Iterator

import pytest

from tests.servers import servers

CONTROLLER = "controller of pytest-xdist: it runs no test, and needs no server"


@pytest.hookimpl(hookwrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """One PostgreSQL and one Redis for each process that runs tests."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "thurrock_care.settings.testing"
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if worker == "main" and getattr(early_config.known_args_namespace, "numprocesses", None):
        os.environ["DATABASE_URL"] = os.environ["REDIS_URL"] = "postgresql:///none"
    else:
        started = servers(worker)
        early_config.add_cleanup(started.stop)
        started.start()
    yield
