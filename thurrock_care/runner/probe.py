"""Health checks of the containers: exit code 0 means well, anything else that it is not.

    python thurrock_care/runner/probe.py web
    python thurrock_care/runner/probe.py heartbeat NAME SECONDS

`web` asks /livez, which depends on nothing: a web server must not be restarted because
the database is away. `heartbeat` asks the database when a process last said that it is
alive. Run as a file, not as a module, so that a check costs milliseconds.
"""

import http.client
import os
import sys

import psycopg2


def web() -> bool:
    """Whether the web server of this container answers, asked as its proxy would ask."""
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].lstrip(".")
    port = int(os.environ.get("PORT", "8000"))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/livez", headers={"Host": host, "X-Forwarded-Proto": "https"})
    return connection.getresponse().status == http.client.OK


def heartbeat(name: str, seconds: str) -> bool:
    """Whether the process `name` gave a sign of life in the last `seconds` seconds."""
    connection = psycopg2.connect(os.environ["DATABASE_URL"], connect_timeout=5)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT beat_at > now() - make_interval(secs => %s) FROM core_heartbeat WHERE name = %s",
            [float(seconds), name],
        )
        return bool(cursor.fetchone() == (True,))


def main(what: str, *arguments: str) -> bool:
    """Do the check that the first word names: `heartbeat`, or else `web`."""
    return heartbeat(*arguments) if what == "heartbeat" else web()


if __name__ == "__main__":
    sys.exit(not main(*sys.argv[1:]))
