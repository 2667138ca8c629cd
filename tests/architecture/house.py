"""The house as the architecture tests see it: its apps, its files, and what each file imports."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# From the roof down; pyproject.toml says the same to import-linter, and a test compares the two.
FLOORS = (
    "thurrock_care",
    "dashboards",
    "worklists",
    "services",
    "assessments",
    "discharges",
    "referrals",
    "talking_shops",
    "residents",
    "sealed",
    "accounts",
    "localities",
    "outbox",
    "audit",
    "core",
)
APPS = FLOORS[1:]


def sources(*folders: str, migrations: bool = False) -> list[Path]:
    """Every Python file of ours in `folders` (all floors when none is named)."""
    found = [path for folder in folders or FLOORS for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if migrations or "migrations" not in path.parts)


def short(path: Path) -> str:
    """The path as people say it: "residents/actions.py"."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=short(path))


def calls(path: Path) -> Iterator[ast.Call]:
    """Every call in the file."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def imports(path: Path) -> Iterator[str]:
    """Every module that the file imports when it runs; what only a type checker reads is left out."""
    return _imports(tree(path))


def _imports(node: ast.AST) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        if isinstance(child, ast.Import):
            yield from (name.name for name in child.names)
        elif isinstance(child, ast.ImportFrom) and child.module:
            yield child.module
            yield from (f"{child.module}.{name.name}" for name in child.names)
        yield from _imports(child)


def dotted(node: ast.expr) -> str:
    """`a.b.c` of a name or attribute; "?" for the parts that are neither."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "?"
