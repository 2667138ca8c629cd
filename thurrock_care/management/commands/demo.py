"""`manage.py demo --residents 5000 --seed 7`: build the demo borough."""

import os
import time
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from core import clock
from core.errors import Refused
from thurrock_care.demo.build import Plan, build, is_there


class Command(BaseCommand):
    help = "Build the demo borough: two years of plausible life of people who do not exist. Not for production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--residents", type=int, default=5000, help="how many people")
        parser.add_argument("--seed", type=int, default=7, help="the same seed and day make the same borough")
        parser.add_argument("--today", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")
        parser.add_argument("--if-missing", action="store_true", help="do nothing when one is there already")

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_allowed():
            raise CommandError("The demo borough is never built in production: settings.DEMO is off.")
        if options["if_missing"] and is_there():
            return
        plan = Plan(options["residents"], options["seed"], options["today"] or clock.today())
        began = time.monotonic()
        try:
            with tqdm(total=plan.residents, desc="Demo borough", unit=" people", file=self.stderr) as bar:
                rows = build(plan, bar.update)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        took = time.monotonic() - began
        self.stdout.write(f"{plan.residents} people with {rows} rows in {took:.0f} seconds (seed {plan.seed}).")


def is_allowed() -> bool:
    """Whether a demo may be built here: on one's own machine, in tests, in the benchmark."""
    return settings.DEMO or getattr(settings, "TESTING", False) or bool(os.environ.get("BENCH"))
