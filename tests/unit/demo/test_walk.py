"""Whoever the demo borough is shown to follows its links: every page that it offers a persona answers."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import Resolver404, resolve

from accounts.models import User
from assessments.enums import AssessmentKind
from assessments.models import Assessment
from core import clock
from discharges.models import HospitalStay
from residents.models import CircleLink, EmailAddress, Merge, Resident
from services.enums import ProgrammeStatus
from services.models import Programme
from talking_shops.actions import ask_for_feedback
from talking_shops.enums import MayAsk
from talking_shops.links import FEEDBACK, link_of
from talking_shops.models import Booking, Conversation, WalkAwayReceipt
from talking_shops.receipts import link_to_put_right
from tests.architecture.permission_matrix import MATRIX
from tests.unit.demo.conftest import build_borough
from thurrock_care.demo.staff import personas

pytestmark = pytest.mark.django_db
EIGHT_HUNDRED = 800
OF_EACH = 2  # addresses of one route that are opened for one persona
LINK = re.compile(r"""<a\b[^>]*?\bhref=["'](?:webcal://[^/"']+)?(/[^"'#]*)""")
FETCHED = re.compile(r"""\b(?:data-[a-z-]+|hx-get)=["'](/[^"'#]*)""")
SCRIPT = re.compile(r"""<script\b[^>]*?\bsrc=["']/static/([^"'?]+)""")
ASKED = re.compile(r"""\b(?:fetch|register)\(\s*["'](/[^"']+)["']""")
WALKED = 900
# What other systems and developers ask for, and where a form leads and no link does
NOT_LINKED = {
    "api:overview", "api:residents", "api:schema", "api:team_queue", "gallery", "residents:matches_for_call",
    "worklists:duplicate_merge",
}  # fmt: skip


@pytest.fixture(scope="module")
def borough(django_db_setup: None, django_db_blocker: Any) -> Iterator[date]:
    yield from build_borough(EIGHT_HUNDRED, django_db_blocker)


class Walk:
    """One persona's way through the pages, or a stranger's, link by link; their scripts ask for what they ask for."""

    def __init__(self, user: User | None, begins: list[str]) -> None:
        self.client = Client(raise_request_exception=False)
        if user:
            self.client.force_login(user)
        self.opened: Counter[str] = Counter()
        self.wrong: dict[str, str] = {}
        self._found = ["/", *begins]
        self._seen = set(self._found)

    def go(self) -> None:
        while self._found:
            self._open(self._found.pop(0))

    def _open(self, address: str) -> None:
        route = route_of(address)
        if not route or self.opened[route] >= OF_EACH:
            return
        self.opened[route] += 1
        answer = self.client.get(address)
        if answer.status_code in (301, 302):
            self._follow(answer["Location"], address)
        elif answer.status_code != 200:
            self.wrong[address] = f"{route} gave {answer.status_code}"
        elif "html" in answer["Content-Type"]:
            page = answer.content.decode()
            for link in (*LINK.findall(page), *fetched(page)):
                self._follow(unescape(link), address)

    def _follow(self, link: str, page: str) -> None:
        if link not in self._seen and not link.startswith("/static/"):
            self._seen.add(link)
            self._found.append(link)


def begins_of(user: User) -> list[str]:
    """Pages that stand further down in lists than a walk goes, by whoever has something to do there."""
    gladys = Resident.objects.get(family_name="Ferrier")
    pages: dict[str, list[Any]] = {
        "Asha Patel": [gladys, Merge.objects.get(undone_at=None), CircleLink.objects.order_by("pk").first().resident],
        "Ben Okafor": [
            *Conversation.objects.filter(resident__merged_into=None, worker=user).order_by("-pk")[:1],
            *Assessment.objects.filter(kind=AssessmentKind.FULL, assessor=user).order_by("status")[:2],
        ],
        "Chidi Eze": [
            EmailAddress.objects.filter(ended_on=None).earliest("started_on", "pk").resident,
            Booking.objects.filter(session__starts_at__gt=clock.now()).earliest("made_at").session,
        ],
        "Gwen Price": [
            gladys,
            HospitalStay.objects.get(
                resident__known_as="Wally", resident__family_name="Finch", discharge__voided_at=None
            ),
            Programme.objects.get(status=ProgrammeStatus.PLANNED),
        ],
    }  # fmt: skip
    return [page.get_absolute_url() for page in pages.get(user.name, ())]


def begins_outside(ben: User) -> list[str]:
    """Where somebody comes from who does not sign in: a poster, a page that they took away, a text message."""
    paper = WalkAwayReceipt.objects.theirs().latest("made_at")
    held = Conversation.objects.filter(worker=ben, may_ask=MayAsk.YES, feedback=None).latest("logged_at")
    asked = ask_for_feedback(conversation=held, to="07700 900123", is_safe=True, by=ben)
    links = (link_to_put_right(paper), link_of(FEEDBACK, asked.pk, asked.token_digest))
    return ["/talking-shops/", *(urlsplit(link).path for link in links)]


def fetched(page: str) -> list[str]:
    """What the scripts of a page read from us: addresses that the page gives them, and those that they know."""
    known = [address for name in SCRIPT.findall(page) for address in asked_in(name)]
    return [address for address in (*FETCHED.findall(page), *known) if is_read(address)]


@cache
def asked_in(script: str) -> list[str]:
    """The addresses that a script knows."""
    path = finders.find(script)
    assert path, f"no script {script}"
    return ASKED.findall(Path(path).read_text(encoding="utf-8"))


def is_read(address: str) -> bool:
    """Whether it is a page of ours that can be asked for and changes nothing."""
    try:
        line = MATRIX.get(route_of(address))
    except Resolver404:
        return False
    return line is not None and line.method == "GET"


def route_of(address: str) -> str:
    """The name of the route of an address; "" for what is no page of ours."""
    return resolve(urlsplit(address).path).view_name


def test_every_link_of_every_page_answers_each_persona(borough: date, settings: Any) -> None:
    settings.NOTIFY = settings.NOTIFY | {"key": "connected"}
    opened: Counter[str] = Counter()
    wrong: dict[str, dict[str, str]] = {}
    with clock.standing_at(clock.start_of(borough) + timedelta(hours=9, minutes=5)):
        for persona in personas():
            user = User.objects.filter(email=persona.email, is_active=True).first()
            if user is not None and not persona.fills_first:
                walk = Walk(user, begins_of(user))
                walk.go()
                opened.update(walk.opened)
                wrong |= {user.name: walk.wrong} if walk.wrong else {}
        stranger = Walk(None, begins_outside(User.objects.get(name="Ben Okafor")))
        stranger.go()
        opened.update(stranger.opened)
        wrong |= {"a stranger": stranger.wrong} if stranger.wrong else {}
    assert wrong == {}
    pages = {name for name, line in MATRIX.items() if line.method == "GET" and line.answer == 200}
    assert pages - set(opened) == NOT_LINKED
    assert opened.total() >= WALKED
