"""Whoever the demo borough is shown to follows its links: every page that it offers a persona answers."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from accounts.models import User
from assessments.enums import AssessmentKind
from assessments.models import Assessment
from core import clock
from discharges.models import HospitalStay
from residents.models import CircleLink, Merge, Resident
from services.enums import ProgrammeStatus
from services.models import Programme
from talking_shops.models import Booking, Conversation
from tests.architecture.permission_matrix import MATRIX
from tests.unit.demo.conftest import build_borough
from thurrock_care.demo.staff import personas

pytestmark = pytest.mark.django_db
EIGHT_HUNDRED = 800
OF_EACH = 2  # addresses of one route that are opened for one persona
LINK = re.compile(r"""<a\b[^>]*?\bhref=["'](/[^"'#]*)""")
WALKED = 550
# What a script fetches, what other systems and operators ask for, where a form leads and no link does, what a calendar
# subscribes to, and where a text message or a code on paper leads
NOT_LINKED = {
    "api:overview", "api:residents", "api:schema", "api:team_queue", "core:livez", "gallery", "referrals:guidance",
    "residents:matches", "residents:matches_for_call", "sealed:key", "talking_shops:capture_sessions",
    "talking_shops:counts", "talking_shops:feed_of_locality", "talking_shops:feedback_public",
    "talking_shops:put_right", "talking_shops:worker", "worklists:near", "worklists:duplicate_merge",
}  # fmt: skip


@pytest.fixture(scope="module")
def borough(django_db_setup: None, django_db_blocker: Any) -> Iterator[date]:
    yield from build_borough(EIGHT_HUNDRED, django_db_blocker)


class Walk:
    """One persona's way through the pages, link by link."""

    def __init__(self, user: User, begins: list[str]) -> None:
        self.client = Client(raise_request_exception=False)
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
            for link in LINK.findall(answer.content.decode()):
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
        "Chidi Eze": [Booking.objects.filter(session__starts_at__gt=clock.now()).earliest("made_at").session],
        "Gwen Price": [
            gladys,
            HospitalStay.objects.get(
                resident__known_as="Wally", resident__family_name="Finch", discharge__voided_at=None
            ),
            Programme.objects.get(status=ProgrammeStatus.PLANNED),
        ],
    }  # fmt: skip
    return [page.get_absolute_url() for page in pages.get(user.name, ())]


def route_of(address: str) -> str:
    """The name of the route of an address; "" for what is no page of ours."""
    return resolve(urlsplit(address).path).view_name


def test_every_link_of_every_page_answers_each_persona(borough: date) -> None:
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
    assert wrong == {}
    pages = {name for name, line in MATRIX.items() if line.method == "GET" and line.answer == 200}
    assert pages - set(opened) == NOT_LINKED
    assert opened.total() >= WALKED
