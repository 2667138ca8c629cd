"""Every table with a key to a person, as Django knows it: one that is added later is moved by a merge as well."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Field, ForeignKey, Model, QuerySet

from core.models import AppendOnly
from residents.models import Merge, MovedRow, Resident

# Keys that a merge leaves where they are, and why.
LEFT = {
    ("residents.possibleduplicate", "one"): "the pair tells which two records were compared",
    ("residents.possibleduplicate", "other"): "the pair tells which two records were compared",
    ("residents.merge", "survivor"): "the merge tells which record was kept",
    ("residents.merge", "merged"): "the merge tells which record was put into the other",
}
SOURCE = ("source_type", "source_id")


@dataclass(frozen=True)
class Table:
    """One column of one table that says whose a row is."""

    model: type[Model]
    column: str

    @property
    def name(self) -> str:
        return str(self.model._meta.label_lower)

    @property
    def is_append_only(self) -> bool:
        return issubclass(self.model, AppendOnly)

    def rows_of(self, key: UUID) -> QuerySet[Any]:
        """The rows that are a person's."""
        return self.model._base_manager.filter(**{f"{self.column}_id": key})


@dataclass(frozen=True)
class Link:
    """What one row says that it stems from. A row that is `bound` is a part of it and goes where it goes."""

    table: str
    key: UUID
    is_bound: bool


def all_keys() -> list[Table]:
    """Every key to a person, of any table."""
    relations = Resident._meta.get_fields(include_hidden=True)
    fields = [relation.field for relation in relations if relation.auto_created and not relation.concrete]  # type: ignore[union-attr]
    keys = [field for field in fields if isinstance(field, ForeignKey)]
    return sorted((Table(key.model, key.name) for key in keys), key=lambda table: (table.name, table.column))


def tables() -> list[Table]:
    """The keys that a merge moves from one person to the other."""
    return [table for table in all_keys() if (table.name, table.column) not in LEFT]


def links_of(row: Any) -> list[Link]:
    """The rows of people's records that `row` stems from.

    It is a part of one that it cannot be without, whose only one it is, or of which it is a lasting note.
    """
    lasting = isinstance(row, AppendOnly)
    found = [
        Link(field.related_model._meta.label_lower, value, lasting or not field.null or bool(field.one_to_one))
        for field in row._meta.concrete_fields
        if field.is_relation and field.related_model is not Resident and (value := getattr(row, field.attname))
    ]
    if all(hasattr(row, name) for name in SOURCE):
        found.append(Link(row.source_type, row.source_id, is_bound=True))
    return found


def packed(row: Model, name: str) -> str | None:
    """The value of a column as a merge remembers it."""
    field: Any = row._meta.get_field(name)
    return None if field.value_from_object(row) is None else str(field.value_to_string(row))


def unpacked(model: type[Model], name: str, text: str | None) -> Any:
    """The value of a column again, under the name by which it is written."""
    field: Field[Any, Any] = model._meta.get_field(name)  # type: ignore[assignment]
    return None if text is None else field.to_python(text)


def moved_keys(merge: Merge, table: Table) -> set[UUID]:
    """The rows of one table that a merge moved."""
    rows = MovedRow.objects.filter(merge=merge, table=table.name, column=table.column)
    return set(rows.values_list("row_id", flat=True))


def in_short(row: Model) -> str:
    """What a row is, in a few words: "referral R-7K3P-XQ4M"."""
    return f"{row._meta.verbose_name} {row}"
