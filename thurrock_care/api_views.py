"""What belongs to no app: the answer to an address that the API does not have."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api_permissions import SignedIn


@extend_schema(exclude=True)
class NotHere(APIView):
    """Every other address under /api/v1/: not found, as JSON."""

    permission_classes = [SignedIn]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise Http404("There is nothing at this address.")

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        raise NotImplementedError  # `initial` has answered
