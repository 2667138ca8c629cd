"""python -m bench.notices [--rows 10000]: a file of so many notices, half of them about people whom we know, checked
and taken up by its jobs one after the other as a worker does them; how long it takes, the longest job, the memory.
"""

import argparse
import sys
from typing import Any

from bench.alone import prepared, python, told

MOST_SECONDS, MOST_MEMORY, LONGEST_JOB = 300.0, 1.25, 5.0  # for 10,000 rows; times; seconds
NAME = "bench_notices"
WORK = """
import django, json, resource, sys, time
django.setup()
from uuid import uuid4
from accounts.roles import Role
from core import clock
from discharges.actions import send_file, take_up_file
from discharges.models import HospitalStay
from outbox.actions import perform
from outbox.models import Job
from residents.models import Resident
from residents.search.numbers import is_nhs_number
from tests.factories.notices import csv_of, hours_ago
from tests.factories.people import make_resident, make_user

rows = int(sys.argv[1])
first = make_resident(make_user("Asha Patel", Role.TRIAGE, "thurrock-first"))
gwen = make_user("Gwen Price", Role.HOSPITAL_HUB, "hospital-hub")
numbers = [one for one in (str(n) for n in range(9_990_000_000, 9_990_000_000 + 12 * rows)) if is_nhs_number(one)]
columns = {field.attname: getattr(first, field.attname) for field in Resident._meta.concrete_fields}
known = ({"id": uuid4(), "reference": f"B{n}", "nhs_number": numbers[n]} for n in range(rows // 2))
Resident.objects.bulk_create((Resident(**columns | more) for more in known), batch_size=1000)
issued = hours_ago(2)
content = csv_of(*(
    {"Notice": "assessment", "Issued": issued, "Family name": "Smith" if n % 2 else f"Stranger{n}",
     "Hospital": "basildon", "Ward": "Fry", "NHS number": numbers[n // 2] if n % 2 else "",
     "Date of birth": "14/7/1945", "Proposed discharge date": str(clock.today())}
    for n in range(rows)
))

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

def work():
    jobs, memory, cpu = [], peak(), time.process_time()
    while job := Job.objects.filter(kind__startswith="notice_file.", status="waiting").first():
        began = time.monotonic()
        assert perform(job.pk), Job.objects.get(pk=job.pk).last_error
        jobs.append(time.monotonic() - began)
        if len(jobs) == 10:
            memory = peak()
    return {"seconds": sum(jobs), "cpu_seconds": time.process_time() - cpu, "longest_job": max(jobs),
            "memory_early_mb": memory, "memory_mb": peak()}

sent = send_file(name="bench.csv", content=content, by=gwen)
checked = work()
take_up_file(file=sent, by=gwen)
taken = work()
sent.refresh_from_db()
assert sent.status == "done" and sent.lines.filter(status="taken").count() == rows
print(json.dumps({"rows": rows, "listed": HospitalStay.objects.count(), "checked": checked, "taken": taken}))
"""


def run(server: str, rows: int) -> dict[str, Any]:
    """The figures of one run, in a database of its own that is removed afterwards."""
    with prepared(server, NAME) as url:
        return python(url, WORK, str(rows))


def sentence(run: dict[str, Any]) -> str:
    """What one run found, on one line."""
    checked, taken, rows = run["checked"], run["taken"], run["rows"]
    return (
        f"file of notices: {rows:,} rows checked in {checked['seconds']:.1f} s, taken up in {taken['seconds']:.1f} s "
        f"({rows / taken['seconds']:.0f} a second), of which the worker computed {taken['cpu_seconds']:.0f} s; "
        f"{run['listed']:,} people put on the hospital list; longest job {taken['longest_job']:.1f} s; memory "
        f"{taken['memory_early_mb']:.0f} MB after ten jobs, {taken['memory_mb']:.0f} MB at the end"
    )


def missed(run: dict[str, Any]) -> list[str]:
    """The aims that a run missed, in sentences."""
    taken, most = run["taken"], MOST_SECONDS * run["rows"] / 10_000
    found = []
    if taken["seconds"] > most:
        found.append(f"a file of {run['rows']:,} notices took {taken['seconds']:.0f} s, more than {most:.0f} s")
    if taken["memory_mb"] > MOST_MEMORY * taken["memory_early_mb"]:
        found.append("taking a file of notices up needs more memory the longer it takes")
    if taken["longest_job"] > LONGEST_JOB:
        found.append(f"one job of a file of notices took {taken['longest_job']:.1f} s, more than {LONGEST_JOB:.0f} s")
    return found


def main() -> int:
    """Measure on a server of the bench's own; 1 when an aim was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.notices", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    options = parser.parse_args()
    return told("bench-notices", lambda server: run(server, options.rows), sentence, missed)


if __name__ == "__main__":
    sys.exit(main())
