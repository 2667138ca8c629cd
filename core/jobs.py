"""Celery's decorator with a type, and with what every task of ours has in common: a name, and no result."""

from collections.abc import Callable
from typing import Any, ParamSpec, Protocol, cast

from celery import shared_task

Arguments = ParamSpec("Arguments")


class Task(Protocol[Arguments]):
    """What a decorated function has become."""

    def __call__(self, *args: Arguments.args, **kwargs: Arguments.kwargs) -> None: ...

    def apply_async(self, **options: Any) -> object: ...


def task(name: str) -> Callable[[Callable[Arguments, None]], Task[Arguments]]:
    """Make a function the Celery task `name`. Its arguments are ids, its result is thrown away."""

    def decorate(function: Callable[Arguments, None]) -> Task[Arguments]:
        return cast(Task[Arguments], shared_task(name=name, ignore_result=True)(function))

    return decorate
