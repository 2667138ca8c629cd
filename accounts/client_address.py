"""From where a request comes, behind proxies: what guesses of a password are counted by."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that the outermost of our PROXY_COUNT proxies saw.

    Each proxy adds on the right of X-Forwarded-For whom it was called by; what stands further left was
    written by the caller. Without a proxy, or when one added nothing, it is the address of the connection.
    """
    seen = [address.strip() for address in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    count = settings.PROXY_COUNT
    trusted = seen[-count] if 0 < count <= len(seen) else ""
    return trusted or str(request.META["REMOTE_ADDR"])
