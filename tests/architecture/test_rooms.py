"""Inside an app imports go one way, from urls down to enums, and a module is named after what it knows."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.architecture.house import APPS, ROOT, imports, short, sources, tree
from tests.architecture.rooms import FORBIDDEN_NAMES, PLACES, ROOMS

LEVELS = {room: level for level, rooms in enumerate(ROOMS) for room in rooms}
WITHOUT_A_ROOM = frozenset({"apps", "__init__"})


def module_of(path: Path) -> str:
    """ "residents.search" for any file of that package."""
    app, first, *_ = path.relative_to(ROOT).with_suffix("").parts
    return f"{app}.{first}"


def level_of(module: str) -> int | None:
    name = module.partition(".")[2]
    room = PLACES.get(module, name)
    return None if name in WITHOUT_A_ROOM else LEVELS[room]


def neighbours(path: Path) -> set[str]:
    """The modules of its own app that a file imports."""
    own = module_of(path)
    app = own.partition(".")[0]
    known = {module_of(other) for other in sources(app)}
    named = {".".join(name.split(".")[:2]) for name in imports(path) if name.startswith(f"{app}.")}
    return (named & known) - {own}


@pytest.mark.parametrize("app", APPS)
def test_every_module_has_a_room(app: str) -> None:
    modules = {module_of(path) for path in sources(app)}
    homeless = sorted(
        module
        for module in modules
        if module not in PLACES and module.partition(".")[2] not in {*LEVELS, *WITHOUT_A_ROOM}
    )
    assert homeless == [], "give each a room in tests/architecture/rooms.py"


def test_no_place_is_kept_for_a_module_that_is_gone() -> None:
    modules = {module_of(path) for path in sources(*APPS)}
    assert sorted(set(PLACES) - modules) == []


@pytest.mark.parametrize("app", APPS)
def test_a_room_imports_only_from_rooms_after_it(app: str) -> None:
    wrong = []
    for path in sources(app):
        level = level_of(module_of(path))
        for other in sorted(neighbours(path)):
            theirs = level_of(other)
            if level is not None and theirs is not None and theirs < level:
                wrong.append(f"{short(path)} imports {other}")
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_no_two_modules_import_each_other(app: str) -> None:
    graph: dict[str, set[str]] = {}
    for path in sources(app):
        graph.setdefault(module_of(path), set()).update(neighbours(path))
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as cycle:
        pytest.fail(f"{' → '.join(cycle.args[1])}")


@pytest.mark.parametrize("app", APPS)
def test_no_module_is_named_after_nothing(app: str) -> None:
    assert [short(path) for path in sources(app) if path.stem in FORBIDDEN_NAMES] == []


def test_imports_stand_at_the_top_and_are_absolute() -> None:
    wrong = []
    for path in sources():
        top = {id(node) for node in tree(path).body} | {
            id(node) for block in tree(path).body if isinstance(block, ast.If | ast.Try) for node in ast.walk(block)
        }
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                relative = isinstance(node, ast.ImportFrom) and node.level > 0
                if relative or id(node) not in top:
                    wrong.append(f"{short(path)}:{node.lineno}")
    assert wrong == []
