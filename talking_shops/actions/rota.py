"""The rota: who of which service comes to which dates."""

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from talking_shops import plan_messages
from talking_shops.actions.attending import put_on_list
from talking_shops.models import Attending, Session
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
    if user is not None:
        plan_messages.tell_of_rota(user, free, by)
    return put


@transaction.atomic
def take_out_of_rota(*, attending: Attending, by: User, all_dates: bool = False) -> int:
    """Take somebody out of the rota of one date, or of all coming dates of its series from it on; of how many.

    Who has come to a date stays on its list. Raises NotPermitted.
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
    taken = list(Attending.objects.filter(pk__in=[row.pk for row in rows]).select_for_update(of=("self",)))
    for row in taken:
        row.removed_at = clock.now()
        row.save(update_fields=["removed_at"])
        record("attending.taken_off", by=by, subject=row, session=str(row.session_id))
    return len(taken)


def _whom(user: User | None, name: str, service: str) -> dict[str, object]:
    """How the rows of one person are found: by their account, else by name and service."""
    return {"user": user} if user else {"user__isnull": True, "name": name.strip(), "service": service}
