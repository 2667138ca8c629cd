"""The API's search for a resident."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api_permissions import caller_of, needs
from accounts.roles import Permission
from audit.actions import record_list
from core.api import PAGE_SIZE, Page, answers, query_of
from localities.models import Locality, Practice
from residents.enums import BornPrecision
from residents.models import Resident
from residents.search import find


class PlaceOut(serializers.Serializer[Locality]):
    slug = serializers.SlugField()
    name = serializers.CharField()


class PracticeOut(serializers.Serializer[Practice]):
    ods_code = serializers.CharField()
    name = serializers.CharField()


class PersonOut(serializers.Serializer[Resident]):
    """Enough to tell two people of one name apart."""

    reference = serializers.CharField()
    name = serializers.CharField(source="display_name")
    legal_name = serializers.CharField()
    born_on = serializers.DateField(allow_null=True)
    born_precision = serializers.ChoiceField(choices=BornPrecision.choices)
    nhs_number = serializers.CharField(allow_null=True)
    postcode = serializers.CharField()


class Asked(Page):
    q = serializers.CharField(
        min_length=2,
        max_length=100,
        help_text="name, birth date, telephone, postcode, NHS number or reference, in any order",
    )


class FoundOut(serializers.Serializer[Any]):
    """`understood` says how the query was read; `hints` what in it could not be."""

    results = PersonOut(many=True)
    understood = serializers.ListField(child=serializers.CharField())
    hints = serializers.ListField(child=serializers.CharField())
    next_offset = serializers.IntegerField(allow_null=True)


class Residents(APIView):
    permission_classes = [needs(Permission.FIND_PERSON)]

    @extend_schema(
        operation_id="find_residents",
        summary="Find a resident",
        parameters=[Asked],
        responses=answers({200: FoundOut}),
    )
    def get(self, request: Request) -> Response:
        caller = caller_of(request)
        asked = query_of(request, Asked)
        found = find(asked["q"], viewer=caller, limit=PAGE_SIZE, offset=asked["offset"])
        people = [hit.resident for hit in found.hits]
        record_list(by=caller, page="api.residents", resident_ids=[person.pk for person in people])
        seen = asked["offset"] + len(people)
        next_offset = seen if people and seen < found.total else None
        answer = {"results": people, "understood": found.read, "hints": found.hints, "next_offset": next_offset}
        return Response(FoundOut(answer).data)
