"""Sizes: a function is at most 30 lines, a module 300, a template 150, a file of tests 400.

What is bigger stands on a list here with the size that it has. The lists may only shrink: a longer
function fails, a shorter one must be taken off, and nothing may pass the hard limits.
"""

import ast
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, short, sources, tree

FUNCTION, FUNCTION_HARD = 30, 50
MODULE, MODULE_HARD = 300, 400
TEMPLATE = 150
TESTS = 400

LONG_FUNCTIONS = {
    "core/charts.py xmr_chart": 38,
}
LONG_MODULES: dict[str, int] = {}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(paths: Iterable[Path]) -> dict[str, int]:
    """Every function with its lines, decorators left out."""
    return {
        f"{short(path)} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in paths
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def modules(paths: Iterable[Path]) -> dict[str, int]:
    return {short(path): lines(path) for path in paths}


CASES: list[tuple[str, Callable[[], dict[str, int]], dict[str, int], int, int]] = [
    ("functions", lambda: functions(sources()), LONG_FUNCTIONS, FUNCTION, FUNCTION_HARD),
    ("modules", lambda: modules(sources()), LONG_MODULES, MODULE, MODULE_HARD),
    ("templates", lambda: modules((ROOT / "templates").rglob("*.html")), {}, TEMPLATE, TEMPLATE),
    ("tests", lambda: modules((ROOT / "tests").rglob("*.py")), {}, TESTS, TESTS),
]


@pytest.mark.parametrize(("what", "measure", "listed", "limit", "hard"), CASES, ids=[case[0] for case in CASES])
def test_nothing_is_longer_than_its_limit_but_what_is_listed(
    what: str, measure: Callable[[], dict[str, int]], listed: dict[str, int], limit: int, hard: int
) -> None:
    measured = measure()
    assert measured, f"no {what} were found"
    grown = {name: size for name, size in measured.items() if size > min(hard, max(limit, listed.get(name, 0)))}
    assert grown == {}


@pytest.mark.parametrize(("what", "measure", "listed", "limit", "hard"), CASES, ids=[case[0] for case in CASES])
def test_the_list_shrinks_with_what_is_on_it(
    what: str, measure: Callable[[], dict[str, int]], listed: dict[str, int], limit: int, hard: int
) -> None:
    measured = measure()
    shrunk = {name: measured.get(name, 0) for name, size in listed.items() if measured.get(name, 0) < size}
    assert shrunk == {}, f"write the new sizes of these {what}, or take them off"
    assert [name for name, size in listed.items() if size <= limit] == []


def test_views_are_at_most_twenty_five_lines() -> None:
    views = [path for path in sources() if path.stem == "views" or path.stem.endswith("_views")]
    assert views
    assert {name: size for name, size in functions(views).items() if size > 25} == {}
