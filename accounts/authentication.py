"""How other systems sign in: a token kept only as a hash, sent as `Authorization: Token …`."""

from knox.auth import TokenAuthentication as KnoxTokenAuthentication


class TokenAuthentication(KnoxTokenAuthentication):  # type: ignore[misc]
    """Knox's token sign-in, by the name that the API's settings use."""
