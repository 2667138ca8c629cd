"""The timeline shows every event of every part, each kind can be chosen alone, and each leads on."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import conditional_escape

from accounts.models import User
from assessments.actions import complete, start_full
from core import clock
from referrals.actions import return_referral
from residents.actions import correct_life_event, note_event, record_death
from residents.enums import TimelineKind
from residents.models import Resident, TimelineEntry
from talking_shops.actions import tick_off
from talking_shops.models import AgreedAction
from tests.factories.life import put_everything_under_way
from tests.factories.programmes import make_goal
from tests.factories.referrals import make_referral

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
APPS = ("residents", "talking_shops", "referrals", "discharges", "assessments", "services", "worklists")


@pytest.fixture
def page(jean: Resident) -> str:
    return reverse("worklists:timeline", args=[jean.reference])


def titles_on(client: Client, page: str) -> list[str]:
    """The titles of the events that the page shows, without their links."""
    text = client.get(page).content.decode()
    found = re.findall(r'tc-timeline__title">(.*?)</h2>', text, re.S)
    return [re.sub(r"<span.*?</span>|<[^>]+>", "", title).strip() for title in found]


@pytest.mark.parametrize("kind", TimelineKind)
def test_every_kind_can_be_chosen_alone(
    client: Client, page: str, jean: Resident, ben: User, kind: TimelineKind
) -> None:
    for each in TimelineKind:
        note_event(jean, each, f"Something: {each.label}", by=ben, source=jean)
    client.force_login(ben)
    everything = client.get(page).content.decode()
    assert f'href="{page}?kind={kind.value}"' in everything
    shown = titles_on(client, f"{page}?kind={kind.value}")
    assert f"Something: {kind.label}" in shown
    written = TimelineEntry.objects.filter(resident=jean, kind=kind).count()
    assert len(shown) == written


def test_shows_whatever_any_part_has_written(
    client: Client, page: str, jean: Resident, asha: User, ben: User, dee: User, gwen: User
) -> None:
    put_everything_under_way(jean, {"asha": asha, "ben": ben, "dee": dee, "gwen": gwen})
    return_referral(referral=make_referral(jean, asha, need="company"), words="Not for us", by=dee)
    make_goal(jean, ben)
    tick_off(action=AgreedAction.objects.get(), by=ben)
    complete(assessment=start_full(resident=jean, by=ben), by=ben)
    event = record_death(resident=jean, died_on=clock.today(), by=ben, how_known="Maria rang")
    correct_life_event(event=event, because="Another Jean", by=ben)
    entries = TimelineEntry.objects.filter(resident=jean)
    kinds = set(entries.values_list("kind", flat=True))
    assert kinds >= {kind.value for kind in TimelineKind}
    client.force_login(ben)
    shown = titles_on(client, page)
    assert sorted(shown) == sorted(conditional_escape(entry.title) for entry in entries)


def test_leads_to_the_page_behind_an_event(
    client: Client, page: str, jean: Resident, asha: User, ben: User, dee: User, gwen: User
) -> None:
    put_everything_under_way(jean, {"asha": asha, "ben": ben, "dee": dee, "gwen": gwen})
    record_death(resident=jean, died_on=clock.today(), by=ben, how_known="Maria rang")
    client.force_login(ben)
    text = client.get(page).content.decode()
    life = reverse("residents:life", args=[jean.reference])
    promise = reverse("referrals:promise", args=[jean.promises.get().pk])
    held = jean.allocations.get().referral.get_absolute_url()
    for address in (life, promise, held):
        assert f'class="govuk-link" href="{address}"' in text


def kinds_in_the_code() -> Iterator[tuple[str, str]]:
    """File and kind of every TimelineKind that the code names."""
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "TimelineKind":
                    yield path.name, node.attr


def test_every_kind_is_written_by_some_action_and_none_is_unknown() -> None:
    named = {kind for _, kind in kinds_in_the_code()}
    assert named - {"choices", "values", "label"} <= set(TimelineKind.__members__)
    assert named >= set(TimelineKind.__members__)
