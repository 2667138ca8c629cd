"""Celery's decorators with a type, and with what every task of ours has in common: a name, and no result."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, Protocol, cast

from celery import shared_task
from django.db import connection

Arguments = ParamSpec("Arguments")

LONG_SECONDS, LONG_SECONDS_HARD = 50 * 60, 55 * 60  # less than the hour after which such a task is fired again
ALONE_LOCKS = 7_240_115


class Task(Protocol[Arguments]):
    """What a decorated function has become."""

    def __call__(self, *args: Arguments.args, **kwargs: Arguments.kwargs) -> None: ...

    def apply_async(self, **options: Any) -> object: ...


def task(name: str) -> Callable[[Callable[Arguments, None]], Task[Arguments]]:
    """Make a function the Celery task `name`. Its arguments are ids, its result is thrown away."""

    def decorate(function: Callable[Arguments, None]) -> Task[Arguments]:
        return cast(Task[Arguments], shared_task(name=name, ignore_result=True)(function))

    return decorate


def long_task(name: str) -> Callable[[Callable[Arguments, None]], Task[Arguments]]:
    """Make a function a Celery task that goes over everything there is, and may take 50 minutes for it.

    The broker hands out again what has taken longer than its visibility_timeout. So that this does not keep every
    worker from the outbox, whoever finds the task in other hands leaves it to them.
    """

    def decorate(function: Callable[Arguments, None]) -> Task[Arguments]:
        @wraps(function)
        def once_at_a_time(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
            with alone(name) as is_alone:
                if is_alone:
                    function(*args, **kwargs)

        limits = {"soft_time_limit": LONG_SECONDS, "time_limit": LONG_SECONDS_HARD}
        return cast(Task[Arguments], shared_task(name=name, ignore_result=True, **limits)(once_at_a_time))

    return decorate


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether nobody else does `name` at this moment. It is a lock of the database, which ends with its connection."""
    lock = (ALONE_LOCKS, name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", lock)
        is_alone = bool(cursor.fetchone()[0])
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", lock)
