"""Bench boroughs: demo boroughs of many sizes, each in a database of its own, kept for the next run.

Above 100,000 people only so many have a life with us; of the others is only known who they are (`manage.py crowd`),
and that they called: a borough of a million people has five million entries in its timelines.
"""

import subprocess
import sys
import time
from datetime import date, timedelta
from hashlib import sha256

import psycopg2
from psycopg2 import sql

from bench.places import ROOT, environment

SEED = 7
MOST_LIVES = 100_000
KEPT_FOR = timedelta(days=7)
ENTRIES_EACH = 5
MADE_FROM = (
    "bench/boroughs.py",
    "*/migrations/*.py",
    "localities/data/*.csv",
    "thurrock_care/demo/**/*.py",
    "thurrock_care/demo/words/*",
)

CALLS = """
    INSERT INTO residents_timelineentry (id, resident_id, kind, at, time_known, recorded_at, title, detail, by_label,
        source_type, source_id)
    SELECT gen_random_uuid(), person.id, 'contact', called.at, true, called.at, 'Call: getting about',
        repeat('The bus does not stop at the surgery any more, and the taxi costs too much. ', 4), 'Thurrock First',
        'referrals.contact', gen_random_uuid()
    FROM generate_series(1, %(each)s) AS number, residents_resident AS person,
        LATERAL (SELECT now() - number * interval '37 days' - random() * interval '30 days' AS at) AS called
    LIMIT greatest(0, %(each)s * (SELECT count(*) FROM residents_resident)
        - (SELECT count(*) FROM residents_timelineentry))
"""


def address(server: str, name: str) -> str:
    """The address of another database on the server of `server`."""
    before, _, after = server.partition("?")
    return f"{before.rpartition('/')[0]}/{name}{'?' + after if after else ''}"


def ready(server: str, residents: int) -> str:
    """The address of a borough of so many people; built when it is missing, old, or made by other code."""
    name = f"bench_{residents}"
    url = address(server, name)
    if _note(server, name) != _wanted():
        if residents > MOST_LIVES:
            ready(server, MOST_LIVES)
        _build(server, name, url, residents)
    return url


def _build(server: str, name: str, url: str, residents: int) -> None:
    print(f"building a borough of {residents:,} people", flush=True)
    began = time.monotonic()
    quoted, lives = sql.Identifier(name), f"bench_{MOST_LIVES}" if residents > MOST_LIVES else "template1"
    _run(server, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(quoted))
    _run(server, sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(quoted, sql.Identifier(lives)))
    whole = (["prepare"], ["demo", f"--residents={residents}", f"--seed={SEED}"])
    crowd = (["crowd", str(residents - MOST_LIVES), f"--seed={SEED}"],)
    for command in crowd if residents > MOST_LIVES else whole:
        line = [sys.executable, str(ROOT / "manage.py"), *command]
        subprocess.run(line, env=environment(url), check=True, stdout=subprocess.DEVNULL)
    if residents > MOST_LIVES:
        _run(url, sql.SQL(CALLS), {"each": ENTRIES_EACH})
    _run(url, sql.SQL("VACUUM (ANALYZE)"))
    _run(server, sql.SQL("COMMENT ON DATABASE {} IS {}").format(quoted, sql.Literal(_wanted())))
    print(f"built in {time.monotonic() - began:.0f} s", flush=True)


def _wanted() -> str:
    """What the comment on a database says when it can be used: the code that made it, and the week."""
    files = sorted(path for pattern in MADE_FROM for path in ROOT.glob(pattern) if path.is_file())
    digest = sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
    week = date.today().toordinal() // KEPT_FOR.days  # noqa: DTZ011 -- which week it is, nothing finer
    return f"{digest} week {week}"


def _note(server: str, name: str) -> str:
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    with psycopg2.connect(server) as connection, connection.cursor() as cursor:
        cursor.execute(query, [name])
        row = cursor.fetchone()
    connection.close()
    return (row and row[0]) or ""


def _run(url: str, statement: sql.Composable, given: dict[str, int] | None = None) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, given)
    finally:
        connection.close()
