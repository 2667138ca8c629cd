"""The one way from an address to a record, the short one from a record to its address, and the first rows of many."""

from collections.abc import Callable
from functools import cache
from typing import Any, Protocol, TypeVar
from urllib.parse import quote
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Manager, Model, QuerySet
from django.http import Http404
from django.urls import reverse

Record = TypeVar("Record", bound=Model)
View = TypeVar("View", bound=Callable[..., Any])
BESIDE_THE_FILE = 64 * 1024  # bytes of a form that carries a file


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
    except (queryset.model.DoesNotExist, ValidationError) as missing:  # the latter: a key that is none
        raise Http404(f"No {queryset.model._meta.verbose_name} here.") from missing


def takes_files_of(most: int) -> Callable[[View], View]:
    """A page to which files of up to `most` bytes may be sent: forms are otherwise shorter (core.middleware)."""

    def decorate(view: View) -> View:
        view.longest_form = most + BESIDE_THE_FILE  # type: ignore[attr-defined]
        return view

    return decorate


def next_step(words: str, url: str) -> str:
    """The `extra_tags` of a message after which a link with these words leads on (`care.next_url`)."""
    return f"next:{quote(words)}:{url}"


def first_of(rows: QuerySet[Any], most: int) -> tuple[list[Any], int]:
    """The first `most` rows, and how many more there are. They are counted only when there are more."""
    found = list(rows[: most + 1])
    return found[:most], rows.count() - most if len(found) > most else 0


# Fits every converter that an address of ours has for the key of a record: slug, str and uuid.
PLACEHOLDER = "00000000-0000-7000-8000-000000000000"


def address_of(view: str, name: str, key: object) -> str:
    """As `reverse(view, kwargs={name: key})` for a reference or a UUID, at a tenth of the cost: lists have many."""
    return _address(view, name).replace(PLACEHOLDER, str(key))


@cache
def _address(view: str, name: str) -> str:
    return reverse(view, kwargs={name: PLACEHOLDER})
