"""Say how many places a team has."""

from datetime import date

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from localities.models import Team
from services.models import Places
from services.policies import check_can_have, check_can_manage


@transaction.atomic
def say_places(
    *, team: Team, places: int, from_on: date, by: User, hours: int | None = None, words: str = ""
) -> Places:  # fmt: skip
    """Keep what a team says that it has from a day on. Raises NotPermitted, and Refused for a team that does none."""
    check_can_manage(by)
    check_can_have(team)
    said = Places.objects.create(
        team=team, places=places, hours=hours, from_on=from_on, words=words.strip(), at=clock.now(), by=by
    )
    record("places.said", by=by, subject=said, team=team.slug)
    return said
