"""The embedded PostgreSQL server."""

import shutil
import signal
from collections.abc import Mapping
from types import MappingProxyType

import psycopg2

from thurrock_care.runner import binaries
from thurrock_care.runner.folders import own_folder
from thurrock_care.runner.places import DATABASE, DATABASE_OWNER, Place, database_url
from thurrock_care.runner.refusals import Refusal, reason
from thurrock_care.runner.servers.base import EmbeddedServer

# For servers whose data nobody will miss: tests only.
FAST: Mapping[str, str] = MappingProxyType({"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"})
# An error's statement and its detail hold what people told us: neither belongs in a log.
DISCREET: Mapping[str, str] = MappingProxyType({"log_min_error_statement": "panic", "log_error_verbosity": "terse"})
_NOTHING: Mapping[str, str] = MappingProxyType({})


class EmbeddedPostgres(EmbeddedServer):
    """A PostgreSQL server. `options` are settings of postgresql.conf, such as FAST."""

    name = "postgres"
    program = "postgres"
    asks_to_stop = signal.SIGINT  # "fast": ends sessions, loses nothing

    def __init__(self, place: Place, *, options: Mapping[str, str] = _NOTHING) -> None:
        super().__init__(place)
        self._options = options
        self._binary = binaries.within_reach(binaries.postgres(), place.account)

    def url(self, database: str = DATABASE) -> str:
        """The DATABASE_URL of a database of this server, whether it exists or not."""
        return database_url(self.place.sockets, database)

    def create_database(self, database: str = DATABASE) -> None:
        """Create a database where it is missing."""
        connection = psycopg2.connect(self.url("postgres"))
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
                if cursor.fetchone() is None:
                    quoted = database.replace('"', '""')
                    cursor.execute(f'CREATE DATABASE "{quoted}"')
        finally:
            connection.close()

    def answers(self) -> bool:
        try:
            psycopg2.connect(self.url("postgres"), connect_timeout=5).close()
        except psycopg2.OperationalError:
            return False
        return True

    def _command(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.place.sockets),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_lock_waits": "on",
            **DISCREET,
            **self._options,
        }
        flags = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        return [str(self._binary.path), "-D", str(self.data), *flags]

    def _make_data(self) -> None:
        """Make the data folder where it is missing, and take stale notes out of it."""
        version = binaries.major_version(self._binary)
        if not self.data.exists():
            self._initialise(version)
        made_by = int((self.data / "PG_VERSION").read_text())
        if made_by != version:
            raise Refusal(
                f"The data in {self.data} were made by PostgreSQL {made_by} and this is "
                f"{version}; name the folder of the older programs in PG_BIN, or start afresh "
                "with `make reset`."
            )
        # Nothing works in the folder any more, so what these say is out of date. The number
        # in them may be another process's by now, at which PostgreSQL would not start.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for stale in self.place.sockets.glob(".s.PGSQL.*"):
            stale.unlink()

    def _initialise(self, version: int) -> None:
        """Make the data folder in one step; one that was interrupted is made again."""
        unfinished = self.data.with_name("postgres-unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        own_folder(unfinished, self.place.account)
        sync = ["--no-sync"] if self._options.get("fsync") == "off" else []
        command = [
            str(self._binary.beside("initdb")),
            *("--pgdata", str(unfinished), "--username", DATABASE_OWNER, "--auth", "trust"),
            *("--no-instructions", *cluster_flags(version)),
            *sync,
        ]
        if self._launch(command).wait() != 0:
            raise reason("initdb of PostgreSQL", self.log, self.log_began)
        unfinished.rename(self.data)


def cluster_flags(version: int) -> list[str]:
    """How `initdb` makes a cluster: code point order, the same on every machine.

    Checksums tell of a disk that corrupts. The locale provider came with PostgreSQL 17.
    """
    flags = ["--encoding=UTF8", "--data-checksums"]
    if version >= 17:
        return [*flags, "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [*flags, "--locale=C.UTF-8"]
