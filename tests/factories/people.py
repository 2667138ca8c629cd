"""Makes staff and residents for tests, through the same actions as the application."""

from datetime import date
from itertools import count
from typing import Any

from accounts.actions import add_user, join_team
from accounts.models import Organisation, User
from accounts.roles import Role
from audit.actions import SYSTEM
from localities.models import Practice, Team
from residents.actions import Identity, add_resident
from residents.enums import BornPrecision
from residents.models import Resident

PASSWORD = "a long password for tests"
numbers = count(1)


def make_user(name: str, role: Role, *teams: str, hours: float = 37, organisation: str = "Thurrock Council") -> User:
    """A member of staff who works in the teams with these slugs since 2024."""
    employer, _ = Organisation.objects.get_or_create(
        name=organisation, defaults={"slug": organisation.lower().replace(" ", "-")}
    )
    address = f"{name.lower().replace(' ', '.')}.{next(numbers)}@example.org"
    user = add_user(email=address, name=name, role=role, organisation=employer, by=SYSTEM, password=PASSWORD)
    for slug in teams:
        team = Team.objects.get(slug=slug)
        join_team(user=user, team=team, by=SYSTEM, starts_on=date(2024, 1, 1), hours_a_week=hours)
    return user


def make_resident(by: User, **known: Any) -> Resident:
    """Jean Smith of Tilbury, registered at Tilbury Health Centre, unless `known` says otherwise."""
    facts = {
        "known_as": "Jean",
        "given_name": "Jean",
        "family_name": "Smith",
        "born_on": date(1945, 7, 14),
        "born_precision": BornPrecision.EXACT,
        "postcode": "RM18 8EB",
        "practice": Practice.objects.select_related("locality").get(ods_code="F81110"),
    } | known
    if facts["born_on"] is None:
        facts["born_precision"] = BornPrecision.UNKNOWN
    return add_resident(identity=Identity(**facts), by=by)
