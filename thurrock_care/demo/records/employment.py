"""As accounts.actions: accounts and memberships of teams. Everybody has the same password."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from accounts.models import Membership, Organisation, User
from audit.actions import SYSTEM
from localities.models import Team
from thurrock_care.demo.almanac import Almanac
from thurrock_care.demo.ledger import Ledger
from thurrock_care.demo.password import PASSWORD
from thurrock_care.demo.records.people import record
from thurrock_care.demo.staff import ORGANISATIONS, Staff, Worker

SALT = "the demo borough"  # one salt, so that one seed makes the same rows


def add_staff(ledger: Ledger, *, staff: Staff, almanac: Almanac) -> None:
    """Write organisations, accounts and memberships; every worker has a key afterwards."""
    opened = almanac.at(almanac.first_day, 0)
    employers = {name: ledger.add(Organisation, opened, slug=slugify(name), name=name)["id"] for name in ORGANISATIONS}
    password = make_password(PASSWORD, salt=SALT)
    for worker in staff.workers:
        _add_user(ledger, worker, employers[worker.organisation], password, opened)
        for slug in worker.teams:
            _join_team(ledger, worker, staff.teams[slug], opened)
        if not worker.is_active and worker.ends_on:
            left_at = almanac.at(worker.ends_on, 17 * 60)
            record(ledger, "user.deactivated", by=SYSTEM, at=left_at, subject=(User, worker.id))


def _add_user(ledger: Ledger, worker: Worker, employer: str, password: str, at: datetime) -> None:
    row = ledger.add(
        User, at, email=worker.email, name=worker.name, role=worker.role, organisation_id=employer,
        is_active=worker.is_active, made_at=at, password=password,
    )  # fmt: skip
    worker.id = row["id"]
    record(ledger, "user.added", by=SYSTEM, at=at, subject=(User, worker.id), role=worker.role)


def _join_team(ledger: Ledger, worker: Worker, team: Team, at: datetime) -> None:
    row = ledger.add(
        Membership, at, user_id=worker.id, team_id=team.pk, is_lead=worker.is_lead, hours_a_week=worker.hours,
        starts_on=worker.starts_on, ends_on=worker.ends_on,
    )  # fmt: skip
    record(
        ledger, "membership.started", by=SYSTEM, at=at, subject=(Membership, row["id"]), user=worker.id,
        team=team.slug,
    )  # fmt: skip
