"""The one way from an address to a record."""

from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db.models import Manager, Model, QuerySet
from django.http import Http404

Record = TypeVar("Record", bound=Model)


class Viewer(Protocol):
    """Whoever is looking: a signed-in member of staff, a partner or a service account."""

    id: UUID
    role: str


def get_visible_or_404(source: Any, viewer: Viewer, **lookup: Any) -> Any:
    """The one record of `source` that matches `lookup` and exists for `viewer`.

    `source` is a queryset or manager with `visible_to(viewer)`. What a viewer may not know
    of raises Http404, the same as what does not exist.
    """
    everything: Any = source.all() if isinstance(source, Manager) else source
    queryset: QuerySet[Any] = everything.visible_to(viewer)
    try:
        return queryset.get(**lookup)
    except queryset.model.DoesNotExist as missing:
        raise Http404(f"No {queryset.model._meta.verbose_name} here.") from missing
