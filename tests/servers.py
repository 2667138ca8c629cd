"""The servers that tests run against, and databases cloned from a migrated template."""

import os
import subprocess
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

import psycopg2
from psycopg2 import sql

from thurrock_care.runner import places
from thurrock_care.runner.servers.postgres import EmbeddedPostgres
from thurrock_care.runner.servers.redis import EmbeddedRedis

ROOT = Path(__file__).resolve().parents[1]
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "100"}


class TestServers:
    """PostgreSQL and Redis of one pytest-xdist worker, in a place of their own."""

    __test__ = False

    def __init__(self, worker: str) -> None:
        place = places.scratch("-".join(filter(None, ["test", os.environ.get("TC_TEST_PLACE", ""), worker])))
        self.worker = worker
        self.postgres = EmbeddedPostgres(place, options=QUICK)
        self.redis = EmbeddedRedis(place)
        self.database = f"test_{worker}"
        self.built: set[str] = set()  # databases from which a test may clone, made since the start

    def start(self) -> None:
        """Start both, and point Django's settings at a fresh clone of the template."""
        self.postgres.start()
        self.redis.start()
        os.environ["DJANGO_SETTINGS_MODULE"] = "thurrock_care.settings.testing"
        os.environ["REDIS_URL"] = self.redis.url()
        self.make_template()
        self.clone(self.database)
        os.environ["DATABASE_URL"] = self.postgres.url(self.database)

    def stop(self) -> None:
        self.redis.stop()
        self.postgres.stop()

    def make_template(self) -> None:
        """Migrate and load reference data once for each state of the migrations."""
        name = template_name()
        if name in self._databases():
            return
        making = f"{name}_making"
        self.drop(making)
        self.postgres.create_database(making)
        environment = {**os.environ, "DATABASE_URL": self.postgres.url(making)}
        prepare = [sys.executable, str(ROOT / "manage.py"), "prepare"]
        done = subprocess.run(prepare, env=environment, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode:
            raise RuntimeError(f"the template database could not be made:\n{done.stderr}")
        self._run(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name)))

    def clone(self, name: str, of: str = "") -> str:
        """A fresh database under `name`, with all that `of` holds, else migrations and reference data; its address."""
        self.drop(name)
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(of or template_name())
            )
        )
        return self.postgres.url(name)

    def drop(self, name: str) -> None:
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _databases(self) -> set[str]:
        return {row[0] for row in self._run(sql.SQL("SELECT datname FROM pg_database"), fetch=True)}

    def _run(self, statement: sql.Composable, *, fetch: bool = False) -> list[tuple[str]]:
        connection = psycopg2.connect(self.postgres.url("postgres"))
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return list(cursor.fetchall()) if fetch else []
        finally:
            connection.close()


@cache
def servers(worker: str) -> TestServers:
    """The servers of a worker, made once in a process."""
    return TestServers(worker)


@cache
def template_name() -> str:
    """The template's name: a hash over all that makes it."""
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("localities/data/*.csv"), ROOT / "requirements" / "run.txt"]
    digest = sha256(b"".join(path.read_bytes() for path in sorted(files))).hexdigest()
    return f"template_{digest[:12]}"
