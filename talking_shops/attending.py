"""Who is at a session, from which service, and which service a worker comes from."""

from accounts.models import User
from localities.enums import TeamKind
from localities.models import Team
from talking_shops.enums import Service, Whereabouts
from talking_shops.models import Attending, Session

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
    teams = Team.objects.filter(locality=session.venue.locality_id)
    found = {one.pk: one for team in teams for one in User.objects.in_team(team)}
    return sorted({**found, user.pk: user}.values(), key=lambda one: one.name)
