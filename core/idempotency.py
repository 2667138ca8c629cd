"""An API call sent twice is carried out once: the receipts of core.receipts, for other systems.

The caller names each call with an `Idempotency-Key`. The same key with the same body gets the
first answer again, however often and whenever within seven days; the same key with another body
is a mistake of the caller's. (IETF draft-ietf-httpapi-idempotency-key-header-07.)
"""

import json
import re
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.db import transaction
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from core.models import Receipt
from core.receipts import claim, owner_of

HEADER = "Idempotency-Key"
SHAPE = r"^[A-Za-z0-9_.:-]{8,100}$"
Post = Callable[..., Response]


class AnotherBody(APIException):
    """The key was used before, for a call that said something else."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = "This Idempotency-Key was used for another call. Send every new call with a key of its own."


def once_per_key(post: Post) -> Post:
    """Wrap an APIView's `post` so that one key makes one record. An answer that is an error leaves the key free."""

    @wraps(post)
    def with_receipt(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = _key_of(request)
        digest = _digest_of(request)
        owner_id = owner_of(request)
        with transaction.atomic():
            earlier = claim(owner_id, key, digest)
            if earlier is not None:
                return _answer_again(earlier, digest)
            response = post(view, request, *args, **kwargs)
            Receipt.objects.filter(owner_id=owner_id, token=key).update(
                status=response.status_code, answer=response.data
            )
            return response

    return with_receipt


def _key_of(request: Request) -> str:
    key: str = request.headers.get(HEADER, "")
    if not re.match(SHAPE, key):
        sentence = "Send a key of 8 to 100 letters, digits or _.:- that is new for each call, such as a UUID."
        raise ValidationError({HEADER: [sentence]})
    return key


def _digest_of(request: Request) -> str:
    body = json.dumps(request.data, sort_keys=True)
    return sha256(f"{request.path}\n{body}".encode()).hexdigest()


def _answer_again(earlier: Receipt, digest: str) -> Response:
    if earlier.body_digest != digest:
        raise AnotherBody
    return Response(earlier.answer, status=earlier.status)
