"""The OpenAPI 3.1 schema of the API, and what drf-spectacular has to be told about our own classes."""

from typing import Any

from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.views import SpectacularAPIView

from accounts.api_permissions import SignedIn


class SchemaView(SpectacularAPIView):
    """The schema itself, for everybody who is signed in."""

    permission_classes = [SignedIn]
    renderer_classes = [OpenApiJsonRenderer2]


class TokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]
    """`Authorization: Token …`."""

    target_class = "accounts.authentication.TokenAuthentication"
    name = "token"


class StrictSerializers(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """A Strict serializer takes no field beside its own, and its schema says so."""

    target_class = "core.strict.Strict"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Any) -> dict[str, Any]:
        schema: dict[str, Any] = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)  # type: ignore[no-untyped-call]
        return {**schema, "additionalProperties": False}
