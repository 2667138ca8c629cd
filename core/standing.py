"""A record as it stands, in words: what a page shows beside the words of somebody whose form came too late."""

from typing import Any

from django.db.models import Model

LEFT_OUT = frozenset({"version", "password"})


def facts_of(record: Model) -> list[tuple[str, str]]:
    """Pairs of a column's name, in words, and what stands in it; keys and empty columns are left out."""
    columns = [column for column in record._meta.concrete_fields if not column.primary_key]
    facts = [(column.name, _in_words(record, column.name)) for column in columns if column.name not in LEFT_OUT]
    return [(name.replace("_", " ").capitalize(), words) for name, words in facts if words]


def _in_words(record: Model, name: str) -> str:
    display = getattr(record, f"get_{name}_display", None)
    value: Any = display() if display else getattr(record, name)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else str(value)
