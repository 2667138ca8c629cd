"""How other systems sign in: a token kept only as a hash, sent as `Authorization: Token …`."""

from typing import Any

from knox.auth import TokenAuthentication as KnoxTokenAuthentication
from rest_framework.exceptions import AuthenticationFailed


class TokenAuthentication(KnoxTokenAuthentication):  # type: ignore[misc]
    """Knox's token sign-in, by the name that the API's settings use."""

    def authenticate_credentials(self, token: bytes) -> tuple[Any, Any]:
        """The account and the token. Raises AuthenticationFailed, also for bytes that are no text."""
        if not token.isascii():
            raise AuthenticationFailed("Invalid token.")
        credentials: tuple[Any, Any] = super().authenticate_credentials(token)
        return credentials
