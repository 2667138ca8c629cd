"""Opening a page writes who looked and nothing else; the database itself counts the rows that each GET writes."""

from collections import Counter

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts.roles import Role
from tests.architecture.permission_matrix import MATRIX
from tests.architecture.world import World, make_world

GETS = [name for name, line in MATRIX.items() if line.method == "GET"]
# Who looked; and the session, which holds the message that a redirect takes along.
MAY_BE_WRITTEN = {"audit_event", "django_session"}
WRITTEN = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
    WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""


@pytest.fixture
def world(db: None) -> World:
    world = make_world()
    world.share_with_partners()
    return world


def written() -> Counter[str]:
    """Rows written to each table in this transaction so far."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return Counter(dict(cursor.fetchall()))


@pytest.mark.parametrize("role", Role)
def test_a_get_writes_nothing_but_who_looked(world: World, role: Role) -> None:
    viewer = world.people[role]
    client = Client()
    client.force_login(viewer)
    wrote = {}
    for name in GETS:
        line = MATRIX[name]
        if role not in line.roles:
            continue
        path = world.address(name, viewer)
        before = written()
        with transaction.atomic():
            client.get(f"{path}?{line.query}" if line.query else path)
        changed = set(written() - before) - MAY_BE_WRITTEN
        if changed:
            wrote[name] = changed
    assert wrote == {}
