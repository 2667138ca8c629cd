"""What workers and managers are told of programmes. A link, never a name."""

from accounts.messages import tell_person, tell_team
from accounts.models import User
from core.words import long_date, lower_first
from localities.models import Team
from referrals.actions import PARTNER_KINDS
from services.models import Programme
from services.policies import can_manage


def tell_of_plan(programme: Programme, by: User) -> None:
    """The worker, or the team while it has named none, hears that a programme is theirs."""
    words = f"{programme.get_kind_display()} from {long_date(programme.starts_on)} is with you"
    link, key = programme.get_absolute_url(), f"programme:{programme.pk}:{programme.version}"
    if programme.worker is None:
        tell_team(programme.team, key=key, words=words, link=link)
    elif programme.worker_id != by.pk:
        tell_person(programme.worker, key=key, words=words, link=link)


def ask_what_becomes(programme: Programme) -> None:
    """REAB-6: of those who hear of day 42, the ones hear it who may answer it, and the Council's team while it has
    none. A partner is neither told of the hospital nor asked.
    """
    words = f"{programme.get_kind_display()} began after something that was recorded in error. What becomes of it?"
    key, link = f"programme-asked:{programme.pk}:{programme.version}", programme.get_absolute_url()
    people = [user for user in _recipients(programme) if can_manage(user)]
    for user in people:
        tell_person(user, key=f"{key}:{user.pk}", words=words, link=link, urgent=True)
    if not people and programme.team.kind not in PARTNER_KINDS:
        tell_team(programme.team, key=key, words=words, link=link, urgent=True)


def tell_of_day_42(programme: Programme) -> None:
    """REAB-2: the worker, the leads and managers of the team, and the managers of the person's locality hear that the
    free six weeks are over; where there is no manager, the heads of service.
    """
    free = f"free until {long_date(programme.free_until)}" if programme.free_until else ""
    words = f"Day 42: {lower_first(programme.get_kind_display())} still runs, {free}"
    for user in _recipients(programme):
        key = f"day-42:{programme.pk}:{user.pk}"
        tell_person(user, key=key, words=words, link=programme.get_absolute_url(), urgent=True)


def _recipients(programme: Programme) -> list[User]:
    worker = [programme.worker] if programme.worker and programme.worker.is_active else []
    team = programme.team
    local = Team.objects.community().filter(locality=programme.resident.locality).first()
    managers = [*User.objects.managers_of(team), *(User.objects.managers_of(local) if local else [])]
    leads = list(User.objects.leads_of(team))
    return list(dict.fromkeys([*worker, *leads, *(managers or User.objects.heads_of_service())]))
