"""A1: every address stands in the permission matrix, and states the permission that the matrix expects."""

import pytest

from accounts.roles import ROLES, Permission, Role
from tests.architecture.permission_matrix import EVERYBODY, MATRIX, OPEN
from tests.architecture.world import Route, routes

ROUTES = routes()
# core stands below accounts and cannot name a permission; what these pages do is asked for live.
SAY_NOTHING = "core:"


def roles_that_may(permission: object) -> frozenset[Role]:
    if permission in ("signed in", "public"):
        return EVERYBODY
    return frozenset(role for role in Role if Permission(permission) in ROLES[role])


def test_every_address_has_a_line() -> None:
    assert sorted({route.name for route in ROUTES} - set(MATRIX)) == [], "say in permission_matrix.py who may use these"


def test_no_line_is_kept_for_an_address_that_is_gone() -> None:
    assert sorted(set(MATRIX) - {route.name for route in ROUTES}) == []


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_page_states_the_permission_that_its_line_expects(route: Route) -> None:
    if not route.name.startswith(SAY_NOTHING):
        assert route.permission is not None, "use @requires, @signed_in or @public of accounts.policies"
        assert roles_that_may(route.permission) == MATRIX[route.name].roles


def test_only_the_open_pages_are_public() -> None:
    public = {route.name for route in ROUTES if route.permission == "public"}
    assert public == {name for name in OPEN if not name.startswith(SAY_NOTHING)}


def test_every_role_is_in_the_table_of_permissions() -> None:
    assert set(ROLES) == set(Role)


def test_every_permission_is_used_by_somebody_and_at_some_address() -> None:
    assert set(Permission) == set().union(*ROLES.values())
    assert set(Permission) == {route.permission for route in ROUTES if isinstance(route.permission, Permission)}
