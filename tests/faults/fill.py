"""`python -m tests.faults.fill CLOCKS NOTICES [unswept]`: write real jobs through the application's own actions.

Every clock is of a person who went home 50 days ago and whom nobody holds: six steps of the six-week rule, the first
weekly one among them, are due at once, and each tells managers by jobs of its own. `unswept` leaves them to a sweep.
"""

import sys
from uuid import uuid4

import django

CANARY = "Canaryson"


def main(clocks: int, notices: int, *, swept: bool = True) -> None:
    """Fill the database that DATABASE_URL names."""
    from accounts.roles import Role
    from core import clock
    from discharges.actions import WentHome, receive_discharge
    from discharges.sweep import sweep
    from localities.models import Team
    from outbox.actions import enqueue_many
    from tests.factories.people import make_resident, make_user

    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    make_user("Dee Walsh", Role.LOCALITY_MANAGER, "cls-tilbury-chadwell")
    make_user("Olu Adeyemi", Role.HEAD_OF_SERVICE)
    system = make_user("Basildon EPR", Role.SERVICE)
    told = WentHome(hospital="basildon", discharged_on=clock.days_ago(50), pathway="1")
    for _ in range(clocks):
        receive_discharge(resident=make_resident(asha, family_name=CANARY), told=told, by=system)
    if swept:
        sweep()
    team = Team.objects.get(slug="cls-tilbury-chadwell")
    keys = [f"storm:{uuid4()}" for _ in range(notices)]
    payload = {"words": "A notice in a storm", "link": "/", "team": str(team.pk)}
    enqueue_many("notice.deliver", [(key, {"key": key, **payload}) for key in keys])


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]), swept="unswept" not in sys.argv)
