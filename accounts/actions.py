"""Writes about staff: notices, accounts, memberships."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from knox.models import AuthToken

from accounts.models import Membership, Notice, Organisation, User
from accounts.roles import Role
from audit.actions import record
from core import clock
from core.errors import Refused
from localities.models import Team
from outbox.actions import amend

MOST_DAYS = 365  # that a token may hold


def deliver_notice(
    *, key: str, words: str, link: str, urgent: bool = False, user: str = "", team: str = "", settled_by: str = ""
) -> None:
    """Put a notice before a person or a team; `user` and `team` are ids as text, one of them empty.

    The outbox calls this. A second delivery with the same `key` changes nothing. `settled_by` is the id of whoever
    dealt with it before it came: then it comes as read.
    """
    now = clock.now()
    notice = Notice(
        job_key=key,
        user_id=UUID(user) if user else None,
        team_id=UUID(team) if team else None,
        words=words,
        link=link,
        urgent=urgent,
        at=now,
        read_at=now if settled_by else None,
        read_by_id=UUID(settled_by) if settled_by else None,
    )
    Notice.objects.bulk_create([notice], ignore_conflicts=True)


@transaction.atomic
def mark_notice_read(*, notice: Notice, by: User) -> Notice:
    """Take a notice off the list; harmless when somebody already has."""
    if notice.read_at is None:
        notice.read_at = clock.now()
        notice.read_by = by
        notice.save(update_fields=["read_at", "read_by"])
    return notice


@transaction.atomic
def show_script(*, user: User, shown: bool) -> None:
    """Remember whether this person's call console shows what to say."""
    user.hides_script = not shown
    user.save(update_fields=["hides_script"])


@transaction.atomic
def settle_notices(*, link: str, by: User, team: Team | None = None) -> int:
    """Take off the list of `team`, or off everybody's, what was told about `link`, because `by` has acted on it; how
    many notices. What is told and has not come yet will come as read.
    """
    of = {"link": link} | ({"team": str(team.pk)} if team else {})
    amend("notice.deliver", of=of, settled_by=str(by.pk))  # before those that came: one may come at this moment
    whose = Q(team=team) if team else Q()
    unread = Notice.objects.filter(whose, link=link, read_at__isnull=True)
    return unread.update(read_at=clock.now(), read_by=by)


@transaction.atomic
def add_user(
    *, email: str, name: str, role: Role, organisation: Organisation, by: Any, password: str | None = None
) -> User:
    """Give somebody an account. Without a password they cannot sign in until one is set."""
    user = User(email=email.lower(), name=name, role=role, organisation=organisation, made_at=clock.now())
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save()
    record("user.added", by=by, subject=user, role=role)
    return user


@transaction.atomic
def join_team(
    *, user: User, team: Team, by: Any, starts_on: date, hours_a_week: float = 37, is_lead: bool = False
) -> Membership:
    """Put somebody into a team from `starts_on` on, for `hours_a_week` hours."""
    membership = Membership.objects.create(
        user=user, team=team, starts_on=starts_on, hours_a_week=hours_a_week, is_lead=is_lead
    )
    record("membership.started", by=by, subject=membership, user=str(user.pk), team=team.slug)
    return membership


@transaction.atomic
def issue_api_token(*, user: User, by: Any, days: int) -> str:
    """A new token with which `user` calls the API for `days` days. Only its hash is kept: nobody can read it again.

    Raises Refused when the account is closed or a person's, and for less than a day or more than a year.
    """
    if not user.is_active:
        raise Refused(f"The account of {user.name} is closed.")
    if user.role != Role.SERVICE:
        raise Refused(f"{user.name} is no other system. Only those call the API with a token.")
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"A token holds for 1 to {MOST_DAYS} days.")
    token, text = AuthToken.objects.create(user=user, expiry=timedelta(days=days))
    record("api_token.issued", by=by, subject=user, expires=str(clock.london_date(token.expiry)))
    return str(text)


@transaction.atomic
def revoke_api_tokens(*, user: User, by: Any) -> int:
    """End every token of an account at once; how many there were."""
    number, _ = AuthToken.objects.filter(user=user).delete()
    record("api_token.revoked", by=by, subject=user, tokens=number)
    return int(number)


@transaction.atomic
def deactivate(*, user: User, by: Any) -> User:
    """End an account: nobody can sign in with it, and its tokens and sessions are gone."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    AuthToken.objects.filter(user=user).delete()
    Session.objects.filter(pk__in=_sessions_of(user)).delete()
    record("user.deactivated", by=by, subject=user)
    return user


def _sessions_of(user: User) -> list[str]:
    """The keys of the sessions that `user` is signed in with. Only the session itself says whose it is."""
    open_now = Session.objects.filter(expire_date__gte=clock.now()).iterator()
    return [session.pk for session in open_now if session.get_decoded().get(SESSION_KEY) == str(user.pk)]
