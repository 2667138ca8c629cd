"""What is printed, kept and written down of a run."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.boroughs import MOST_LIVES
from bench.places import RESULTS, ROOT

MOST_TIMES_P, MOST_GROWTH, MOST_MEMORY = 3.0, 1.3, 1.05
SEARCH = "person search"
DOCUMENT = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
HEADER = (
    "page",
    "× P",
    "× P in CPU",
    "p95 × P",
    "growth",
    "p50 ms",
    "p95 ms",
    "SQL",
    "S ms",
    "CPU ms app",
    "CPU ms db",
    "req/s at 8",
)


def table(run: dict[str, Any]) -> str:
    """The figures of every size as Markdown."""
    parts = []
    smallest = min(run["sizes"], key=int)
    for size in sorted(run["sizes"], key=int):
        figures = run["sizes"][size]
        growth = {page["name"]: page["times_p"] for page in run["sizes"][smallest]["pages"]}
        rows = [HEADER, tuple("---" for _ in HEADER)]
        rows += [_row(page, growth.get(page["name"]), size != smallest) for page in (figures["P"], *figures["pages"])]
        memory = figures["memory_mb"]
        used = f"web processes {memory['before']:.0f} MB before, {memory['after']:.0f} MB after"
        who = f", of whom {MOST_LIVES:,} have a life with us" if int(size) > MOST_LIVES else ""
        parts.append(f"**{int(size):,} people{who}**; {used}\n")
        parts.append("\n".join("| " + " | ".join(row) + " |" for row in rows) + "\n")
    return "\n".join(parts)


def _row(page: dict[str, Any], at_smallest: float | None, grown: bool) -> tuple[str, ...]:
    growth = f"{page['times_p'] / at_smallest:.2f}" if grown and at_smallest else ""
    return (
        page["name"], f"{page['times_p']:.2f}", f"{page['times_p_cpu']:.2f}", f"{page['p95_times_p']:.2f}", growth,
        f"{page['p50']:.1f}", f"{page['p95']:.1f}", str(page["sql"]), f"{page['s_ms']:.1f}", f"{page['app_cpu']:.1f}",
        f"{page['db_cpu']:.1f}", f"{page['requests_a_second']:.0f}",
    )  # fmt: skip


def missed(run: dict[str, Any]) -> list[str]:
    """The targets that a run misses, as sentences: 3 × P at every size from 100,000 on, growth at most 1.3, memory
    of the web processes that stays; with a million people the 95th percentile of every search at most 3 × that of P.
    """
    sentences = []
    smallest = min(run["sizes"], key=int)
    base = {page["name"]: page["times_p"] for page in run["sizes"][smallest]["pages"]}
    for size, figures in run["sizes"].items():
        memory = figures["memory_mb"]
        if memory["after"] > memory["before"] * MOST_MEMORY:
            sentences.append(f"memory at {int(size):,}: from {memory['before']:.0f} to {memory['after']:.0f} MB")
        for page in figures["pages"]:
            growth = page["times_p"] / base[page["name"]]
            if int(size) >= 100_000 and page["times_p"] > MOST_TIMES_P:
                sentences.append(f"{page['name']} at {int(size):,}: {page['times_p']:.2f} × P, at most {MOST_TIMES_P}")
            if int(size) >= 1_000_000 and page["name"].startswith(SEARCH) and page["p95_times_p"] > MOST_TIMES_P:
                sentences.append(f"{page['name']} at {int(size):,}: p95 {page['p95_times_p']:.2f} × that of P")
            if growth > MOST_GROWTH:
                sentences.append(f"{page['name']} grew {growth:.2f} times to {int(size):,}, at most {MOST_GROWTH}")
    return sentences


def keep(run: dict[str, Any]) -> Path:
    """Write the whole run as JSON."""
    path = RESULTS / f"{run['began'].replace(':', '')}.json"
    path.write_text(json.dumps(run, indent=1, ensure_ascii=False) + "\n")
    return path


def write_down(run: dict[str, Any]) -> None:
    """Put the tables into docs/performance.md, between its marks."""
    text = DOCUMENT.read_text()
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    day = datetime.fromisoformat(run["began"]).strftime("%-d %B %Y")
    DOCUMENT.write_text(f"{before}{BEGIN}\nMeasured on {day}.\n\n{table(run)}\n{END}{after}")
