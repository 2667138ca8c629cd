"""What may stand in a log: what went wrong and where, and nothing of what a record says."""

import logging
import re

from django.db import DatabaseError

from core.constraints import constraint_in

# PostgreSQL puts the values of the row after these words, over as many lines as they have. They end where
# Python goes on with another exception.
VALUES = re.compile(
    r"\s*(?:\b(?:DETAIL|CONTEXT):|\bKey \([^)]*\)=\().*?(?=\n\n(?:The above exception|During handling)|\Z)", re.DOTALL
)


class WithoutValues(logging.Formatter):
    """Lines and tracebacks without the values that PostgreSQL tells."""

    def format(self, record: logging.LogRecord) -> str:
        return without_values(super().format(record))


def without_values(text: str) -> str:
    """`text` without the values of a row in it."""
    return VALUES.sub(" [values left out]", text)


def in_short(error: BaseException) -> str:
    """An exception for a log or a row: of one of the database's its type and its constraint, and no value."""
    name = type(error).__name__
    if isinstance(error, DatabaseError):
        constraint = constraint_in(error)
        return f"{name}: constraint {constraint}" if constraint else name
    return f"{name}: {without_values(str(error))}"
