"""The embedded Redis server."""

import shutil
import signal
import socket
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from thurrock_care.runner import binaries
from thurrock_care.runner.folders import own_folder
from thurrock_care.runner.places import Place, redis_url
from thurrock_care.runner.refusals import Refusal, last_words
from thurrock_care.runner.servers.base import EmbeddedServer

# What makes Redis a broker: it evicts nothing, and loses a second at the most.
BROKER: Mapping[str, str] = MappingProxyType(
    {
        "save": "",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "maxmemory": "512mb",
        "maxmemory-policy": "noeviction",
    }
)
_NOTHING: Mapping[str, str] = MappingProxyType({})
_BROKEN = "Bad file format reading the append only file"


class EmbeddedRedis(EmbeddedServer):
    """A Redis server set up as a broker.

    `options` are settings of redis.conf.
    """

    name = "redis"
    program = "redis-server"
    asks_to_stop = signal.SIGTERM

    def __init__(self, place: Place, *, options: Mapping[str, str] = _NOTHING) -> None:
        super().__init__(place)
        self._options = options
        self._binary = binaries.within_reach(binaries.redis(), place.account)

    @property
    def socket_path(self) -> Path:
        return self.place.sockets / "redis.sock"

    def url(self, number: int = 0) -> str:
        """The REDIS_URL of a numbered database of this server, as Celery reads it."""
        return redis_url(self.place.sockets, number)

    def start(self) -> None:
        """Start; with broken data, start empty: they were hints, the work is in PostgreSQL."""
        try:
            super().start()
        except Refusal:
            if _BROKEN not in last_words(self.log, self.log_began):
                raise
            shutil.rmtree(self.data)
            super().start()

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(5)
                connection.connect(str(self.socket_path))
                connection.sendall(b"PING\r\n")
                return connection.recv(5) == b"+PONG"
        except OSError:
            return False

    def _make_data(self) -> None:
        own_folder(self.data, self.place.account)

    def _command(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket_path),
            "unixsocketperm": "700",
            "dir": str(self.data),
            **BROKER,
            **self._options,
        }
        flags = [word for key, value in settings.items() for word in (f"--{key}", value)]
        return [str(self._binary.path), *flags]
