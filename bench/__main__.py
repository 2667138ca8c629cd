"""python -m bench [--sizes 10000,100000] [--write] [--check]: build, measure, print, keep."""

import argparse
import os
import signal
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

from bench import boroughs, report, sweep
from bench.measure import measure_borough
from bench.places import RESULTS
from bench.warming import usual_memory, warm
from thurrock_care.runner.places import scratch
from thurrock_care.runner.servers import EmbeddedPostgres

SIZES, FULL = "10000,100000", "10000,100000,1000000"


def main() -> int:
    """The exit code: 1 when --check was asked for and a target is missed."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / ".gitignore").write_text("*\n")
    run: dict[str, Any] = {"began": datetime.now(UTC).isoformat(timespec="seconds"), "sizes": {}}
    with ExitStack() as stack:
        server = _server(stack)
        for size in map(int, options.sizes.split(",")):
            url = boroughs.ready(server, size)
            warm(url)
            print(f"measuring at {size:,} people", flush=True)
            run["sizes"][str(size)] = measure_borough(url, options.requests, options.only)
        if options.clocks:
            run["sweep"] = sweep.run(server, options.clocks)
            print(sweep.sentence(run["sweep"]), flush=True)
    print(report.table(run))
    print(f"Kept in {report.keep(run)}")
    if options.write:
        report.write_down(run)
    return _told([*report.missed(run), *(sweep.missed(run["sweep"]) if options.clocks else [])], options.check)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    sizes = FULL if os.environ.get("BENCH") == "full" else SIZES
    parser.add_argument(
        "--sizes", default=sizes, help="numbers of people, with commas between (BENCH=full: a million too)"
    )
    parser.add_argument("--only", default="", help="only the pages with these words in their name: person search")
    parser.add_argument(
        "--clocks", type=int, default=1_000_000, help="how many open clocks the six-week sweep goes over; 0: none"
    )
    parser.add_argument("--requests", type=int, default=200, help="how many of each page, one after another")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    parser.add_argument("--check", action="store_true", help="fail when a target is missed")
    return parser.parse_args()


def _server(stack: ExitStack) -> str:
    """The server of DATABASE_URL, or one of our own, with memory as is usual: every commit reaches the disk."""
    given = os.environ.get("DATABASE_URL")
    return given or str(stack.enter_context(EmbeddedPostgres(scratch("bench"), options=usual_memory())).url("postgres"))


def _told(missed: list[str], check: bool) -> int:
    for sentence in missed:
        print(f"Missed: {sentence}", file=sys.stderr)
    return 1 if missed and check else 0


if __name__ == "__main__":
    sys.exit(main())
