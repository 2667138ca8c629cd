"""Who of the services comes to a session: put somebody on its list, say that they are here or have left."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from talking_shops import plan_messages
from talking_shops.attending import Hours
from talking_shops.enums import Whereabouts
from talking_shops.models import Attending, Session
from talking_shops.policies import check_can_run

ON_THE_LIST = "They are on the list already."
VERBS = {
    Whereabouts.EXPECTED: "attending.expected",
    Whereabouts.HERE: "attending.here",
    Whereabouts.LEFT: "attending.left",
    Whereabouts.OFF: "attending.taken_off",
}


@transaction.atomic
def put_on_list(
    *, session: Session, service: str, by: User, user: User | None = None, name: str = "", here: bool = False
) -> Attending:
    """Put somebody on the list of a session: a worker with an account, or a name.

    `here` says that they just came; otherwise they are planned for it. Raises NotPermitted, and Refused when they
    are on the list, when nobody is named, or when they cannot be there yet.
    """
    check_can_run(by)
    if user is None and not name.strip():
        raise Refused("Say who comes.")
    _check_day(session, here=here)
    now = clock.now()
    made = Attending(
        session=session, user=user, service=service, name="" if user else name.strip(), is_planned=not here,
        here_at=now if here else None, made_at=now, made_by=by,
    )  # fmt: skip
    _save(made)
    record("attending.came" if here else "attending.planned", by=by, subject=made, session=str(session.pk))
    return made


@transaction.atomic
def say_where(*, attending: Attending, where: str, by: User, undoes: Hours | None = None) -> Attending:
    """Say that somebody is expected, is here, has left, or does not stand on the list; each undoes the others, and
    what is so already stays as it is. `undoes` are the hours that were said before what is undone by this. A worker
    whom somebody else takes out of the rota of a date to come, or puts back, is told.

    Raises NotPermitted, and Refused before the day and for a second time on a list.
    """
    check_can_run(by)
    found = Attending.objects.select_for_update(of=("self",)).select_related("session__venue", "user")
    locked: Attending = found.get(pk=attending.pk)
    if where == locked.where:
        return locked
    _check_day(locked.session, here=where in (Whereabouts.HERE, Whereabouts.LEFT))
    was_off_since = locked.removed_at
    _move(locked, where)
    if undoes is not None:
        locked.here_at, locked.left_at = undoes
    _save(locked)
    record(VERBS[Whereabouts(where)], by=by, subject=locked, session=str(locked.session_id))
    _tell(locked, was_off_since, by)
    return locked


def _move(attending: Attending, where: str) -> None:
    """Its moments for where somebody is now. Who comes back keeps the hour at which they came first."""
    now = clock.now()
    attending.removed_at = now if where == Whereabouts.OFF else None
    if where == Whereabouts.EXPECTED:
        attending.here_at = attending.left_at = None
    elif where == Whereabouts.HERE:
        attending.here_at, attending.left_at = attending.here_at or now, None
    elif where == Whereabouts.LEFT:
        attending.here_at, attending.left_at = attending.here_at or now, now


def _tell(attending: Attending, was_off_since: datetime | None, by: User) -> None:
    if not attending.is_planned or not attending.session.lies_ahead:
        return
    if attending.removed_at is not None:
        plan_messages.tell_out_of_rota([attending], by)
    elif was_off_since is not None:
        plan_messages.tell_back_in_rota(attending, was_off_since, by)


def _check_day(session: Session, *, here: bool) -> None:
    if here and session.lies_ahead:
        raise Refused("This Talking Shop has not been held yet: nobody is here.")


def _save(attending: Attending) -> None:
    try:
        with transaction.atomic():
            attending.save()
    except IntegrityError:
        raise Refused(ON_THE_LIST) from None
