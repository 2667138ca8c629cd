"""`manage.py sweep_outbox`: send hints for due jobs until told to stop."""

import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from outbox.sweeper import run_for_ever, sweep
from outbox.tasks import publish


class Command(BaseCommand):
    help = "Send due jobs of the outbox to the workers. Runs until SIGTERM; --once sweeps once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="sweep once and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(f"{sweep(publish)} hints sent")
            return
        stopping = []

        def stop(signum: int, frame: FrameType | None) -> None:
            stopping.append(signum)

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        run_for_ever(publish, lambda: bool(stopping))
