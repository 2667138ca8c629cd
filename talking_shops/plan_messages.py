"""What those in the rota of a Talking Shop are told when its date changes."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse

from accounts.messages import tell_person
from accounts.models import User
from audit.actions import Actor
from core import clock
from core.words import plural, weekday_date
from talking_shops.models import Attending, Series, Session

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


def tell_of_dates(sessions: Sequence[Session], by: Actor) -> None:
    """Those in the rota of dates that changed together, with their series, hear it once each; who did it knows."""
    planned = Attending.objects.filter(session__in=sessions, user__is_active=True, removed_at__isnull=True)
    theirs: dict[User, list[Session]] = {}
    for one in planned.select_related("user", "session__venue").order_by("session__starts_at"):
        if one.user is not None and one.user_id != by.id:
            theirs.setdefault(one.user, []).append(one.session)
    for user, dates in theirs.items():
        first = dates[0]
        day = weekday_date(first.held_on, clock.today())
        words = f"{first.venue.name}: {plural(len(dates), 'date')} of your rota changed, the first on {day}"
        key = f"sessions:{first.pk}:{first.version}:{user.pk}"
        tell_person(user, key=key, words=words, link=first.get_absolute_url())


def tell_of_waiting(series: Series, today: date, because: str) -> None:
    """Who planned a series hears that its new dates could not be written out this night."""
    if series.made_by.is_active:
        words = f"{series}: its new dates were not written out tonight, and will be tried again tomorrow. {because}"
        link = reverse("talking_shops:series", kwargs={"pk": series.pk})
        tell_person(series.made_by, key=f"series-waits:{series.pk}:{today}", words=words, link=link)


def tell_of_rota(rows: Sequence[Attending], by: User) -> None:
    """Somebody hears that they were put into the rota by somebody else."""
    _tell_of_rows(rows, "You are in the rota", f"rota:{rows[0].pk}", by)


def tell_out_of_rota(rows: Sequence[Attending], by: User) -> None:
    """Somebody hears that they were taken out of the rota of coming dates by somebody else."""
    coming = [row for row in rows if row.session.held_on >= clock.today()]
    if coming:
        key = f"rota-out:{coming[0].pk}:{coming[0].removed_at}"
        _tell_of_rows(coming, "You are not in the rota any more", key, by)


def tell_back_in_rota(row: Attending, since: datetime, by: User) -> None:
    """Somebody who was taken out of the rota at `since` hears that they are in it after all."""
    _tell_of_rows([row], "You are in the rota after all", f"rota-back:{row.pk}:{since}", by)


def _tell_of_rows(rows: Sequence[Attending], what: str, key: str, by: User) -> None:
    """One notice of one person's rows, in the order of their dates."""
    user, first = rows[0].user, rows[0].session
    if user is None or user.pk == by.pk or not user.is_active:
        return
    more = f", and {plural(len(rows) - 1, 'later date')}" if len(rows) > 1 else ""
    day = weekday_date(first.held_on, clock.today())
    words = f"{what}: {first.title or first.venue.name}, {day}, {first.hours}{more}"
    tell_person(user, key=key, words=words, link=first.get_absolute_url())
