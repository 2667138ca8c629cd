"""The rules about people. Pure functions over facts, each with a number."""

from residents.rules.people import GROWN_UP, is_too_young

__all__ = ["GROWN_UP", "is_too_young"]
