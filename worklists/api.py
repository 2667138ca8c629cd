"""The API's reads across apps: a resident's overview, and a team's queue."""

from dataclasses import dataclass
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api_permissions import caller_of, needs
from accounts.models import User
from accounts.roles import Permission
from audit.actions import record_list
from core.api import Nothing, Page, answers, page_of, query_of
from core.shortcuts import get_visible_or_404
from discharges.enums import ClockStatus
from discharges.models import SixWeekClock
from referrals.enums import Need, ReferralSource, ReferralStatus, Urgency
from referrals.models import Referral
from residents.actions import open_record
from residents.api import PersonOut, PlaceOut, PracticeOut
from residents.enums import Gender, NoPractice, TimelineKind
from residents.models import Resident, TimelineEntry
from worklists.teams import team_or_404

LAST_EVENTS = 20


class IdentityOut(PersonOut):
    """Who somebody is. Empty text and null mean: not known, or not asked."""

    gender = serializers.ChoiceField(choices=Gender.choices)
    phone = serializers.CharField()
    safe_to_call = serializers.BooleanField(allow_null=True)
    address = serializers.CharField()
    language = serializers.CharField()
    communication = serializers.CharField()
    died_on = serializers.DateField(allow_null=True)
    practice = PracticeOut(allow_null=True)
    no_practice = serializers.ChoiceField(choices=[("", "Not asked, or a practice here"), *NoPractice.choices])
    practice_elsewhere = serializers.CharField()
    locality = PlaceOut(allow_null=True)
    locality_because = serializers.CharField()


class OpenReferralOut(serializers.Serializer[Referral]):
    reference = serializers.CharField()
    need = serializers.ChoiceField(choices=Need.choices)
    urgency = serializers.ChoiceField(choices=Urgency.choices)
    came_from = serializers.ChoiceField(choices=ReferralSource.choices, source="source")
    status = serializers.ChoiceField(choices=ReferralStatus.choices)
    team = serializers.SlugField(source="team.slug")
    because = serializers.CharField()
    received_at = serializers.DateTimeField()


class ClockOut(serializers.Serializer[SixWeekClock]):
    discharged_on = serializers.DateField()
    due_on = serializers.DateField()
    status = serializers.ChoiceField(choices=ClockStatus.choices)


class EventOut(serializers.Serializer[TimelineEntry]):
    at = serializers.DateTimeField()
    time_known = serializers.BooleanField()
    kind = serializers.ChoiceField(choices=TimelineKind.choices)
    title = serializers.CharField()
    detail = serializers.CharField()
    by = serializers.CharField(source="by_label")


class OverviewOut(serializers.Serializer[Any]):
    resident = IdentityOut()
    open_referrals = OpenReferralOut(many=True)
    clocks = ClockOut(many=True)
    last_events = EventOut(many=True)


@dataclass(frozen=True)
class OverviewFacts:
    resident: Resident
    open_referrals: list[Referral]
    clocks: list[SixWeekClock]
    last_events: list[TimelineEntry]


def overview_of(resident: Resident, viewer: User) -> OverviewFacts:
    """What the API tells `viewer` of one person, in three reads."""
    referrals = Referral.objects.visible_to(viewer).open().filter(resident=resident).select_related("team")
    clocks = SixWeekClock.objects.visible_to(viewer).filter(resident=resident).order_by("-discharged_on")
    events = TimelineEntry.objects.visible_to(viewer).filter(resident=resident)
    return OverviewFacts(
        resident=resident,
        open_referrals=list(referrals.order_by("urgency_order", "received_at")),
        clocks=list(clocks),
        last_events=list(events.newest_first()[:LAST_EVENTS]),
    )


class Overview(APIView):
    permission_classes = [needs(Permission.OPEN_PERSON)]

    @extend_schema(
        operation_id="resident_overview",
        summary="Who somebody is, and what is open about them",
        responses=answers({200: OverviewOut}, 404),
    )
    def get(self, request: Request, reference: str) -> Response:
        query_of(request, Nothing)
        caller = caller_of(request)
        resident = get_visible_or_404(Resident.objects.for_banner(), caller, reference=reference)
        open_record(resident=resident, by=caller, page="api.overview")
        return Response(OverviewOut(overview_of(resident, caller)).data)


class QueueRowOut(serializers.Serializer[Referral]):
    reference = serializers.CharField()
    resident = serializers.CharField(source="resident.reference")
    name = serializers.CharField(source="resident.display_name")
    need = serializers.ChoiceField(choices=Need.choices)
    urgency = serializers.ChoiceField(choices=Urgency.choices)
    came_from = serializers.ChoiceField(choices=ReferralSource.choices, source="source")
    because = serializers.CharField()
    received_at = serializers.DateTimeField()


class QueueOut(serializers.Serializer[Any]):
    results = QueueRowOut(many=True)
    next_offset = serializers.IntegerField(allow_null=True)


class TeamQueue(APIView):
    permission_classes = [needs(Permission.SEE_TEAM_QUEUE)]

    @extend_schema(
        operation_id="team_queue",
        summary="Who waits for a worker of a team, the most urgent first",
        parameters=[Page],
        responses=answers({200: QueueOut}, 404),
    )
    def get(self, request: Request, slug: str) -> Response:
        offset = query_of(request, Page)["offset"]
        caller = caller_of(request)
        team = team_or_404(caller, slug)
        waiting = Referral.objects.visible_to(caller).in_team(team).awaiting_allocation().for_queue()
        rows, next_offset = page_of(waiting, offset)
        record_list(by=caller, page="api.team_queue", resident_ids=[row.resident_id for row in rows], team=slug)
        return Response(QueueOut({"results": rows, "next_offset": next_offset}).data)
