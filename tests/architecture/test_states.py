"""State tables: every status has an owner, every step an audit event, and docs/states/ says the same."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, Model
from django.utils.module_loading import import_string

from core.transitions import StateTable, as_markdown
from tests.architecture.house import APPS, ROOT, short, sources

TABLES: dict[str, StateTable] = {name: import_string(place) for name, place in settings.STATE_TABLES.items()}
NOUN_VERB = re.compile(r"^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$")
# A job's and an imported status live by their own mechanism, not by people's steps.
WITHOUT_A_TABLE = {"outbox.Job", "discharges.NoticeRow"}  # what a job has found so far, not what somebody acts on


def model_of(table: StateTable) -> type[Model]:
    return next(model for model in models_with_a_status() if model.__name__ == table.name)


def models_with_a_status() -> list[type[Model]]:
    return [
        model
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if any(field.name == "status" and isinstance(field, CharField) for field in model._meta.fields)
    ]


def statuses_of(model: Any) -> set[str]:
    return {value for value, _ in model._meta.get_field("status").choices}


def test_every_model_with_a_status_has_a_table() -> None:
    have = {table.name for table in TABLES.values()}
    missing = [m._meta.label for m in models_with_a_status() if m.__name__ not in have]
    assert set(missing) == WITHOUT_A_TABLE


def test_every_module_of_tables_is_listed() -> None:
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in sources() if path.stem == "states"}
    assert modules == {place.rpartition(".")[0] for place in settings.STATE_TABLES.values()}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_status_has_somebody_who_acts_next(table: StateTable) -> None:
    assert set(table.owners) == statuses_of(model_of(table))
    assert all(owner.strip() for owner in table.owners.values())


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_new_record_is_in_the_first_status(table: StateTable) -> None:
    assert model_of(table)._meta.get_field("status").get_default() == table.initial


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_step_leads_between_statuses_and_is_audited_as_noun_and_verb(table: StateTable) -> None:
    for step in table.transitions:
        assert {*step.sources, step.target} <= set(table.owners)
        assert NOUN_VERB.match(step.event), step.event
    verbs = [step.verb for step in table.transitions]
    assert len(verbs) == len(set(verbs))


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_status_can_be_reached(table: StateTable) -> None:
    reached = {table.initial}
    while more := {step.target for step in table.transitions if step.sources & reached} - reached:
        reached |= more
    assert reached == set(table.owners)


@pytest.mark.parametrize("name", TABLES)
def test_the_page_in_docs_says_what_the_table_says(name: str) -> None:
    page = ROOT / "docs" / "states" / f"{name}.md"
    assert page.read_text(encoding="utf-8") == as_markdown(TABLES[name]), "run manage.py state_diagrams"


def test_docs_hold_no_page_of_a_table_that_is_gone() -> None:
    assert {page.stem for page in (ROOT / "docs" / "states").glob("*.md")} == set(TABLES)


def test_every_event_in_the_code_is_noun_and_verb() -> None:
    record = re.compile(r"\brecord\(\s*f?\"([^\"]+)\"")
    written = {(short(path), verb) for path in sources(*APPS) for verb in record.findall(path.read_text())}
    assert written
    assert [(path, verb) for path, verb in written if not NOUN_VERB.match(verb.replace("{row.step}", "step"))] == []
