"""python -m bench.sweep [--clocks 100000]: one six-week sweep over many open clocks, of people who went home 4 to 62
days ago and of whom nothing was told yet, against one plain UPDATE of as many step rows in the same run; then one that
finds every step taken; and the memory of the process that sweeps.
"""

import argparse
import sys
import time
from typing import Any

from bench.alone import execute, prepared, python, told
from discharges.rules import REVIEW_DAYS

MOST_TIMES, MOST_MEMORY = 20.0, 1.25
NAME = "bench_sweep"
FIRST = """
import django
django.setup()
from datetime import timedelta
from accounts.roles import Role
from core import clock
from discharges.actions import WentHome, receive_discharge
from tests.factories.people import make_resident, make_user
resident = make_resident(make_user("Asha Patel", Role.TRIAGE, "thurrock-first"))
told = WentHome(hospital="basildon", discharged_on=clock.days_ago(4), pathway="1")
receive_discharge(resident=resident, told=told, by=make_user("Basildon EPR", Role.SERVICE))
"""
# what the pure rule asks for, day by day
EXPECTED = """
import django, json
django.setup()
from django.db.models import Count
from core import clock
from discharges.models import SixWeekClock
from discharges.rules import ClockFacts, steps_due
days = SixWeekClock.objects.open().order_by().values_list("discharged_on").annotate(Count("pk"))
asked = [len(steps_due(ClockFacts(day, is_open=True, is_allocated=False), clock.today())) for day, _ in days]
print(json.dumps({"days": len(days), "steps": sum(steps * of[1] for steps, of in zip(asked, days))}))
"""
SWEEP = """
import django, json, resource, time
django.setup()
from discharges.sweep import sweep
began = time.monotonic()
queued = sum(sweep().values())
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"steps": queued, "seconds": time.monotonic() - began, "memory_mb": peak}))
"""
FIRST_DAY, LAST_DAY = 4, 62  # days after the discharge: all steps, and a week more
HOME = f"(now() AT TIME ZONE 'Europe/London')::date - {FIRST_DAY} - n % {LAST_DAY - FIRST_DAY + 1}"
KEY = "('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid"
# the one real row of each table again and again, with keys of its own that point to each other
COPIES = {
    "residents_resident": {"id": KEY, "reference": "'B' || n"},
    "discharges_hospitalstay": {"id": KEY, "resident_id": KEY},
    "discharges_discharge": {"id": KEY, "resident_id": KEY, "stay_id": KEY, "discharged_on": HOME},
    "referrals_referral": {"id": KEY, "resident_id": KEY, "reference": "'B' || n"},
    "discharges_sixweekclock": {
        "id": KEY,
        "resident_id": KEY,
        "discharge_id": KEY,
        "referral_id": KEY,
        "discharged_on": HOME,
        "dated_on": HOME,
        "due_on": f"{HOME} + {REVIEW_DAYS}",
        "plan_by": f"{HOME} + {REVIEW_DAYS}",
    },
}


def run(server: str, clocks: int) -> dict[str, Any]:
    """The figures of one run, in a database of its own that is removed afterwards."""
    with prepared(server, NAME) as url:
        _fill(url, clocks)
        expected = python(url, EXPECTED)
        swept = python(url, SWEEP)
        again = python(url, SWEEP)
        return {
            "clocks": clocks, "days": expected["days"], "expected": expected["steps"], "steps": swept["steps"],
            "again": again["steps"], "sweep_seconds": swept["seconds"], "again_seconds": again["seconds"],
            "update_seconds": _update(url), "memory_mb": swept["memory_mb"], "idle_mb": again["memory_mb"],
        }  # fmt: skip


def sentence(run: dict[str, Any]) -> str:
    """What one run found, on one line."""
    times = run["sweep_seconds"] / run["update_seconds"]
    return (
        f"six-week sweep: {run['steps']:,} steps of {run['clocks']:,} open clocks on {run['days']} days in "
        f"{run['sweep_seconds']:.1f} s, {times:.1f} × one UPDATE of as many rows (at most {MOST_TIMES:.0f}); "
        f"{run['again_seconds']:.1f} s when nothing is due; memory {run['memory_mb']:.0f} MB, {run['idle_mb']:.0f} MB "
        "when nothing is due"
    )


def missed(run: dict[str, Any]) -> list[str]:
    """What the run says that should not be."""
    found = []
    if run["steps"] != run["expected"] or run["again"]:
        found.append(f"the sweep took {run['steps']} steps of {run['expected']}, and {run['again']} again")
    if run["days"] <= LAST_DAY - FIRST_DAY:
        found.append(f"the clocks are on {run['days']} days only")
    if run["sweep_seconds"] > MOST_TIMES * run["update_seconds"]:
        found.append(f"the sweep takes more than {MOST_TIMES:.0f} × an UPDATE")
    if run["memory_mb"] > MOST_MEMORY * run["idle_mb"]:
        found.append("the memory of the sweep grows with the clocks")
    return found


def _fill(url: str, clocks: int) -> None:
    began = time.monotonic()
    python(url, FIRST)
    statements = ["SET session_replication_role = replica"]
    for table, columns in COPIES.items():
        given = ", ".join(f"'{name}', {value}" for name, value in columns.items())
        statements.append(
            f"INSERT INTO {table} SELECT (jsonb_populate_record(one, jsonb_build_object({given}))).* "
            f"FROM (SELECT row AS one FROM {table} AS row LIMIT 1) AS first, generate_series(2, {clocks}) AS n"
        )
    execute(url, *statements, "TRUNCATE outbox_job CASCADE", "VACUUM (ANALYZE)")
    print(f"{clocks:,} open clocks made in {time.monotonic() - began:.0f} s", flush=True)


def _update(url: str) -> float:
    """Seconds of one UPDATE of every step row; the trigger that forbids it rests meanwhile."""
    return execute(url, "SET session_replication_role = replica", "UPDATE discharges_clockstep SET at = now()")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.sweep", description=__doc__)
    parser.add_argument("--clocks", type=int, default=100_000)
    options = parser.parse_args()
    return told("bench-sweep", lambda server: run(server, options.clocks), sentence, missed)


if __name__ == "__main__":
    sys.exit(main())
