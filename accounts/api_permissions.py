"""Who may call the API: nobody, unless the endpoint names a permission."""

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.roles import Permission


class DenyAll(BasePermission):
    """The default: an endpoint that names no permission answers nobody."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return False


def needs(permission: Permission) -> type[BasePermission]:
    """A permission class for an endpoint: signed in, and with `permission`."""

    class Needs(BasePermission):
        required = permission
        message = f"Your role does not include: {permission.label}."

        def has_permission(self, request: Request, view: APIView) -> bool:
            return bool(request.user and request.user.is_authenticated and request.user.may(permission))

    return Needs
