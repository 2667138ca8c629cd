"""Who answers for the writers of what waits."""

from collections.abc import Collection
from uuid import UUID

from accounts.models import Membership, User
from accounts.roles import Role


def managers_of(writers: Collection[User]) -> dict[UUID, list[User]]:
    """For each writer, by id, the other managers of the teams that they work in today; heads of service where there
    are none. Three queries, however many writers.
    """
    theirs = Membership.objects.current().filter(user__in=writers).values_list("user_id", "team_id")
    leading = Membership.objects.current().filter(user__role=Role.LOCALITY_MANAGER, user__is_active=True)
    in_teams: dict[UUID, list[User]] = {}
    for place in leading.select_related("user").order_by("user__name"):
        in_teams.setdefault(place.team_id, []).append(place.user)
    found: dict[UUID, dict[UUID, User]] = {writer.pk: {} for writer in writers}
    for writer_id, team_id in theirs:
        found[writer_id] |= {user.pk: user for user in in_teams.get(team_id, []) if user.pk != writer_id}
    heads = list(User.objects.heads_of_service())
    return {writer: list(managers.values()) or heads for writer, managers in found.items()}
