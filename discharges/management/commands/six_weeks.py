"""`manage.py six_weeks --sweep --on 2026-03-30`: run the sweep for a day and print what it did as JSON."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from discharges.sweep import sweep


class Command(BaseCommand):
    help = "The six-week rule: --sweep queues every step that is due; --on DAY as if today were DAY."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sweep", action="store_true", required=True)
        parser.add_argument("--on", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps({"on": str(options["on"] or "today"), "queued": sweep(options["on"])}))
