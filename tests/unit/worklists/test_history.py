"""The audit log in words."""

import re
from pathlib import Path

from assessments.states import ASSESSMENT
from discharges.states import CLOCK, STAY
from referrals.states import REFERRAL
from worklists.history_pages import PAGES
from worklists.history_words import VERBS

ROOT = Path(__file__).resolve().parents[3]
APPS = ("accounts", "residents", "referrals", "talking_shops", "discharges", "assessments", "worklists", "dashboards")


def code() -> str:
    """The source of every app."""
    files = (path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_every_event_of_a_state_table_has_its_words() -> None:
    events = {step.event for table in (REFERRAL, STAY, CLOCK, ASSESSMENT) for step in table.transitions}
    assert events <= set(VERBS)


def test_every_event_that_an_action_writes_has_its_words() -> None:
    written = set(re.findall(r'\brecord\(\s*"([a-z_]+\.[a-z_]+)"', code()))
    assert written
    assert written <= set(VERBS)


def test_every_page_that_writes_who_looked_has_its_words() -> None:
    pages = set(re.findall(r'page="([a-z_]+\.[a-z_]+)"', code()))
    assert pages
    assert pages <= set(PAGES)
