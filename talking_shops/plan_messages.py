"""What those in the rota of a Talking Shop are told when its date changes."""

from collections.abc import Sequence

from accounts.messages import tell_person
from accounts.models import User
from core import clock
from core.words import plural, weekday_date
from talking_shops.models import Attending, Session

WORDS = {"cancelled": "is cancelled", "reinstated": "goes ahead after all", "moved": "was moved: it is then now"}


def tell_of_date(session: Session, what: str, by: User) -> None:
    """Those in its rota hear that a date was cancelled, reinstated or moved; who did it knows."""
    planned = Attending.objects.filter(session=session, user__is_active=True, removed_at__isnull=True)
    day = weekday_date(session.held_on, clock.today())
    words = f"{session.title or session.venue.name}, {day}, {session.hours}, {WORDS[what]}"
    for one in planned.select_related("user"):
        if one.user is not None and one.user_id != by.pk:
            key = f"session:{session.pk}:{session.version}:{one.user_id}"
            tell_person(one.user, key=key, words=words, link=session.get_absolute_url())


def tell_of_dates(sessions: Sequence[Session], by: User) -> None:
    """Those in the rota of dates that changed together, with their series, hear it once each; who did it knows."""
    planned = Attending.objects.filter(session__in=sessions, user__is_active=True, removed_at__isnull=True)
    theirs: dict[User, list[Session]] = {}
    for one in planned.select_related("user", "session__venue").order_by("session__starts_at"):
        if one.user is not None and one.user_id != by.pk:
            theirs.setdefault(one.user, []).append(one.session)
    for user, dates in theirs.items():
        first = dates[0]
        day = weekday_date(first.held_on, clock.today())
        words = f"{first.venue.name}: {plural(len(dates), 'date')} of your rota changed, the first on {day}"
        key = f"sessions:{first.pk}:{first.version}:{user.pk}"
        tell_person(user, key=key, words=words, link=first.get_absolute_url())


def tell_of_rota(user: User, sessions: Sequence[Session], by: User) -> None:
    """Somebody hears that they were put into the rota by somebody else."""
    if user.pk == by.pk or not user.is_active:
        return
    first = sessions[0]
    more = f", and {plural(len(sessions) - 1, 'later date')}" if len(sessions) > 1 else ""
    words = f"You are in the rota: {first.title or first.venue.name}, {weekday_date(first.held_on, clock.today())}, "
    link = first.get_absolute_url()
    tell_person(user, key=f"rota:{first.pk}:{user.pk}:{len(sessions)}", words=f"{words}{first.hours}{more}", link=link)
