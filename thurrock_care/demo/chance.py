"""Choices by weight."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Value = TypeVar("Value")
Weighted = Sequence[tuple[Value, float]]


def pick(weighted: Weighted[Value], rng: Random) -> Value:
    """One value of pairs of a value and its weight."""
    return rng.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]
