"""A server as it is after a day of work: as much memory as is usual, and what it reads often in it."""

import os

import psycopg2

USUAL_SHARE, MOST_BYTES, MEGABYTE = 4, 4 * 1024**3, 1024**2  # a quarter of the machine's memory, at most 4 GB
READ_OFTEN = """
    SELECT coalesce(sum(pg_prewarm(c.oid)), 0) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'i') AND n.nspname = 'public'
"""


def usual_memory() -> dict[str, str]:
    """The settings of postgresql.conf that give it the share of this machine that its manual advises."""
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {"shared_buffers": f"{min(whole // USUAL_SHARE, MOST_BYTES) // MEGABYTE}MB"}


def warm(url: str) -> int:
    """Read every table and index of a borough into memory; how many pages. None where the server has no pg_prewarm."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_prewarm'")
            if cursor.fetchone() is None:
                return 0
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
            cursor.execute(READ_OFTEN)
            row = cursor.fetchone()
    finally:
        connection.close()
    return int(row[0]) if row else 0
