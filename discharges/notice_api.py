"""The API's door for notices that hospitals' systems send in; its fields are made from the table of fields."""

from datetime import date, datetime
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api_permissions import caller_of, needs
from accounts.roles import Permission
from core import clock
from core.api import KEY, WRITE_REFUSALS, answers
from core.idempotency import once_per_key
from core.strict import Choice, Strict, Text, YesNo
from discharges import actions
from discharges.enums import NoticeKind, NoticeSource, NoticeStatus
from discharges.models import HospitalNotice
from discharges.notice_fields import FIELDS, NoticeField
from discharges.notice_reading import Read, read_notice


class Moment(serializers.DateTimeField):
    """A moment; or a day without a time, which the reader takes as that day."""

    def to_internal_value(self, value: Any) -> Any:
        """The moment, or the day alone."""
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            return super().to_internal_value(value)


def _field(one: NoticeField) -> serializers.Field[Any, Any, Any, Any]:
    """One field of the data set as the API takes it; which kind of notice needs it the reader says."""
    needed_by_all = len(one.needed) == len(NoticeKind)
    more: dict[str, Any] = {"required": needed_by_all, "help_text": _help(one)}
    if one.kind == "moment":
        return Moment(**more)
    if one.kind == "date":
        return serializers.DateField(allow_null=True, **more)
    if one.kind == "yes_no":
        return YesNo(allow_null=True, **more)
    if one.choices:
        return Choice(choices=one.choices, allow_blank=not needed_by_all, **more)
    return Text(max_length=one.most, allow_blank=not needed_by_all, **more)


def _help(one: NoticeField) -> str:
    kinds = " and ".join(kind.label.lower() for kind in NoticeKind if kind in one.allowed)
    return one.label if len(one.allowed) == len(NoticeKind) else f"{one.label}: {kinds} only"


class NoticeBase(Strict):
    """A notice of a ward: an assessment, discharge or withdrawal notice of the notice data set."""

    kind = Choice(choices=NoticeKind.choices)

    def read(self) -> Read:
        """The notice, read as a line of a file is. Raises ValidationError with a sentence for each field in fault."""
        told = {name: _as_text(value) for name, value in self.validated_data.items()}
        found = read_notice(told.pop("kind"), told, clock.now())
        if not found.is_good:
            raise ValidationError({name: [sentence] for name, sentence in found.problems.items()})
        return found


NoticeIn: Any = type(
    "NoticeIn", (NoticeBase,), {one.name: _field(one) for one in FIELDS} | {"__doc__": NoticeBase.__doc__}
)


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date | datetime) else str(value or "")


class NoticeOut(serializers.Serializer[HospitalNotice]):
    """What became of a notice. `resident` is the person's reference; null while the hub has to say who it is."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=NoticeStatus.choices)
    resident = serializers.CharField(source="resident.reference", allow_null=True, default=None)
    told = serializers.ListField(child=serializers.CharField(), help_text="what it changed, in sentences")


class Notices(APIView):
    permission_classes = [needs(Permission.SEND_DISCHARGE)]

    @extend_schema(
        operation_id="send_hospital_notice",
        summary="Send a notice of a ward in",
        parameters=[KEY],
        request=NoticeIn,
        responses=answers({200: NoticeOut, 201: NoticeOut}, *WRITE_REFUSALS),
    )
    @once_per_key
    def post(self, request: Request) -> Response:
        """Take the notice in: 201 for a new one, 200 for one that is here already."""
        sent = NoticeIn(data=request.data)
        sent.is_valid(raise_exception=True)
        notice, is_new = actions.receive_notice(read=sent.read(), source=NoticeSource.API, by=caller_of(request))
        answer = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(NoticeOut(notice).data, status=answer)
