"""What every endpoint of the API shares: the shape of a refusal, of a page of a list, and of the key that makes a
call happen once.
"""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request

from core.idempotency import HEADER, SHAPE
from core.strict import Strict

PAGE_SIZE = 20
FARTHEST = 10_000
Shape = type[serializers.BaseSerializer[Any]]


class Problem(serializers.Serializer[Any]):
    """A refusal: a sentence, and one for each field that is wrong."""

    detail = serializers.CharField()
    fields = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), required=False
    )


class Nothing(Strict):
    """The query of an address that takes none."""


class Page(Strict):
    """Which part of a list."""

    offset = serializers.IntegerField(
        min_value=0, max_value=FARTHEST, default=0, help_text="how many rows to pass over; see next_offset"
    )


KEY = OpenApiParameter(
    name=HEADER,
    location=OpenApiParameter.HEADER,
    required=True,
    type={"type": "string", "pattern": SHAPE, "minLength": 8, "maxLength": 100},
    description="New for every call, such as a UUID. Sending a call again with its key is safe: it happens once.",
)


def answers(success: dict[int, Shape], *refusals: int) -> dict[int, Shape]:
    """The declared answers of an endpoint: its own, what every one may say, and further `refusals`."""
    return {**success, **dict.fromkeys((400, 401, 403, 406, *refusals), Problem)}


WRITE_REFUSALS = (404, 409, 413, 415, 422, 503)


def query_of(request: Request, shape: type[Strict]) -> dict[str, Any]:
    """What the address asks for after the `?`. Raises ValidationError, also for what `shape` does not name."""
    query = shape(data=request.query_params.dict())
    query.is_valid(raise_exception=True)
    asked: dict[str, Any] = query.validated_data
    return asked


def page_of(rows: QuerySet[Any], offset: int) -> tuple[list[Any], int | None]:
    """One page of `rows` from `offset` on, and where the next one begins; None at the end."""
    found = list(rows[offset : offset + PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    return found[:PAGE_SIZE], offset + PAGE_SIZE if more else None
