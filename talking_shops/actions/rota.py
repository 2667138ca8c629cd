"""The rota: who of which service comes to which dates."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from audit.actions import Actor, record
from core import clock
from core.errors import Refused
from talking_shops import plan_messages
from talking_shops.actions.attending import put_on_list
from talking_shops.enums import SessionStatus
from talking_shops.models import Attending, Series, Session
from talking_shops.policies import check_can_plan


@transaction.atomic
def put_in_rota(
    *, session: Session, service: str, by: User, user: User | None = None, name: str = "", all_dates: bool = False
) -> list[Attending]:
    """Put somebody of a service into the rota of one date, or of all dates of its series from it on that go ahead.

    Dates on which they stand already stay as they are. A worker whom somebody else puts there is told once.

    Raises NotPermitted, and Refused without a name, or when they stand on all of them.
    """
    check_can_plan(by)
    dates = [session]
    if all_dates and session.series is not None:
        dates = list(
            session.series.sessions.filter(starts_at__gte=session.starts_at)
            .select_related("venue")
            .order_by("starts_at")
        )
    listed = set(Attending.objects.on_the_list().filter(session__in=dates, **_whom(user, name, service))
                 .values_list("session_id", flat=True))  # fmt: skip
    free = [one for one in dates if one.pk not in listed and not one.is_cancelled]
    if not free:
        raise Refused("They are in the rota already, or the date is cancelled.")
    put = [put_on_list(session=one, service=service, user=user, name=name, by=by) for one in free]
    plan_messages.tell_of_rota(put, by)
    return put


@transaction.atomic
def take_out_of_rota(*, attending: Attending, by: User, all_dates: bool = False) -> int:
    """Take somebody out of the rota of one date, or of all coming dates of its series from it on; of how many.

    Who has come to a date stays on its list. A worker whom somebody else takes out is told once. Raises NotPermitted.
    """
    check_can_plan(by)
    rows = Attending.objects.on_the_list().filter(here_at__isnull=True)
    if all_dates and attending.session.series_id is not None:
        rows = rows.filter(
            session__series_id=attending.session.series_id, session__starts_at__gte=attending.session.starts_at,
            **_whom(attending.user, attending.name, attending.service),
        )  # fmt: skip
    else:
        rows = rows.filter(pk=attending.pk)
    found = Attending.objects.filter(pk__in=[row.pk for row in rows]).select_related("session__venue", "user")
    taken = list(found.select_for_update(of=("self",)).order_by("session__starts_at", "id"))
    for row in taken:
        row.removed_at = clock.now()
        row.save(update_fields=["removed_at"])
        record("attending.taken_off", by=by, subject=row, session=str(row.session_id))
    plan_messages.tell_out_of_rota(taken, by)
    return len(taken)


def carry_on_rota(series: Series, rows: Sequence[Session], by: Actor) -> int:
    """Who stands on the last date of a series that goes ahead before these new ones stands on them too; how many rows.

    So "also on all later dates" holds for those that are written out at night. Who came without being planned, and who
    has no account any more, is not put there.
    """
    new = sorted((row for row in rows if not row.is_cancelled and row.series_on), key=lambda row: row.starts_at)
    known = series.sessions.filter(status=SessionStatus.PLANNED).exclude(pk__in=[row.pk for row in rows])
    before = known.filter(series_on__lt=new[0].series_on).order_by("series_on").last() if new else None
    stand = Attending.objects.on_the_list().filter(session=before, is_planned=True) if before else []
    goes_on = [one for one in stand if one.user is None or one.user.is_active]
    copies = [_copy(one, row) for one in goes_on for row in new]
    Attending.objects.bulk_create(copies)
    for made in copies:
        record("attending.planned", by=by, subject=made, session=str(made.session_id))
    return len(copies)


def _copy(one: Attending, row: Session) -> Attending:
    told = {"user": one.user, "service": one.service, "name": one.name, "made_by_id": one.made_by_id}
    return Attending(session=row, made_at=clock.now(), **told)


def _whom(user: User | None, name: str, service: str) -> dict[str, object]:
    """How the rows of one person are found: by their account, else by name and service."""
    return {"user": user} if user else {"user__isnull": True, "name": name.strip(), "service": service}
