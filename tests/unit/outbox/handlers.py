"""Handlers for tests of the outbox itself."""

from uuid import uuid4

from accounts.actions import deliver_notice
from localities.models import Team


def half_done() -> None:
    """Writes, then fails."""
    team = Team.objects.get(slug="cls-grays")
    deliver_notice(key=str(uuid4()), words="half", link="/", team=str(team.pk))
    raise RuntimeError("the other half")
