"""What the database refused, by the name of its constraint; never with the values, which may be about somebody."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, IntegrityError, transaction

from core.errors import Refused


def constraint_in(error: DatabaseError) -> str:
    """The name of the constraint that was broken; "" where there is none."""
    told = getattr(error.__cause__, "diag", None)
    return getattr(told, "constraint_name", None) or ""


@contextmanager
def refused_by(constraint: str, sentence: str) -> Iterator[None]:
    """Write in a savepoint; a row that breaks `constraint`, because somebody was quicker, raises Refused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if constraint_in(error) != constraint:
            raise
        raise Refused(sentence) from error
