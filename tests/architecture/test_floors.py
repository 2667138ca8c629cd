"""An app imports from the floors below it and from none above; a string key counts as an import."""

import subprocess
import sys
import tomllib

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.house import APPS, FLOORS, ROOT

LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def test_no_app_imports_from_a_floor_above_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LINT], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_linter_knows_every_floor_in_this_order() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert tuple(settings["contracts"][0]["layers"]) == FLOORS
    assert set(settings["root_packages"]) == set(FLOORS)


def test_every_app_of_ours_has_a_floor() -> None:
    ours = {config.name for config in apps.get_app_configs() if config.path.startswith(str(ROOT / config.name))}
    assert ours == set(FLOORS)


@pytest.mark.parametrize("app", APPS)
def test_every_key_points_at_the_same_floor_or_one_below(app: str) -> None:
    upward = [
        f"{model.__name__}.{field.name} points up to {field.related_model.__name__}"
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and isinstance(field.related_model, type)
        and field.related_model._meta.app_label in FLOORS
        and FLOORS.index(field.related_model._meta.app_label) < FLOORS.index(app)
    ]
    assert upward == []
