"""Any words in any box of any page: kept exactly, or refused with a sentence beside the field and the words still
there. Never an error of the machine, never anything that a browser would run.

The pages come from the permission matrix, so that a new page is looked at as soon as it has its line there.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.db.models import CharField, JSONField, Q, TextField
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from residents.search import add_person_link
from tests.architecture.permission_matrix import OPEN, PAGES, Line
from tests.architecture.world import World, make_world
from tests.pages.core.boxes import Form, errors_in, forms_of, words_in

HOSTILE = {
    "code": "Rob'); DROP TABLE residents_resident; -- </textarea><script>alert(1)</script><img src=x onerror=alert(2)>"
    " &amp; \"' {{ settings.SECRET_KEY }} {% load static %} ${7*7} %s %(name)s \\u0041",
    "signs": "Zażółć Ωμέγα Жук שלום سلام नमस्ते สวัสดี 漢字 かな 한글 Ƕ 🙂 é e\u0301 ﬁ"
    " bell\x07 escape\x1b back\x08 unit\x1f"
    " delete\x7f next\x85 bom\ufeff end\u2028x \u202eright",
    "200 characters": "名" * 199 + "x",
    "much": "Mum fell. " * 2_000 + "End",
}
ASKED_WITH: dict[str, Callable[[World, User], str]] = {
    "residents:new": lambda world, viewer: add_person_link("nobody", viewer),
}
RUNS = ("<script>alert(1)", "<img src=x", "</textarea><script>")
KNOWN_TO_HAVE_BOXES = {
    "residents:new", "referrals:call_new", "referrals:promise_new", "talking_shops:conversation_new",
    "assessments:light_touch",
}  # fmt: skip


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def pages_with_forms(world: World) -> Iterator[tuple[str, Client, Form]]:
    """Every form with boxes that somebody who may use it is shown, with the name of its address."""
    for route, line in {**OPEN, **PAGES}.items():
        if line.method != "GET" or route == "gallery":
            continue
        viewer = world.people[_somebody(line)]
        client = Client(raise_request_exception=False)
        if route != "accounts:sign_in":
            client.force_login(viewer)
        address = ASKED_WITH.get(route, lambda world, viewer, route=route: world.address(route, viewer))(world, viewer)  # type: ignore[misc]
        answer = client.get(address)
        if answer.status_code == 200:
            for form in forms_of(answer.content.decode(), address):
                yield route, client, form


def _somebody(line: Line) -> Role:
    """The first role that gets the page."""
    return next(role for role in Role if role in line.roles and role not in line.but)


def send(client: Client, form: Form, words: str) -> tuple[Any, dict[str, str], bool]:
    """The answer to the form with `words` in every box, what was typed, and whether all of it was kept."""
    sent = form.filled(lambda name: words)
    with transaction.atomic():
        answer = client.post(form.action, sent)
        kept = answer.status_code == 302 and all(is_kept(sent[name]) for name in form.free)
        transaction.set_rollback(True)
    return answer, {name: sent[name] for name in form.free}, kept


def is_kept(words: str) -> bool:
    """Whether some row of some table holds exactly these words, lines ending as a browser sends them or as we keep."""
    return any(_holds(model, words) for model in apps.get_models())


def _holds(model: type[models.Model], words: str) -> bool:
    condition = Q()
    for field in model._meta.concrete_fields:
        if isinstance(field, CharField | TextField):
            condition |= Q(**{f"{field.name}__contains": words})
    if condition and model._base_manager.filter(condition).exists():
        return True
    loose = [field.name for field in model._meta.concrete_fields if isinstance(field, JSONField)]
    return bool(loose) and any(words in text for row in model._base_manager.values_list(*loose) for text in _texts(row))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def test_any_words_are_kept_exactly_or_refused_beside_their_field_with_the_words_still_there(world: World) -> None:
    faults, seen = {}, set()
    for route, client, form in pages_with_forms(world):
        seen.add(route)
        for kind, words in HOSTILE.items():
            if fault := fault_of(*send(client, form, words)):
                faults[f"{kind}: {route} {form.action}"] = fault
    assert not faults, "\n".join(f"{where}: {fault}" for where, fault in faults.items())
    assert seen >= KNOWN_TO_HAVE_BOXES


def fault_of(answer: Any, typed: dict[str, str], kept: bool) -> str:
    """What is wrong with an answer; "" for nothing."""
    page = answer.content.decode()
    if any(dangerous in page for dangerous in RUNS):
        return "gave back what a browser would run"
    if answer.status_code == 302:
        return "" if kept else f"went on to {answer['Location']} without keeping the words"
    if answer.status_code not in (200, 409, 422):
        return f"answered {answer.status_code}"
    if answer.status_code != 409 and not errors_in(page):
        return "no sentence stands beside a field"
    shown = [one.replace("\r\n", "\n") for one in words_in(page)]
    lost = [name for name, text in typed.items() if not any(text.strip() in one for one in shown)]
    return f"lost what was typed into {', '.join(lost)}" if lost else ""
