"""What the API reads: JSON, not too long and not too deep, with no text that PostgreSQL cannot keep."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser

from core.bounded_json import UnfitJSON, read_object

MOST_BYTES = 200_000


class TooLong(APIException):
    """The body is longer than any referral or discharge can be."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = f"Send at most {MOST_BYTES:,} bytes."


class BoundedJSONParser(JSONParser):
    """DRF's parser, which refuses instead of failing."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The value in `stream`. Raises TooLong, and ParseError for what is no JSON object of storable text."""
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise TooLong
        try:
            return read_object(body)
        except UnfitJSON as unfit:
            raise ParseError(str(unfit)) from None
