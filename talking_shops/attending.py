"""Who is at a session, from which service, and which service a worker comes from."""

from datetime import datetime, timedelta

from django.core import signing

from accounts.models import User
from localities.enums import TeamKind
from localities.models import Team
from talking_shops.enums import Service, Whereabouts
from talking_shops.models import Attending, Session

Hours = tuple[datetime | None, datetime | None]  # when somebody came, and when they left
SALT = "talking_shops.attending"
GOOD_FOR = timedelta(days=1)
SOMEBODY_ELSE = "else"  # in the form: who has no account
SERVICES = {
    TeamKind.CLS: Service.CLS,
    TeamKind.THURROCK_FIRST: Service.CLS,
    TeamKind.CARERS: Service.CARERS,
    TeamKind.RRAS: Service.HEALTH,
    TeamKind.REABLEMENT: Service.HEALTH,
}


def attending_at(session: Session) -> list[Attending]:
    """Those on the list of a session, in one query: who is here, then who is expected, then who has left."""
    order = (Whereabouts.HERE, Whereabouts.EXPECTED, Whereabouts.LEFT)
    found = list(Attending.objects.filter(session=session).on_the_list())
    return sorted(found, key=lambda one: (order.index(one.where), Service.values.index(one.service), one.who))


def mine_among(attending: list[Attending], user: User) -> Attending | None:
    """The line of somebody themselves."""
    return next((one for one in attending if one.user_id == user.pk), None)


def service_of(user: User) -> Service:
    """From which service a worker comes: by the team in which they work today, else social care."""
    kinds = Team.objects.filter(memberships__in=user.memberships.current()).values_list("kind", flat=True)
    return next((SERVICES[TeamKind(kind)] for kind in kinds.order_by("name") if kind in SERVICES), Service.SOCIAL_CARE)


def colleagues_near(session: Session, user: User) -> list[User]:
    """Those who work in the locality of a session today, and the one who asks, by name."""
    found = {one.pk: one for one in User.objects.in_locality(session.venue.locality)}
    return sorted({**found, user.pk: user}.values(), key=lambda one: one.name)


def hours_signed(attending: Attending) -> str:
    """When somebody came and left as it stands now, for the link by which the next change is undone."""
    said = [at.isoformat() if at else "" for at in (attending.here_at, attending.left_at)]
    return signing.dumps([str(attending.pk), attending.where, *said], salt=SALT)


def hours_undone(signed: str, attending: Attending, where: str) -> Hours | None:
    """The hours of such a link; None when there are none, or they are another’s or of elsewhere."""
    try:
        pk, was, *said = signing.loads(signed, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    if (pk, was) != (str(attending.pk), where):
        return None
    here_at, left_at = (datetime.fromisoformat(at) if at else None for at in said)
    return here_at, left_at
