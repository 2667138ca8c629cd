"""A4: nobody fetches a person's record naked.

A view that looks a record up by what stood in an address or a form narrows it to what exists for the viewer;
what belongs to a record that was narrowed already (`filter(resident=…)`) is found through that.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.house import APPS, dotted, short, sources, tree

NARROWING = {"get_visible_or_404", "visible_to"}
# Names by which somebody outside can ask for a record.
FROM_OUTSIDE = {"pk", "id", "pk__in", "id__in", "reference", "nhs_number", "slug"}
# Reference data and staff are nobody's record.
NOBODYS_RECORD = {"Locality", "Practice", "Team", "Ward", "User", "Organisation", "BankHoliday"}
VIEWS = [path for app in APPS for path in sources(app) if path.stem in {"views", "api"} or path.stem.endswith("_views")]
OURS = [model for app in APPS for model in apps.get_app_config(app).get_models()]
RECORDS = {model.__name__ for model in OURS} - NOBODYS_RECORD


def statements(path: Path) -> Iterator[ast.stmt]:
    """Every statement that holds no other."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.stmt) and not hasattr(node, "body"))


def names_in(node: ast.AST) -> set[str]:
    found = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
    return found | {inner.attr for inner in ast.walk(node) if isinstance(inner, ast.Attribute)}


def managers_in(node: ast.AST) -> set[str]:
    """The models whose manager a statement names."""
    return {
        dotted(inner.value)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Attribute) and inner.attr in {"objects", "_default_manager"}
    }


def looks_up(node: ast.AST) -> bool:
    """Whether a statement asks for all rows, or for one by what came from outside (and not from another record)."""
    calls = [call for call in ast.walk(node) if isinstance(call, ast.Call)]
    asked = [word for call in calls for word in call.keywords if word.arg in FROM_OUTSIDE]
    everything = any(dotted(call.func).endswith(".objects.all") for call in calls)
    return everything or any(not isinstance(word.value, ast.Attribute) for word in asked)


@pytest.mark.parametrize("path", VIEWS, ids=short)
def test_a_view_narrows_every_query_to_what_exists_for_the_viewer(path: Path) -> None:
    naked = [
        f"{short(path)}:{statement.lineno} {', '.join(sorted(managers_in(statement) & RECORDS))}"
        for statement in statements(path)
        if managers_in(statement) & RECORDS and looks_up(statement) and not names_in(statement) & NARROWING
    ]
    assert naked == []


def test_every_queryset_with_a_persons_rows_can_be_narrowed() -> None:
    lacking = [
        model._meta.label
        for app in ("residents", "talking_shops", "referrals", "discharges", "assessments")
        for model in apps.get_app_config(app).get_models()
        if any(field.name == "resident" for field in model._meta.fields)
        and type(model._default_manager.all()).__name__ != "QuerySet"
        and not hasattr(model._default_manager.all(), "visible_to")
    ]
    assert sorted(lacking) == sorted(READ_THROUGH_THE_PERSON)


# Rows that pages reach only through a person who was narrowed already.
READ_THROUGH_THE_PERSON: frozenset[str] = frozenset()
