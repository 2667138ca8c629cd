"""What the API reads: JSON, not too long and not too deep, with no text that PostgreSQL cannot keep."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import IO, Any

from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser

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
            value = super().parse(BytesIO(body), media_type, parser_context)
            json.dumps(value, ensure_ascii=False).encode()
        except RecursionError:
            raise ParseError("The JSON is nested too deeply.") from None
        except UnicodeEncodeError:
            raise ParseError("The JSON holds half a character (a lone surrogate).") from None
        if not isinstance(value, dict):
            raise ParseError("Send a JSON object.")
        return value
