"""The rules about people. Pure functions over facts, each with a number."""

from residents.rules.asking import is_re_ask
from residents.rules.life import ENDED_BY, is_possible_day, is_possible_return, opens_again, partners_look_until
from residents.rules.people import GROWN_UP, is_too_young

__all__ = [
    "ENDED_BY",
    "GROWN_UP",
    "is_possible_day",
    "is_possible_return",
    "is_re_ask",
    "is_too_young",
    "opens_again",
    "partners_look_until",
]
