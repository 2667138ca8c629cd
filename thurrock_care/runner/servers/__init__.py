"""Real PostgreSQL and Redis servers as children of this process, reached by unix sockets.

    place = scratch("faults")
    with EmbeddedPostgres(place, options=FAST) as postgres, EmbeddedRedis(place) as redis:
        postgres.create_database("example")
        run(DATABASE_URL=postgres.url("example"), REDIS_URL=redis.url())

They die with the thread that started them, SIGKILL of its process included, so start
them from one that lives as long as they should: the main thread. Their data are kept.
"""

from thurrock_care.runner.servers.base import EmbeddedServer
from thurrock_care.runner.servers.postgres import FAST, EmbeddedPostgres
from thurrock_care.runner.servers.redis import EmbeddedRedis

__all__ = ["FAST", "EmbeddedPostgres", "EmbeddedRedis", "EmbeddedServer"]
