"""Who may call the API: nobody, unless the endpoint names a permission."""

from typing import TYPE_CHECKING

from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.models import User
from accounts.roles import Permission

if TYPE_CHECKING:
    from rest_framework.views import APIView  # which reads this module as its default permission


class DenyAll(BasePermission):
    """The default: an endpoint that names no permission answers nobody."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return False


class SignedIn(BasePermission):
    """For everybody who is signed in, whatever their role."""

    required = "signed in"

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return isinstance(request.user, User)


def needs(permission: Permission) -> type[BasePermission]:
    """A permission class for an endpoint: signed in, and with `permission`."""

    class Needs(BasePermission):
        required = permission
        message = f"Your role does not include: {permission.label}."

        def has_permission(self, request: Request, view: "APIView") -> bool:
            return isinstance(request.user, User) and request.user.may(permission)

    return Needs


def caller_of(request: Request) -> User:
    """The account that calls. Raises NotAuthenticated when nobody is signed in."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user
