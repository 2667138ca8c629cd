"""The API's door for discharges that hospitals' systems send in."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api_permissions import caller_of, needs
from accounts.roles import Permission
from core import clock
from core.api import KEY, WRITE_REFUSALS, answers
from core.idempotency import once_per_key
from core.shortcuts import get_visible_or_404
from core.strict import Choice, Strict, Text
from discharges.actions import RingTheHub, WentHome, ask_to_put_right, receive_discharge
from discharges.enums import Hospital, Pathway
from discharges.models import SixWeekClock
from residents.models import Resident


class DischargeIn(Strict):
    """Somebody went home. `resident` is a reference from GET residents/."""

    resident = Text(max_length=12)
    hospital = Choice(choices=Hospital.choices)
    ward = Text(max_length=80, required=False)
    admitted_on = serializers.DateField(required=False, allow_null=True, default=None)
    discharged_on = serializers.DateField(help_text="the day on which they went home, in London")
    pathway = Choice(choices=Pathway.choices)

    def told(self) -> tuple[str, WentHome]:
        """The person's reference, and what was told of their stay."""
        fields: dict[str, Any] = dict(self.validated_data)
        return fields.pop("resident"), WentHome(**fields)


class StartedClockOut(serializers.Serializer[SixWeekClock]):
    """The six-week clock that the discharge started, and the referral that holds the review."""

    referral = serializers.CharField(source="referral.reference")
    team = serializers.SlugField(source="referral.team.slug")
    discharged_on = serializers.DateField()
    due_on = serializers.DateField()
    plan_by = serializers.DateField()
    overdue = serializers.SerializerMethodField()

    def get_overdue(self, started: SixWeekClock) -> bool:
        """Whether day 42 had passed when it was recorded (SIX-3)."""
        return started.is_overdue_on(clock.today())


class Discharges(APIView):
    permission_classes = [needs(Permission.SEND_DISCHARGE)]
    refusal: RingTheHub | None = None

    @method_decorator(transaction.non_atomic_requests)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer in a transaction of its own; once that is undone, the hub hears of a refusal that asks for it."""
        with transaction.atomic():
            answer = super().dispatch(request, *args, **kwargs)
        if self.refusal:
            ask_to_put_right(self.refusal)
        return answer

    def handle_exception(self, exc: Exception) -> Response:
        """Answer a refusal, and keep in mind one of which the hub has to hear."""
        self.refusal = exc if isinstance(exc, RingTheHub) else None
        return super().handle_exception(exc)

    @extend_schema(
        operation_id="send_discharge",
        summary="Send a discharge in",
        parameters=[KEY],
        request=DischargeIn,
        responses=answers({201: StartedClockOut}, *WRITE_REFUSALS),
    )
    @once_per_key
    def post(self, request: Request) -> Response:
        caller = caller_of(request)
        sent = DischargeIn(data=request.data)
        sent.is_valid(raise_exception=True)
        reference, told = sent.told()
        resident = get_visible_or_404(Resident.objects.for_banner(), caller, reference=reference)
        started = receive_discharge(resident=resident, told=told, by=caller)
        return Response(StartedClockOut(started).data, status=status.HTTP_201_CREATED)
