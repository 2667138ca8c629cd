"""One of everything on the real server, and a browser's way of asking for it: pages, their forms, and what was kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import requests
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, JSONField, TextField
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from core.actions import save_draft
from referrals.actions import ask
from residents.search import add_person_link
from tests.architecture.permission_matrix import PAGES, Line
from tests.architecture.world import World, make_world
from tests.committed import connected_to
from tests.factories.answers import fresh, give_back
from tests.factories.people import make_resident
from tests.factories.referrals import make_referral
from tests.journeys.application import Application
from tests.pages.core.boxes import Form, errors_in, forms_of, words_in
from tests.servers import TestServers

HEARD = {"story": "Mum fell", "relation": "child", "need": "getting_about", "urgency": "this_week"}
CHECK = "referrals:call_check"
TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Place:
    """A page that somebody may use."""

    route: str
    path: str
    role: Role


class Served:
    """The real server over a database that can be put back to how it was."""

    def __init__(self, application: Application, servers: TestServers, first: str) -> None:
        self.application = application
        self.servers = servers
        self.first = first
        self.cookies: dict[Role, str] = {}
        self.places: list[Place] = []

    def put_back(self) -> None:
        """Every record as it was at first; whoever was signed in still is."""
        self.servers.clone(self.application.database, self.first)

    def sign_in(self, role: Role) -> requests.Session:
        session = requests.Session()
        session.cookies.set(settings.SESSION_COOKIE_NAME, self.cookies[role])
        return session

    def get(self, session: requests.Session, path: str) -> requests.Response:
        return session.get(self.application.url + path, timeout=TIMEOUT_SECONDS, allow_redirects=False)

    def post(self, session: requests.Session, path: str, words: dict[str, str]) -> requests.Response:
        """Send a form as a browser does; half a character, which no browser sends, goes out as its three bytes."""
        body = urlencode(words, errors="surrogatepass")
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        address = self.application.url + path
        return session.post(address, data=body, headers=kind, timeout=TIMEOUT_SECONDS, allow_redirects=False)

    def forms(self) -> Iterator[tuple[Place, requests.Session, Form]]:
        """Every form with boxes, on every page that somebody may use; each page is opened anew."""
        sessions = {role: self.sign_in(role) for role in self.cookies}
        for place in self.places:
            answer = self.get(sessions[place.role], place.path)
            count = len(forms_of(answer.text, place.path)) if answer.status_code == 200 else 0
            for number in range(count):
                again = self.get(sessions[place.role], place.path) if number else answer
                found = forms_of(again.text, place.path) if again.status_code == 200 else []
                if number < len(found):
                    yield place, sessions[place.role], found[number]

    def kept(self) -> list[str]:
        """Every text of every row."""
        with connected_to(self.application.database):
            return [text for model in apps.get_models() for text in _texts(_rows(model))]


def _rows(model: Any) -> list[Any]:
    names = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField | JSONField) and model._meta.managed
    ]
    return list(model._base_manager.values_list(*names)) if names else []


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


@contextmanager
def served(servers: TestServers, folder: Path, blocker: Any) -> Iterator[Served]:
    """gunicorn as `make run` starts it, over one of everything."""
    first = f"first_{servers.worker}"
    servers.clone(first)
    with Application(servers, folder, residents=0, only="web") as application, blocker.unblock():
        place = Served(application, servers, first)
        with connected_to(first):
            world = make_world()
            place.places = [*_places_beside(world), *_places(world)]
            place.cookies = {role: _cookie(user) for role, user in world.people.items()}
        place.put_back()
        yield place
    servers.drop(first)


def _cookie(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _places(world: World) -> Iterator[Place]:
    """The pages of the permission matrix, each for the first role that gets it."""
    for route, line in PAGES.items():
        if line.method == "GET" and (role := _somebody(line)):
            yield Place(route, world.address(route, world.people[role]), role)


def _somebody(line: Line) -> Role | None:
    return next((role for role in Role if role in line.roles and role not in line.but), None)


def _places_beside(world: World) -> Iterator[Place]:
    """Pages that are there only when something came before: a question, a return, a search, a call."""
    asha, ben = world.people[Role.TRIAGE], world.people[Role.SOCIAL_WORKER]
    yield Place("residents:new", add_person_link("nobody", asha), Role.TRIAGE)
    asked, returned, heard = (make_resident(asha, known_as=name, family_name="Cole") for name in ("Al", "Bo", "Cy"))
    question = fresh(make_referral(asked, asha))
    ask(referral=question, words="Which door?", by=ben, version=question.version)
    yield Place("referrals:answer", f"{question.get_absolute_url()}answer", Role.TRIAGE)
    back = fresh(make_referral(returned, asha))
    give_back(back, ben)
    yield Place("referrals:send_again", f"{back.get_absolute_url()}send-again", Role.TRIAGE)
    words = {**HEARD, "person": heard.reference}
    save_draft(owner_id=asha.pk, form="call", subject="new", fields=words, version=None)  # type: ignore[arg-type]
    yield Place(CHECK, "/calls/new/check", Role.TRIAGE)


def refused_boxes(page: str) -> set[str]:
    """The names of the boxes beside which a sentence stands."""
    groups = BeautifulSoup(page, "html.parser").select(".govuk-form-group--error")
    return {str(box["name"]) for group in groups for box in group.select("[name]")}


def lost_words(page: str, typed: dict[str, str]) -> list[str]:
    """The boxes whose words a page does not give back."""
    shown = [one.replace("\r\n", "\n") for one in words_in(page)]
    return [name for name, text in typed.items() if not any(text.strip() in one for one in shown)]


__all__ = ["CHECK", "HEARD", "Place", "Served", "errors_in", "lost_words", "refused_boxes", "served"]
