"""Every refusal of the API as JSON: `detail` is a sentence, `fields` says it for each field that is wrong."""

import logging
from typing import Any

from django.db import IntegrityError, OperationalError
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from core.errors import Refused
from core.logs import in_short, without_values

logger = logging.getLogger(__name__)
SAME_MOMENT = "Somebody else saved the same thing at this moment. Look at the record, then send this again."
NO_DATABASE = "Thurrock Care cannot save or read anything just now. Send this again in a moment, with the same key."


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an exception of an API view; None leaves it to Django, as a fault of ours."""
    if isinstance(error, Refused):
        return _refusal(status.HTTP_409_CONFLICT, str(error))
    if isinstance(error, IntegrityError):
        logger.warning("two writers met: %s", in_short(error))
        return _refusal(status.HTTP_409_CONFLICT, SAME_MOMENT)
    if isinstance(error, OperationalError):
        logger.error("the database did not answer: %s", without_values(str(error)))
        return _refusal(status.HTTP_503_SERVICE_UNAVAILABLE, NO_DATABASE)
    response = exception_handler(error, context)
    if response is not None and isinstance(error, ValidationError):
        response.data = {"detail": "Some of what was sent cannot be used.", "fields": _by_field(response.data)}
    return response


def _refusal(code: int, sentence: str) -> Response:
    set_rollback()
    return Response({"detail": sentence}, status=code)


def _by_field(told: Any) -> dict[str, list[str]]:
    """DRF's answer as field → sentences; what is about no field in particular stands under "body"."""
    if isinstance(told, dict):
        return {str(name): _sentences(value) for name, value in told.items()}
    return {"body": _sentences(told)}


def _sentences(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
