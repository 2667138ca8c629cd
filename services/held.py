"""What a team has under way for a person, as lower floors ask it by name."""

from localities.models import Team
from residents.models import Resident
from services.models import Programme


def has_programme(resident: Resident, team: Team) -> bool:
    """Whether the team plans or runs a programme with the person: a partner needs to see them as long."""
    return Programme.objects.live().filter(resident=resident, team=team).exists()
