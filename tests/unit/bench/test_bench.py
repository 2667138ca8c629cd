"""The bench: what it asks, how it counts, and what it says of a run."""

import os
import subprocess
import sys
from datetime import date, timedelta
from random import Random
from typing import Any

import psycopg2
import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from bench import sweep
from bench.boroughs import address
from bench.pages import PAGES, SHOPS, Sample, conversations, damaged, misspelt, routed_calls
from bench.processes import Family, parent_of
from bench.queries import without_own_transaction
from bench.report import missed, table
from bench.requests import Seen
from bench.warming import usual_memory, warm
from core import clock
from core.receipts import TOKEN_FIELD
from referrals.models import Promise
from residents.models import Resident
from talking_shops.actions import put_on_list, tap
from talking_shops.enums import Service, TapKind
from tests.factories.field import make_conversation, make_session

JEAN = {
    "reference": "P-7K3P-XQ4M", "given_name": "Jean", "family_name": "Hughes", "postcode": "RM18 8AD",
    "born_on": date(1945, 9, 7), "phone": "07700900118",
}  # fmt: skip


@pytest.fixture
def people() -> Sample:
    return Sample([JEAN], Random(7))


def page(name: str, times_p: float, p95_times_p: float = 1.0) -> dict[str, Any]:
    figures = dict.fromkeys(("p50", "p95", "times_p_cpu", "app_cpu", "db_cpu", "s_ms", "requests_a_second"), 1.0)
    return {**figures, "name": name, "times_p": times_p, "p95_times_p": p95_times_p, "sql": 4}


def run(small: float, large: float) -> dict[str, Any]:
    memory = {"before": 150.0, "after": 151.0}
    sizes = {
        size: {"P": page("P", 1), "pages": [page("team queue", times)], "memory_mb": memory}
        for size, times in (("10000", small), ("100000", large))
    }
    return {"began": "2026-11-24T09:00:00+00:00", "sizes": sizes}


def test_misses_nothing_within_three_times_the_plainest_page_and_flat() -> None:
    assert missed(run(2.5, 2.9)) == []


def test_names_the_page_that_is_over_three_times_the_plainest_at_100_000() -> None:
    assert missed(run(3.1, 3.2)) == ["team queue at 100,000: 3.20 × P, at most 3.0"]


def test_names_the_page_that_grows() -> None:
    assert missed(run(1.0, 2.0)) == ["team queue grew 2.00 times to 100,000, at most 1.3"]


@pytest.mark.parametrize(
    ("name", "p95", "misses"), [("person search, misspelt", 3.1, 1), ("person search", 3, 0), ("team queue", 3.1, 0)]
)
def test_names_a_search_of_a_million_that_is_slow_for_one_in_twenty(name: str, p95: float, misses: int) -> None:
    figures = {"P": page("P", 1), "pages": [page(name, 2, p95)], "memory_mb": {"before": 150.0, "after": 151.0}}
    told = missed({"began": "", "sizes": {"1000000": figures}})
    assert told == [f"{name} at 1,000,000: p95 {p95:.2f} × that of P"] * misses


def test_names_the_memory_that_does_not_stay() -> None:
    grown = run(1.0, 1.0)
    grown["sizes"]["100000"]["memory_mb"] = {"before": 150.0, "after": 158.0}
    assert missed(grown) == ["memory at 100,000: from 150 to 158 MB"]


def test_says_of_how_many_only_is_known_who_they_are() -> None:
    large = run(1.0, 1.0)
    large["sizes"]["1000000"] = large["sizes"].pop("100000")
    assert "**1,000,000 people, of whom 100,000 have a life with us**" in table(large)


def test_asks_with_day_and_month_swapped_where_that_is_a_date(people: Sample) -> None:
    assert damaged(people, JEAN).endswith(" 9/7/1945")
    assert damaged(people, JEAN | {"born_on": date(1945, 7, 14)}).endswith(" 14/7/1945")


def test_shows_the_growth_from_the_smallest_borough() -> None:
    assert "| team queue | 2.50 | 1.00 | 1.00 | 1.25 |" in table(run(2.0, 2.5))


def test_asks_for_a_name_with_one_slip_of_the_pen(people: Sample) -> None:
    asked = {misspelt(people, JEAN) for _ in range(20)}
    assert all(name.startswith("Jean ") and abs(len(name) - len("Jean Hughes")) == 1 for name in asked)


def test_sends_every_form_with_a_token_of_its_own(people: Sample) -> None:
    calls = routed_calls(people)
    tokens = [(next(calls).timed.form or {})[TOKEN_FIELD] for _ in range(50)]
    assert len(set(tokens)) == 50


def test_sends_the_version_that_the_page_before_showed() -> None:
    seen = Seen()
    seen.read(b'<p>nothing here</p><input type="hidden" name="draft_version" value="28110042">')
    seen.read(b"<p>another page</p>")
    assert seen.fill("send=yes&draft_version=seen&goes=router") == "send=yes&draft_version=28110042&goes=router"


def test_measures_every_page_that_has_a_target() -> None:
    named = " ".join(page.name for page in PAGES)
    for page_with_target in (
        "search",
        "queue",
        "reviews",
        "person's page",
        "timeline",
        "call",
        "conversation",
        "my day",
        "dashboard",
        "details",
        "hand a referral on",
        "may be one person",
        "side by side",
    ):
        assert page_with_target in named


