"""The statements behind one request for each page, asked in this process, and how long they take without Django.

    python -m bench.queries < [[name, address of who, [[path, form], …]], …]

The work is undone afterwards. S is the same statements, one after another on one connection of
psycopg2, in a transaction that is undone too: what the database alone costs.
"""

import json
import logging
import statistics
import sys
import time
from typing import Any

import django
import psycopg2
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.requests import Seen
from thurrock_care.demo.password import PASSWORD

RUNS, WARM = 30, 3


def main() -> None:
    """Read the pages, write for each the number of statements and the milliseconds of S."""
    django.setup()
    logging.disable(logging.CRITICAL)
    print(json.dumps({name: measure(email, asks) for name, email, asks in json.load(sys.stdin)}))


def measure(email: str, asks: list[list[Any]]) -> dict[str, float]:
    """The statements of the last of `asks`, counted and timed."""
    statements = statements_of(email, asks)
    return {"sql": len(statements), "s_ms": bare(statements)}


def statements_of(email: str, asks: list[list[Any]]) -> list[str]:
    """What the last request asks of the database."""
    client = Client(HTTP_X_FORWARDED_PROTO="https")
    with transaction.atomic():
        client.post("/sign-in", {"username": email, "password": PASSWORD})
        for path, form in asks[-1:] if asks[-1][1] is None else []:  # what a process reads once and remembers
            _ask(client, path, form)
        seen = Seen()
        for path, form in asks[:-1]:
            seen.read(_ask(client, path, form and seen.fill(form)))
        path, form = asks[-1]
        with CaptureQueriesContext(connection) as captured:
            _ask(client, path, form and seen.fill(form))
        transaction.set_rollback(True)
    return without_own_transaction([query["sql"] for query in captured.captured_queries])


def without_own_transaction(statements: list[str]) -> list[str]:
    """Without the savepoint that stands for the transaction around a request: only this measuring makes it one."""
    begin = next((statement for statement in statements if statement.startswith("SAVEPOINT ")), "")
    name = begin.removeprefix("SAVEPOINT ")
    return [statement for statement in statements if name == "" or name not in statement]


def _ask(client: Any, path: str, form: str | None) -> bytes:
    if form is None:
        answer = client.get(path)
    else:
        answer = client.post(path, form, content_type="application/x-www-form-urlencoded")
    if answer.status_code not in (200, 302):
        raise SystemExit(f"{path} answered {answer.status_code}")
    content: bytes = answer.content
    return content


def bare(statements: list[str]) -> float:
    """The median of the milliseconds that the statements take, by psycopg2 alone."""
    address = settings.DATABASES["default"]
    direct = psycopg2.connect(
        dbname=address["NAME"], user=address["USER"], host=address["OPTIONS"].get("host") or address["HOST"] or None,
        password=address["PASSWORD"] or None, port=address["PORT"] or None, options=address["OPTIONS"]["options"],
    )  # fmt: skip
    times = []
    with direct.cursor() as cursor:
        for _ in range(WARM + RUNS):
            began = time.perf_counter()
            for statement in statements:
                cursor.execute(statement)
                if cursor.description:
                    cursor.fetchall()
            times.append((time.perf_counter() - began) * 1000)
            direct.rollback()
    direct.close()
    return statistics.median(times[WARM:])


if __name__ == "__main__":
    main()
