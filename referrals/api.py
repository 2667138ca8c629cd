"""The API's door for referrals that other systems send in."""

from typing import Any

from django.core.validators import RegexValidator
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api_permissions import caller_of, needs
from accounts.roles import Permission
from core.api import KEY, WRITE_REFUSALS, answers
from core.idempotency import once_per_key
from core.shortcuts import get_visible_or_404
from core.strict import Choice, Strict, Text, YesNo
from referrals.actions import Told, receive_referral
from referrals.enums import Need, Relation, Urgency
from residents.models import Resident

PHONE = RegexValidator(r"^\+?[0-9]{3,15}$", "Send digits, with a leading + when the number is international.")


class ReferralIn(Strict):
    """Somebody's need, as another system tells of it. `resident` is a reference from GET residents/."""

    resident = Text(max_length=12)
    need = Choice(choices=Need.choices)
    urgency = Choice(choices=Urgency.choices)
    story = Text(max_length=10_000, help_text="what is happening, in the words of whoever told it")
    matters = Text(max_length=10_000, required=False, help_text="what matters to the person")
    relation = Choice(choices=Relation.choices, default=Relation.PROFESSIONAL)
    caller_name = Text(max_length=200, required=False)
    caller_phone = Text(validators=[PHONE], max_length=16, required=False)
    may_speak_for = YesNo(required=False, allow_null=True, default=None)

    def told(self) -> tuple[str, Told]:
        """The person's reference, and what was told of them."""
        fields: dict[str, Any] = dict(self.validated_data)
        return fields.pop("resident"), Told(**fields)


class ReferralOut(serializers.Serializer[Any]):
    """Where it went, and why."""

    reference = serializers.CharField()
    contact = serializers.CharField(source="contact.reference")
    team = serializers.SlugField(source="team.slug")
    team_name = serializers.CharField(source="team.name")
    rule = serializers.CharField()
    because = serializers.CharField()
    received_at = serializers.DateTimeField()
    works_from = serializers.DateTimeField(
        allow_null=True, help_text="when the team takes it up, where it waits for an hour"
    )


class Referrals(APIView):
    permission_classes = [needs(Permission.SEND_REFERRAL)]

    @extend_schema(
        operation_id="send_referral",
        summary="Send a referral in",
        parameters=[KEY],
        request=ReferralIn,
        responses=answers({201: ReferralOut}, *WRITE_REFUSALS),
    )
    @once_per_key
    def post(self, request: Request) -> Response:
        caller = caller_of(request)
        sent = ReferralIn(data=request.data)
        sent.is_valid(raise_exception=True)
        reference, told = sent.told()
        resident = get_visible_or_404(Resident.objects.for_banner(), caller, reference=reference)
        kept = receive_referral(resident=resident, told=told, by=caller)
        return Response(ReferralOut(kept.referral).data, status=status.HTTP_201_CREATED)