def test_asks_for_no_page_of_which_a_borough_has_none(people: Sample) -> None:
    without = {page.name for page in PAGES if next(page.asked(people), None) is None}
    of_shops = {"Talking Shop with a list and conversations", "save a conversation at a Talking Shop"}
    assert without == {"hand a referral on", "two records side by side"} | of_shops
    shops = [("0193512b-1c00-7000-8000-2d7f0ec70b56", "20 November 2026")]
    with_all = Sample(people.people, Random(7), ["R-234-6790"], ["0193512b-1c00-7000-8000-2d7f0ec70b55"], shops)
    asked = {page.name: next(page.asked(with_all)).timed.path for page in PAGES}
    assert asked["hand a referral on"] == "/referrals/R-234-6790/hand-on"
    assert asked["two records side by side"] == "/people/duplicates/0193512b-1c00-7000-8000-2d7f0ec70b55/"
    assert asked["Talking Shop with a list and conversations"] == f"/sessions/{shops[0][0]}/"


@pytest.mark.django_db
def test_saves_a_conversation_at_a_talking_shop_whose_worker_promises_something(
    client: Client, jean: Resident, ben: User
) -> None:
    session = make_session(on=clock.today() - timedelta(days=3))
    assert shops_found() == []
    tap(session=session, kind=TapKind.CAME_IN, by=ben)
    put_on_list(session=session, service=Service.CLS, user=ben, by=ben)
    assert shops_found() == []
    make_conversation(jean, ben, session=session, held_on=session.held_on)
    asked = next(conversations(Sample([JEAN | {"reference": jean.reference}], Random(7), shops=shops_found())))
    client.force_login(ben)
    assert client.post(asked.timed.path, asked.timed.form).status_code == asked.timed.expect
    assert session.conversations.count() == 2
    assert Promise.objects.get(resident=jean).words == "Order a bath board"


def shops_found() -> list[tuple[str, str]]:
    """The Talking Shops of which pages are asked for."""
    with connection.cursor() as cursor:
        cursor.execute(SHOPS, [5])
        return list(cursor.fetchall())


def test_leaves_out_only_the_savepoint_that_stands_for_the_request() -> None:
    statements = [
        "SELECT 1",
        'SAVEPOINT "a"',
        "SELECT 2",
        'SAVEPOINT "b"',
        'RELEASE SAVEPOINT "b"',
        'RELEASE SAVEPOINT "a"',
    ]
    assert without_own_transaction(statements) == ["SELECT 1", "SELECT 2", 'SAVEPOINT "b"', 'RELEASE SAVEPOINT "b"']


def test_finds_another_database_of_the_same_server() -> None:
    assert address("postgresql://tc@/postgres?host=/tmp/x", "bench_10") == "postgresql://tc@/bench_10?host=/tmp/x"
    assert address("postgres://u:p@db:5432/care", "bench_10") == "postgres://u:p@db:5432/bench_10"


def test_counts_the_processor_time_and_the_memory_of_a_child() -> None:
    busy = """
import time
kept = bytearray(30_000_000)
end = time.process_time() + 0.3
while time.process_time() < end:
    pass
print("done", flush=True)
input()
"""
    before = Family(os.getpid()).cpu_seconds()
    with subprocess.Popen([sys.executable, "-c", busy], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        family = Family(parent_of(child.pid))
        assert family.head == os.getpid()
        assert family.cpu_seconds() - before >= 0.29
        assert family.memory_mb() > 30
        child.communicate(b"\n")


def test_gives_the_server_a_quarter_of_the_memory_and_at_most_4_gb() -> None:
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024**2
    assert usual_memory() == {"shared_buffers": f"{min(whole // 4, 4096)}MB"}


@pytest.mark.django_db
def test_reads_a_borough_into_memory_before_it_is_measured() -> None:
    url = address(os.environ["DATABASE_URL"], connection.settings_dict["NAME"])
    assert warm(url) > 0
    assert warm(url) > 0  # the extension is there by now
    with psycopg2.connect(url) as direct, direct.cursor() as cursor:
        cursor.execute("DROP EXTENSION pg_prewarm")
    direct.close()


SWEPT = {
    "clocks": 100, "days": 59, "expected": 350, "steps": 350, "again": 0, "sweep_seconds": 9.0, "again_seconds": 0.1,
    "update_seconds": 1.0, "memory_mb": 70.0, "idle_mb": 65.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, ""),
        ({"steps": 349}, "the sweep took 349 steps of 350, and 0 again"),
        ({"again": 1}, "the sweep took 350 steps of 350, and 1 again"),
        ({"days": 1}, "the clocks are on 1 days only"),
        ({"sweep_seconds": 21.0}, "the sweep takes more than 20 × an UPDATE"),
        ({"memory_mb": 90.0}, "the memory of the sweep grows with the clocks"),
    ],
)
def test_misses_a_sweep_that_takes_other_steps_than_the_rule_asks_for(change: dict[str, Any], sentence: str) -> None:
    assert sweep.missed(SWEPT | change) == ([sentence] if sentence else [])
