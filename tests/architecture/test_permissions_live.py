"""A1–A3: the permission matrix against the running application, one request for each address and role."""

import re
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from accounts.roles import PARTNERS, Role
from tests.architecture.permission_matrix import MATRIX, OPEN, Line
from tests.architecture.world import World, make_world

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
CLOSED = {302, 401, 403, 404, 405}
NAME = b"Jean"
CSRF_TOKEN = re.compile(rb"[A-Za-z0-9]{64}")


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def ask(client: Client, world: World, route: str, viewer: User, method: str) -> Any:
    """One plain request, of which nothing stays behind."""
    path = world.address(route, viewer)
    query = MATRIX[route].query
    with transaction.atomic():
        answer = client.generic(method, f"{path}?{query}" if query else path, content_type="application/json")
        transaction.set_rollback(True)
    return answer


def expected(line: Line, role: Role, *, shared: bool) -> int:
    if role not in line.roles:
        return 403
    if role in PARTNERS and line.foreign is not None and not shared:
        return line.foreign
    return line.but.get(role, line.answer)


def differences(world: World, role: Role, names: list[str], *, shared: bool) -> dict[str, str]:
    client = Client(raise_request_exception=False)
    viewer = world.people[role]
    client.force_login(viewer)
    found = {}
    for name in names:
        line = MATRIX[name]
        answer = ask(client, world, name, viewer, line.method)
        wanted = expected(line, role, shared=shared)
        if answer.status_code != wanted:
            found[name] = f"{line.method} gave {answer.status_code}, the matrix says {wanted}"
        if name == "accounts:sign_out":
            client.force_login(viewer)
    return found


@pytest.mark.parametrize("role", Role)
def test_every_address_answers_each_role_as_the_matrix_says(world: World, role: Role) -> None:
    assert differences(world, role, list(MATRIX), shared=False) == {}


ABOUT_A_PERSON = [
    "worklists:resident",
    "worklists:timeline",
    "residents:details",
    "residents:alerts",
    "api:overview",
]


@pytest.mark.parametrize("role", sorted(PARTNERS))
def test_a_person_exists_for_a_partner_once_they_are_shared(world: World, role: Role) -> None:
    world.share_with_partners()
    assert differences(world, role, ABOUT_A_PERSON, shared=True) == {}


def test_strangers_get_the_sign_in_page_or_a_refusal_whatever_the_method(world: World) -> None:
    client = Client(raise_request_exception=False)
    viewer = world.people[Role.TRIAGE]
    wrong = {}
    for name, line in MATRIX.items():
        if name in OPEN:
            continue
        for method in METHODS:
            answer = ask(client, world, name, viewer, method)
            to_sign_in = answer.status_code != 302 or answer["Location"].startswith("/sign-in")
            if (
                answer.status_code not in CLOSED
                or not to_sign_in
                or world.resident.family_name.encode() in answer.content
            ):
                wrong[f"{method} {name}"] = answer.status_code
        plain = ask(client, world, name, viewer, line.method)
        if plain.status_code != line.stranger:
            wrong[name] = plain.status_code
    assert wrong == {}


def test_open_pages_answer_strangers(world: World) -> None:
    client = Client(raise_request_exception=False)
    viewer = world.people[Role.TRIAGE]
    answers = {name: ask(client, world, name, viewer, line.method).status_code for name, line in OPEN.items()}
    assert answers == {name: line.stranger for name, line in OPEN.items()}


@pytest.mark.parametrize("role", sorted(PARTNERS))
def test_what_a_partner_may_not_know_of_looks_like_what_does_not_exist(world: World, role: Role) -> None:
    client = Client()
    client.force_login(world.people[role])
    foreign = client.get(f"/people/{world.resident.reference}/")
    missing = client.get("/people/P-222-2222/")
    assert foreign.status_code == missing.status_code == 404
    assert CSRF_TOKEN.sub(b"", foreign.content) == CSRF_TOKEN.sub(b"", missing.content)


@pytest.mark.parametrize("path", ["/people/%00/", "/referrals/R-%00/", "/calls/%00/", "/people/search?q=%00"])
def test_a_nul_in_an_address_is_never_a_fault_of_ours(world: World, path: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(world.people[Role.TRIAGE])
    assert client.get(path).status_code < 500
