"""A page that shows every component in every state; routed only for developers and tests."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core import charts, clock
from core.gallery_form import FILLED, WRONG, SampleForm
from core.xmr import Better

ON_TIME = (61, 64, 60, 66, 63, 62, 65, 61, 64, 63, 62, 66, 80, 88)
REFERRALS = (31, 28, 34, 30, 27, 33, 29, 35, 30, 32, 28, 31, 33, 30, 36, 37, 38, 39, 41, 44, 52, 33)


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    if not list(messages.get_messages(request)):
        messages.success(request, "Allocated to Ben Carter.", extra_tags="undo:/undo/1")
    context = {
        "states": [
            ("Empty", SampleForm(prefix="empty")),
            ("Filled", SampleForm(_prefixed("filled", FILLED), prefix="filled")),
        ],
        "wrong": SampleForm(_prefixed("wrong", WRONG), prefix="wrong"),
        **people(),
        **lists(),
        **drawings(),
    }
    return render(request, "gallery/index.html", context)


def people() -> dict[str, Any]:
    """A living person, one who has died, what was said and what happened."""
    now = clock.now()
    jean = SimpleNamespace(
        known_as="Jeannie", legal_name="SMITH, Jean Margaret (Mrs)", born_text="14 July 1945", age=81,
        gender_label="Female", nhs_number_spaced="999 123 4567", reference="TC-7K2M-9", phone="07700 900123",
        address_lines=["14 Dock Road", "Tilbury", "RM18 7AB"], key_worker="Ben Carter", team="Tilbury and Chadwell CLS",
        is_deceased=False, access_needs=["BSL interpreter", "text, do not call"], safety_alerts=["visit in pairs"],
        statuses=["Six-week clock running"],
    )  # fmt: skip
    arthur = SimpleNamespace(
        known_as="Arthur", legal_name="OKAFOR, Arthur (Mr)", born_text="2 January 1938", age=88, gender_label="Male",
        nhs_number_spaced="", reference="TC-1B4D-3", phone="07700 900456", address_lines=[], key_worker="", team="",
        is_deceased=True, died_on=clock.today() - timedelta(days=20), age_at_death=88, access_needs=[],
    )  # fmt: skip
    said = SimpleNamespace(
        words="I want to go on cooking for the choir.",
        said_by="Jeannie",
        heard_by="Asha Patel",
        heard_at=now,
        topic="What matters",
    )
    return {"jean": jean, "arthur": arthur, "statements": [said], "entries": _events(now)}


def lists() -> dict[str, Any]:
    """Everything that lists are made of."""
    today = clock.today()
    return {
        "rows": [
            {"key": "Practice", "value": "Dell Medical Centre", "href": "#practice"},
            {"key": "Address", "lines": ["14 Dock Road", "Tilbury"], "href": "#address"},
            {"key": "Religion", "value": None, "href": "#religion", "action": "Ask"},
        ],
        "actions": [{"text": "Open", "href": "#open"}, {"text": "Hand on", "href": "#hand-on"}],
        "columns": [
            {"text": "Worker"},
            {"text": "People", "numeric": True},
            {"text": "New in 7 days", "numeric": True},
        ],
        "cells": [[{"text": "Ben Carter", "href": "#ben"}, 14, 2], [{"text": "Noor Aziz", "href": "#noor"}, 9, 0]],
        "page": Paginator(range(132), 25).page(3),
        "one_page": Paginator([], 25).page(1),
        "tabs": [
            {"text": "Unallocated", "href": "#1", "current": True, "count": 4},
            {"text": "Active", "href": "#2", "count": 61},
            {"text": "Six-week reviews", "href": "#3"},
        ],
        "chips": [{"text": "Tilbury and Chadwell", "remove_url": "#a"}, {"text": "Urgent today", "remove_url": "#b"}],
        "dues": [today - timedelta(days=3), today, today + timedelta(days=1), today + timedelta(days=9)],
        "draft": SimpleNamespace(url="/drafts/gallery/new", form="gallery", subject="new", version=3, saved_at="14:32"),
    }


def drawings() -> dict[str, Any]:
    """One chart of each kind."""
    first = date(2026, 6, 1)
    weeks = [(f"{first + timedelta(weeks=week):%-d %b}", value) for week, value in enumerate(REFERRALS)]
    days = [-9, -3, -3, -1, 0, 0, 2, 2, 2, 5, 6, 9, 9, 12, 15, 15, 20, 21, 28, 30, 30, 33, 38, 41, 41, 41]
    return {
        "xmr": charts.xmr_chart(
            key="xmr", title="More people are being referred", subtitle="Referrals a week, Tilbury and Chadwell",
            points=weeks, better=Better.DOWN, target=40,
        ),
        "better": charts.xmr_chart(
            key="better", title="More reviews are on time", subtitle="Per cent of reviews within six weeks",
            points=[(f"month {number}", value) for number, value in enumerate(ON_TIME, start=1)],
            better=Better.UP,
        ),
        "trial": charts.xmr_chart(
            key="trial", title="Too early to tell", subtitle="Hand-offs a person", points=[("Oct", 1.2), ("Nov", 1.4)],
            better=Better.NEITHER,
        ),
        "strip": charts.strip_chart(key="strip", title="26 six-week clocks are open, 4 are overdue", days_left=days),
        "spark": charts.spark(REFERRALS),
    }  # fmt: skip


def _events(now: datetime) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(
            title="Referred to Tilbury and Chadwell", at=now, by="Asha Patel", team="Thurrock First", kind="referral",
            detail="Her practice belongs to that locality.", href="#referral",
        ),
        SimpleNamespace(
            title="Left hospital", on=clock.days_ago(12), by="", team="Hospital hub", kind="discharge", detail="",
            href="",
        ),
    ]  # fmt: skip


def _prefixed(prefix: str, typed: dict[str, Any]) -> dict[str, Any]:
    return {f"{prefix}-{name}": value for name, value in typed.items()}
