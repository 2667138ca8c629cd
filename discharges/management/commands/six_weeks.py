"""`manage.py six_weeks --sweep --on 2026-03-30` runs the sweep for a day; `--audit` prints the proof that nobody was
dropped, and exits with 1 when somebody was. Both print JSON; `--text` prints the proof for people to read.
"""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from discharges import proof
from discharges.sweep import sweep


class Command(BaseCommand):
    help = "The six-week rule: --sweep queues every step that is due, --on DAY as if today were DAY; --audit proves it."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--sweep", action="store_true")
        which.add_argument("--audit", action="store_true")
        parser.add_argument("--on", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")
        parser.add_argument("--text", action="store_true", help="print the proof as sentences, not as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sweep"]:
            queued = sweep(options["on"])
            self.stdout.write(json.dumps({"on": str(options["on"] or "today"), "queued": queued}))
            return
        found = proof.audit()
        self.stdout.write("\n".join(proof.sentences(found)) if options["text"] else json.dumps(found, indent=1))
        if not proof.is_proven(found):
            raise CommandError("The six-week rule does not hold; see what is wrong above.", returncode=1)
