"""`manage.py six_weeks --sweep --on 2026-03-30` runs the sweep for a day; `--audit` prints the proof that nobody was
dropped, and exits with 1 when somebody was; `--settle --by EMAIL` brings every clock that the proof names into the
state in which the rules say that it stands. All print JSON; `--text` prints the proof for people to read.
"""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from core.errors import NotPermitted
from discharges import proof
from discharges.actions import settle_what_stands_otherwise
from discharges.sweep import sweep


class Command(BaseCommand):
    help = (
        "The six-week rule: --sweep queues every step that is due, --on DAY as if today were DAY; --audit proves it; "
        "--settle changes what stands otherwise."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--sweep", action="store_true")
        which.add_argument("--audit", action="store_true")
        which.add_argument("--settle", action="store_true")
        parser.add_argument(
            "--by", metavar="EMAIL", help="for --settle: the manager or head of service who answers for it"
        )
        parser.add_argument("--on", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")
        parser.add_argument("--text", action="store_true", help="print the proof as sentences, not as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sweep"]:
            queued = sweep(options["on"])
            self.stdout.write(json.dumps({"on": str(options["on"] or "today"), "queued": queued}))
            return
        if options["settle"]:
            self._settle(options["by"] or "")
            return
        found = proof.audit()
        self.stdout.write("\n".join(proof.sentences(found)) if options["text"] else json.dumps(found, indent=1))
        if not proof.is_proven(found):
            raise CommandError("The six-week rule does not hold; see what is wrong above.", returncode=1)

    def _settle(self, email: str) -> None:
        try:
            found = settle_what_stands_otherwise(by=User.objects.get_by_natural_key(email))
        except User.DoesNotExist:
            raise CommandError(f"Nobody has an account with the address {email!r}. Give one with --by.") from None
        except NotPermitted as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps(found, indent=1))
        if found["failed"] or found["in_fault"]:
            raise CommandError("Some clocks stand otherwise still; see above.", returncode=1)
