"""Links for people who do not sign in: each lets them say one thing, and shows nothing of any record.

A token follows from a row's key and our secret, so that a print can be made again and a message sent again; the row
keeps a digest alone.
"""

import hashlib
from base64 import b32encode
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

RECEIPT, FEEDBACK = "r", "f"  # what an address begins with
BYTES = 10  # 16 letters and digits
GROUP = 4


def token_of(kind: str, key: UUID) -> str:
    """The token of a row, in groups of four: "k3fa-q2xm-77nd-bzpe". Whoever types it may leave the dashes out."""
    made = salted_hmac(f"talking_shops.{kind}", str(key), algorithm="sha256").digest()[:BYTES]
    text = b32encode(made).decode().lower()
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def digest_of(token: str) -> str:
    """What is kept of a token, and what one that was typed is looked up by."""
    bare = token.replace("-", "").replace(" ", "").lower()
    return hashlib.sha256(bare.encode()).hexdigest()


def link_of(kind: str, key: UUID, digest: str | None) -> str:
    """The whole address; "" where the row has no token, or one that was made with a secret that is gone."""
    token = token_of(kind, key)
    return f"{settings.SITE_URL}/{kind}/{token}" if digest_of(token) == digest else ""


def address_of(request: HttpRequest, path: str) -> str:
    """The whole address of a public page, for a print or a calendar: where people outside find us, whoever asked from
    wherever; where nobody has said that, under the host that was asked.
    """
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def host_of(request: HttpRequest) -> str:
    """The host of `address_of`, as somebody types it."""
    return urlsplit(settings.PUBLIC_URL).netloc or request.get_host()
